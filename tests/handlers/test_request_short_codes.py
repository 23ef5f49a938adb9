"""Where four digits are a request's code in what staff write, and where they are just digits."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import bot
from bot.layouts import LAYOUTS, _share_buttons
from handlers.requests.answering import LEAD
from handlers.requests.joining import _BOTH
from handlers.requests.short_codes import _places

ONE, TWO = "S20261124-0001", "S20261124-0002"
CODES = {
    "0001 线路已更换，恢复供电": ["0001"],
    "@指尖办 0001答复：路灯换成新的了": ["0001"],
    "查看0001电话": ["0001"],
    "催办预演 0012": ["0012"],
    "取消督办0012": ["0012"],
    "0001和0002、0003是一件事，合并": ["0001", "0002", "0003"],
    "0013 并入 0012": ["0013", "0012"],
    f"0013并入{ONE}": ["0013"],
    "001 已完成": [],
    "0571-8888123 打不通": [],
    "请周强今天17点前核实0012户": [],
    "登记诉求 张三 13812345678 0203室漏水": [],
    "0203室漏水": [],
}
SAME = (
    f"{ONE}和{TWO}是一件事,合并",
    f"{ONE} {TWO}".replace(" ", "、") + "是同一个问题,请合并",
    f"把{ONE}与{TWO}合并",
    f"{ONE},{TWO}反映的是同一件事",
    f"{ONE}和{TWO}重复了",
)


@pytest.mark.parametrize(("text", "codes"), CODES.items())
def test_places(text: str, codes: list[str]) -> None:
    """In front, behind what is said before a code, and joined by 和; nowhere else."""
    found = [text[start:end] for start, end in _places(text)]

    assert codes == found


@pytest.mark.parametrize("text", SAME)
def test_the_same_matter(text: str) -> None:
    """A clerk says in several ways that requests are one."""
    found = _BOTH.fullmatch(text)

    assert found is not None
    assert [ONE, TWO] == re.findall(r"S\d{8}-\d{4}", found["codes"])


@pytest.mark.parametrize("lead", ["答复：", "答：", "回复群众：", "已答复，"])
def test_what_is_said_before_an_answer(lead: str) -> None:
    """It is not part of the answer."""
    assert "已修好" == LEAD.sub("", f"{lead}已修好")


@pytest.mark.parametrize("kind", [k for k, one in LAYOUTS.items() if one.buttons is _share_buttons])
def test_every_card_of_a_share_can_offer_pictures(kind: str) -> None:
    """A card with a button that has no word could not be written at all, and would be lost."""
    tables: dict[str, dict[str, object]] = {}
    for file in Path(bot.__file__).parent.glob("wording/zh/*.toml"):
        tables |= tomllib.loads(file.read_text("utf-8"))

    assert "附件" == tables[kind].get("pictures")

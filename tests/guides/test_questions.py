"""How well questions in people's own words find their guide; the figures stand in benchmarks/RESULTS.md."""

# ruff: noqa: E501 - lists of sentences read better unbroken

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.guides import quality_of
from bot.samples import bundled
from handlers.citizen.guides import found_in
from handlers.guides.judging import judged
from tasks.guides.index import GuideIndex

HERE = Path(__file__).parent


@pytest.mark.parametrize(("name", "first", "three"), [("development", 0.9, 0.95), ("questions", 0.75, 0.9)])
def test_right_guides_are_found(name: str, first: float, three: float) -> None:
    """Most stand first, nearly all among three; what no guide answers is answered by none."""
    asked = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()]
    found = quality_of(asked, GuideIndex(*bundled()))

    assert found.first >= first * found.answerable
    assert found.three >= three * found.answerable
    assert found.told_wrong <= 0.06 * found.answerable
    assert found.left_alone >= 0.95 * found.others


NO_QUESTIONS = (
    "我家停水三天了没人管", "隔壁工地半夜施工吵死了", "路灯坏了一个月都不来修", "村主任贪污低保钱我要举报", "你好", "谢谢",
    "今天天气怎么样", "派出所的人态度太差了", "垃圾堆了一个星期没人清", "我要投诉卖假药的", "建议在学校门口装红绿灯",
    "社保卡补办了三个月还没拿到你们怎么办事的", "我家门口的路坑坑洼洼的什么时候修", "表扬一下便民中心的小李，办证特别快",
    "低保名单不公平，有钱人也吃低保", "医院乱收费，医保都不给报", "有人无证开黑诊所",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_QUESTIONS)
def test_a_complaint_is_no_question(text: str) -> None:
    """What is blamed, wished, praised or small talk is neither told a guide nor offered any."""
    assert "" == judged(text, *found_in(text, GuideIndex(*bundled())))

"""A look at who a citizen is: for who needs it, one to one, each one recorded, nothing kept in plain."""

from __future__ import annotations

import pytest

from tests.stories.citizens import WATER, actions, comes

PHONE, NAME = "13812345678", "张三丰"
TEXT = f"幸福路8号101室停水三天了，请联系{PHONE}"

pytestmark = pytest.mark.parametrize("changes", [WATER])


async def given(town, **more) -> str:
    """Have a request come in, and its card arrive."""
    code = await comes(town, TEXT, phone=PHONE, name=NAME, place="幸福路8号101室", **more)
    await town.box.advance(3600)
    await town.box.expect("zhengjun", code)
    return code


async def kept(town, needle: str) -> list[str]:
    """Give the tables in which a text stands somewhere."""
    found = []
    for table in (
        "seen",
        "failed",
        "sending",
        "request",
        "request_history",
        "history",
        "question",
        "unmasking",
    ):
        rows = await town.rows(f"SELECT * FROM {table}")
        found += [table for row in rows if needle in str(row)]
    return found


@pytest.mark.parametrize("who", ["zhengjun", "chujing", "sunli"])
async def test_who_needs_it(town, who) -> None:
    """The assignee, the clerk and the triage see the number they ask for; it stands nowhere in plain."""
    code = await given(town)
    said = await town.app(who, f"查看 {code} 电话")

    assert PHONE in said
    assert "本次查看已记录" in said
    assert NAME not in said
    assert "unmasked" == (await actions(town, code))[-1]
    assert [] == await kept(town, PHONE)
    assert [] == await kept(town, NAME)


async def test_both_by_the_short_number(town) -> None:
    """联系方式 shows name and number; the last digits are enough of a code."""
    code = await given(town)
    said = await town.robot("zhengjun", "0001 联系方式")

    assert PHONE in said
    assert NAME in said
    assert code in said


@pytest.mark.parametrize("who", ["lisi", "fenggang", "zhaoming", "zhangwei"])
async def test_not_for_others(town, who) -> None:
    """Nobody else sees it, and that somebody tried is in the history of the office's part."""
    code = await given(town)
    said = await town.app(who, f"查看 {code} 电话")
    tried = await town.rows("SELECT actor FROM history WHERE action = 'refused'")

    assert PHONE not in said
    assert "只有承办人" in said
    assert [{"actor": who}] == tried


async def test_never_in_a_group(town) -> None:
    """In a group nothing is shown; who asked is told to ask alone."""
    code = await given(town)
    said = await town.say("zhengjun", f"查看 {code} 电话")
    told = await town.box.expect("zhengjun", code, "一对一")

    assert PHONE not in said + told.words
    assert "unmasked" not in await actions(town, code)


async def test_confidential_needs_a_reason(town) -> None:
    """Who asked for confidence is shown for a reason, which is kept; who looked is listed for supervisors."""
    code = await given(town, confidential=True)
    asked = await town.app("zhengjun", f"查看 {code} 电话")
    shown = await town.app("zhengjun", "核实门牌号")
    again = await town.app("zhengjun", f"查看 {code} 联系方式，原因：约上门时间")
    listed = await town.app("zhangwei", f"{code} 谁看过")

    assert PHONE not in asked
    assert "请直接回复查看的原因" in asked
    assert PHONE in shown
    assert NAME in again
    assert "核实门牌号" in listed
    assert "约上门时间" in listed
    assert "由督查人员查看" in await town.app("lisi", f"{code} 谁看过")


async def test_anonymous_shows_nothing(town) -> None:
    """Of who wants to stay unknown nothing is shown to anybody, whatever the reason."""
    code = await given(town, anonymous=True)

    assert "匿名反映" in await town.app("zhengjun", f"查看 {code} 电话 原因：核实情况")
    assert "unmasked" not in await actions(town, code)


async def test_nothing_to_show(town) -> None:
    """Where no number was left that is said, and nothing recorded."""
    code = await comes(town, "竹里村的桥栏杆断了")
    await town.box.advance(3600)
    town.box.ignore_rest()

    assert "没有留下电话" in await town.app("chujing", f"{code} 电话是多少")
    assert "没有编号为 0099 的诉求" in await town.app("chujing", "查看 0099 电话")

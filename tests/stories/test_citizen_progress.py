"""我的诉求: a citizen sees the own requests alone, adds to them, urges, withdraws them."""

from __future__ import annotations

from typing import Any

from tasks.requests import clocks
from tasks.requests.kinds import DEFAULT
from tasks.requests.models import Request
from tasks.requests.proofs import moves_of
from tasks.worktime import WorkCalendar
from tests.stories.requesting import CODE, LAMP, moves, office_opens, openid, request, wants

SECOND = "S20261124-0002"


async def citizen(town: Any, text: str, who: str = "") -> str:
    """Have a citizen write, and give the words of the answer."""
    return str((await town.box.say_citizen("city", who or openid(town), text)).words)


async def begun(town: Any) -> None:
    """Have one request that its office has."""
    await wants(town)
    await office_opens(town)
    await town.box.expect("sunli", CODE)


async def test_how_it_stands(town) -> None:
    """State, office, date and the last steps; by menu, by words and by number; nothing personal."""
    await begun(town)
    by_words = await citizen(town, "我的诉求")
    by_menu = str((await town.box.citizen_click("city", openid(town), "我的诉求")).words)
    by_code = [await citizen(town, text) for text in (CODE, "0001 怎么样了", "还没处理吗？", "查进度")]
    unknown = await citizen(town, SECOND)
    other = await citizen(town, CODE, "oAnotherCitizen0000000000001")

    assert "已交" in by_words
    assert "12月8日(周二)17:30" in by_words
    assert "已收到" in by_words
    assert "13812345678" not in by_words
    assert [by_words] * 4 == by_code
    assert by_words == by_menu
    assert "没有找到" in unknown
    assert unknown.replace(SECOND, CODE) == other


async def test_several(town) -> None:
    """Of several the list is shown; a number chooses one, and a talk that is about more is left alone."""
    await begun(town)
    await wants(town, LAMP, content="水管破了，厨房没水", place="和平路3号")
    await town.box.expect("sunli", SECOND)
    listed = await citizen(town, "我的诉求")
    chosen = await citizen(town, "2")

    assert CODE in listed
    assert SECOND in listed
    assert "1. 水管破了" in listed
    assert CODE in chosen
    assert "幸福路" in chosen


async def test_urged_and_added_to(town) -> None:
    """催一下 reaches the office with its digest, once in two working days; 补充 at once, masked."""
    await begun(town)
    urged = await citizen(town, "催一下 0001")
    before = await citizen(town, "0001 麻烦快点处理")
    added = await citizen(town, "0001 补充：门牌是幸福路12号，电话13812345678")
    told = await town.box.expect("sunli", CODE, "门牌是幸福路")
    await town.box.advance(900)
    await town.box.expect("sunli", CODE, "询问进展")

    assert "已转告" in urged
    assert "催过" in before
    assert "已转给" in added
    assert "13812345678" not in told.words


async def test_withdrawn(town) -> None:
    """不用办了 is asked about once; the office hears that it is over."""
    await begun(town)
    asked = await citizen(town, "0001 不用办了")
    kept = await citizen(town, "不")
    await citizen(town, "0001 不用办了")
    gone = await citizen(town, "1")
    await town.box.expect("sunli", CODE, "群众已撤回")
    over = await citizen(town, "0001 补充：还有一盏")
    row = await request(town)

    assert "确定不用办" in asked
    assert "继续办理" in kept
    assert "已经撤回" in gone
    assert "已经结束" in over
    assert "withdrawn" == row.state
    assert ("citizen", "withdrawn") in await moves(town)


async def test_every_date_is_proved(town) -> None:
    """The date on the row is what the history gives, after a pause, a word of the citizen and an answer."""
    await begun(town)
    await town.app("sunli", f"{CODE} 请群众补充：照片")
    await town.box.expect(openid(town), CODE, "照片")
    waiting = await citizen(town, "进度")
    await town.box.advance(3 * 3600)
    await citizen(town, "0001 补充：没有照片，就在门口那盏")
    await town.box.expect("sunli", CODE, "没有照片")
    db = town.service.storage.reader
    row = await Request.get(code=CODE, using_db=db)
    due = clocks.due_of(await moves_of(db, row), DEFAULT[row.kind], WorkCalendar())

    assert "等您补充：照片" in waiting
    assert due == row.due
    assert row.due != row.first_due

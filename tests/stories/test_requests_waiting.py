"""The citizen is asked for what is missing: the clock stands still, what comes goes to the office."""

from __future__ import annotations

from datetime import timedelta

from tasks.directives.models import Share
from tasks.requests.proofs import due_proved
from tests.stories.requesting import CODE, moves, office_opens, openid, request, wants

DAY = 24 * 3600


async def asked(town) -> None:
    """Have the office ask for a number and a picture."""
    await wants(town)
    await office_opens(town)
    await town.box.expect("sunli", CODE)
    await town.app("sunli", f"{CODE} 请群众补充：门牌号和照片")
    await town.box.settle()
    await town.box.expect(openid(town), CODE, "门牌号和照片")


async def share(town) -> Share:
    """Give the office's share."""
    return await Share.all().using_db(town.service.storage.reader).get()


async def test_asked_and_supplied(town) -> None:
    """What the citizen writes next goes to the office, and the time that was waited for does not count."""
    await asked(town)
    before, paused = await request(town), await share(town)
    await town.box.advance(DAY)
    await town.box.expect(openid(town), CODE, "还等您补充")
    heard = await town.box.say_citizen("city", openid(town), "门牌号是幸福路12号，电话13812345678")
    told = await town.box.expect("sunli", CODE, "门牌号是")
    row, running = await request(town), await share(town)
    context = town.service.people.context()
    terms = context.desk.terms_of(row.kind)

    assert ("waiting", None) == (before.state, paused.due)
    assert "已转给" in heard.words
    assert "13812345678" not in told.words
    assert ("handling", running.due) == (row.state, row.due)
    assert before.due + timedelta(days=1) == row.due
    assert row.due == await due_proved(town.service.storage.reader, row, terms, context.calendar)
    assert ["paused", "resumed", "supplied"] == [action for _, action in await moves(town)][-3:]


async def test_silent(town) -> None:
    """Who says nothing is asked once more; then the office goes on with what it has."""
    await asked(town)
    await town.box.advance(DAY)
    again = await town.box.expect(openid(town), CODE, "还等您补充")
    await town.box.advance(6 * DAY)
    await town.box.expect("sunli", CODE, "不再等了")
    row = await request(town)

    assert "只提醒这一次" in again.words
    assert ("handling", None) == (row.state, row.look_at)
    assert row.due == (await share(town)).due


async def test_something_else_is_no_answer(town) -> None:
    """Who looks for the own requests meanwhile does not answer with it; what is missing may still come."""
    await asked(town)
    await town.box.say_citizen("city", openid(town), "我的诉求")
    between = (await request(town)).state
    await town.box.say_citizen("city", openid(town), "幸福路12号门口")
    await town.box.expect("sunli", CODE, "幸福路12号门口")

    assert "waiting" == between


async def test_what_was_only_begun_gives_way(town) -> None:
    """Who tapped the menu and said nothing answers the office with the next words, they are no new matter."""
    await wants(town)
    await office_opens(town)
    await town.box.expect("sunli", CODE)
    await town.box.citizen_click("city", openid(town), "我要反映")
    await town.box.advance(900)
    await town.app("sunli", f"{CODE} 请群众补充：门牌号")
    await town.box.settle()
    await town.box.expect(openid(town), CODE, "门牌号")
    heard = await town.box.say_citizen("city", openid(town), "幸福路12号")
    await town.box.expect("sunli", CODE, "幸福路12号")

    assert "已转给" in heard.words

"""Reminders that the platform refuses for a while: decided anew before they go out after all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.stories.leaving import leave
from tests.stories.week import AUTOMATIC, moment, out_of_hours, reminded, reminders, turn_to

pytestmark = pytest.mark.weeks

CODE, OTHER = "Z20261124-001", "Z20261124-002"


@pytest.fixture
def changes() -> dict[str, object]:
    """Remind by the rules."""
    return AUTOMATIC


async def refuse_from(town: Any, before: str, at: str) -> None:
    """Have the platform refuse every message from a moment on."""
    await turn_to(town, before)
    town.box.ignore_rest()
    town.box.faults.add("/cgi-bin/message/send", "errcode", times=400)
    await turn_to(town, at)


async def open_again(town: Any, at: str) -> None:
    """Have the platform take messages again, and see what came of it until a moment."""
    town.box.faults.clear()
    await turn_to(town, at)
    town.box.ignore_rest()


async def test_what_is_done_meanwhile_is_not_said(town) -> None:
    """A reminder that was refused at 11:00 is not sent after the 收到 of 11:00."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四11月27日17点30分前报送材料")
    await refuse_from(town, "2026-11-24 10:59", "2026-11-24 11:00")
    town.box.faults.clear()
    await town.app("lisi", f"{CODE} 收到")
    await open_again(town, "2026-11-24 12:00")

    assert [] == await reminded(town, "lisi")


async def test_a_list_says_what_is_left_of_it(town) -> None:
    """Of two directives in one refused message the one that was acknowledged is not said any more."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四11月27日17点30分前报送材料")
    await town.say("zhaoming", "请李四11月27日17点30分前清理走廊")
    await refuse_from(town, "2026-11-24 10:59", "2026-11-24 11:00")
    town.box.faults.clear()
    await town.app("lisi", f"{CODE} 收到")
    await open_again(town, "2026-11-24 12:00")
    sent = await town.rows("SELECT kind, facts FROM sending WHERE kind LIKE 'nudge.%' AND state = 'sent'")

    assert [("nudge.share", True)] == [(row["kind"], OTHER in str(row["facts"])) for row in sent]


async def test_refused_until_the_offices_have_closed(town) -> None:
    """What was refused from 17:10 until 18:20 waits for the next morning, and is then said once."""
    await turn_to(town, "2026-11-24 16:40")
    await town.say("zhaoming", "加急 请李四、王五11月27日17点30分前报送材料")
    await refuse_from(town, "2026-11-24 17:09", "2026-11-24 18:20")
    await open_again(town, "2026-11-25 08:35")
    found = await reminders(town)

    assert ([], ["lisi", "wangwu"]) == (
        out_of_hours(found, 2026, town.service.people.calendar),
        sorted(who for _, who, _ in found if who in ("lisi", "wangwu")),
    )


async def test_an_hour_of_refusals_says_it_once(town) -> None:
    """The platform is back after an hour: one reminder, with what was decided then, and nothing twice."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四11月27日17点30分前报送材料")
    await refuse_from(town, "2026-11-24 10:59", "2026-11-24 14:20")
    await open_again(town, "2026-11-24 14:50")

    assert 1 == len(await reminded(town, "lisi"))


async def test_what_another_does_takes_no_reminder_away(town) -> None:
    """王五's 收到, while everything is counted anew by a new calendar, leaves what 李四's head is owed."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四、王五12月7日17点30分前报送材料")
    await turn_to(town, "2026-11-24 16:00")
    town.box.ignore_rest()
    await _recount_until(town, "2026-11-25 10:05")
    await town.app("wangwu", f"{CODE} 收到")
    await turn_to(town, "2026-11-25 11:00")
    town.box.ignore_rest()

    assert [("11-25 10:05", "unseen_leader")] == await reminded(town, "sunli")


async def _recount_until(town: Any, at: str) -> None:
    """Be down until a moment, and start with another calendar."""
    values = town.config.model_dump()
    values["worktime"]["workdays"] = ["2026-12-12"]
    town.config = type(town.config).model_validate(values)
    now, storage = town.service.clock.now(), town.service.storage
    mark = json.dumps({"now": moment(at).isoformat()})
    await storage.rows(storage.main, "UPDATE mark SET value = ? WHERE name = 'clock'", [mark])
    await town.stop()
    town.box.hub.clock.advance((moment(at) - now).total_seconds())
    await town.start()


async def test_a_series_that_a_holiday_moves_forward(town) -> None:
    """Friday's report becomes due on Wednesday by a new holiday: it is issued in time for it."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四每周五下午3点前报周汇报")
    await turn_to(town, "2026-11-24 10:00")
    values = town.config.model_dump()
    values["worktime"]["holidays"] = ["2026-11-26", "2026-11-27"]
    town.config = type(town.config).model_validate(values)
    await town.stop()
    await town.start()
    await turn_to(town, "2026-11-25 12:00")
    town.box.ignore_rest()
    found = await town.rows("SELECT occurrence FROM directive")

    assert 1 == len(found)


async def test_a_report_that_is_asked_for_again_is_reminded_of(town) -> None:
    """A leaver's share comes to 孙丽, who had reported: without 收到 the rules remind of it."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "特急 请李四、孙丽11月27日17点30分前报送材料")
    for words in ("收到", "已完成，材料已送"):
        await town.app("sunli", f"{CODE} {words}")
    await town.app("lisi", f"{CODE} 收到")
    await turn_to(town, "2026-11-24 10:00")
    await leave(town, "lisi")
    await turn_to(town, "2026-11-25 12:00")
    town.box.ignore_rest()

    assert "unseen_critical" in {rule for _, rule in await reminded(town, "sunli")}

"""A service that was down, a process that died between two steps, a digest that missed its hour."""

from __future__ import annotations

from typing import Any

import pytest

from bot.outbox import Outbox
from bot.sweeps import Sweeps
from handlers.nudging import sweep
from tasks.db import Db
from tasks.notices import Outcome
from tests.stories.week import AUTOMATIC, down_until, moment, reminded, reminders, turn_to

pytestmark = pytest.mark.weeks

CODE = "Z20261124-001"
TASK = "请李四、王五11月27日17点30分前报送材料"


@pytest.fixture
def changes() -> dict[str, object]:
    """Remind by the rules."""
    return AUTOMATIC


@pytest.fixture
async def issued(town):
    """Issue a task at nine o'clock."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", TASK)
    return town


async def looked_and_died(town: Any, at: str) -> None:
    """Turn the clock to a moment, hear the rules, and die before anything is put together."""
    service = town.service
    service.clock.set(moment(at))

    async def work(db: Db) -> Outcome:
        await sweep.step(db, await service.people.current(db))
        return Outcome()

    await service.corridor.work(work)


async def after(town: Any, at: str) -> list[tuple[str, str, str]]:
    """Let time pass and give every reminder besides the group's line."""
    await turn_to(town, at)
    town.box.ignore_rest()
    return [one for one in await reminders(town) if one[1] != town.chat]


async def test_down_over_the_weekend(issued) -> None:
    """Thursday to Monday: each hears on Monday once what still has sense, then it goes on as always."""
    town = issued
    await turn_to(town, "2026-11-26 10:00")
    before = len(await reminders(town))
    await down_until(town, "2026-11-30 07:00")
    await turn_to(town, "2026-12-01 09:00")
    town.box.ignore_rest()
    found = (await reminders(town))[before:]

    assert [
        ("11-30 08:45", "lisi", "overdue"),
        ("11-30 08:45", "wangwu", "overdue"),
        ("12-01 08:45", "lisi", "overdue"),
        ("12-01 08:45", "sunli", "overdue_leader"),
        ("12-01 08:45", "wangwu", "overdue"),
        ("12-01 08:45", "zhouqiang", "overdue_leader"),
    ] == found


@pytest.mark.parametrize(
    ("up", "said"),
    [("11-30 09:40", "11-30 09:40"), ("11-30 12:30", "11-30 16:30"), ("11-30 21:00", "12-01 08:45")],
    ids=["by_an_hour", "till_noon", "till_night"],
)
async def test_a_digest_that_missed_its_hour(issued, up, said) -> None:
    """Within office hours it goes out late, at noon and at night it waits for the next one; never twice."""
    town = issued
    await turn_to(town, "2026-11-27 17:45")
    before = len(await reminded(town, "lisi"))
    await down_until(town, f"2026-{up}")
    await turn_to(town, "2026-12-01 08:50")
    town.box.ignore_rest()
    found = (await reminded(town, "lisi"))[before:]

    assert list(dict.fromkeys([(said, "overdue"), ("12-01 08:45", "overdue")])) == found


async def test_a_process_that_dies_between_the_sweeps(issued) -> None:
    """What was decided and not put together yet goes out when the service is there again, once."""
    town = issued
    await turn_to(town, "2026-11-24 10:59")
    await looked_and_died(town, "2026-11-24 11:00")
    await down_until(town, "2026-11-24 11:20")
    found = await after(town, "2026-11-24 14:30")

    assert [("11-24 11:20", "lisi", "unseen_half"), ("11-24 11:20", "wangwu", "unseen_half")] == found


async def test_what_was_settled_before_it_was_put_together(issued) -> None:
    """Decided, died, and acknowledged first thing afterwards: dropped."""
    town = issued
    await turn_to(town, "2026-11-24 10:59")
    await looked_and_died(town, "2026-11-24 12:00")
    await down_until(town, "2026-11-24 12:10")
    await town.app("lisi", f"{CODE} 收到")
    found = await after(town, "2026-11-24 14:30")

    assert [("11-24 14:00", "wangwu", "unseen_half")] == found


async def test_a_process_that_dies_before_sending(issued, monkeypatch) -> None:
    """Put together, in the outbox, not sent: the next process sends it, once."""
    town = issued
    await turn_to(town, "2026-11-24 10:59")

    async def nothing(*_: object) -> bool:
        return False

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "step", nothing)
        service = town.service
        service.clock.set(moment("2026-11-24 11:00"))
        await Sweeps(service.storage, service.people, service.corridor).run()
        rows = "SELECT receiver FROM sending WHERE kind = 'nudge.share' AND state = 'waiting'"
        waiting = await town.rows(rows)
        await down_until(town, "2026-11-24 11:05")
    found = await after(town, "2026-11-24 14:30")

    assert ["lisi", "wangwu"] == sorted(row["receiver"] for row in waiting if row["receiver"] != town.chat)
    assert [("11-24 11:05", "lisi", "unseen_half"), ("11-24 11:05", "wangwu", "unseen_half")] == found


async def test_the_day_is_counted_by_when_it_was_said(town) -> None:
    """What was held overnight counts for the day on which it goes out, not for the one it was decided on."""
    await turn_to(town, "2026-11-24 16:50")
    for number in range(3):
        await turn_to(town, f"2026-11-24 16:5{number}")
        await town.say("zhaoming", f"加急 请李四11月27日17点前报送第{number}号材料")
    await turn_to(town, "2026-11-24 17:19")
    await looked_and_died(town, "2026-11-24 17:29")
    await down_until(town, "2026-11-25 08:31")
    await turn_to(town, "2026-11-25 12:00")
    town.box.ignore_rest()
    on_their_own = [
        at for at, _ in await reminded(town, "lisi") if at.startswith("11-25") and "08:45" not in at
    ]

    assert len(set(on_their_own)) <= 3

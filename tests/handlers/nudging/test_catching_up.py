"""Catching up in many steps, and lists that are longer than a message: through the whole service."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.nudging import deliver, sweep
from tasks.nudges import queue
from tests.stories.week import AUTOMATIC, down_until, reminded, reminders, turn_to


@pytest.fixture
def changes() -> dict[str, object]:
    """Remind by the rules."""
    return AUTOMATIC


async def test_one_message_for_one_catching_up(town, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many steps the look takes, what comes of it is one message for each person."""
    monkeypatch.setattr(queue, "SHARES", 1)
    await turn_to(town, "2026-11-24 09:00")
    for what in ("名单", "台账", "总结"):
        await town.say("zhaoming", f"请李四11月27日17点30分前报送{what}")
    await turn_to(town, "2026-11-24 10:30")
    await down_until(town, "2026-11-24 15:00")
    found = await reminded(town, "lisi")
    messages = await town.rows("SELECT DISTINCT message FROM nudge WHERE person = 'lisi' AND state = 'sent'")
    town.box.ignore_rest()

    assert ["11-24 15:00"] == [at for at, _ in found]
    assert 1 == len(messages)


async def test_what_does_not_fit_comes_with_the_next_digest(town) -> None:
    """Fourteen things are late: what was not shown is not taken for said, and comes with the next digest."""
    await turn_to(town, "2026-11-24 09:00")
    for number in range(14):
        await town.say("zhaoming", f"请李四11月24日12点前报送第{number}号专项行动阶段性工作总结")
    await turn_to(town, "2026-11-24 16:31")
    sent = "SELECT DISTINCT share_id FROM nudge WHERE rule = 'overdue' AND state = 'sent'"
    shown = await town.rows(sent)
    waiting = await town.rows("SELECT share_id FROM nudge WHERE state = 'waiting' AND reason = 'room'")
    said = await town.box.expect("lisi", "以下", "还等您办理", "下次汇总再列；发“我的任务”可看全部")
    await turn_to(town, "2026-11-25 08:50")
    later = await town.rows(sent)
    town.box.ignore_rest()

    assert 14 == len(shown) + len(waiting)
    assert len(shown) == said.words.count("Z20261124-")
    assert 14 == len(later)


@pytest.mark.parametrize(
    ("room", "what", "whose"),
    [(sweep, "_heard", lambda args: args[1].assignee), (deliver, "_decide", lambda args: args[0])],
)
async def test_what_fails_holds_up_no_other(town, monkeypatch: pytest.MonkeyPatch, room, what, whose) -> None:
    """Looking, or putting together, fails at one person's: the other is reminded all the same."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四11月27日17点30分前报送名单")
    await town.say("zhaoming", "请吴芳11月27日17点30分前报送台账")
    usual = getattr(room, what)

    def failing(*args: Any, **more: Any) -> Any:
        if whose(args) == "lisi":
            raise ZeroDivisionError
        return usual(*args, **more)

    monkeypatch.setattr(room, what, failing)
    await turn_to(town, "2026-11-24 14:30")
    found = await reminders(town)
    town.box.ignore_rest()

    assert {"wufang"} == {who for _, who, _ in found}

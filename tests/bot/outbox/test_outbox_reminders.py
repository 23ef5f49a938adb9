"""Reminders that were not sent at once go back to be decided anew; what may have arrived never does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import PlatformError, Unconfirmed
from bot.outbox import Outbox
from bot.sendings import keep
from tasks.fields import to_ms
from tasks.notices import Notice, Receiver
from tasks.nudges.models import Nudge

MESSAGE = "nudge:1"


async def remind(desk: Any, *, kind: str = "nudge.share", critical: bool = False) -> None:
    """Owe one person a reminder of a share, as those who decide about reminders do."""
    number, shares = await desk.directive("lisi")
    at = desk.clock.now()
    await Nudge.create(
        using_db=desk.storage.main, directive_id=number, share_id=shares["lisi"], person="lisi",
        rule="overdue", made_at=at, at=at, state="sent", message=MESSAGE, sent_at=at, critical=critical,
    )  # fmt: skip
    await owe(desk, kind, number, shares["lisi"], critical=critical)


async def owe(desk: Any, kind: str, number: int, share: int, *, critical: bool = False) -> None:
    """Hand the message of the reminder over."""
    is_list = kind == "nudge.list"
    to, now = (Receiver("lisi", 0 if is_list else share),), desk.clock.now()
    facts = {"rule": "overdue", "kind": "task"}
    notice = Notice(kind, to, facts, MESSAGE, now, directive=0 if is_list else number, critical=critical)
    async with desk.storage.transaction() as db:
        await keep(desk.storage, db, [notice], now)


async def nudge_of(desk: Any) -> Nudge:
    """Give the one reminder."""
    return await Nudge.all().using_db(desk.storage.main).get()


def with_hours(desk: Any, *, is_open: bool) -> Outbox:
    """Make an outbox of a place that is open, or closed, always."""
    return Outbox(
        desk.storage, desk.clock, desk.post, desk.metrics,
        only=frozenset(), machine=lambda: desk.machine, hours=lambda _: is_open,
    )  # fmt: skip


async def test_a_refused_reminder_is_decided_anew(desk) -> None:
    """The platform refused: the row ends, the reminder waits again, and its name is free."""
    await remind(desk)
    desk.post.plan = [PlatformError("busy")]
    await desk.outbox.drain()
    (row,), nudge = await desk.rows(), await nudge_of(desk)

    assert ("dropped", "nudge:1:lisi~1", "waiting", "", None, to_ms(desk.start + timedelta(seconds=5))) == (
        row.state, row.once, nudge.state, nudge.message, nudge.sent_at, to_ms(nudge.at),
    )  # fmt: skip


async def test_each_refusal_waits_longer(desk) -> None:
    """What was put back once waits 15 seconds the next time."""
    await remind(desk)
    desk.post.plan = [PlatformError("busy"), PlatformError("busy")]
    await desk.outbox.drain()
    nudge = await nudge_of(desk)
    nudge.state, nudge.message = "sent", MESSAGE
    await nudge.save(using_db=desk.storage.main)
    await owe(desk, "nudge.share", nudge.directive_id, nudge.share_id)
    await desk.outbox.drain()

    assert to_ms(desk.start + timedelta(seconds=15)) == to_ms((await nudge_of(desk)).at)


async def test_what_may_have_arrived_stays(desk) -> None:
    """Nobody knows what became of the call: it is repeated byte for byte, and nothing is decided anew."""
    await remind(desk)
    desk.post.plan = [Unconfirmed("no answer")]
    await desk.outbox.drain()
    desk.clock.turn(60)
    await desk.outbox.drain()

    assert (["sent"], 1, "sent") == (
        await desk.states(),
        len({body for _, _, body in desk.post.calls}),
        (await nudge_of(desk)).state,
    )


@pytest.mark.parametrize(("critical", "state"), [(False, "unconfirmed"), (True, "sent")])
async def test_what_may_have_arrived_is_not_repeated_at_night(desk, critical: bool, state: str) -> None:
    """A repeat after the offices have closed is left undone, but for 特急."""
    await remind(desk, critical=critical)
    desk.post.plan = [Unconfirmed("no answer")]
    outbox = with_hours(desk, is_open=False)
    await outbox.drain()
    desk.clock.turn(180)
    await outbox.drain()

    assert [state] == await desk.states()


@pytest.mark.parametrize(
    ("minutes", "is_open", "state"), [(10, True, "sent"), (16, True, "dropped"), (3, False, "dropped")]
)
async def test_what_was_held_up_is_decided_anew(desk, minutes: int, is_open: bool, state: str) -> None:
    """A reminder that lay for a quarter of an hour, or since the offices closed, is not sent as it was."""
    await remind(desk)
    desk.clock.turn(minutes * 60)
    await with_hours(desk, is_open=is_open).drain()

    assert [state] == await desk.states()


async def test_a_list_of_which_nothing_is_left(desk) -> None:
    """A merged message whose shares are all settled is dropped, and its reminders stay as they ended."""
    await remind(desk, kind="nudge.list")
    await desk.set_state("share", "accepted")
    await desk.outbox.drain()

    assert (["dropped"], 0) == (await desk.states(), len(desk.post.calls))

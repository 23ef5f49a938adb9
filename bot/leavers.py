"""Who has left: kept by name when the directory is read again, and what they had handed over by jobs.

A reading that lacks more than a third of the people is not taken: it may be half of a directory. The
administrators are told once and may confirm it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.errors import Refused
from handlers.directives import leavers
from handlers.directory import CONFIRMED
from tasks.db import Db
from tasks.directives.leavers import needed
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.models import Member
from tasks.people.org import LEFT

if TYPE_CHECKING:
    from bot.people import People

InTurn = Callable[[Callable[[Db], Awaitable[Outcome]]], Awaitable[object]]
MOST_GONE = 3
"""At most one in so many may be gone in one reading."""


class TooManyGone(Refused):
    """So many people are missing that the reading may be half of a directory; nothing was taken of it."""

    def __init__(self, gone: Sequence[str], before: int) -> None:
        super().__init__(
            f"{len(gone)} of {before} people are missing in the directory",
            cure="请核对应用的可见范围；如果确实如此，请管理员说“确认通讯录”",
        )
        self.gone = tuple(gone)
        self.before = before


def is_confirmed(why: object) -> bool:
    """Whether an administrator has said that a reading is to be taken however many are missing."""
    return why == CONFIRMED


def with_former(before: Sequence[Member], after: Sequence[Member], *, confirmed: bool) -> list[Member]:
    """Give the people as they are to be stored: who is not there any more stays as somebody who has left.

    :raises TooManyGone: too many are missing, and nobody has confirmed that.
    """
    there = {member.userid for member in after if member.status != LEFT}
    known = [member.userid for member in before if member.status != LEFT]
    gone = sorted(set(known) - there)
    if len(gone) * MOST_GONE > len(known) and not confirmed:
        raise TooManyGone(gone, len(known))
    named = {member.userid for member in after}
    former = [member for member in before if member.userid not in named]
    return [*after, *(_left(member) for member in former)]


def _left(member: Member) -> Member:
    return Member(
        userid=member.userid,
        name=member.name,
        departments=member.departments,
        main=member.main,
        position=member.position,
        leads=[],
        leaders=[],
        status=LEFT,
    )


async def owed(db: Db, members: Sequence[Member], version: str, now: datetime) -> tuple[Notice, ...]:
    """Give a job for each who has left and still has something open; kept with the directory's own commit."""
    people = await needed(db, {member.userid for member in members if member.status == LEFT})
    return tuple(
        Notice(leavers.JOB, (Receiver(who),), {"who": who}, f"left:{version}", now, place="job")
        for who in people
    )


async def warn(in_turn: InTurn, people: People, error: TooManyGone) -> None:
    """Tell the administrators, once a month for these people, that a reading was not taken."""
    context = people.context()

    async def work(_db: Db) -> Outcome:
        digest = hashlib.sha256("\0".join(error.gone).encode()).hexdigest()[:16]
        to = tuple(Receiver(who) for who in sorted(context.roles.administrators))
        facts = {"gone": len(error.gone), "before": error.before}
        notice = Notice(
            "admin.leavers",
            to,
            dict(facts),
            f"leavers:{context.now:%Y%m}:{digest}",
            context.now,
            lane=Lane.NORMAL,
        )
        return Outcome("", {}, (notice,))

    await in_turn(work)


async def hand_over(in_turn: InTurn, people: People, who: str) -> None:
    """Hand over what somebody who has left has open; nothing for who is back, or has nothing."""
    await people.load()

    async def work(db: Db) -> Outcome:
        return await leavers.left(db, who, people.context())

    await in_turn(work)

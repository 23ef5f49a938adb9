"""Groups as somebody introduced them: what they are called, which units are in them, what was asked.

The robot's own chat with a person is such a place too, under `one:` and the userid: it is greeted there once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tasks.db import Db
from tasks.people.models import Room


async def of(db: Db, chat: str) -> Room | None:
    """Give what is known of a group; None where the service never introduced itself there."""
    return await Room.filter(chat=chat).using_db(db).first()


async def told_ones(db: Db) -> list[Room]:
    """Give every group of which somebody said something."""
    return await Room.exclude(told_by="").using_db(db)


async def met(db: Db, chat: str, asked_at: datetime | None) -> None:
    """Note that the service introduced itself, and when it asked how the group is called, if it did."""
    await Room.create(using_db=db, chat=chat, departments=[], asked_at=asked_at)


async def asked(db: Db, room: Room, now: datetime) -> None:
    """Note that the group was asked how it is called."""
    room.asked_at = now
    await room.save(using_db=db, update_fields=["asked_at"])


async def told(db: Db, chat: str, name: str, departments: Sequence[int], told_by: str) -> Room:
    """Keep what somebody said of the group; what was not said (empty) stays as it is.

    With its units named nothing is asked any more: should they all go one day, it can be asked anew.
    """
    known = await of(db, chat)
    room = known or await Room.create(using_db=db, chat=chat, departments=[])
    room.name = name or room.name
    room.departments = list(departments) or room.departments
    room.told_by = told_by
    room.asked_at = None if departments else room.asked_at
    await room.save(using_db=db, update_fields=["name", "departments", "told_by", "asked_at"])
    return room

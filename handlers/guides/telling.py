"""What is told of a guide: the parts that were asked for, as many as one message holds, whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.context import Context
from tasks.fields import Facts, Json
from tasks.guides.asked import told_for
from tasks.guides.parts import PARTS, Matter

ROOM: Final = 1380
"""Bytes for parts in one message of 2,048; one part always fits (LONGEST_PART)."""
HEADING: Final = 24
"""Bytes of a part's heading and the line's end."""
OVER: Final = ("place", "hours", "phone")
"""What is said of a guide whose time is over: where one can ask what holds now."""


def guide_facts(matter: Matter, asked: Sequence[str], context: Context) -> Facts:
    """Give what a message about a guide shows; `asked` are the parts asked for (none: the usual ones)."""
    local = context.calendar.local
    over = matter.over(local(context.now).date().isoformat())
    wanted = OVER if over else told_for(tuple(asked))
    there = [part for part in wanted if matter.part(part)]
    told: list[str] = []
    room = ROOM
    for part in there:
        needs = len(matter.part(part).encode()) + HEADING
        if needs <= room or not told:
            told.append(part)
            room -= needs
    others = () if over else PARTS
    parts: list[Json] = [{"part": part, "text": matter.part(part)} for part in told]
    return {
        "name": matter.name,
        "office": matter.office,
        "sample": matter.sample,
        "changed": local(matter.changed_at).date().isoformat() if matter.changed_at else "",
        "over": matter.valid_until if over else "",
        "parts": parts,
        "missing": [] if over else [part for part in asked if not matter.part(part)],
        "more": [part for part in others if part not in told and matter.part(part)],
    }

"""A directive that is about to be issued, under the rules of reminding that are in force now."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context
from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import AT_ONCE
from tasks.directives.verbs import Draft
from tasks.nudges import keeping, plan
from tasks.nudges.plan import Matter


async def under_rules(db: Db, draft: Draft, context: Context) -> Draft:
    """Give the draft with the rules it keeps and when they have something to say first.

    That is the same for all its shares, so that 9,047 of them need no look of their own; where units have
    working times of their own, each is looked at once.
    """
    rules = await keeping.keep(db, context.rules, context.now)
    matter = Matter(
        draft.kind, draft.urgency, states.ASSIGNED, context.now, draft.due, in_group=bool(draft.chat)
    )
    first = plan.next_look(matter, context.rules, context.calendar, after=context.now)
    alike = not (context.calendars and context.calendars.hours) and not context.absences.by_person
    return replace(draft, rules=rules, look_at=first if alike else AT_ONCE)

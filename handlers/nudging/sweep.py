"""The first sweep: what the rules have to say about shares becomes reminders, one for each who hears."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.nudging.whom import ROLES, receivers, reviewers
from handlers.stuck import at_row
from tasks.db import Db
from tasks.directives.models import Directive, Share
from tasks.notices import Outcome
from tasks.nudges import keeping, plan, queue
from tasks.nudges.budget import digest_slot
from tasks.nudges.models import Nudge
from tasks.nudges.plan import Moment
from tasks.nudges.rules import Rule, Rules

ROWS: Final = 500
"""Reminders written in one statement."""
BREATH: Final = 20
"""Shares looked at before callbacks are heard again."""


async def step(db: Db, context: Context) -> Outcome | None:
    """Look at some shares whose time has come; None where there were none.

    Where nothing is reminded of without being asked they stay as they are, until that is changed.
    """
    if not context.reminds:
        return None
    shares = await queue.claim(db, context.now, but=context.set_aside)
    if not shares:
        return None
    directives = await queue.directives_of(db, {share.directive_id for share in shares})
    rules = await keeping.kept(db, {one.rules for one in directives.values()}, context.rules)
    heads = await reviewers(db, shares)
    changed = await queue.changed_at(db, shares)
    looks: dict[int, datetime | None] = {}
    made: list[Nudge] = []
    for turn, share in enumerate(shares):
        if turn % BREATH == 0:
            await asyncio.sleep(0)
        directive = directives.get(share.directive_id)
        if directive is None or not queue.is_live(directive, share):
            looks[share.id] = None
            continue
        its, head = rules[directive.rules], heads.get(share.id, "")
        with at_row(share.id):
            made += _heard(directive, share, its, head, changed.get(share.id), context)
            looks[share.id] = _next(directive, share, its, context)
    await Nudge.bulk_create(made, batch_size=ROWS, using_db=db)
    await queue.move_on(db, looks, context.now)
    await _group_lines(db, directives, made, context.now)
    return Outcome()


async def next_due(db: Db, after: datetime) -> datetime | None:
    """When the rules have something to say next."""
    return await queue.next_look(db, after)


def _next(directive: Directive, share: Share, rules: Rules, context: Context) -> datetime | None:
    matter = queue.matter_of(directive, share)
    calendar = context.calendar_of(share.assignee, share.department)
    return plan.next_look(matter, rules, calendar, after=context.now)


def _heard(
    directive: Directive, share: Share, rules: Rules, head: str, changed: datetime | None, context: Context
) -> list[Nudge]:
    """Give the reminders that the rules ask for since the last look, one for each who hears it.

    What was `changed` since says by itself how it stands: only what falls after the change is owed.
    """
    matter = queue.matter_of(directive, share)
    calendar = context.calendar_of(share.assignee, share.department)
    after = max(one for one in (share.looked_at, matter.given, changed) if one is not None)
    found = plan.due_between(matter, rules, calendar, after=after, until=context.now)
    rows = [(moment, rule) for moment in found if (rule := rules.row(moment.name)) is not None]
    return [
        _row(directive, share, moment, rule, who, context)
        for moment, rule in rows
        if rule.to != "group" or directive.group_told_at is None
        for who in receivers(rule.to, directive, share, head, context)
    ]


def _row(directive: Directive, share: Share, moment: Moment, rule: Rule, who: str, context: Context) -> Nudge:
    critical = directive.urgency == "critical" and rule.channel == "now"
    digest = rule.channel == "digest"
    return Nudge(
        directive_id=directive.id,
        share_id=share.id,
        person=who,
        rule=rule.name,
        made_at=context.now,
        at=digest_slot(context.calendar, moment.at, context.now) if digest else context.now,
        digest=digest,
        role=ROLES[rule.to],
        state=queue.WAITING,
        critical=critical,
        due=share.due,
        until=_until(rule, share),
    )


def _until(rule: Rule, share: Share) -> datetime | None:
    """When a reminder has lost its sense: one about 收到 or about what is near, when the time is over.

    What is overdue, silent or unreviewed stays so until somebody acts.
    """
    is_early = rule.anchor == "given" or (rule.anchor == "due" and rule.after.amount < 0)
    return share.due if is_early else None


async def _group_lines(
    db: Db, directives: Mapping[int, Directive], made: Sequence[Nudge], now: datetime
) -> None:
    """Take note that a directive's group has its one line; the rows of its other shares go with it."""
    told = {nudge.directive_id for nudge in made if nudge.role == "group"}
    if told:
        await Directive.filter(id__in=sorted(told)).using_db(db).update(group_told_at=now)
        for number in told:
            directives[number].group_told_at = now

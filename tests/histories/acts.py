"""What is done in random histories: verbs of the domain, each to a share or directive that a number picks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from handlers.directives.parties import reached
from handlers.nudging import news
from handlers.nudging.first import under_rules
from tasks.db import Db
from tasks.directives import changing, handing, proposals, states, verbs
from tasks.directives.changing import Amendment
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, Share
from tasks.directives.verbs import Draft
from tasks.fields import Facts
from tasks.notices import Receiver
from tasks.nudges import by_hand
from tasks.nudges.by_hand import Reached
from tasks.people.absences import Absence
from tests.histories.hours import CALENDAR
from tests.histories.playing import ASSIGNEES, ISSUERS, RULINGS, STAND_INS, Gap, World

Act = tuple[str, int, int]
"""What is done, and two numbers that say to what."""

DOWNS = (20, 50, 90, 300, 960, 3900, 8000)
DUES = (None, 8, 40, 100, 200, 330, 600, 960, 1440, 2000, 3000, 4400, 6000, 10000)


def _due(world: World, number: int) -> datetime | None:
    minutes = DUES[number % len(DUES)]
    return None if minutes is None else world.now.replace(second=0) + timedelta(minutes=minutes)


async def _issue(world: World, db: Db, first: int, second: int) -> None:
    rest, number = divmod(first, len(ASSIGNEES))
    people = [ASSIGNEES[number], ASSIGNEES[(number + 1 + rest) % len(ASSIGNEES)]][: 1 + rest % 2]
    urgency = ("normal", "normal", "urgent", "critical")[rest % 4]
    issuer = ISSUERS[second % 2]
    draft = Draft(
        kind="notice" if rest % 5 == 4 else "task", title="材料", content="请报送材料", urgency=urgency,
        issuer=issuer, posted_by=issuer, chat="wrk" if second % 3 == 0 else "", wants=(),
        due=_due(world, second), shares=tuple(_new(world, who) for who in dict.fromkeys(people)),
    )  # fmt: skip
    directive, _ = await verbs.issue(db, await under_rules(db, draft, world.context()), world.now)
    world.directives.append(directive.id)
    world.rulings[directive.id] = RULINGS[world.ruling][1]


def _new(world: World, who: str, parent: int | None = None) -> NewShare:
    return NewShare(who, world.org.unit_of(who), {"by": "person"}, parent=parent)


async def _ack(world: World, db: Db, first: int, second: int) -> None:
    if found := await world.share(db, first, (states.ASSIGNED,)):
        # A tap does not touch when the share is looked at: it is the path of batches.
        look = (await Share.get(id=found[1].id, using_db=db)).look_at
        await verbs.acknowledge(db, *found, actor=found[1].assignee, now=world.now)
        await Share.filter(id=found[1].id).using_db(db).update(look_at=look)


async def _report(world: World, db: Db, first: int, second: int) -> None:
    if found := await world.share(db, first, states.UNDONE):
        await verbs.report(db, *found, actor=found[1].assignee, text="已完成", media=[], now=world.now)


async def _accept(world: World, db: Db, first: int, second: int) -> None:
    if found := await world.share(db, first, (states.REPORTED,)):
        directive, share = found
        await verbs.accept(db, directive, actor=directive.issuer, now=world.now, only=[share.id])
        facts: Facts = {"code": directive.code}
        to = [Receiver(who, share.id) for who in (reached(share.assignee, world.context()),) if who]
        await news.keep(db, directive, to, facts, world.context())


async def _return(world: World, db: Db, first: int, second: int) -> None:
    if found := await world.share(db, first, (states.REPORTED, states.ACCEPTED)):
        due = _due(world, second) if second % 2 else None
        await handing.send_back(db, *found, actor=found[0].issuer, reason="请补充", now=world.now, due=due)


async def _extend(world: World, db: Db, first: int, second: int) -> None:
    due = _due(world, second)
    if (found := await world.share(db, first, states.UNDONE)) and due is not None:
        await proposals.extend(db, *found, actor=found[0].issuer, due=due, reason="", now=world.now)


async def _directive(world: World, db: Db, number: int) -> Directive | None:
    rows = await Directive.filter(state=states.OPEN).using_db(db).order_by("id")
    return rows[number % len(rows)] if rows else None


async def _amend(world: World, db: Db, first: int, second: int) -> None:
    if directive := await _directive(world, db, first):
        content = "请报送全部材料" if second % 5 == 0 else ""
        change = Amendment(moved=True, due=_due(world, second), content=content)
        await changing.amend(db, directive, change, actor=directive.issuer, now=world.now)


async def _take_off(world: World, db: Db, first: int, second: int) -> None:
    found = await world.share(db, first, states.UNDONE)
    if found and await Share.filter(directive_id=found[0].id).using_db(db).count() > 1:
        change = Amendment(take_off=[found[1].assignee])
        await changing.amend(db, found[0], change, actor=found[0].issuer, now=world.now)


async def _hand(world: World, db: Db, first: int, second: int) -> None:
    if found := await world.share(db, first, (*states.UNDONE, states.DECLINED)):
        new = replace(_new(world, ASSIGNEES[second % len(ASSIGNEES)]), due=found[1].due)
        await handing.reassign(db, *found, new, actor=found[1].assignee, reason="", now=world.now)


async def _decline(world: World, db: Db, first: int, second: int) -> None:
    if found := await world.share(db, first, (states.ASSIGNED, states.ACKNOWLEDGED)):
        await handing.decline(db, *found, actor=found[1].assignee, reason="不属于", now=world.now)


async def _uphold(world: World, db: Db, first: int, second: int) -> None:
    if found := await world.share(db, first, (states.DECLINED,)):
        await handing.uphold(db, *found, actor=found[0].issuer, reason="", now=world.now)


async def _withdraw(world: World, db: Db, first: int, second: int) -> None:
    if directive := await _directive(world, db, first):
        await changing.withdraw(db, directive, actor=directive.issuer, reason="", now=world.now)


async def _close(world: World, db: Db, first: int, second: int) -> None:
    if directive := await _directive(world, db, first):
        await changing.close_whole(db, directive, actor=directive.issuer, reason="", now=world.now)


async def _undo(world: World, db: Db, first: int, second: int) -> None:
    wanted = (states.ACKNOWLEDGED, states.REPORTED)
    if found := await world.share(db, first, wanted):
        undo = handing.undo_report if found[1].state == states.REPORTED else handing.undo_acknowledge
        await undo(db, *found, actor=found[1].assignee, now=world.now)


async def _distribute(world: World, db: Db, first: int, second: int) -> None:
    if found := await world.share(db, first, states.UNDONE):
        people = [who for who in (ASSIGNEES[second % len(ASSIGNEES)],) if who != found[1].assignee]
        new = [replace(_new(world, who, found[1].id), due=found[1].due) for who in people]
        await handing.distribute(db, *found, new, actor=found[1].assignee, now=world.now)


async def _nudge(world: World, db: Db, first: int, second: int) -> None:
    directive = await _directive(world, db, first)
    if directive is None:
        return
    rows = Share.filter(directive_id=directive.id, state__in=by_hand.undone(directive)).using_db(db)
    shares = await rows.order_by("id")
    lately = await by_hand.lately(db, shares, world.now)
    meant = [
        Reached(share, who) for share in shares
        if share.id not in lately and (who := reached(share.assignee, world.context()))
    ]  # fmt: skip
    await by_hand.nudge(db, directive, meant, actor=directive.issuer, now=world.now, calendar=CALENDAR)


async def _leave(world: World, db: Db, first: int, second: int) -> None:
    person = tuple(STAND_INS)[first % 2]
    begins = world.now + timedelta(minutes=(0, 200, 1000)[second % 3])
    until = begins + timedelta(minutes=(120, 500, 3000, 9000)[second % 4])
    away = Absence(person, begins, until, (STAND_INS[person],))
    world.absences = {**world.absences, person: (*world.absences.get(person, ()), away)}


async def _rules(world: World, db: Db, first: int, second: int) -> None:
    world.ruling = first % len(RULINGS)


async def _switch(world: World, db: Db, first: int, second: int) -> None:
    if world.off_since is None:
        world.off_since = world.minute
    else:
        world.no_looks.append(Gap(world.off_since, world.minute))
        world.switched.add(world.minute)
        world.off_since = None


ACTS: Mapping[str, Callable[[World, Db, int, int], Awaitable[Any]]] = {
    "issue": _issue, "ack": _ack, "report": _report, "accept": _accept, "return": _return,
    "extend": _extend, "amend": _amend, "take_off": _take_off, "hand": _hand, "decline": _decline,
    "uphold": _uphold, "withdraw": _withdraw, "close": _close, "undo": _undo, "distribute": _distribute,
    "nudge": _nudge, "leave": _leave, "rules": _rules, "switch": _switch,
}  # fmt: skip


async def act(world: World, what: Act) -> None:
    """Do something in one transaction, note how the shares stand then, and sweep."""
    name, first, second = what
    world.begin()
    if name in ("down", "killed"):
        await world.down(DOWNS[first % len(DOWNS)], killed=name == "killed")
        return
    async with world.storage.transaction() as db:
        await ACTS[name](world, db, first, second)
    await world.note()
    await world.sweeps()

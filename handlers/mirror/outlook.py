"""What reminders would go out if nobody did anything: the two sweeps, thought through beforehand.

The moments come from the same plan, the receivers from the same table and the hours from the same budget as
the reminders themselves; a story plays the weeks and compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.context import Context
from handlers.nudging.wanted import WEIGHT
from handlers.nudging.whom import ROLES, receivers
from tasks.directives import states
from tasks.directives.models import Directive, Share
from tasks.nudges import plan, queue
from tasks.nudges.budget import MOST_A_DAY, digest_slot, in_hours, next_digest
from tasks.nudges.plan import Matter
from tasks.nudges.rules import Rule, Rules, Whom
from tasks.worktime import WorkCalendar


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a rule says about a share, and the hour at which it may go out.

    `full`: that day's reminders are used up; `free`: hours and budget do not hold it.
    """

    at: datetime
    role: str
    rule: str
    digest: bool = False
    full: bool = False
    free: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that people (or the group) would be told at one moment, and about which shares."""

    said: Said
    people: tuple[str, ...]
    shares: frozenset[int]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Of what the outlook is: a directive, issued or not, its shares, its rules; `heads` by share."""

    directive: Directive
    shares: Sequence[Share]
    rules: Rules
    heads: Mapping[int, str]


Heard = dict[str, list[tuple[Said, int]]]
"""Who hears → what, about which share."""
_Templates = list[tuple[Whom, Said]]
"""Whom a rule names, and what it says where nothing holds it."""


def asked_for(ahead: Ahead, context: Context, *, until: datetime) -> Heard:
    """Give what the rules would ask for after now; shares that are alike are worked out once."""
    heard: Heard = defaultdict(list)
    hours = _Hours(context)
    known: dict[tuple[Matter, int], tuple[WorkCalendar, _Templates]] = {}
    for share in ahead.shares:
        if share.state not in states.UNDER_WAY:
            continue
        matter = queue.matter_of(ahead.directive, share)
        calendar = context.calendar_of(share.assignee, share.department)
        key = (matter, id(calendar))
        if key not in known:
            # The calendar is kept beside: of one that is gone another could have the number.
            known[key] = calendar, list(_templates(matter, ahead.rules, calendar, context.now, until))
        _hear(heard, ahead, share, known[key][1], hours)
    _one_group_line(heard, ahead.directive.chat)
    return heard


def _templates(
    matter: Matter, rules: Rules, calendar: WorkCalendar, now: datetime, until: datetime
) -> Iterator[tuple[Whom, Said]]:
    for moment in plan.all_until(matter, rules, calendar, until=until):
        rule = rules.row(moment.name)
        if rule is not None and moment.at > now:
            digest = rule.channel == "digest"
            until_ = _until(rule, matter.due)
            yield rule.to, Said(moment.at, ROLES[rule.to], rule.name, digest, free=True, until=until_)


class _Hours:
    """When people hear what a rule says: in their own hours. What is said alike to many is one value."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._own: dict[str, WorkCalendar] = {}
        self._held: dict[tuple[int, int], tuple[Said, Said]] = {}

    def held(self, said: Said, person: str) -> Said:
        """Give what a rule says when this person hears it; a group has the body's hours."""
        body = self.context.calendar
        if person not in self._own:
            self._own[person] = body if said.role == "group" else self.context.calendar_of(person)
        own = self._own[person]
        key = id(said), id(own)
        if key not in self._held:
            at = digest_slot(body, said.at, said.at) if said.digest else said.at
            held = replace(said, at=in_hours(at, own, body, digest=said.digest), free=False)
            self._held[key] = said, held  # the one is kept beside: another could have its number
        return self._held[key][1]


def _hear(heard: Heard, ahead: Ahead, share: Share, templates: _Templates, hours: _Hours) -> None:
    context, critical = hours.context, ahead.directive.urgency == "critical"
    head = ahead.heads.get(share.parent_id or 0, "")
    # Whoever is away is stood in for as it is now.
    who = {to: receivers(to, ahead.directive, share, head, context) for to in {to for to, _ in templates}}
    for to, said in templates:
        for person in who[to]:
            passes = (critical and not said.digest) or context.lifted.at(person, said.at)
            heard[person].append((said if passes else hours.held(said, person), share.id))


def _until(rule: Rule, due: datetime | None) -> datetime | None:
    """When it has lost its sense: what is about 收到 or what is near, when the time is over."""
    near = rule.anchor == "given" or (rule.anchor == "due" and rule.after.amount < 0)
    return due if near else None


def _one_group_line(heard: Heard, chat: str) -> None:
    """Leave the group the first line it would get: there is one for each directive."""
    if lines := heard.get(chat):
        first = min(said.at for said, _ in lines)
        heard[chat] = [one for one in lines if one[0].at == first]


def scheduled(heard: Heard, had: Mapping[str, int], context: Context) -> list[Told]:
    """Give what would really be said, in order: one line of each share, the day's budget kept.

    `had` is how many reminders each person got today already. People who hear the same are told together.
    """
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for person, some in heard.items():
        numbers = {share: place for place, share in enumerate(dict.fromkeys(share for _, share in some))}
        alike[had.get(person, 0), *((id(said), numbers[share]) for said, share in some)].append(person)
    out: list[Told] = []
    for people in alike.values():
        some = heard[people[0]]
        shares: dict[int, set[int]] = defaultdict(set)
        for person in people:
            for (_, first), (_, share) in zip(some, heard[person], strict=True):
                shares[first].add(share)
        found: dict[Said, set[int]] = defaultdict(set)
        for said, first in _kept(some, had.get(people[0], 0), context):
            found[said] |= shares[first]
        out += [Told(said, tuple(people), frozenset(those)) for said, those in found.items()]
    return sorted(out, key=lambda told: told.said.at)


def _kept(some: Sequence[tuple[Said, int]], had: int, context: Context) -> Iterator[tuple[Said, int]]:
    """Give what one person would be told, message by message."""
    waiting: dict[datetime, list[tuple[Said, int]]] = defaultdict(list)
    for said, share in some:
        waiting[said.at].append((said, share))
    today = context.calendar.local(context.now).date()
    counts: dict[date, int] = defaultdict(int, {today: had})
    while waiting:
        at = min(waiting)
        stands = waiting.pop(at)
        day = context.calendar.local(at).date()
        free = _pressing([one for one in stands if one[0].free])
        yield from free
        counts[day] += len(free)
        rest = [one for one in stands if not one[0].free and _has_sense(one[0], at)]
        digest = any(said.digest for said, _ in rest)  # what is due beside a digest goes with it
        if _is_full(rest, counts[day]) and not digest:
            slot = next_digest(context.calendar, at)
            waiting[slot] += [(replace(said, at=slot, digest=True, full=True), n) for said, n in rest]
        elif rest:
            yield from ((replace(said, digest=digest), share) for said, share in _pressing(rest))
            counts[day] += not digest


def _has_sense(said: Said, at: datetime) -> bool:
    return said.until is None or said.until >= at


def _is_full(rest: Sequence[tuple[Said, int]], had: int) -> bool:
    return bool(rest) and had >= MOST_A_DAY and rest[0][0].role != "group"


def _pressing(stands: Sequence[tuple[Said, int]]) -> list[tuple[Said, int]]:
    """Give one for each share and role: the one of the rule that presses most."""
    best: dict[tuple[int, str], tuple[Said, int]] = {}
    for one in stands:
        key = (one[1], one[0].role)
        if key not in best or _weight(one[0]) > _weight(best[key][0]):
            best[key] = one
    return list(best.values())


def _weight(said: Said) -> int:
    return WEIGHT.get(said.rule, 2)

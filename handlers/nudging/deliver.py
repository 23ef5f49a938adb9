"""The second sweep: what is due for one person becomes one message, or waits for the right hour.

Asked here once more: is it still wanted? May it go out now? Has the person had enough today? So a reminder
that was decided an hour ago and is settled since is never sent, however it was held up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.context import Context
from handlers.nudging import news, room, telling, wanted, whom
from handlers.nudging.room import Key, Line
from handlers.nudging.wanted import Stand
from handlers.stuck import at_row
from tasks.db import Db
from tasks.emergency.queries import people_in
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.nudges import budget, by_hand, keeping, queue
from tasks.nudges.models import Nudge
from tasks.nudges.rules import Rule


@dataclass
class Round:
    """What one step decided: which rows end how, and what is sent."""

    ended: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    moved: dict[tuple[datetime, bool, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    passed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    in_digest: list[int] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def drop(self, nudge: Nudge, reason: str) -> None:
        """End a reminder that is not wanted any more."""
        self.ended[queue.DROPPED, reason].append(nudge.id)

    def hold(self, stands: Iterable[Stand], at: datetime, *, digest: bool, reason: str) -> None:
        """Have reminders wait."""
        self.moved[at, digest, reason] += [stand.nudge.id for stand in stands]

    def send(self, stands: Iterable[Stand], notice: Notice, *, digest: bool) -> None:
        """Hand a message over; every row that is said in it is sent with it."""
        self.notices.append(notice)
        numbers = [stand.nudge.id for stand in stands]
        self.ended[queue.SENT, notice.once] += numbers
        if digest:
            self.in_digest += numbers


async def step(db: Db, context: Context) -> Outcome | None:
    """Put together what is due for some people; None where nothing is.

    Until all shares that are due were looked at, what comes of it goes into the same messages.
    """
    if context.reminds and await queue.is_looking(db, context.now):
        return None
    people = await queue.people_due(db, context.now, but=context.set_aside)
    if not people:
        return None
    due = await queue.due_of(db, people, context.now, but=context.set_aside)
    stands, done = await _stands(db, [nudge for some in due.values() for nudge in some], context)
    if done.passed:  # the next step puts them together with what those people have of their own
        await queue.pass_on(db, done.passed)
        return Outcome()
    had = await budget.had_today(db, context.calendar, people, context.now)
    free = await people_in(db, context.org, context.now)
    earlier = await _said_earlier(db, [nudge for some in due.values() for nudge in some], context)
    for person in people:
        left: list[Stand] = []
        for stand in stands.get(person, []):
            if stand.nudge.digest and wanted.already_said(stand.nudge, earlier[person]):
                done.drop(stand.nudge, wanted.SAID)
            else:
                left.append(stand)
        if left:
            with at_row(left[0].nudge.id):
                _decide(person, left, done, context, had=had[person], free=person in free)
    await _write(db, done, context.now)
    return Outcome("", {}, tuple(done.notices))


async def next_due(db: Db, after: datetime) -> datetime | None:
    """When the next reminder that waits is due."""
    return await queue.next_reminder(db, after)


async def _stands(db: Db, nudges: Sequence[Nudge], context: Context) -> tuple[dict[str, list[Stand]], Round]:
    """Look how things stand now; what is not wanted any more is dropped."""
    shares = await queue.shares_of(db, {nudge.share_id for nudge in nudges})
    directives = await queue.directives_of(db, {nudge.directive_id for nudge in nudges})
    rules = await keeping.kept(db, {one.rules for one in directives.values()}, context.rules)
    heads = await whom.reviewers(db, shares.values())
    told = await queue.groups_told(db, {nudge.directive_id for nudge in nudges if nudge.role == "group"})
    found: dict[str, list[Stand]] = defaultdict(list)
    done = Round()
    for nudge in nudges:
        directive, share = directives.get(nudge.directive_id), shares.get(nudge.share_id)
        its = rules[directive.rules] if directive else context.rules
        with at_row(nudge.id):
            if reason := wanted.why_not(nudge, directive, share, its, context):
                done.drop(nudge, reason)
            elif nudge.role == "group" and nudge.directive_id in told:
                done.drop(nudge, wanted.SAID)
            elif directive is not None and share is not None:
                stand = Stand(nudge, directive, share)
                who = _who(nudge, its.row(nudge.rule), stand, heads, context)
                if who == nudge.person:
                    found[who].append(stand)
                elif who:
                    done.passed[who].append(nudge.id)
                else:
                    done.drop(nudge, wanted.GONE)
    return found, done


def _who(nudge: Nudge, rule: Rule | None, stand: Stand, heads: Mapping[int, str], context: Context) -> str:
    """Give who hears it now; good news is for whom it was kept."""
    if nudge.role == news.ROLE:
        return nudge.person
    to = rule.to if rule is not None else "assignee"
    return whom.heard_by(nudge, to, stand.directive, stand.share, heads.get(stand.share.id, ""), context)


async def _said_earlier(db: Db, nudges: Sequence[Nudge], context: Context) -> Mapping[str, list[Nudge]]:
    """Give what went out on its own since the last digest, to those whose digest is due."""
    found: dict[str, list[Nudge]] = defaultdict(list)
    digests = [nudge for nudge in nudges if nudge.digest]
    if digests:
        since = budget.last_digest(context.calendar, min(nudge.at for nudge in digests))
        for one in await queue.said_since(db, sorted({nudge.person for nudge in digests}), since):
            found[one.person].append(one)
    return found


def _decide(person: str, stands: list[Stand], done: Round, context: Context, *, had: int, free: bool) -> None:
    """Decide for one person (or group) what goes out now; `free`: an emergency lifts hours and budget."""
    pressing = [one for one in stands if one.nudge.critical or free]
    rest = [one for one in stands if not (one.nudge.critical or free)]
    _send(person, pressing, done, context, all_now=True)
    if late := _too_late(rest, context.now):
        done.hold(late, budget.next_digest(context.calendar, context.now), digest=True, reason="late")
        rest = [one for one in rest if one not in late]
    if not rest:
        return
    at = _held_until(person, rest, context, had)
    if at is not None:
        done.hold(rest, at.at, digest=at.digest, reason=at.why)
        return
    _send(person, rest, done, context)


def _send(person: str, stands: list[Stand], done: Round, context: Context, *, all_now: bool = False) -> None:
    """Say of each share what presses most; what one message cannot show waits for the next digest.

    With `all_now` there are as many messages as it takes.
    """
    if not stands:
        return
    digest = any(one.nudge.digest for one in stands)
    chosen = wanted.latest_of_each(stands)
    if chosen[0].nudge.role == "group":
        for some in _by_directive(chosen):
            done.send(_about(some, stands), _group_line(person, some, context), digest=digest)
        return
    since: dict[Key, datetime] = {}
    for one in stands:
        since[_key(one)] = min(one.nudge.made_at, since.get(_key(one), one.nudge.made_at))
    messages = room.cut(chosen, since, context)
    sent = messages if all_now else messages[:1]
    later = [line for lines in messages[len(sent) :] for line in lines]
    for lines in sent:
        shown = [stand for line in lines for stand in line.stands]
        done.send(
            _about(shown, stands), _message(person, lines, later, context, digest=digest), digest=digest
        )
    if waiting := _about([stand for line in later for stand in line.stands], stands):
        done.hold(waiting, budget.next_digest(context.calendar, context.now), digest=True, reason="room")


def _key(stand: Stand) -> Key:
    return stand.share.id, stand.nudge.role


def _about(shown: Iterable[Stand], stands: Iterable[Stand]) -> list[Stand]:
    """Give all reminders of the shares that are shown: those of weaker rules are said with them."""
    keys = {_key(one) for one in shown}
    return [one for one in stands if _key(one) in keys]


def _by_directive(stands: Iterable[Stand]) -> list[list[Stand]]:
    """Give a group's lines: one for each directive."""
    lines: dict[int, list[Stand]] = defaultdict(list)
    for stand in stands:
        lines[stand.directive.id].append(stand)
    return list(lines.values())


def _too_late(stands: Iterable[Stand], now: datetime) -> list[Stand]:
    """Give what missed its digest: it goes with the next one, and that may be the one of this very moment."""
    digests = [stand for stand in stands if stand.nudge.digest]
    in_time = any(not budget.is_too_late(stand.nudge.at, now) for stand in digests)
    return [] if in_time else digests


def _held_until(person: str, stands: Sequence[Stand], context: Context, had: int) -> budget.Slot | None:
    """Say until when this waits: the person's own hours, or the digest where the day's reminders are used up.

    Who is away, with nobody there instead, has no hours until then.
    """
    in_group = stands[0].nudge.role == "group"
    calendar, now = context.calendar if in_group else context.calendar_of(person), context.now
    digest = any(stand.nudge.digest for stand in stands)
    if not calendar.is_office_time(now):
        at = budget.in_hours(now, calendar, context.calendar, digest=digest)
        return budget.Slot(at, digest=digest, why="hours")
    if had >= budget.MOST_A_DAY and not digest and not in_group:
        return budget.Slot(budget.next_digest(context.calendar, now), digest=True, why="full")
    return None


def _group_line(chat: str, stands: list[Stand], context: Context) -> Notice:
    facts = telling.group_facts(stands, context)
    to, number = (Receiver(chat),), stands[0].directive.id
    return Notice("nudge.group", to, facts, _once(stands), context.now, place="chat", directive=number)


def _once(stands: Iterable[Stand]) -> str:
    """Name a message for good by the first reminder that it says."""
    return f"nudge:{min(stand.nudge.id for stand in stands)}"


def _message(
    person: str, lines: Sequence[Line], later: Sequence[Line], context: Context, *, digest: bool
) -> Notice:
    stands = [stand for line in lines for stand in line.stands]
    once, one = _once(stands), stands[0]
    if len(stands) == 1 and not later and one.nudge.role in ("assignee", news.ROLE):
        return _single(one, person, once, context, digest=digest)
    facts = telling.list_facts(lines, person, context, digest=digest, later=later)
    lane, critical = _lane(one.nudge, digest=digest), one.nudge.critical
    return Notice("nudge.list", (Receiver(person),), facts, once, context.now, lane=lane, critical=critical)


def _single(stand: Stand, person: str, once: str, context: Context, *, digest: bool) -> Notice:
    """Give the message where it is about one share alone: the card on which one tap does it."""
    nudge, number = stand.nudge, stand.directive.id
    to, lane = (Receiver(person, stand.share.id),), _lane(nudge, digest=digest)
    if nudge.role == news.ROLE:
        return Notice("share.accepted", to, nudge.facts or {}, once, context.now, directive=number, lane=lane)
    facts = telling.card_facts(stand.directive, stand.share, person, nudge.by, context, nudge.rule)
    return Notice(
        "nudge.by_hand" if nudge.rule == by_hand.RULE else "nudge.share",
        to, facts, once, context.now, directive=number, lane=lane, critical=nudge.critical,
    )  # fmt: skip


def _lane(nudge: Nudge, *, digest: bool) -> Lane:
    return Lane.FAST if nudge.critical else Lane.BULK if digest else Lane.NORMAL


async def _write(db: Db, done: Round, now: datetime) -> None:
    for (state, what), numbers in done.ended.items():
        rows = Nudge.filter(id__in=numbers).using_db(db)
        if state == queue.SENT:
            await rows.update(state=state, message=what, sent_at=now)
        else:
            await rows.update(state=state, reason=what)
    if done.in_digest:
        await Nudge.filter(id__in=done.in_digest).using_db(db).update(digest=True)
    for (at, digest, reason), numbers in done.moved.items():
        await Nudge.filter(id__in=numbers).using_db(db).update(at=at, digest=digest, reason=reason)

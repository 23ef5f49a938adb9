"""One occurrence: an ordinary directive, resolved anew, because heads change and people leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from handlers.context import Context
from handlers.directives.examining import Examined, Request, draft_of, examine_for
from handlers.directives.first_card import assigned
from handlers.directives.heirs import heir
from handlers.directives.hours import early, held_until
from handlers.directives.issued import issued_facts
from handlers.mirror import guard
from handlers.nudging.first import under_rules
from handlers.rota import on_duty
from handlers.series.facts import owners, series_facts
from tasks.db import Db
from tasks.directives import verbs as directives
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome, Receiver
from tasks.series.models import Series
from tasks.series.rules import Occurrence, Plan


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of an occurrence: the directive (None: nobody could be given it), its facts, who hears."""

    directive: Directive | None
    facts: Facts
    notices: tuple[Notice, ...]


async def issue(
    db: Db,
    series: Series,
    occurrence: Occurrence,
    plan: Plan,
    context: Context,
    found: Examined | None = None,
) -> Issued:
    """Issue an occurrence; `found` is what was examined just now, where a leader has only said it.

    The issuer hears of a problem alone: whom the words do not lead to any more, whom no card reaches.
    """
    request = request_for(series, context)
    context = await on_duty.known(db, context)
    looked = found or examine_for(request, series.issuer, context)
    problems = _problems(looked)
    if isinstance(looked, Outcome) or not looked.addressed.shares:
        return Issued(None, {}, _problem(series, occurrence, plan, problems, "", context))
    draft = replace(
        draft_of(request, looked), title=_title(series, occurrence), due=plan.due(occurrence),
        series=series.id, occurrence=occurrence.name, provisional=False,
    )  # fmt: skip
    directive, shares = await directives.issue(db, await under_rules(db, draft, context), context.now)
    await guard.record(db, directive, request, context.now)
    urgent = directive.urgency != "normal"
    at = context.now if urgent else context.calendar.next_office_time(context.now)
    cards = assigned(directive, shares, at, context)
    facts = issued_facts(directive, shares, looked.addressed, looked.reading, at, context) | {"more": False}
    facts |= {"held_until": held_until(at, cards, context), "early": early(at, cards, context)}
    wrong = _problem(series, occurrence, plan, problems, directive.code, context) if problems else ()
    return Issued(directive, facts | {"guard": guard.told(request, looked, context)}, (*cards, *wrong))


def _title(series: Series, occurrence: Occurrence) -> str:
    """Name an occurrence by its day: two of them may be open side by side."""
    return f"{series.title}({occurrence.day.month}月{occurrence.day.day}日)"


def in_group(directive: Directive, context: Context) -> tuple[Notice, ...]:
    """Say in its group that an occurrence is out: in one line, in office hours."""
    if not directive.chat:
        return ()
    facts = directive_facts(directive, name=context.org.name, due=directive.due) | {"total": directive.total}
    at = context.calendar.next_office_time(context.now)
    to, once = (Receiver(directive.chat),), f"group.series:{directive.code}"
    return (Notice("group.series", to, facts, once, at, place="chat", directive=directive.id),)


def request_for(series: Series, context: Context) -> Request:
    """Give the sentence of a series as if it were said now, under what was answered when it was."""
    kept = series.facts
    answers = cast("dict[str, Json]", kept.get("answers") or {})
    return Request(
        text=series.text,
        at=context.now,
        sender=series.posted_by,
        chat=series.chat,
        place=series.chat,
        answers={**_names_now(series, context), **answers},
        leader=str(kept.get("leader") or ""),
    )


def _names_now(series: Series, context: Context) -> dict[str, Json]:
    """Give who is meant by the names of people: who was meant at first, for who has left the heir."""
    names = cast("dict[str, str]", series.facts.get("names") or {})
    now: dict[str, Json] = {}
    for written, userid in names.items():
        who = userid
        if userid in context.org.former:
            found = heir(userid, 0, context, but=series.issuer)
            who = found[0] if found else ""
        if who in context.org.people:
            now[f"name:{written}"] = who
    return now


def _problems(found: Examined | Outcome) -> list[Json]:
    """Give what could not be understood any more, as the words name it."""
    if isinstance(found, Outcome):
        return [{"kind": "nobody", "name": ""}]
    doubts = [doubt for doubt in found.doubts if doubt.key != "due"]
    listed: list[Json] = [
        {"kind": doubt.kind, "name": doubt.facts.get("name") or doubt.facts.get("unit") or ""}
        for doubt in doubts
    ]
    return listed or ([] if found.addressed.shares else [{"kind": "nobody", "name": ""}])


def _problem(
    series: Series, occurrence: Occurrence, plan: Plan, problems: list[Json], code: str, context: Context
) -> tuple[Notice, ...]:
    facts = series_facts(series, context) | {
        "code": code, "due": moment(plan.due(occurrence)), "problems": problems
    }  # fmt: skip
    return told("series.problem", series, facts, occurrence.name, context)


def told(
    kind: str, series: Series, facts: Facts, mark: object, context: Context, to: Iterable[str] = ()
) -> tuple[Notice, ...]:
    """Tell those who own a series something they did not ask for; it waits for office hours."""
    people = tuple(Receiver(who) for who in (tuple(to) or owners(series, context)))
    at = context.calendar.next_office_time(context.now)
    return (Notice(kind, people, facts, f"{kind}:{series.id}:{mark}", at),) if people else ()

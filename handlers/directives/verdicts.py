"""Several verdicts in one message: each is carried out in its own right, one answer says what became of all.

All of it happens in the one open transaction. What cannot be read, or has to wait, is said to be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers import again
from handlers.context import Context
from handlers.directives import decide, deciding, either, lookup
from handlers.directives.accept import accept, is_meant
from handlers.directives.either import Verb
from handlers.directives.requests import SAYS
from handlers.directives.send_back import send_back
from handlers.directives.together import together
from handlers.message import Incoming
from handlers.reading import Intent, Reading
from handlers.reading.verdicts import Verdict, verdicts
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.models import Directive
from tasks.fields import Facts
from tasks.notices import Outcome

VERBS: Final[Mapping[Intent, Verb]] = {
    "accept": either.in_place_of(accept, decide.grant),
    "return": either.in_place_of(send_back, decide.refuse),
    "grant": either.limited(decide.grant),
    "refuse": either.limited(decide.refuse),
    "uphold": decide.uphold,
}
"""What one verdict does."""
ORDER: Final[Sequence[Intent]] = ("return", "refuse", "uphold", "grant", "accept")
"""What is done first: nothing is closed and opened again in one breath."""
ABOUT_REPORTS: Final[frozenset[Intent]] = frozenset({"accept", "return"})


@dataclass(frozen=True, slots=True)
class _Part:
    """One verdict on its way: which directive it is about, and why nothing can be done about it (`left`)."""

    text: str
    reading: Reading | None
    directive: Directive | None = None
    left: str = ""

    @property
    def asks(self) -> bool:
        """Whether it will ask something back: which 张伟, or why."""
        reading = self.reading
        return reading is not None and (
            bool(reading.ambiguous) or (reading.intent == "return" and not reading.reason)
        )


def judged(intent: Intent) -> Verb:
    """Give the verb of an intent, which carries out every verdict of a message that holds several."""
    usual = VERBS[intent]

    async def verb(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
        found = verdicts(
            reading.content, context.said_at, context.org, context.calendar, speaker=incoming.sender
        )
        if not _is_several(found, reading):
            return await usual(db, incoming, reading, context)
        return await _carry_out(db, found, incoming, reading, context)

    return verb


def _is_several(found: Sequence[Verdict], reading: Reading) -> bool:
    """Whether a message says several things; 同意李四的,王五的可以 is one: all of them are accepted."""
    read = [one.reading for one in found if one.reading is not None]
    if len(found) < 2 or not read or reading.whose:
        return False
    if len(read) < len(found) or len({one.intent for one in read}) > 1:
        return True
    if read[0].intent not in ABOUT_REPORTS or {one.code for one in read[1:]} - {None}:
        return True
    people = {person for one in read for person in (*one.people, *one.departments)}
    alike = len({one.reason for one in read} - {""}) < 2
    return not alike or bool(people - {*reading.people, *reading.departments})


async def _carry_out(
    db: Db, found: Sequence[Verdict], incoming: Incoming, reading: Reading, context: Context
) -> Outcome:
    named = await lookup.named(db, incoming, reading, context)
    if isinstance(named, str):
        return lookup.unknown_code(named)
    parts = [part for one in found for part in _parts_of(one)]
    fitting = [await _fitting(db, part, incoming, context) if named is None else [named] for part in parts]
    common = _common(fitting)
    if len(common) > 1:
        return await again.which(db, incoming, reading, common, context)
    parts = [
        await _placed(db, part, common or own, incoming, context)
        for part, own in zip(parts, fitting, strict=True)
    ]
    return together(await _done(db, _one_asks(parts), incoming, context), incoming)


def _parts_of(verdict: Verdict) -> list[_Part]:
    """Give a verdict about several requests as one about each."""
    reading = verdict.reading
    if reading is None or reading.intent in ABOUT_REPORTS or len(reading.targets) < 2:
        return [_Part(verdict.text, reading, left="" if reading else "unread")]
    return [_Part(verdict.text, replace(reading, targets=(target,))) for target in reading.targets]


async def _fitting(db: Db, part: _Part, incoming: Incoming, context: Context) -> list[Directive]:
    """Give the directives in which something waits of those a verdict names; of a name in doubt anybody's."""
    reading = part.reading
    if reading is None:
        return []
    waiting = await deciding.waiting_for(db, incoming.sender, SAYS, context)
    found = {d.id: d for d, share, _ in waiting if not reading.targets or is_meant(share, reading, context)}
    if reading.intent in ABOUT_REPORTS:
        owners = [incoming.sender, *context.roles.leaders_of(incoming.sender)]
        for directive in await queries.with_reports(db, owners):
            shares = await queries.shares_of(db, directive, (states.REPORTED,))
            if not reading.targets or any(is_meant(share, reading, context) for share in shares):
                found[directive.id] = directive
    return list(found.values())


def _common(fitting: Sequence[Sequence[Directive]]) -> list[Directive]:
    """Give the directives that fit every verdict which fits any: one message is about one of them."""
    some = [{directive.id: directive for directive in found} for found in fitting if found]
    first = some[0] if some else {}
    return [directive for number, directive in first.items() if all(number in others for others in some)]


async def _placed(
    db: Db, part: _Part, found: Sequence[Directive], incoming: Incoming, context: Context
) -> _Part:
    """Give a verdict its directive: the one its own words name, else the one that fits."""
    if part.reading is not None and part.reading.code:
        own = await lookup.named(db, replace(incoming, quote=None), part.reading, context)
        return replace(part, directive=own if isinstance(own, Directive) else None)
    if part.left and len(found) > 1:
        return part
    left = part.left or ("which" if len(found) > 1 else "")
    return replace(part, directive=found[0] if len(found) == 1 else None, left=left)


def _one_asks(parts: Sequence[_Part]) -> list[_Part]:
    """Let the first verdict that has to ask do so; who asks twice at once cannot tell the answers apart."""
    asking = [part for part in parts if part.asks and not part.left]
    return [replace(part, left="asked") if part in asking[1:] else part for part in parts]


async def _done(
    db: Db, parts: Sequence[_Part], incoming: Incoming, context: Context
) -> list[tuple[str, Outcome]]:
    """Do what can be done, in the order in which nothing undoes what was before; answers as it was said."""
    outcomes = {number: _left(part) for number, part in enumerate(parts) if part.left}
    for number, part in sorted(enumerate(parts), key=_rank):
        if number not in outcomes and part.reading is not None:
            outcomes[number] = await _do(db, part, part.reading, incoming, context)
    return [(part.text, outcomes[number]) for number, part in enumerate(parts)]


def _rank(numbered: tuple[int, _Part]) -> tuple[str, int]:
    _, part = numbered
    code = part.directive.code if part.directive else ""
    return code, ORDER.index(part.reading.intent) if part.reading else 0


async def _do(db: Db, part: _Part, reading: Reading, incoming: Incoming, context: Context) -> Outcome:
    """Run one verdict as a message of its own: what it asks back keeps these words and no others."""
    code = part.directive.code if part.directive else reading.code
    alone = replace(incoming, text=f"{code} {part.text}" if code else part.text, quote=None)
    return await VERBS[reading.intent](db, alone, replace(reading, code=code), context)


def _left(part: _Part) -> Outcome:
    directive = part.directive
    about: Facts = {"code": "", "title": ""}
    if directive is not None:
        about = {"code": directive.code, "title": directive.title}
    return Outcome("verdict.left", about | {"why": part.left})

"""The guard at dispatch: what would be formalism is named, a quiet way proposed, and the issuer decides.

收到请回复 holds nothing up (the card counts by itself), and nothing holds up 特急 or what goes to people an
emergency is on for: that is named in the answer. Everything else waits for the issuer's word; what is sent as
written all the same is in the history.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, cast

from handlers.context import Context
from handlers.directives.addressees import Doubt
from handlers.directives.examining import Examined, Request, reading_of
from handlers.reading import Reading
from handlers.reading.formalism import ECHO, MINUTES, SHORTEST, formalities, quietly
from handlers.reading.intents import asks_action
from handlers.reading.script import normal
from tasks.db import Db
from tasks.directives import insisting
from tasks.directives.models import Directive
from tasks.fields import Facts, Json

KEY: Final = "guard"
KIND: Final = "formal"
"""The answer's key, and the doubt's kind."""
QUIET, PRESS, INSIST = "quiet", "press", "insist"
_END: Final = r"[\s,，。.!！~吧的了呀啊呢]*"
WORDS: Final[Mapping[str, re.Pattern[str]]] = {
    QUIET: re.compile(
        rf"(?:就|那就|可以|好|行|请|都|[,，\s])*(?:照|按)(?:建议|你说的|这样|这个)(?:改|来|发|改发|办)*{_END}|改发{_END}"
    ),
    PRESS: re.compile(rf"(?:加|改|改成|改为|作为|按)?特急(?:发|发出)?{_END}"),
    INSIST: re.compile(
        rf"(?:我)?坚持(?:按?原样)?(?:发|要发|发出)*{_END}|(?:按|照)?(?:原样|原话|原文)(?:发|发出)?{_END}"
    ),
    "cancel": re.compile(rf"(?:先|都)?(?:不(?:用|要)?发|算|取消|撤销?){_END}"),
}
"""Choice → the words that make it."""


def doubts(request: Request, found: Examined, context: Context) -> tuple[Doubt, ...]:
    """Give the question whether what would be formalism is to go out; none where that is settled."""
    reading = found.reading
    if KEY in request.answers or _presses(found, context):
        return ()
    due = None if reading.rrule else found.due  # what recurs begins when there is time for it
    names = [name for name in formalities(reading, due, request.at) if name != ECHO]
    if not names:
        return ()
    text = quietly(request.text, names)
    quiet = _understood(text, names, request, found, context)
    about: Facts = {"rules": [*names], "quiet": quiet.content if quiet else "", "due": _due(names, context)}
    kept: Facts = {"rules": [*names], "said": reading.content}
    choices: list[Facts] = [{"kind": QUIET, "text": text, **kept}] if quiet else []
    if names == [MINUTES]:
        choices.append({"kind": PRESS, "text": f"{request.text} 特急", **kept})
    choices += [{"kind": INSIST, **kept}, {"kind": "cancel"}]
    return (Doubt(KEY, KIND, about, tuple(choices), blocking=True),)


def _presses(found: Examined, context: Context) -> bool:
    """Whether it is 特急, or an emergency is on for everybody it goes to."""
    people = found.addressed.shares
    lifted = bool(people) and all(context.lifted.at(person, context.now) for person in people)
    return found.reading.urgency == "critical" or lifted


def _due(names: list[str], context: Context) -> Json:
    return (context.now + SHORTEST).isoformat() if MINUTES in names else None


def _understood(
    text: str, names: list[str], request: Request, found: Examined, context: Context
) -> Reading | None:
    """Read the quiet words; None where they are no order to the same people any more."""
    before = found.reading
    now = reading_of(replace(request, text=text), found.issuer, context)
    same = (
        now.intent == before.intent
        and (now.people, now.departments, now.everyone)
        == (before.people, before.departments, before.everyone)
        and (now.ambiguous, now.unknown) == (before.ambiguous, before.unknown)
        and (MINUTES in names or now.due == before.due)
    )
    left = set(formalities(now, None, request.at)) & set(names)
    says = bool(now.wants) or asks_action(normal(now.content)) or now.intent == "notice"
    return now if same and not left and says and now.title else None


def answer(choice: Facts) -> Json:
    """Give what a choice is kept as: which way, about what, and the words it changes."""
    return {"way": choice["kind"], **{key: choice[key] for key in ("rules", "said", "text") if key in choice}}


def settled(request: Request, now: datetime) -> Request:
    """Give the request with the words that were chosen instead; as it is where none were."""
    kept = _answer(request)
    if not kept.get("text"):
        return request
    answers = {**request.answers, KEY: {key: value for key, value in kept.items() if key != "text"}}
    if kept["way"] == QUIET and MINUTES in cast("list[Json]", kept["rules"]):
        answers["due"] = (now + SHORTEST).isoformat()
    return replace(request, text=str(kept["text"]), answers=answers)


def _answer(request: Request) -> Facts:
    kept = request.answers.get(KEY)
    return kept if isinstance(kept, dict) else {}


async def record(db: Db, directive: Directive, request: Request, now: datetime) -> None:
    """Write into the history what the issuer decided about it: as written all the same, or quietly."""
    kept = _answer(request)
    if kept:
        rules, said = cast("list[Json]", kept["rules"]), str(kept["said"])
        verb = insisting.insist if kept["way"] == INSIST else insisting.quieten
        await verb(db, directive, actor=request.sender, rules=rules, said=said, now=now)


def told(request: Request, found: Examined, context: Context) -> Facts | None:
    """Facts of the line in the answer that names it; None where there is nothing to name."""
    way = str(_answer(request).get("way") or "")
    names = formalities(found.reading, found.due, request.at)
    noted = [name for name in names if name == ECHO or (not way and _presses(found, context))]
    return (
        {"way": way, "echo": ECHO in noted, "rules": [n for n in noted if n != ECHO]}
        if way or noted
        else None
    )

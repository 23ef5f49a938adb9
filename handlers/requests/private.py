"""What is answered about a citizen's request is read by whom it concerns: never by a whole group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver

CODE: Final = re.compile(r"S\d{8}-\d{4,}")
WHERE: Final = ("code", "question", "rows", "choices")
"""Facts in which a code says what an answer is about."""
SAYS_NOTHING: Final = frozenset({"refused.no_such_code"})
"""Answers that hold nothing but the code the group has just read."""


def one_to_one(outcome: Outcome, incoming: Incoming, context: Context) -> Outcome:
    """Give an answer in a group that is about a request to who asked alone; the group reads that it went."""
    code = next(_codes(outcome.facts), "") if incoming.chat and incoming.tap is None else ""
    if not code or not outcome.kind or outcome.kind in SAYS_NOTHING:
        return outcome
    to = (Receiver(incoming.sender),)
    said = Outcome("request.one_to_one", {"code": code}, outcome.notices)
    if any(notice.place == "person" and notice.to == to for notice in outcome.notices):
        return said  # the whole of it goes to who asked already
    facts: Facts = dict(outcome.facts)  # type: ignore[arg-type]  # facts of handlers are JSON
    once = f"{outcome.kind}:{incoming.channel}:{incoming.account}:{incoming.dedupe}"
    alone = Notice(outcome.kind, to, facts, once, context.now, lane=Lane.FAST)
    return replace(said, notices=(*outcome.notices, alone))


def _codes(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if CODE.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for name in WHERE:
            yield from _codes(value.get(name))
    elif isinstance(value, list):
        for one in value:
            yield from _codes(one)

"""What a sentence was understood to want → the verb."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from handlers.asked import Waiting
from handlers.context import Context, asker_facts
from handlers.directives import (
    amend,
    decide,
    decline,
    either,
    extension,
    hand,
    overview,
    own,
    reassign,
    send_back,
    verdicts,
)
from handlers.directives import distribute as distributing
from handlers.directives.acknowledge import acknowledge
from handlers.directives.close import close
from handlers.directives.due import extend
from handlers.directives.nudge import nudge
from handlers.directives.report import report
from handlers.directives.splitting import issue
from handlers.directives.supervise import supervise, unsupervise
from handlers.directives.undo import undo
from handlers.directives.withdraw import withdraw
from handlers.emergency import words as emergency_words
from handlers.leave import leave
from handlers.message import Incoming
from handlers.reading import Intent, Reading
from handlers.requests import intake, unmask
from tasks.db import Db
from tasks.notices import Outcome

Verb = Callable[[Db, Incoming, Reading, Context], Awaitable[Outcome]]


async def _issue(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    del reading
    return await issue(db, incoming, context)


async def help_for(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Say what this person can do, with sentences to copy."""
    del db, reading
    return Outcome("help", asker_facts(incoming, context))


async def not_understood(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Say that nothing was done, and what can be said instead."""
    del db, reading
    return Outcome("not_understood", asker_facts(incoming, context))


INTENTS: Mapping[str, Verb] = {
    "task": _issue,
    "notice": _issue,
    "ack": acknowledge,
    "feedback": report,
    "accept": verdicts.judged("accept"),
    "nudge": nudge,
    "pending": overview.pending,
    "status": own.status,
    "mine": overview.mine,
    "extend": either.limited(extend),
    "amend": amend.amend,
    "return": verdicts.judged("return"),
    "withdraw": withdraw,
    "close": close,
    "undo": undo,
    "reassign": reassign.reassign,
    "distribute": distributing.distribute,
    "decline": decline.decline,
    "grant": verdicts.judged("grant"),
    "refuse": verdicts.judged("refuse"),
    "uphold": verdicts.judged("uphold"),
    "supervise": supervise,
    "unsupervise": unsupervise,
    "leave": leave,
    "help": help_for,
    "none": not_understood,
}
"""Intent → what does it. Words alone; what a button does stands in `taps.py`."""

NAMES: Final[frozenset[Intent]] = frozenset({"task", "notice"})
"""What bare names alone may be read as."""
WORDS: Mapping[str, Waiting] = {
    "return": Waiting(send_back.by_words, frozenset({"return"})),
    "redue": Waiting(amend.by_words, frozenset({"extend", "amend"})),
    "extend": Waiting(extension.by_words, frozenset({"extend", "amend"})),
    "reassign": Waiting(reassign.by_words, NAMES | {"reassign"}),
    "hand": Waiting(hand.by_words, NAMES | {"reassign"}),
    "distribute": Waiting(distributing.by_words, NAMES | {"distribute"}),
    "decline": Waiting(decline.by_words, frozenset({"decline"})),
    "other": Waiting(decide.other_by_words, frozenset({"extend", "amend", "grant"})),
    "emergency": Waiting(emergency_words.completed, NAMES),
    unmask.VERB: Waiting(unmask.by_words, frozenset()),
    intake.VERB: Waiting(intake.completed, NAMES | {"feedback", "none"}),
}
"""Verb that waits for words → what takes them as its answer (handlers/asked.py)."""

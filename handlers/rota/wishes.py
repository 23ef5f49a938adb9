"""Sentences about the rota: questions and swaps, which nobody could mean otherwise, and what puts it down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from handlers.context import Context
from handlers.message import Incoming
from handlers.rota import asking, putting, standing_in, swapping
from handlers.rota.exchanging import Wish, read_wish
from tasks.db import Db
from tasks.notices import Outcome

_WISHES: Mapping[str, Callable[[Db, Wish, Incoming, Context], Awaitable[Outcome]]] = {
    "swap": swapping.swap,
    "stand_in": standing_in.stand_in,
    "back": standing_in.back,
}


async def asked(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Answer a question about the rota, or do what one on it wishes; None for every other sentence."""
    if "班" not in incoming.text:
        return None
    outcome = await swapping.spoken(db, incoming, context) or await asking.ask(db, incoming, context)
    if outcome is not None:
        return outcome
    wish = read_wish(incoming, context)
    if wish is None or isinstance(wish, Outcome):
        return wish
    return await _WISHES[wish.kind](db, wish, incoming, context)


async def put(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take what puts down a rota, table or sentence; None for every other message."""
    if "班" not in incoming.text:
        return None
    return await putting.table(db, incoming, context) or await putting.sentence(db, incoming, context)

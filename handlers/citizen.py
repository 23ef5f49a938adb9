"""Citizens at the official account: for now every message is answered with where help is to be had."""

from __future__ import annotations

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading import is_classified
from tasks.db import Db
from tasks.notices import Outcome

GREETED = frozenset({"subscribe", "click"})


async def message(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Answer a citizen's message or first visit; everything else is silent."""
    del db, context
    if incoming.kind in {"event", "other", "tap"}:
        return Outcome("citizen.help", {}) if incoming.event in GREETED else Outcome()
    if incoming.text and is_classified(incoming.text):
        return Outcome("classified", {})
    return Outcome("citizen.help", {})

"""Clerks send requests to the right office: for a request they are who acts for its issuer.

So «S… 转交 水务站», «维持», «延期到…» and the like are the same verbs as everywhere, with the rights of who
would be asked otherwise; the history names both.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.codes import find_code
from tasks.db import Db
from tasks.directives import queries
from tasks.history import REQUEST


async def with_clerks_rights(db: Db, incoming: Incoming, context: Context) -> Context:
    """Give the context in which a clerk who names a request may do with it what its issuer may."""
    clerk = incoming.sender
    if clerk not in context.desk.clerks:
        return context
    code = find_code(incoming.text)
    directive = await queries.by_code(db, code.value) if code and code.whole else None
    if directive is None or directive.kind != REQUEST or directive.issuer == clerk:
        return context
    acting = {**context.roles.delegates}
    acting[directive.issuer] = acting.get(directive.issuer, frozenset()) | {clerk}
    return replace(context, roles=replace(context.roles, delegates=acting))

"""Another time (改到, 延期): from an owner it changes the directive, from a holder it asks for more."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers import again
from handlers.context import Context
from handlers.directives import lookup, which
from handlers.directives.amend import amend_one
from handlers.directives.extension import ask
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import queries, states
from tasks.directives.models import Directive
from tasks.notices import Outcome
from tasks.people.roles import may

ASKS: Final = re.compile(r"申请|请求|恳请|能否|能不能|可否|可不可以")
"""Words of who asks: a delegate who holds a share too asks with them."""


async def extend(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Outcome:
    """Change the time of what one owns, ask for more time for what one holds, or ask which is meant."""
    directive = await lookup.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is None:
        fitting = await _fitting(db, incoming, context)
        if not fitting:
            return Outcome("nothing_meant", {"verb": "extend"})
        if len(fitting) > 1:
            return await again.which(db, incoming, reading, fitting, context)
        directive = fitting[0]
    if await _asks(db, directive, incoming, reading, context):
        return await ask(db, incoming, _named(reading, directive), context)
    owned = await which.owned(db, directive, incoming, context, "amend")
    return owned if isinstance(owned, Outcome) else await amend_one(db, owned, incoming, reading, context)


async def _fitting(db: Db, incoming: Incoming, context: Context) -> list[Directive]:
    """Give the open directives the person owns or holds an undone share of, each once."""
    owners = [incoming.sender, *context.roles.leaders_of(incoming.sender)]
    owned = await queries.issued_by(db, owners, chat=incoming.chat)
    held = await lookup.candidates(db, incoming.sender, states.UNDONE, context)
    found = {directive.id: directive for directive in (*owned, *(one.directive for one in held))}
    return list(found.values())


async def _asks(db: Db, directive: Directive, incoming: Incoming, reading: Reading, context: Context) -> bool:
    """Whether more time is asked for, by who holds a share; who owns the directive too says so with 申请."""
    share = await lookup.my_share(db, directive, incoming.sender, "extend", context)
    if may("amend", context.asked(incoming.sender, issuer=directive.issuer)):
        return share is not None and ASKS.search(reading.content) is not None
    return True


def _named(reading: Reading, directive: Directive) -> Reading:
    return replace(reading, code=directive.code)

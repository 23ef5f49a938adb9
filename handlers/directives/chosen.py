"""Which directive is asked about without a code: the only one that fits, or it is asked which."""

from __future__ import annotations

from collections.abc import Collection

from handlers import again
from handlers.context import Context
from handlers.directives import lookup, overview, seeing, watching
from handlers.message import Incoming
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import queries, reports, states
from tasks.directives.models import Directive
from tasks.notices import Outcome

MOST_READ = 20
"""Directives looked into for whom a question names."""


async def asked_about(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Directive | Outcome:
    """Give the directive a question is about, or the outcome that asks which, or says that there is none."""
    directive = await watching.named(db, incoming, reading, context)
    if isinstance(directive, str):
        return lookup.unknown_code(directive)
    if directive is not None:
        return directive
    found = await _fitting(db, incoming, reading, context)
    if not found:
        return Outcome("details.nothing", {})
    return found[0] if len(found) == 1 else await again.which(db, incoming, reading, found, context)


async def _fitting(db: Db, incoming: Incoming, reading: Reading, context: Context) -> list[Directive]:
    """Give what may be meant: what is open of the own, else of today; reports are for who hears them.

    Of several those in which whoever is named has a share, of these those with reports where that is asked.
    """
    owned = await overview.owned(db, incoming, context, "pending")
    owned = owned or await overview.owned(db, incoming, context, "status")
    mine = lookup.one_each(await lookup.candidates(db, incoming.sender, states.UNDER_WAY, context))
    held = [one.directive for one in mine]
    both = owned or held if reading.asks != "details" else [*owned, *held]
    found = list({directive.id: directive for directive in both}.values())[:MOST_READ]
    if len(found) > 1 and seeing.names_somebody(reading):
        found = [one for one in found if await _is_in(db, one, reading, context)] or found
    if len(found) > 1 and reading.asks != "details":
        found = _only(found, await reports.reported_in(db, found))
    return found


async def _is_in(db: Db, directive: Directive, reading: Reading, context: Context) -> bool:
    shares = await queries.shares_of(db, directive)
    return any(seeing.is_meant(share, reading, context) for share in shares)


def _only(found: list[Directive], numbers: Collection[int]) -> list[Directive]:
    """Give those of these numbers, or all where that is none."""
    return [one for one in found if one.id in numbers] or found

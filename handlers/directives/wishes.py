"""Buttons behind 更多 on a share's card: 申请延期, 转办, 不属于我单位; what is missing is asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers import asked
from handlers.context import Context
from handlers.directives import decline, extension, lookup, reassign
from handlers.directives.lookup import Mine
from handlers.message import Incoming
from handlers.reading import NO_DEADLINE, Reading
from handlers.redraw import SILENT, share_card
from tasks.db import Db
from tasks.directives import states, verbs
from tasks.notices import Notice, Outcome

Start = Callable[[Db, Mine, Incoming, Context], Awaitable[Outcome]]


async def tap_extend(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask until when and why more time is wanted."""
    return await _tapped(db, code, incoming, context, extension.VERB, _extend)


async def tap_reassign(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask to whom the share is to go."""
    return await _tapped(db, code, incoming, context, reassign.VERB, _reassign)


async def tap_decline(db: Db, code: str, incoming: Incoming, context: Context) -> Outcome:
    """Ask why the share is not the unit's, or say that it is too late for that."""
    return await _tapped(db, code, incoming, context, decline.VERB, _decline)


async def _tapped(
    db: Db, code: str, incoming: Incoming, context: Context, verb: str, start: Start
) -> Outcome:
    """Begin a verb and redraw the card; where it is not possible any more the card says how things stand."""
    directive = await verbs.locked(db, code.upper())
    share = await lookup.my_share(db, directive, incoming.sender, verb, context) if directive else None
    if directive is None or share is None:
        return SILENT
    notices: tuple[Notice, ...] = ()
    if directive.state == states.OPEN and share.state in states.UNDONE and states.can(verb, share.state):
        said = await start(db, Mine(directive, share), incoming, context)
        notices = (asked.as_notice(said, incoming, context, directive.id),)
    return await share_card(db, directive, share, incoming, context, notices)


async def _extend(db: Db, mine: Mine, incoming: Incoming, context: Context) -> Outcome:
    return await extension.wish(db, mine, incoming, (NO_DEADLINE, None, ""), context)


async def _reassign(db: Db, mine: Mine, incoming: Incoming, context: Context) -> Outcome:
    return await reassign.hand_on(db, mine, incoming, Reading("reassign"), context)


async def _decline(db: Db, mine: Mine, incoming: Incoming, context: Context) -> Outcome:
    refused = await decline.refused(db, mine, incoming, context)
    return refused or await decline.give_back(db, mine, incoming, "", context)

"""A request that is not taken (不予受理): who registered it, or sends it on, says why and where to go."""

from __future__ import annotations

import re
from typing import Final

from handlers.context import Context
from handlers.directives.telling import facts_by, has_heard, to_holders
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from handlers.requests import joining
from handlers.requests.asking_back import CODE
from handlers.requests.facts import act_of
from handlers.requests.meant import meant, sends
from handlers.requests.telling import tell
from tasks.db import Db
from tasks.directives import changing
from tasks.directives import states as shares
from tasks.fields import Facts
from tasks.notices import Outcome
from tasks.personal import masked
from tasks.requests import moved, states, turning, verbs

REFUSES: Final = re.compile(rf"{CODE}(?:决定|拟|建议)?不予受理\s*[:：,，。]?\s*(?P<why>.*)$", re.DOTALL)
"""S20261124-0012 不予受理：属于法院诉讼，请向县法院立案庭提出."""
DOOR: Final = re.compile(
    r"[,，。;；\s]+(?P<door>(?:请|可以?|建议|应当?|需要?)(?:您|群众|其|到|向|拨打|通过|去|直接|依法).*)$",
    re.DOTALL,
)
"""The end of the reason that says where to go instead."""


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Refuse to take a request; the office that had it is told, the citizen gets reason and right door."""
    found = REFUSES.match(without_mention(incoming.text, context.bot_name))
    if found is None:
        return None
    one = await meant(db, found["code"] or "", incoming, context)
    if isinstance(one, Outcome):
        return one
    request, directive = one.request, one.directive
    facts: Facts = {"code": request.code, "title": request.title, "state": request.state}
    if not sends(one, incoming.sender, context):
        return Outcome("request.not_yours", facts)
    if not states.can("refuse", request.state):
        return Outcome("request.refuse_late", facts)
    reason, door = split(masked(found["why"].strip(" 。.")))
    if not reason:
        return Outcome("request.refuse_why", facts)
    await turning.refused(db, request, act_of(incoming.sender, context), reason=reason, door=door)
    said: Facts = {"reason": reason, "door": door}
    told = await tell(db, "citizen.refused", request, said, str(request.seq), context)
    # What was joined to it was not refused: it goes on without it.
    told += await joining.without(db, request, context, actor=verbs.SYSTEM)
    if directive.state == shares.OPEN:
        gone = await changing.withdraw(db, directive, actor=incoming.sender, reason=reason, now=context.now)
        heard = [share for share in gone if has_heard(directive, share, context)]
        ended = facts_by(directive, incoming.sender, context) | {"reason": reason}
        told += to_holders("directive.withdrawn", directive, heard, ended, incoming, context)
    await moved.skip(db, request, directive)
    return Outcome("request.refused", facts | said, told)


def split(said: str) -> tuple[str, str]:
    """Give the reason, and what it says of the right door."""
    found = DOOR.search(said)
    if found is None:
        return said, ""
    return said[: found.start()].strip(" ,，。;；"), found["door"].strip(" 。")

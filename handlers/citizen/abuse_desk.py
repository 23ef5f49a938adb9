"""Who is held back at the official account, for the clerks: 限制名单, 解除限制 12 (by number)."""

from __future__ import annotations

import re
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from tasks.citizens import limits
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.notices import Notice, Outcome, Receiver

LIST: Final = re.compile(r"(?:查看|看一?下)?限制名单")
RELEASE: Final = re.compile(r"解除限制\s*(?:第)?(\d{1,18})?(?:号)?")
MOST: Final = 20
"""Rows of one list."""


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Show who is held back, or let one of them write again; None: it is about something else."""
    said = re.sub(r"[\s。!！]+$", "", without_mention(incoming.text, context.bot_name)).strip()
    release = RELEASE.fullmatch(said)
    if release is None and not LIST.fullmatch(said):
        return None
    if incoming.sender not in context.desk.clerks | context.roles.administrators:
        return Outcome("citizens.not_yours", {})
    if incoming.chat:
        return Outcome("citizens.one_to_one", {})
    if release is None or not release[1]:
        return await _listed(db, context)
    return await _released(db, int(release[1]), incoming.sender, context)


async def _listed(db: Db, context: Context) -> Outcome:
    held = Citizen.filter(blocked_until__gt=context.now).using_db(db).order_by("blocked_until")
    rows = [
        {
            "number": one.id,
            "account": one.account,
            "why": one.blocked_for,
            "until": one.blocked_until.isoformat() if one.blocked_until else "",
        }
        for one in await held.limit(MOST)
    ]
    return Outcome("citizens.held_back", {"rows": rows, "more": max(0, await held.count() - len(rows))})


async def _released(db: Db, number: int, clerk: str, context: Context) -> Outcome:
    """Let somebody write again, with fresh counts, and tell them."""
    held = await Citizen.filter(id=number).using_db(db).select_for_update().first()
    if held is None or held.blocked_until is None or held.blocked_until <= context.now:
        return Outcome("citizens.not_held_back", {"number": number})
    once = f"released:{number}:{held.blocked_until.isoformat()}"
    held.blocked_until, held.blocked_for = None, ""
    held.limits = limits.forgiven(held.limits, clerk, context.now)
    await held.save(using_db=db, update_fields=["blocked_until", "blocked_for", "limits"])
    told = Notice("citizen.released", (Receiver(str(number)),), {}, once, context.now, place="citizen")
    return Outcome("citizens.released", {"number": number}, (told,))

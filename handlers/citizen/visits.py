"""Coming and going at the official account: greeting, help, leave for notices, and what cannot be read."""

from __future__ import annotations

from typing import Final

from handlers.citizen.known import entries
from handlers.context import Context
from handlers.message import Incoming
from tasks.citizens import waiting
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Outcome

UNREADABLE: Final = ("video", "link")
"""Kinds in which nobody's matter can be read. A voice without its text is the third."""
ARRIVED: Final = frozenset({"", "0", "success"})


def help_facts(incoming: Incoming, context: Context) -> Facts:
    """Give what help and greeting depend on: whether the account has the menu."""
    return {"menu": incoming.account in context.menus}


async def greeted(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Greet who follows, and say with three examples what can be said."""
    del db, citizen
    return Outcome("citizen.welcome", help_facts(incoming, context))


async def helped(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Say what can be said: to who comes by a QR code and follows already, and to who asks for help."""
    del db, citizen
    return Outcome("citizen.help", help_facts(incoming, context))


async def allowed(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Let go what waited for leave, now that the citizen may have given it (`known.py` has noted it)."""
    del incoming
    await waiting.open_ways(db, citizen.id, context.now)
    return None


async def delivered(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Have a template message or a notice wait again that the platform could not deliver after all."""
    for msgid, status in _results(incoming):
        if status not in ARRIVED and msgid.isdigit():
            await waiting.not_arrived(db, citizen.id, int(msgid), status, context.now)
    return None


def _results(incoming: Incoming) -> list[tuple[str, str]]:
    """Give number and status of each message an event tells of."""
    if incoming.event == "templatesendjobfinish":
        return [(str(incoming.fields.get("MsgID") or ""), str(incoming.fields.get("Status") or "").lower())]
    return [(str(one.get("MsgID") or ""), _status(one.get("ErrorCode"))) for one in entries(incoming)]


def _status(code: object) -> str:
    return "" if str(code or "0") == "0" else f"error {code}"


async def unreadable(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Say kindly what can be read instead of a film, a link, or a voice that came without its text."""
    del db, citizen, context
    if incoming.kind in UNREADABLE or (incoming.kind == "voice" and not incoming.text.strip()):
        return Outcome("citizen.unreadable", {"kind": incoming.kind})
    return None

"""News about people: somebody came into or left the visible range, the directory changed, read it again."""

from __future__ import annotations

from datetime import datetime

from handlers.context import Context
from handlers.message import Incoming
from tasks.db import Db
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may


def sync_wanted(why: str, cause: str, now: datetime) -> Notice:
    """Have the directory read again; `cause` names the occasion. Jobs that wait together are one reading."""
    return Notice(
        "directory.sync",
        (Receiver("directory"),),
        {"why": why},
        f"directory:{cause}",
        now,
        place="job",
        lane=Lane.NORMAL,
    )


def _news(incoming: Incoming, why: str, context: Context) -> Notice:
    return sync_wanted(why, f"{incoming.account}:{incoming.dedupe}", context.now)


async def changed(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Take note that the directory changed."""
    del db
    return Outcome("", {}, (_news(incoming, incoming.event, context),))


async def _sync(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Read the directory now, because an administrator says so."""
    del db
    if not may("administer", context.asked(incoming.sender)):
        return Outcome("refused.not_administrator", {})
    return Outcome("directory.syncing", {}, (_news(incoming, "asked", context),))


async def _confirm(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Take the directory as it is now, however many are missing in it, because an administrator says so."""
    del db
    if not may("administer", context.asked(incoming.sender)):
        return Outcome("refused.not_administrator", {})
    return Outcome("directory.syncing", {}, (_news(incoming, CONFIRMED, context),))


CONFIRMED = "confirmed"
"""Why a reading was asked for that is taken however many people are missing in it."""
COMMANDS = {"同步通讯录": _sync, "更新通讯录": _sync, "刷新通讯录": _sync, "确认通讯录": _confirm}
"""Sentences of administrators, word for word."""

"""诉求, 待办诉求, 超期诉求: how many stand how, and the ten that press most; nothing personal.

Clerks, the triage and supervisors see all, a head those of the own units, everybody else the own ones. One to
one only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, cast

from handlers.context import Context
from handlers.directives.lookup import stood_for
from handlers.message import Incoming
from handlers.requests.routing import triage
from handlers.requests.which import plain_of
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.requests import listing
from tasks.requests.listing import Scope
from tasks.requests.models import Request

SHOWN: Final = 10
_ASKED: Final = re.compile(
    r"(?:请|帮我|我要)*(?:查看|看一?下|看看|看|查一?下|查询|查)?(?P<all>全部|所有|我的|本单位的?)?的?(?:群众)?(?P<what>待办|待办理|未办结|在办|办理中|超期|逾期|超时)?的?(?:群众)?诉求(?:列表|清单|情况|有哪些|有多少)?[吗呢?]*"
)
_OVERDUE: Final = frozenset({"超期", "逾期", "超时"})


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Answer who asks for requests; None for every other sentence."""
    if incoming.sender not in context.org.people:
        return None
    found = _ASKED.fullmatch(plain_of(incoming, context))
    if found is None:
        return None
    if incoming.chat:
        return Outcome("cases.alone", {})
    what = "overdue" if found["what"] in _OVERDUE else "open" if found["what"] else "all"
    scope = scope_of(incoming.sender, context)
    return Outcome("cases.list", await _facts(db, scope, what, context))


def scope_of(person: str, context: Context) -> Scope:
    """Give which requests somebody may list: all, those of some units, those the person has."""
    above = triage(context)
    all_seen = person in context.desk.clerks or person in context.roles.supervisors
    if all_seen or (above is not None and above.person == person):
        return Scope(everything=True)
    org = context.org
    led = [unit for unit in org.departments if org.head(unit) == person]
    units = {unit for led_one in led for unit in (led_one, *org.below(led_one))}
    return Scope(units=frozenset(units), people=tuple(stood_for(person, context)))


async def _facts(db: Db, scope: Scope, what: str, context: Context) -> Facts:
    counts = await listing.counts(db, scope, context.now)
    rows = await listing.pressing(db, scope, context.now, overdue=what == "overdue", limit=SHOWN)
    total = counts.overdue if what == "overdue" else counts.open
    return {
        "what": what,
        "states": cast("Json", dict(counts.states)),
        "open": counts.open,
        "overdue": counts.overdue,
        "everything": scope.everything,
        "rows": cast("Json", _rows(rows, context)),
        "more": max(0, total - len(rows)),
        "year": context.now.year,
    }


def _rows(rows: Sequence[Request], context: Context) -> list[Facts]:
    return [
        {
            "code": row.code,
            "title": row.title,
            "kind": row.kind,
            "state": row.state,
            "office": context.org.unit_name(row.office),
            "due": row.due.isoformat() if row.due else None,
            "overdue": row.due is not None and row.due < context.now,
            "raised": row.raised_at is not None,
            "merged": row.merged_into is not None,
        }
        for row in rows
    ]

"""坚持发出的有哪些: what went out as written although it was named as formalism, by unit, for who watches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from tasks.db import Db
from tasks.directives import insisting
from tasks.directives.facts import moment
from tasks.directives.insisting import Insisted
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.people.roles import may

DAYS: Final = 30
MOST_ROWS: Final = 40
"""Lines handed to the wording, which shows as many as one text message holds."""
_ASKS: Final = re.compile(
    r"(?:请问|查一?下|查看|查询|看一?下|看看|列出|列一?下|最近|近期|近30天|本月|这个月|本群|有|[哪那]些|是|\s)*"
    r"坚持(?:原样)?(?:发出?|下发|要发)(?:来|去)?(?:了)?的?(?:任务|指令|通知|事项)?"
    r"(?:都|还)?(?:有)?(?:[哪那]些|多少|几[项条个件]|情况|清单|名单|列表|统计)?[\s?。!呢吗啊]*"
)


async def asked(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Answer who watches or runs the service; None for every other sentence."""
    said = normal(without_mention(incoming.text, context.bot_name))
    bare = re.fullmatch(r"我?坚持(?:原样)?(?:发出?|下发|要发)[\s。!]*", said)
    if len(said) > DAYS or bare or not _ASKS.fullmatch(said):
        return None
    about = context.asked(incoming.sender)
    if not (may("supervise", about) or may("administer", about)):
        return Outcome("refused.insisted", {})
    since = context.now - timedelta(days=DAYS)
    found = await insisting.insisted_since(db, since, chat=incoming.chat)
    units = [] if incoming.chat else _by_unit(found, context)
    facts: Facts = {"days": DAYS, "group": bool(incoming.chat), "units": units, "year": context.now.year}
    return Outcome("guard.insisted", facts | {"count": len(found)})


def _by_unit(found: Sequence[Insisted], context: Context) -> list[Json]:
    """Give what each unit's issuers insisted on, in the order of the units' numbers: nobody is ranked."""
    units: dict[int, list[Insisted]] = {}
    for one in found:
        units.setdefault(context.org.unit_of(one.directive.issuer), []).append(one)
    out: list[Json] = []
    for unit, some in sorted(units.items()):
        name = context.org.unit_name(unit) if unit in context.org.departments else ""
        rows: list[Json] = [_row(one) for one in some[:MOST_ROWS]]
        out.append({"name": name, "count": len(some), "rows": rows})
    return out


def _row(one: Insisted) -> Facts:
    return {
        "code": one.directive.code,
        "title": one.directive.title,
        "at": moment(one.at),
        "rules": list(one.rules),
    }

"""Calls back (回访): reminded of by a sweep, recorded by «S20261124-0012 回访：…»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from handlers.context import Context
from handlers.directives.lookup import quoted_code, stood_for
from handlers.message import Incoming
from handlers.reading.codes import find_code, without_code
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from handlers.requests.afterwards import follow_up_facts, reopen, to_citizen, told
from handlers.requests.facts import request_facts
from handlers.stuck import at_row
from tasks.db import Db
from tasks.notices import Notice, Outcome
from tasks.personal import masked
from tasks.requests import finding, follow_ups, states
from tasks.requests.models import FollowUp, Request

MOST: Final = 50
"""Calls back reminded of in one step."""
SAID: Final = re.compile(
    r"[\s,:]*(?:的)?(?:已|已经|完成|电话)?回访(?:结果|情况|记录|完成|了)?[\s:,]+(?P<text>\S.*)", re.DOTALL
)
AGAIN: Final = re.compile(r"(?<!不需要)(?<!不用)(?<!无需)(?:重新办理|重新处理|重办|返工|再次办理|要求重办)")
"""回访：…，重新办理 opens the matter again."""


@dataclass(frozen=True, slots=True)
class AboutRequest:
    """Words of staff about one request: its code as written; the rest in normal writing, and as it is."""

    code: str
    rest: str
    raw: str

    def said(self, found: re.Match[str], group: str = "text") -> str:
        """Give a group of what was found in the rest as it was written."""
        return self.raw[found.start(group) : found.end(group)].strip()


def about_request(incoming: Incoming, context: Context) -> AboutRequest | None:
    """Read words that name a request's code, or quote a message with one; None where there is none.

    Last digits alone (0012) are a request's where there are four of them.
    """
    raw = without_mention(incoming.text, context.bot_name).strip()
    text = normal(raw)
    code = find_code(text)
    quoted = quoted_code(incoming) or ""
    if code is None and quoted.startswith("S"):
        return AboutRequest(quoted, text, raw)
    if code is None or not (code.value.startswith("S") or (not code.whole and len(code.value) >= 4)):
        return None
    return AboutRequest(code.value, without_code(text, code), without_code(raw, code))


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Record what came of a call back; None for every other sentence."""
    about = about_request(incoming, context) or await _only_one(db, incoming, context)
    if isinstance(about, Outcome):
        return about
    said = SAID.fullmatch(about.rest) if about else None
    if about is None or said is None:
        return None
    request = await finding.called(db, about.code)
    open_one = await follow_ups.open_one(db, request) if request else None
    if request is None or open_one is None:
        return Outcome("follow_up.none", {"code": request.code if request else about.code})
    if not _may_record(open_one, incoming.sender, context):
        return Outcome("refused.follow_up", {"code": request.code, "who": context.org.name(open_one.who)})
    return await _record(db, request, open_one, about.said(said), incoming, context)


async def _only_one(db: Db, incoming: Incoming, context: Context) -> AboutRequest | Outcome | None:
    """Read 回访：… without a code: about the only call back of who writes it, or asks which of several."""
    raw = without_mention(incoming.text, context.bot_name).strip()
    text = normal(raw)
    if not SAID.fullmatch(text):
        return None
    codes = await follow_ups.open_of(db, stood_for(incoming.sender, context))
    if len(codes) > 1:
        return Outcome("follow_up.which", {"codes": [*codes]})
    return AboutRequest(codes[0], text, raw) if codes else None


def _may_record(open_one: FollowUp, person: str, context: Context) -> bool:
    roles = context.roles
    others = roles.supervisors | context.desk.clerks
    return person == open_one.who or roles.stands_in(person, open_one.who) or person in others


async def _record(
    db: Db, request: Request, open_one: FollowUp, text: str, incoming: Incoming, context: Context
) -> Outcome:
    await follow_ups.record(db, request, open_one, text, actor=incoming.sender, now=context.now)
    notices: tuple[Notice, ...] = ()
    opened = False
    if AGAIN.search(text) and request.state == states.ANSWERED:
        again = await reopen(db, request, text, context, actor=incoming.sender)
        notices, opened = again.notices, again.opened
    if opened:
        notices += await to_citizen(db, "citizen.reopened", request, {}, str(request.round), context)
    facts = request_facts(request, context) | {
        "result": masked(text),
        "reopened": opened,
        "year": context.now.year,
    }
    return Outcome("followed_up", facts, notices)


async def step(db: Db, context: Context) -> Outcome | None:
    """Remind of the calls back that are due today, or were not made; None where there are none."""
    rows = await follow_ups.to_remind(db, context.now, context.set_aside, MOST)
    if not rows:
        return None
    notices: list[Notice] = []
    for row in rows:
        with at_row(row.id):
            notices += await _reminded(db, row, context)
    return Outcome("", {}, tuple(notices))


async def _reminded(db: Db, row: FollowUp, context: Context) -> tuple[Notice, ...]:
    request = await Request.filter(id=row.request_id).using_db(db).get()
    late = await follow_ups.reminded(db, row, context.now)
    facts = follow_up_facts(request, row, context) | {"late": late}
    once = f"follow_up.due:{row.id}:{'late' if late else 'today'}"
    at = context.calendar.next_office_time(context.now)
    return told("follow_up.due", [row.who], facts, once, context, at=at)

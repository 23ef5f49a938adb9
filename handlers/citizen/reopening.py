"""The citizen says that it is not solved: the matter is opened again, with a new date."""

# ruff: noqa: E501 - patterns read better unbroken

from __future__ import annotations

import re
from typing import Final

from handlers.citizen.gathering_told import PIECES
from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.script import normal
from handlers.requests.afterwards import MOST_ROUNDS, REOPENED_WITHIN, reopen
from handlers.requests.facts import facts_of, request_facts
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.notices import Outcome
from tasks.requests import finding, states, verbs
from tasks.requests.models import Request

_STILL: Final = r"(?:可是|但是|但|实际上?|其实|问题|事情|现在|到现在|至今|根本|还是|仍然|仍|依然|依旧|一直|都|也|又|并|并未|就|我家|我们|这边|这里|,|\s)*"
_DONE: Final = r"(?:解决|修好|修|处理|办好|办成|办|弄好|搞好|整改|清理|清走|搞定|落实|恢复|兑现|变化|改善|好)"
UNSOLVED: Final = re.compile(
    rf"{_STILL}(?:(?:没有?|未|并没有?|并未|不曾)(?:人|得到|真正|完全|彻底|给)*{_DONE}|(?:要求|申请|请)?(?:重新办理|重新处理|重办|再次?处理|重开)"
    rf"|(?:又|还是|仍然|仍)(?:坏|堵|漏|停|黑|脏|臭|吵|不亮|不通|没水|没电)).{{0,120}}",
    re.DOTALL,
)  # fmt: skip
"""没解决, 还是没修好, 又坏了: said of an answer. It begins so; a matter of its own tells its place first."""
BARE: Final = re.compile(
    rf"{_STILL}(?:没有?|未|并未)(?:得到|真正|完全|彻底)*{_DONE}[了呢啊吧。!,\s]*|(?:要求|申请)?(?:重新办理|重新处理|重办|重开)[。!\s]*"
)
"""Says that, and not what is wrong."""
STEP: Final = "reopen.why"
SAYING: Final = ("text", "voice")
NO: Final = re.compile(r"(?:不用了?|算了|取消|不是|没事了?|不要了?)[。.!]?")


async def words(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Take «没解决» for the matter that was answered last; None where none was lately, or a talk goes on."""
    if incoming.kind not in SAYING or not UNSOLVED.fullmatch(normal(incoming.text).strip()):
        return None
    answered = await finding.last_answered(db, citizen.id)
    if answered is None or not _in_time(answered, context):
        return None
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    newer = going is not None and answered.answered_at is not None and going.asked_at >= answered.answered_at
    if going is not None and newer and not going.step.startswith(("rate.", PIECES)):
        return None
    request = await finding.numbered(db, citizen.id, answered.id)
    return await unsolved(db, request, incoming.text, citizen, context) if request else None


async def unsolved(
    db: Db, request: Request, text: str, citizen: Citizen, context: Context, *, told: bool = False
) -> Outcome:
    """Open a request again, or ask first what is wrong (unless that was `told`); too late is said."""
    facts = facts_of(request, context) | {"round": request.round}
    if request.state != states.ANSWERED:
        return Outcome("citizen.reopen_not_answered", facts)
    if not _in_time(request, context):
        return Outcome("citizen.reopen_late", facts | {"days": REOPENED_WITHIN.days})
    if not told and BARE.fullmatch(normal(text).strip()):
        await talks.put(db, citizen, STEP, {"request": request.id}, context.sealer, context.now)
        return Outcome("citizen.reopen_why", facts)
    return await _open(db, request, text, context)


def _in_time(request: Request, context: Context) -> bool:
    return request.answered_at is not None and context.now - request.answered_at <= REOPENED_WITHIN


async def why(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Take what is wrong, in the citizen's own words; 算了 leaves it as it is."""
    request = await finding.numbered(db, citizen.id, int(str(going.facts["request"])))
    if request is None or incoming.kind not in SAYING or not incoming.text.strip():
        return None
    await talks.end(db, citizen)
    if NO.fullmatch(normal(incoming.text).strip()):
        return Outcome("citizen.reopen_not", request_facts(request, context))
    return await unsolved(db, request, incoming.text.strip(), citizen, context, told=True)


async def _open(db: Db, request: Request, text: str, context: Context) -> Outcome:
    again = await reopen(db, request, text, context, actor=verbs.CITIZEN)
    facts = facts_of(request, context) | {"most": MOST_ROUNDS - 1}
    if not again.opened:
        days = context.desk.follow_up_days
        return Outcome("citizen.reopen_above", facts | {"days": days}, again.notices)
    return Outcome("citizen.reopened", facts, again.notices)

"""One sentence in, a number out: a matter is gathered in a conversation that asks only for what is missing.

What was told stands enciphered in the talk's row, so that a restart forgets nothing; a question in between is
answered by its own room and the talk goes on. Who falls silent is not lost (`gathering_quiet.py`).
"""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.citizen import gathering_quiet, mine_doing
from handlers.citizen.elsewhere import door_of
from handlers.citizen.gathering_more import another, more
from handlers.citizen.gathering_send import MORE, SEND, sent
from handlers.citizen.gathering_told import (
    CALL,
    LONGEST,
    PIECES,
    WHAT,
    WHERE,
    Told,
    as_facts,
    from_facts,
    heard,
)
from handlers.citizen.reading_kind import LONG, begun, kind_of, small_talk
from handlers.citizen.reading_place import place_of
from handlers.context import Context
from handlers.directives.attachments import attached
from handlers.message import Incoming
from handlers.reading.script import normal
from handlers.requests import pictures
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Outcome
from tasks.requests import finding
from tasks.requests.kinds import CONSULT

DROP: Final = re.compile(
    r"(?:那就?|还是)?(?:算了|取消|不(?:说|反映|投诉|举报|提交|提|弄|搞|报|问)了|不用(?:了|反映|投诉|管)|退出|撤销|不反映)(?:吧|了|啦)?[\s。!]*"
)
DONE: Final = re.compile(
    r"(?:好了?,?)?(?:提交|发送|就这些|就这样|没(?:有)?(?:别的|其他|其它)?了|说完了|完了|完毕|可以了|够了|直接提交|确认提交|确认|是的?提交)(?:吧|了|啦|就行)?[\s。!]*"
)
SKIP: Final = re.compile(
    r"(?:我)?(?:也)?(?:不知道|不清楚|说不清|不晓得|没(?:有)?(?:具体)?(?:地址|地点|位置)|跳过|不方便说|不想说|没有|无|不用)(?:楚|了|在哪|叫什么)?[\s。!]*"
)
NO: Final = re.compile(
    r"(?:不用|不要|不必|不方便|没有|没|无|不|不打|别打|不需要|跳过|算)(?:了|电话|打|联系)?[\s。!]*"
)
INSIST: Final = re.compile(
    r"(?:1|还是要?(?:提交|反映|投诉|登记)|(?:我)?(?:要|坚持)?(?:提交|登记)|坚持(?:提交|反映|登记)|仍要?(?:提交|登记)|继续提交|就要提交)(?:吧|了)?[\s。!]*"
)
ELSE: Final = re.compile(
    r"\s*(?:我的诉求|我的|查?(?:一下)?进度|进展|帮助|菜单|咨询办事|人工|申诉.*)[\s。!?]*"
)
"""What is said to other rooms, whatever was asked."""
PERSON: Final = re.compile(
    r"(?:我|请|麻烦|帮|给|能不能|可以|还是)*(?:想|要|需要)?(?:转(?:到|接)?|找|接|叫)?(?:一下|个)?(?:人工(?:服务|客服|咨询|座席|坐席)?|真人|活人|工作人员|客服)(?:来|回答|回复|答复|说话|服务)*(?:吧|吗|好吗|行吗|可以吗|一下|啊|呀)*[。!?\s]*"
)
"""Asks for a person: with what was asked of the guides, or with the matter under way."""
PIECED: Final = timedelta(minutes=10)
STORED: Final = timedelta(days=30)
"""How long a matter stands that is sent by the sweep: longer than the service is ever down."""
HAN: Final = re.compile("[\u4e00-\u9fff]")
SEEN: Final = ("image", "location")
"""Kinds of a message that can begin a matter without a word."""


async def opened(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome:
    """Ask what it is: a tap on 我要反映."""
    return await begin(db, incoming, citizen, context)


async def begin(
    db: Db, incoming: Incoming, citizen: Citizen, context: Context, *, kind: str = "", text: str = ""
) -> Outcome:
    """Begin to gather a matter: of this kind (empty: as the words say), with what was said so far.

    A matter that is being gathered is sent first with what is known of it, and its number told.
    """
    earlier = await _before(db, citizen, context)
    if earlier is not None and earlier.kind == "citizen.full":
        return earlier
    told = heard(Told(kind=kind), text, pictures.media_of(incoming), context.org)
    outcome = await _go_on(db, citizen, told, context)
    return replace(outcome, notices=(*outcome.notices, *earlier.notices)) if earlier else outcome


async def _before(db: Db, citizen: Citizen, context: Context) -> Outcome | None:
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    if going is None or going.step not in gathering_quiet.STEPS:
        return None
    outcome = await sent(db, citizen, from_facts(going.facts), context)
    if outcome.kind == "citizen.full":
        return outcome
    receipt = gathering_quiet.told(citizen, outcome, going.asked_at, context)
    return replace(outcome, notices=(*outcome.notices, receipt))


async def to_person(
    db: Db, incoming: Incoming, citizen: Citizen, context: Context, text: str = ""
) -> Outcome:
    """Lead to a person who asks for one: with what was asked (`text`), or with the matter under way."""
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    if going is None or going.step not in gathering_quiet.STEPS:
        return await begin(db, incoming, citizen, context, kind=CONSULT, text=text)
    if not text:
        return await sent(db, citizen, from_facts(going.facts), context)
    # The question goes out; the matter that was begun before it goes on, and its question is asked again.
    asked = heard(Told(kind=CONSULT), text, pictures.media_of(incoming), context.org)
    outcome = await sent(db, citizen, asked, context)
    facts = {key: value for key, value in going.facts.items() if key != "guide"}
    await talks.put(db, citizen, going.step, facts, context.sealer, context.now, STORED)
    return replace(outcome, facts={**outcome.facts, "still": going.step == WHERE})


async def room(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Take what no other room took: a beginning, a matter, a picture; small talk gets its own short answer."""
    text = incoming.text.strip()
    if (what := small_talk(text)) and not incoming.media:
        return Outcome("citizen.small", {"what": what})
    if (kind := begun(text)) is not None:
        return await begin(db, incoming, citizen, context, kind=kind)
    if (after := another(text)) is not None:
        return await begin(db, incoming, citizen, context, text=after)
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    before = str(going.facts.get("before") or "") if going and going.step == PIECES else ""
    whole = f"{before}，{text}" if before else text
    if incoming.kind in SEEN or kind_of(text) or len(text) >= LONG:
        return await begin(db, incoming, citizen, context, text=whole)
    if len(HAN.findall(text)) < 2 or (going is not None and going.step != PIECES):
        return None
    kept: Facts = {"before": whole[-LONGEST:]}
    await talks.put(db, citizen, PIECES, kept, context.sealer, context.now, PIECED)
    return Outcome("citizen.ask_what", _asking(Told()) | {"pieces": True}) if before else None


async def step(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Take the answer to what was asked; None where it is said to another room."""
    told, text = from_facts(going.facts), incoming.text.strip()
    said, media = normal(text), pictures.media_of(incoming)
    if DROP.fullmatch(said) and not (going.step == CALL and NO.fullmatch(said)):
        await talks.end(db, citizen)
        return Outcome("citizen.dropped", {})
    if DONE.fullmatch(said):
        return await _done(db, citizen, told, context)
    if _is_else(said, going.step, context) and not media:
        return None
    return await _go_on(db, citizen, _answered(told, going.step, text, media, context), context)


async def after(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Take what follows the number: 算了 asks whether to withdraw it, «另一件事» begins another one."""
    said = normal(incoming.text).strip()
    if "told" not in going.facts and (rest := another(said)) is not None:
        return None if rest else await begin(db, incoming, citizen, context)
    if DROP.fullmatch(said):
        request = await finding.numbered(db, citizen.id, int(str(going.facts["request"])))
        return await mine_doing.ask_withdraw(db, request, citizen, context) if request else None
    return await more(db, incoming, citizen, going, context)


async def insisted(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Send what was kept where the citizen says 提交; other words begin something else."""
    said = normal(incoming.text).strip()
    if DROP.fullmatch(said):
        await talks.end(db, citizen)
        return Outcome("citizen.dropped", {})
    if not INSIST.fullmatch(said):
        return None
    return await sent(db, citizen, from_facts(going.facts), context)


async def _done(db: Db, citizen: Citizen, told: Told, context: Context) -> Outcome:
    return await (sent if told.what else _asked)(db, citizen, told, context)


def _is_else(said: str, at: str, context: Context) -> bool:
    """Whether these words are for another room: progress, small talk, a question how something is done."""
    if (
        ELSE.fullmatch(said)
        or PERSON.fullmatch(said)
        or (small_talk(said) and not SKIP.fullmatch(said) and not NO.fullmatch(said))
    ):
        return True
    if at == WHAT and door_of(said):
        return True
    kind = kind_of(said)
    asks = kind is not None and kind.name == CONSULT and kind.sure
    return asks and (at == WHAT or not place_of(said, context.org).text)


def _answered(told: Told, at: str, text: str, media: Sequence[Json], context: Context) -> Told:
    """Take the words as the answer to what was asked; of what is no answer to it, nothing is lost."""
    said = normal(text)
    if at == WHERE and SKIP.fullmatch(said):
        return replace(told, done=(*told.done, WHERE))
    if at == CALL and (NO.fullmatch(said) or SKIP.fullmatch(said)):
        return replace(told, call=False)
    return heard(told, text, media, context.org, place=at == WHERE)


async def _go_on(db: Db, citizen: Citizen, told: Told, context: Context) -> Outcome:
    return await (_asked if told.missing else sent)(db, citizen, told, context)


async def _asked(db: Db, citizen: Citizen, told: Told, context: Context) -> Outcome:
    """Ask for what is missing."""
    at = told.missing or WHAT
    asked = replace(told, done=(*told.done, at))
    keep = STORED if told.what else talks.KEPT
    await talks.put(db, citizen, at, as_facts(asked), context.sealer, context.now, keep)
    again = told.done[-1:] == (at,)
    if at == WHERE:
        return Outcome("citizen.ask_where", _asking(told) | {"again": again})
    if at == CALL:
        return Outcome("citizen.ask_call", {})
    return Outcome(
        "citizen.ask_what", _asking(told) | {"attachments": attached(list(told.media)), "again": again}
    )


def _asking(told: Told) -> Facts:
    facts: Facts = {"kind": told.kind, "attachments": 0, "again": False, "pieces": False}
    return {**facts, "anonymous": told.anonymous, "confidential": told.confidential}


STEPS: Final = {WHAT: step, WHERE: step, CALL: step, MORE: after, SEND: insisted}
"""Step of the talk → what takes its answer."""

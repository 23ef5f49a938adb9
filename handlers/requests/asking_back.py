"""Asking the citizen for what is missing (请群众补充): the clock stands still until it comes, or too long.

The citizen just answers; what was said goes to whoever has the request, and the time runs again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from handlers.context import Context
from handlers.directives.attachments import attached, capped, media_of
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from handlers.requests import pictures, waiting
from handlers.requests.facts import act_of, directive_of
from handlers.requests.meant import Meant, handles, meant, sends
from handlers.requests.telling import tell
from handlers.requests.waiting import to_office
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.directives import pausing
from tasks.directives import states as shares
from tasks.directives import verbs as directives
from tasks.fields import Facts, Json
from tasks.notices import Notice, Outcome
from tasks.personal import masked
from tasks.requests import moved, states, turning, verbs
from tasks.requests.models import Request

CODE: Final = r"^\s*(?:关于|对)?\s*(?P<code>[ZzSs]\d{8}-\d{3,6}|\d{3,5}(?!\d))?[\s,，:：]*"
WHO: Final = r"(?:群众|当事人|来电人|来信人|反映人|投诉人|举报人|诉求人|市民|对方)"
ASKS: Final = re.compile(
    rf"{CODE}(?:还|再)?(?:请|让|要|需|需要|要求|联系)\s*{WHO}\s*(?:再|尽快|先|进一步)?\s*"
    r"(?:补充|提供|补报|补交|补)(?:说明|材料|情况|信息|一下)*\s*[:：,，]?\s*(?P<what>.*)$",
    re.DOTALL,
)
"""S20261124-0012 请群众补充：照片和门牌号."""
SUPPLIES: Final = re.compile(
    rf"{CODE}{WHO}\s*(?:已经?|来电)*\s*补充(?:说明|材料|情况|信息|了)*\s*[:：,，]\s*(?P<what>.+)$", re.DOTALL
)
"""S20261124-0012 群众补充：门牌是12号: a clerk was told so."""
STEP: Final = "supply.words"
MORE: Final = "supply.more"
"""Steps of the talk: the citizen is asked for something; a picture may still follow what was said."""
LINGERING: Final = frozenset({"tell.more", "tell.pieces", "guide.told", MORE})
"""Steps at which nothing is asked, something may only still follow."""
IDLE: Final = timedelta(minutes=10)
"""After which what was begun (a tap on the menu) and not gone on with gives way to what the office asks."""
FOLLOWING: Final = timedelta(minutes=30)
"""How long a picture that is sent after the words still belongs to them."""
OTHERWISE: Final = re.compile(
    r"\s*(?:我的诉求|我的|我要反映|咨询办事|咨询|进度|查进度|查询|进展|帮助|菜单|[?？]|您?你?好|在吗|谢谢.{0,4}|多谢|再见|好的?|嗯+)[\s。.!！?？~]*"
)
"""What is no answer to anything that was asked for."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a citizen says besides: in the own words, with media; `actor` is the clerk who was told it."""

    text: str
    media: Sequence[Json] = ()
    actor: str = verbs.CITIZEN


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take «请群众补充» of who has a request, or sends it; and what a clerk was told by the citizen."""
    text = without_mention(incoming.text, context.bot_name)
    asked, told = ASKS.match(text), SUPPLIES.match(text)
    found = asked or told
    if found is None:
        return None
    one = await meant(db, found["code"] or "", incoming, context)
    if isinstance(one, Outcome):
        return one
    said = found["what"].strip()
    if not said:
        return Outcome("request.ask_what", _facts(one.request))
    if told is not None:
        return await _supplied_by_clerk(db, one, said, incoming, context)
    return await ask(db, one, masked(said), incoming.sender, context)


async def ask(db: Db, one: Meant, text: str, actor: str, context: Context) -> Outcome:
    """Ask the citizen, and let the clock stand still; who asks has signed for it, too."""
    request, directive = one.request, one.directive
    undone = [share for share in one.shares if share.state in shares.UNDONE]
    if not undone or request.state not in states.OPEN:
        return Outcome("request.ask_late", _facts(request))
    for share in undone:
        if handles(replace(one, shares=(share,)), actor, context):
            await directives.acknowledge(db, directive, share, actor=actor, now=context.now)
    await pausing.wait(db, directive, actor=actor, now=context.now, text=text)
    act, out = act_of(actor, context), list[Notice]()
    until = waiting.lapses_at(context.now, context).isoformat()
    if request.state == states.HANDED:
        await turning.signed(db, request, act)
    at = waiting.reminds_at(context.now, context)
    if not await turning.paused(db, request, act, reason=text, look_at=at):
        await verbs.move(db, request, "asked", {"reason": text}, actor=actor, now=context.now)
    else:
        for other in (await turning.together(db, request))[1:]:
            await turning.in_step(db, request, other, act)
    facts: Facts = {"text": text, "until": until}
    out += await tell(db, "citizen.asked", request, facts, str(request.seq), context)
    await _begin_talk(db, request, context)
    await moved.caught_up(db, request, directive)
    return Outcome("request.asked", _facts(request) | facts, tuple(out))


async def _begin_talk(db: Db, request: Request, context: Context) -> None:
    """Take the citizen's next words as the answer, unless something else is being asked."""
    citizen = await Citizen.filter(id=request.citizen_id or 0).using_db(db).first()
    if citizen is None:
        return
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    if going is not None and not _gives_way(going, context):
        return
    keep = waiting.lapses_at(context.now, context) - context.now
    await talks.put(db, citizen, STEP, {"request": request.id}, context.sealer, context.now, keep)


def _gives_way(going: talks.Going, context: Context) -> bool:
    """Whether what is under way may be forgotten: nothing is asked, or it was begun and nothing was said.

    What somebody has told already is never put aside for a question.
    """
    idle = context.now - going.asked_at > IDLE
    empty = going.step.startswith(("guide.", "mine.")) or not (
        going.facts.get("what") or going.facts.get("media")
    )
    return going.step in LINGERING or (idle and empty)


async def step(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Take the answer to what was asked for: words, pictures, a place."""
    media = pictures.media_of(incoming)
    text = incoming.text.strip()
    if not media and (not text or OTHERWISE.fullmatch(text)):
        return None
    request = await moved.by_id(db, int(str(going.facts.get("request") or 0)))
    if request is None or request.citizen_id != citizen.id or request.state not in states.OPEN:
        await talks.end(db, citizen)
        return None
    if going.step == MORE and not media:
        return None
    said = Said(text, media)
    notices = await supply(db, request, said, context)
    await talks.put(db, citizen, MORE, {"request": request.id}, context.sealer, context.now, FOLLOWING)
    facts: Facts = {"attachments": attached(media), "more": going.step == MORE, "text": bool(text)}
    return Outcome("citizen.supplied", _facts(request) | facts, notices)


async def supply(db: Db, request: Request, said: Said, context: Context) -> tuple[Notice, ...]:
    """Add what the citizen says to the request, tell the office, and let the clock run again.

    Its words are kept twice, as those of the beginning are: masked for everybody, whole enciphered.
    """
    own = request.merged_into is None
    text, had, paused = masked(said.text), len(request.media), own and request.state == states.WAITING
    act = act_of(said.actor, context)
    directive = await directive_of(db, request)
    await _keep(db, request, said, text, context)
    await turning.supplied(db, request, act, text=text, attachments=attached(said.media))
    if directive is None:
        return pictures.fetches(request, context, since=had)
    if own and directive.state == shares.OPEN:
        content = "\n".join(part for part in (directive.content, text) if part)
        await pausing.supplied(
            db, directive, actor=said.actor, now=context.now, text=text, content=content,
            attachments=attached(said.media), due=request.due,
        )  # fmt: skip
    if own:
        await moved.caught_up(db, request, directive)
    facts: Facts = {
        "text": text, "attachments": attached(said.media), "request": request.id,
        "by": context.org.name(said.actor) if said.actor != verbs.CITIZEN else "",
    }  # fmt: skip
    if not paused:
        facts["due"] = None  # the time ran on
    told = await to_office(db, "request.supplied", request, directive, facts, context)
    return (*pictures.fetches(request, context, since=had), *told)


async def _keep(db: Db, request: Request, said: Said, text: str, context: Context) -> None:
    sealer = context.sealer
    whole = json.loads(sealer.unseal(request.sealed) or "{}") if request.sealed else {}
    whole["content"] = "\n".join(part for part in (str(whole.get("content", "")), said.text) if part)
    request.sealed = sealer.seal(json.dumps(whole, ensure_ascii=False))
    request.content = "\n".join(part for part in (request.content, text) if part)
    request.media = capped([*request.media, *said.media])
    await request.save(using_db=db, update_fields=["sealed", "content", "media"])


async def _supplied_by_clerk(db: Db, one: Meant, text: str, incoming: Incoming, context: Context) -> Outcome:
    if not sends(one, incoming.sender, context) or one.request.state not in states.OPEN:
        return Outcome("request.supply_late", _facts(one.request))
    said = Said(text, media_of(incoming), incoming.sender)
    notices = await supply(db, one.request, said, context)
    return Outcome("request.supplied_for", _facts(one.request) | {"text": masked(text)}, notices)


def _facts(request: Request) -> Facts:
    return {"code": request.code, "title": request.title, "state": request.state}

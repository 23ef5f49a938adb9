"""What follows the number: a picture, a place, a number to call, a word more go to the same request."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final, cast

from handlers.citizen.gathering_send import FOLLOWING, MORE, again, sent
from handlers.citizen.gathering_told import from_facts, says_something, secrecy
from handlers.citizen.reading_kind import kind_of, small_talk
from handlers.citizen.reading_place import place_of
from handlers.context import Context
from handlers.directives.attachments import attached
from handlers.message import Incoming
from handlers.reading.script import normal
from handlers.requests import asking_back, pictures
from handlers.requests.facts import request_facts
from tasks.citizens import intake, talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Outcome
from tasks.personal import masked, phone_in
from tasks.requests import moved, states
from tasks.requests.kinds import CONSULT
from tasks.requests.models import Request

AT_ONCE: Final = timedelta(minutes=2)
"""How soon a word that says nothing of its own belongs to what was said before it."""
FURTHER: Final = re.compile(
    r"\s*(?:补充|另外|还有|对了|再说|再补充|忘了说|忘记说|更正|就是|地址|地点|位置|时间|具体)"
)
OTHER: Final = re.compile(
    r"(?:这?不是(?:同)?一件事?|不是同?一?(?:回事|件事)|(?:是)?另一?件(?:事)?|新的(?:事|一件)?|还是要?提交|重新提交|2)[\s。!]*"
)

NEXT: Final = re.compile(
    r"(?:我)?(?:(?:还有|另外(?:还)?(?:有)?|再(?:说|反映|问|讲))(?:一|另一|两)?(?:件|个)(?:别的|其他的?|新的)?(?:事情?|问题)|另外?一?(?:件|个)(?:事情?|问题)|第[二三四五](?:件(?:事情?)?|个(?:事情?|问题)))"
    r"(?:要(?:说|反映|投诉|问))?(?:是|就是)?[\s,。:!]*(?P<rest>.*)",
    re.DOTALL,
)
"""还有一件事, 第二件: what follows is a matter of its own."""
ENOUGH: Final = re.compile(
    r"(?:好的?了?,?)?(?:就是?这些|就是?这样|就这个|没(?:有)?(?:别的|其他|其它|要补充的?|补充)?的?(?:了)?|不补充|说完了|完了|完毕|可以了|够了|提交|确认(?:提交)?|发送|不用(?:补充)?(?:了)?)(?:事|吧|了|啦|啊|谢谢|,)*[\s。!]*"
)
"""Says that nothing follows."""
URGING: Final = re.compile(
    r"(?:请|你们|麻烦|能不能|一定要?|给我|帮我|,|\s)*(?:快|尽快|赶紧|赶快|马上|抓紧|加快|速度)(?:点|些|一点)?(?:派人|来人|来|过来|安排|处理|解决|办|办理|修|管|去|看看|看|一下|个|人|吧|啊|呀|了)*[\s。!,]*"
    r"|(?:哼|唉|哎|切|呸|无语|服了|烦死了?|气死(?:我)?了?)[\s。!,啊]*"
    r"|(?:反正)?你们(?:到底)?(?:(?:都|也|又|就是|根本)?(?:不|不会)(?:处理|管|来|办)|(?:处理|管|来|办)不(?:处理|管|来|办))(?:的|啊|吗)?[\s。!?,]*"
)
"""Urges, or sighs: the office has the matter, and there is nothing to add to it."""


def another(text: str) -> str | None:
    """Give what follows «还有一件事» (empty: nothing yet); None where this begins no other matter."""
    found = NEXT.fullmatch(normal(text).strip())
    return text.strip()[-len(found["rest"]) :] if found and found["rest"] else ("" if found else None)


async def more(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Add it to the request that was just taken down; None where it is a matter of its own."""
    text, media = incoming.text.strip(), pictures.media_of(incoming)
    if "told" in going.facts and OTHER.fullmatch(normal(text)):
        return await sent(db, citizen, again(from_facts(cast("Facts", going.facts["told"]))), context)
    request = await moved.by_id(db, int(str(going.facts["request"])))
    if request is None or request.citizen_id != citizen.id or request.state not in states.OPEN:
        await talks.end(db, citizen)
        return None
    if not media and (empty := _says_nothing(text, going)):
        return Outcome("citizen.added", _added(request, 0, "", context) | {"empty": empty})
    alone = not says_something(text)
    phone, secret = (phone_in(text), any(secrecy(text))) if alone else ("", False)
    if not (media or phone or secret or _belongs(text, going, context)):
        return None
    if phone and request.anonymous and not media:
        return Outcome("citizen.added", _added(request, 0, "", context) | {"empty": "phone"})
    await _noted(db, request, text, context)
    if phone and not request.anonymous:
        await intake.may_be_called(db, request, phone, context.sealer)
    notices = await asking_back.supply(db, request, asking_back.Said(text, media), context)
    await talks.put(db, citizen, MORE, going.facts, context.sealer, context.now, FOLLOWING)
    facts = _added(request, attached(media), phone, context) | {"secret": secret}
    return Outcome("citizen.added", facts, notices)


def _added(request: Request, attachments: int, phone: str, context: Context) -> Facts:
    facts = request_facts(request, context)
    called = bool(phone) and not request.anonymous
    return {
        **facts, "attachments": attachments, "may_call": called, "secret": False,
        "anonymous": request.anonymous, "empty": "",
    }  # fmt: skip


def _says_nothing(text: str, going: talks.Going) -> str:
    """Say what words are that add nothing: enough, urging; empty for all others, and in danger."""
    said = normal(text).strip()
    if ENOUGH.fullmatch(said):
        return "enough"
    return "urging" if URGING.fullmatch(said) and not going.facts.get("urgent") else ""


async def _noted(db: Db, request: Request, text: str, context: Context) -> None:
    """Note what the row did not know yet: where it is, and who may not hear of it."""
    anonymous, confidential = secrecy(text)
    request.anonymous, request.confidential = (
        request.anonymous or anonymous,
        request.confidential or anonymous or confidential,
    )
    request.may_call = request.may_call and not request.anonymous
    if request.kind != CONSULT:
        request.place = request.place or masked(place_of(text, context.org).text)
    await request.save(using_db=db, update_fields=["anonymous", "confidential", "may_call", "place"])


def _belongs(text: str, going: talks.Going, context: Context) -> bool:
    """Whether words go on with what was said: they say so, or come at once and are of no kind themselves."""
    if not text or small_talk(text):
        return False
    if going.facts.get("urgent"):
        return True
    kind = kind_of(text)
    # What is asked after a guide was told is about that guide.
    soon = context.now - going.asked_at <= AT_ONCE and "guide" not in going.facts
    return bool(FURTHER.match(normal(text))) or (soon and (kind is None or not kind.sure))

"""The citizen says how good it was (好差评): five levels by number or word, once for each handling."""

from __future__ import annotations

import re
from typing import Final

from handlers.citizen.gathering_told import PIECES
from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.script import normal
from handlers.requests.afterwards import follow_up
from handlers.requests.facts import facts_of, request_facts
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Outcome
from tasks.requests import finding, rating, states
from tasks.requests.models import Rating, Request

WORDS: Final = {"非常满意": 5, "很满意": 5, "十分满意": 5, "满意": 4, "比较满意": 4, "基本满意": 3, "一般": 3,
                "还行": 3, "不满意": 2, "不太满意": 2, "很不满意": 1, "非常不满意": 1, "十分不满意": 1,
                "太不满意": 1}  # fmt: skip
"""What is said for how many stars; 一般 and 还行 only where the rating was asked for."""
_LEVEL: Final = "|".join(sorted(WORDS, key=len, reverse=True))
SAID: Final = re.compile(
    rf"(?:我|对(?:这次|此次)?(?:办理|处理|答复|结果)*)?(?:的)?(?:评价|打分|评分)?(?:是|为|:)?\s*"
    rf"(?:(?P<word>{_LEVEL})|(?P<number>[1-5])\s*(?P<unit>分|星|颗星)?)(?:了|吧|呢)?[。!,.\s]*(?P<why>.*)",
    re.DOTALL,
)
CLEAR: Final = re.compile(r"满意|分|星|评")
"""What makes a rating of words that nobody was asked for."""
NUMBERS: Final = re.compile(r"[1-6](?:\s*[、,.和 ]?\s*[1-6])*[。.]?")
NOTHING: Final = re.compile(r"(?:不说了?|没有(?:了)?|不填|跳过|算了|无|不用了?)[。.!]?")
WHY: Final = re.compile(
    r"没|不|未|慢|拖|推|差|敷衍|踢皮球|态度|凶|骂|糊弄|假|超|晚|久|还是|仍|等了|跑了|太|根本|原因|因为|就是|白"
)
"""Words of one's own that can be a reason; 你好 and 怎么办身份证 are none."""
LONGEST_WHY: Final = 80
"""Characters of a reason: more than that is a matter of its own."""
STEP: Final = "rate.reasons"


def stars_in(text: str) -> tuple[int, str] | None:
    """Read a rating: how many stars, and what is said besides; None for every other sentence."""
    plain = normal(text).strip()
    found = SAID.fullmatch(plain)
    if found is None or (found["number"] and found["why"]):
        return None
    if found["word"]:
        return WORDS[found["word"]], found["why"].strip()
    # 5分 is five stars; a bare number is the place in the list, which begins with 非常满意.
    return (int(found["number"]) if found["unit"] else len(rating.STARS) + 1 - int(found["number"])), ""


async def words(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Take a bare number or level for the rating asked for last, where nothing newer is under way."""
    said = stars_in(incoming.text) if incoming.kind == "text" else None
    waiting = await rating.waiting(db, citizen.id, context.now) if said else None
    if said is None or waiting is None:
        return None
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    if going is not None and going.step != PIECES and going.asked_at >= waiting.rating.asked_at:
        return None
    return await rate(db, waiting.request, said, citizen, context)


async def rate(
    db: Db, request: Request, said: tuple[int, str], citizen: Citizen, context: Context
) -> Outcome:
    """Keep a rating; of the two lowest the reasons are asked, and somebody will call back."""
    facts = facts_of(request, context) | {"stars": said[0]}
    if request.state != states.ANSWERED:
        return Outcome("citizen.rate_later", facts)
    row = await rating.rate(db, request, said[0], context.now)
    if row is None:
        return Outcome("citizen.rated_before", facts)
    if said[1]:
        await rating.explain(db, request, row, (), said[1], context.now)
    if said[0] > rating.POOR:
        return Outcome("citizen.rated", facts)
    notices = await follow_up(db, request, context, "")
    asking: Facts = {"request": request.id, "round": request.round}
    await talks.put(db, citizen, STEP, asking, context.sealer, context.now)
    days: Facts = {"reasons": list(rating.REASONS), "days": context.desk.follow_up_days}
    return Outcome("citizen.rated_poor", facts | days | {"called": bool(notices)}, notices)


async def reasons(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Take the reasons that were tapped or written; what is about something else is none."""
    request = await finding.numbered(db, citizen.id, int(str(going.facts["request"])))
    row = await rating.of_round(db, request, int(str(going.facts["round"]))) if request else None
    if request is None or row is None or incoming.kind != "text":
        return None
    plain = normal(incoming.text).strip()
    if NOTHING.fullmatch(plain):
        await talks.end(db, citizen)
        return Outcome("citizen.reasons_kept", _facts(request, row, context))
    chosen = _chosen(plain)
    if chosen is None:
        return None
    await talks.end(db, citizen)
    await rating.explain(db, request, row, chosen, "" if chosen else incoming.text, context.now)
    return Outcome("citizen.reasons_kept", _facts(request, row, context))


def _chosen(plain: str) -> list[str] | None:
    """Read numbers of reasons; none for words of one's own, None for what is no reason at all."""
    if NUMBERS.fullmatch(plain):
        return [rating.REASONS[int(digit) - 1] for digit in re.findall(r"[1-6]", plain)]
    return [] if len(plain) <= LONGEST_WHY and WHY.search(plain) else None


def _facts(request: Request, row: Rating, context: Context) -> Facts:
    facts = request_facts(request, context) | {"stars": row.stars, "reasons": row.reasons}
    return facts | {"days": context.desk.follow_up_days, "said": bool(row.reasons or row.text)}

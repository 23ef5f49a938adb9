"""What citizens say of a handling (好差评): five levels, once for each round, reasons for the two lowest.

Rules: 国办发〔2019〕51号 has the five levels, one rating for each handling, the follow-up of the two lowest.
The reasons are those of its indicators that fit a request, as a closed table; words are always possible too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.personal import masked
from tasks.requests import states, verbs
from tasks.requests.models import Rating, Request

STARS: Final = (5, 4, 3, 2, 1)
"""非常满意, 满意, 基本满意, 不满意, 非常不满意."""
POOR: Final = 2
"""Up to so many stars a rating is followed up."""
REASONS: Final = ("unsolved", "late", "untrue", "pushed", "rude", "unexplained")
"""没有解决问题, 超过承诺的时限, 答复与实际不符, 推诿或要多头跑, 态度不好, 没有说清依据和理由."""
ASKED_FOR: Final = timedelta(days=15)
"""How long a bare word or number is taken for the rating; with the number of the request it always is."""
MOST_OWN: Final = 50
"""Last requests of a citizen among which one is looked for that waits for its rating."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A request with the row of its rating."""

    request: Request
    rating: Rating


async def ask(db: Db, request: Request, now: datetime) -> None:
    """Take note that the citizen is asked for the rating of this round; once."""
    await Rating.get_or_create(
        request_id=request.id, round=request.round, defaults={"asked_at": now, "reasons": []}, using_db=db
    )


async def waiting(db: Db, citizen: int, now: datetime) -> Rated | None:
    """Give the citizen's answered request whose rating was asked for last and did not come yet."""
    answered = Request.filter(citizen_id=citizen, state=states.ANSWERED).using_db(db)
    own = {one.id: one for one in await answered.order_by("-id").limit(MOST_OWN)}
    asked = Rating.filter(request_id__in=[*own, 0], stars__isnull=True, asked_at__gte=now - ASKED_FOR)
    for rating in await asked.using_db(db).order_by("-asked_at", "-id"):
        if rating.round == own[rating.request_id].round:
            return Rated(own[rating.request_id], rating)
    return None


async def rate(db: Db, request: Request, stars: int, now: datetime) -> Rating | None:
    """Keep the rating of this round; None where there is one already."""
    await ask(db, request, now)
    rows = Rating.filter(request_id=request.id, round=request.round).using_db(db)
    rating = await rows.select_for_update().get()
    if rating.stars is not None:
        return None
    rating.stars, rating.rated_at = stars, now
    await rating.save(using_db=db, update_fields=["stars", "rated_at"])
    await verbs.move(db, request, "rated", {"stars": stars}, actor=verbs.CITIZEN, now=now)
    return rating


async def explain(
    db: Db, request: Request, rating: Rating, reasons: Sequence[str], text: str, now: datetime
) -> None:
    """Keep why a rating is what it is; what is personal in the words is masked."""
    chosen: list[Json] = [reason for reason in REASONS if reason in reasons]
    rating.reasons, rating.text = chosen, masked(text)
    await rating.save(using_db=db, update_fields=["reasons", "text"])
    detail: Facts = {"stars": rating.stars, "reasons": chosen, "text": rating.text}
    await verbs.move(db, request, "rated", detail, actor=verbs.CITIZEN, now=now)


async def of_round(db: Db, request: Request, number: int | None = None) -> Rating | None:
    """Give the rating of a round (None: of the last one that was rated), locked for changing."""
    rows = Rating.filter(request_id=request.id, stars__isnull=False).using_db(db)
    rows = rows if number is None else rows.filter(round=number)
    return await rows.order_by("-round").select_for_update().first()


async def appeal(db: Db, request: Request, rating: Rating, reason: str, *, actor: str, now: datetime) -> None:
    """Keep the office's word that a rating is malicious or rests on a mistake."""
    rating.appealed_by, rating.appealed_at, rating.appeal = actor, now, masked(reason)
    await rating.save(using_db=db, update_fields=["appealed_by", "appealed_at", "appeal"])
    detail: Facts = {"reason": rating.appeal, "round": rating.round}
    await verbs.move(db, request, "appealed", detail, actor=actor, now=now)


UPHELD: Final = "yes"
DISMISSED: Final = "no"


async def decide(
    db: Db, request: Request, rating: Rating, reason: str, *, upheld: bool, actor: str, now: datetime
) -> None:
    """Decide an appeal; a rating whose appeal is upheld is left out of the figures."""
    rating.upheld = UPHELD if upheld else DISMISSED
    await rating.save(using_db=db, update_fields=["upheld"])
    detail: Facts = {"upheld": upheld, "reason": masked(reason), "round": rating.round}
    await verbs.move(db, request, "appeal_decided", detail, actor=actor, now=now)

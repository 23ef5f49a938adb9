"""Enciphered ids: under which id a robot shows whom, as the platform once said (path/101521)."""

from __future__ import annotations

from datetime import datetime, timedelta

from tasks.db import Db
from tasks.people.models import OpenId

REMEMBERED = timedelta(minutes=10)
"""For which it is remembered that an id stands for nobody we know: only then it is looked up again."""
LONGEST = 190
"""Characters of an id that can be kept; the platform's have a fraction of that."""


async def of(db: Db, open_id: str) -> OpenId | None:
    """Give what is known of an id; its userid is empty where the platform knows nobody, or may not say."""
    return await OpenId.filter(open_userid=open_id).using_db(db).first()


async def keep(db: Db, open_id: str, userid: str, now: datetime) -> None:
    """Keep whom an id stands for; an empty userid is nobody."""
    await OpenId.update_or_create(
        open_userid=open_id, defaults={"userid": userid, "known_at": now}, using_db=db
    )


def is_fresh(known: OpenId, now: datetime) -> bool:
    """Whether the platform was asked so lately that asking again can wait."""
    return now - known.known_at < REMEMBERED

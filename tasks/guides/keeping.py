"""Guides in the database: read, changed by one or by many, and what was asked and not found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from tortoise.expressions import F
from tortoise.functions import Count, Sum

from tasks.db import Db
from tasks.guides.models import Guide, GuideShelf, Synonym, Unfound
from tasks.guides.parts import Matter, matter_of
from tasks.personal import masked

SHELF: Final = 1
"""The one row of the version."""
SLICE: Final = 500
COLUMNS: Final = (
    "category", "office", "parts", "synonyms", "valid_until", "sample", "stopped", "changed_at", "changed_by"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """What an import did: guides that are new, changed, the same as before, taken out; synonyms there are."""

    added: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    synonyms: int = 0


async def version(db: Db) -> int:
    """Give the number of changes so far; 0 where there never were guides."""
    row = await GuideShelf.filter(id=SHELF).using_db(db).first()
    return row.version if row else 0


async def touched(db: Db) -> None:
    """Count a change, so that every process builds its index again."""
    if not await GuideShelf.filter(id=SHELF).using_db(db).update(version=F("version") + 1):
        await GuideShelf.create(using_db=db, id=SHELF, version=1)


async def matters(db: Db) -> list[Matter]:
    """Give all guides in the order they came, those that are stopped among them."""
    return [matter_of(row) for row in await Guide.all().using_db(db).order_by("id")]


async def synonyms(db: Db) -> dict[str, str]:
    """Give what people say and what is meant by it."""
    return {row.said: row.meant for row in await Synonym.all().using_db(db).order_by("id")}


async def named(db: Db, name: str) -> Matter | None:
    """Give the guide of this name, locked until the transaction ends."""
    row = await Guide.filter(name=name).using_db(db).select_for_update().first()
    return matter_of(row) if row else None


async def put(db: Db, matter: Matter, *, by: str, now: datetime) -> None:
    """Store one guide under its name, new or instead of the one there is."""
    values = {**_values(matter), "changed_at": now, "changed_by": by}
    await Guide.update_or_create(name=matter.name, defaults=values, using_db=db)
    await touched(db)


async def store(
    db: Db,
    given: Sequence[Matter],
    said: Mapping[str, str] | None,
    *,
    by: str,
    now: datetime,
    whole: bool = False,
) -> Stored:
    """Store many guides; those that are the same stay untouched. `whole`: what is not given goes.

    `said` are the synonyms, laid over those there are (`whole`: instead of them); None leaves them.
    """
    there = {row.name: row for row in await Guide.all().using_db(db).select_for_update()}
    fresh = [_row(one, by, now) for one in given if one.name not in there]
    differs = [one for one in given if one.name in there and not _same(matter_of(there[one.name]), one)]
    changed = [_laid(there[one.name], one, by, now) for one in differs]
    gone = sorted(set(there) - {one.name for one in given}) if whole else []
    await Guide.bulk_create(fresh, batch_size=SLICE, using_db=db)
    if changed:
        await Guide.bulk_update(changed, COLUMNS, batch_size=SLICE, using_db=db)
    for at in range(0, len(gone), SLICE):
        await Guide.filter(name__in=gone[at : at + SLICE]).using_db(db).delete()
    await _say(db, said, now, whole=whole)
    await touched(db)
    kept = len(given) - len(fresh) - len(changed)
    return Stored(len(fresh), len(changed), kept, len(gone), await Synonym.all().using_db(db).count())


async def _say(db: Db, said: Mapping[str, str] | None, now: datetime, *, whole: bool) -> None:
    if said is None:
        return
    words = list(said)
    if whole:
        await Synonym.all().using_db(db).delete()
    for at in range(0, len(words), SLICE):
        await Synonym.filter(said__in=words[at : at + SLICE]).using_db(db).delete()
    rows = [Synonym(said=word, meant=meant, changed_at=now) for word, meant in said.items()]
    await Synonym.bulk_create(rows, batch_size=SLICE, using_db=db)


def _values(matter: Matter) -> dict[str, object]:
    return {
        "category": matter.category,
        "office": matter.office,
        "parts": {part: text for part, text in (matter.parts or {}).items() if text},
        "synonyms": list(matter.synonyms),
        "valid_until": matter.valid_until,
        "sample": matter.sample,
        "stopped": matter.stopped,
    }


def _row(matter: Matter, by: str, now: datetime) -> Guide:
    return Guide(name=matter.name, **_values(matter), changed_at=now, changed_by=by)


def _laid(row: Guide, matter: Matter, by: str, now: datetime) -> Guide:
    return row.update_from_dict({**_values(matter), "changed_at": now, "changed_by": by})


def _same(stored: Matter, given: Matter) -> bool:
    return _values(replace(stored, name=given.name)) == _values(given)


async def counted(db: Db, number: int) -> None:
    """Count that a guide was told."""
    await Guide.filter(id=number).using_db(db).update(asked=F("asked") + 1)


async def categories(db: Db, most: int = 5) -> list[str]:
    """Give the categories asked for most; those with more guides first where nobody asked yet."""
    rows = Guide.filter(stopped=False).exclude(category="").using_db(db)
    counts = rows.annotate(told=Sum("asked"), many=Count("id")).group_by("category")
    found = await counts.order_by("-told", "-many", "category").limit(most).values("category")
    return [str(row["category"]) for row in found]


async def missed(db: Db, text: str, now: datetime) -> int:
    """Note what was asked and not found surely; gives the number of the note."""
    row = await Unfound.create(using_db=db, text=masked(text)[:200], at=now)
    return int(row.id)


async def settled(db: Db, number: int, outcome: str, guide: str = "") -> None:
    """Note how it went on: `request`, or `chosen` and the guide that was meant."""
    await Unfound.filter(id=number).using_db(db).update(outcome=outcome, guide=guide)


async def not_found(db: Db, most: int = 20) -> list[Unfound]:
    """Give what was asked last and not found."""
    return await Unfound.all().using_db(db).order_by("-id").limit(most)


async def count_not_found(db: Db) -> int:
    """Count what was asked and not found so far."""
    return await Unfound.all().using_db(db).count()


async def changed_by(db: Db, number: int) -> str:
    """Give who changed a guide last."""
    row = await Guide.filter(id=number).using_db(db).first()
    return row.changed_by if row else ""

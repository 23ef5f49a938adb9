"""Who hears of an emergency: the heads of its units once, its group one line, in facts alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from handlers.context import Context
from handlers.directives.parties import reached
from tasks.directives.facts import moment
from tasks.emergency.models import Emergency
from tasks.emergency.verbs import with_below
from tasks.fields import Facts, Json, to_ms
from tasks.notices import Lane, Notice, Receiver


def facts_of(row: Emergency, context: Context) -> Facts:
    """Facts of an emergency: its name, its units in the directory's words, until when."""
    units: list[Json] = [name for unit in row.departments if (name := context.org.unit_name(unit))]
    return {"name": row.name, "units": units, "until": moment(row.until), "year": context.now.year}


def heads_of(units: Collection[int], context: Context, *, but: str = "") -> tuple[str, ...]:
    """Give who is told for these units: each head, or the stand-in, once."""
    heads = (context.org.head(unit) for unit in sorted(units))
    people = dict.fromkeys(reached(head, context) for head in heads if head)
    return tuple(who for who in people if who not in ("", but))


def to_heads(
    kind: str, row: Emergency, units: Collection[int], facts: Facts, actor: str, context: Context
) -> tuple[Notice, ...]:
    """Tell the heads of these units at once, but not who says it."""
    to = tuple(Receiver(who) for who in heads_of(units, context, but=actor))
    once = f"{kind}:{row.id}:{to_ms(context.now)}:{to_ms(row.until)}"
    said = facts | {"actor": context.org.name(actor)}
    return (Notice(kind, to, said, once, context.now, lane=Lane.FAST),) if to else ()


def all_units(rows: Iterable[Emergency], context: Context) -> frozenset[int]:
    """Give the units of these emergencies, with all below."""
    return frozenset(unit for row in rows for unit in with_below(row.departments, context.org))


def to_group(kind: str, row: Emergency, facts: Facts, here: str, context: Context) -> tuple[Notice, ...]:
    """Say one line in the group in which it was declared, unless that is where it is said right now."""
    if not row.chat or row.chat == here:
        return ()
    once = f"{kind}:{row.id}:{to_ms(context.now)}:{to_ms(row.until)}"
    return (Notice(kind, (Receiver(row.chat),), facts, once, context.now, place="chat"),)

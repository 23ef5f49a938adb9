"""The lines of a preview: what is alike is one line, what repeats itself is one with the last time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.mirror.outlook import Ahead, Told
from tasks.directives.facts import moment
from tasks.fields import Facts, Json

MOST: Final = 12
"""Lines of one preview."""
MOST_NAMES: Final = 20
"""Names that the facts of one line carry; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Alike:
    """What makes two things one line; `apart` keeps those apart that are no repetition."""

    role: str
    rule: str
    digest: bool
    full: bool
    people: tuple[str, ...] = ()
    apart: datetime | None = None


def lines_of(told: Sequence[Told], ahead: Ahead, context: Context, *, group: bool) -> tuple[list[Json], int]:
    """Give the first lines, in order of time, and how many there are besides; in a group without names."""
    repeats = {rule.name for rule in ahead.rules.rows if rule.every is not None}
    found: dict[Alike, list[datetime]] = defaultdict(list)
    about: dict[Alike, int] = {}
    for at, alike, count in _at_once(told):
        # A rule that says a thing once says it again only about shares with a time of their own.
        key = alike if alike.rule in repeats else replace(alike, apart=at)
        found[key].append(at)
        about[key] = max(about.get(key, 0), count)
    rows = sorted(found.items(), key=lambda one: one[1][0])
    shown: list[Json] = [_line(key, ats, about[key], context, group=group) for key, ats in rows[:MOST]]
    return shown, len(rows) - len(shown)


def _at_once(told: Iterable[Told]) -> Iterator[tuple[datetime, Alike, int]]:
    """Give for each moment what is said of one rule to one kind of people, and about how many shares."""
    found: dict[tuple[datetime, Alike], list[Told]] = defaultdict(list)
    for one in told:
        said = one.said
        found[said.at, Alike(said.role, said.rule, said.digest, said.full)].append(one)
    for (at, alike), some in sorted(found.items(), key=lambda one: one[0][0]):
        people = tuple(sorted({person for one in some for person in one.people}))
        shares: set[int] = set().union(*(one.shares for one in some))
        yield at, replace(alike, people=people), len(shares)


def _line(alike: Alike, ats: Sequence[datetime], shares: int, context: Context, *, group: bool) -> Facts:
    hidden = group or alike.role == "group"
    names: list[Json] = [] if hidden else [context.org.name(who) for who in alike.people[:MOST_NAMES]]
    return {
        "at": moment(ats[0]),
        "last": moment(ats[-1]),
        "times": len(ats),
        "to": alike.role,
        "rule": alike.rule,
        "digest": alike.digest,
        "full": alike.full,
        "count": len(alike.people),
        "shares": shares,
        "names": names,
    }

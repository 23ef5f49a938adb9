"""Names nobody bears: what stands where an addressee would, and is in no directory."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.reading.names import SURNAMES
from handlers.reading.values import TargetKind
from handlers.reading.vocabulary import AFTER_NAME, FOLLOW, LIKE_UNIT, NO_NAME, NO_UNIT


@dataclass(frozen=True, slots=True)
class Atom:
    """An addressee: what it names. `candidates` are people of one name, more than one where it is ambiguous.

    `sure` is false for a name that only may be one, and must be asked for by its surroundings.
    """

    start: int
    end: int
    kind: TargetKind
    written: str
    people: tuple[str, ...] = ()
    departments: tuple[int, ...] = ()
    candidates: tuple[str, ...] = ()
    unknown: bool = False
    sure: bool = True


def mentioned(text: str, start: int) -> Atom | None:
    """Give a mentioned name nobody bears; without a space it ends where a sentence goes on."""
    found = re.compile(r"[\u4e00-\u9fff·]{1,12}|[A-Za-z0-9_.·-]{1,32}").match(text, start)
    if not found:
        return None
    end = found.end()
    if end - start > 2 and not found[0].isascii():
        ends = (start + n for n in (3, 2, 4) if start + n <= end)
        end = next((e for e in ends if e == found.end() or FOLLOW.match(text, e)), end)
    return Atom(start, end, "person", text[start:end], unknown=True)


def unnamed(text: str, start: int) -> Atom | None:
    """Give a name nobody bears after 请 or 由: surname and given name, or what ends like a unit."""
    return _no_unit(text, start) or _no_person(text, start)


def _no_person(text: str, start: int) -> Atom | None:
    if text[start : start + 1] not in SURNAMES:
        return None
    for length in (3, 2):
        end = start + length
        written = text[start:end]
        if (
            len(written) == length
            and re.fullmatch(r"[\u4e00-\u9fff]+", written)
            and not NO_NAME.search(written)
            and AFTER_NAME.match(text, end)
        ):
            return Atom(start, end, "person", written, unknown=True)
    return None


def _no_unit(text: str, start: int) -> Atom | None:
    found = LIKE_UNIT.match(text, start)
    if not found or NO_UNIT.search(found[0]) or not FOLLOW.match(text, found.end()):
        return None
    return Atom(start, found.end(), "unit", found[0], unknown=True)

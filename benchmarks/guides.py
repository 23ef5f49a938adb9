"""Finding guides: how often the right one comes first or among three, and how long it takes.

The questions stand in tests/guides/questions.jsonl, written in people's own words by somebody who had not
seen the synonym table. The guides are the samples; for the large size they are varied by place and office.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.samples import bundled
from handlers.citizen.guides import found_in
from handlers.guides.judging import judged
from handlers.reading.script import normal
from tasks.guides.index import GuideIndex
from tasks.guides.parts import Matter

HEAD = "## Finding guides"
QUESTIONS = Path(__file__).parents[1] / "tests" / "guides" / "questions.jsonl"
MANY = 20_000
NOTES = """\
- **first** and **among three**: of the questions some sample guide answers, how often the right one stands
  first, and is one of the three nearest. **told right**: answered at once with the right guide; **told
  wrong**: answered at once with another. **left alone**: of what no guide answers, how often nothing was
  answered for sure.
- A search is everything from the text to the verdict: one writing, what is asked for taken out, synonyms,
  BM25, the decision. One process, one thread, each question ten times in turn.
"""


@dataclass(frozen=True)
class Quality:
    """How good the answers were, as counts."""

    answerable: int
    first: int
    three: int
    told_right: int
    told_wrong: int
    others: int
    left_alone: int


@dataclass(frozen=True)
class Speed:
    """Microseconds of searches among so many guides; seconds to build the index."""

    guides: int
    build_s: float
    p50: float
    p99: float


@dataclass(frozen=True)
class Finding:
    """What was measured."""

    quality: Quality
    speeds: tuple[Speed, ...]


def measured(many: int = MANY, rounds: int = 10) -> Finding:
    """Ask all questions, among the samples and among many guides."""
    asked = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines() if line.strip()]
    matters, synonyms = bundled()
    quality = quality_of(asked, GuideIndex(matters, synonyms))
    texts = [str(one["q"]) for one in asked]
    speeds = tuple(
        _speed(of, synonyms, texts, turns)
        for of, turns in ((matters, rounds), (varied(matters, many), max(1, rounds // 5)))
    )
    return Finding(quality, speeds)


def quality_of(asked: Iterable[Mapping[str, Any]], index: GuideIndex) -> Quality:
    """Count the right answers; `guide` of a question is the right guide's name, null where there is none."""
    answerable = first = three = right = wrong = others = alone = 0
    for one in asked:
        text, guide = normal(str(one["q"])).strip(), one.get("guide")
        question, hits = found_in(text, index)
        names = [hit.matter.name for hit in hits]
        sure = judged(text, question, hits) == "sure"
        if guide is None:
            others += 1
            alone += not sure
            continue
        answerable += 1
        first += names[:1] == [guide]
        three += guide in names
        right += sure and names[0] == guide
        wrong += sure and names[0] != guide
    return Quality(answerable, first, three, right, wrong, others, alone)


def varied(matters: Sequence[Matter], many: int) -> list[Matter]:
    """Make so many guides of these: the same matters in other places, in other words."""
    out = []
    for number in range(many):
        one, place = matters[number % len(matters)], number // len(matters)
        town = f"{TOWNS[place % len(TOWNS)]}{TOWNS[place // len(TOWNS) % len(TOWNS)]}"
        named = f"{town}镇{one.name}" if place else one.name
        out.append(replace(one, name=named[:80], office=f"{town}{one.office}"[:60], number=number + 1))
    return out


TOWNS = "青红龙凤竹梅石林山水东南西北安宁和平永兴"


def _speed(
    matters: Sequence[Matter], synonyms: Mapping[str, str], texts: Sequence[str], rounds: int
) -> Speed:
    begun = time.perf_counter()
    index = GuideIndex(matters, synonyms)
    built = time.perf_counter() - begun
    took = []
    for _ in range(rounds):
        for text in texts:
            begun = time.perf_counter()
            plain = normal(text).strip()
            question, hits = found_in(plain, index)
            judged(plain, question, hits)
            took.append((time.perf_counter() - begun) * 1e6)
    cuts = quantiles(took, n=100)
    return Speed(len(matters), built, cuts[49], cuts[98])


def show(console: Console, found: Finding) -> None:
    """Print the figures."""
    table = Table("guides", "index s", "p50 µs", "p99 µs", title="Finding guides")
    for one in found.speeds:
        table.add_row(f"{one.guides:,}", f"{one.build_s:.2f}", f"{one.p50:,.0f}", f"{one.p99:,.0f}")
    console.print(table)
    console.print(_quality(found.quality))


def _quality(one: Quality) -> str:
    of = one.answerable or 1
    return (
        f"{one.answerable} questions with a guide: first {one.first} ({one.first / of:.0%}), "
        f"among three {one.three} ({one.three / of:.0%}), told right {one.told_right}, "
        f"told wrong {one.told_wrong}; {one.others} without: left alone {one.left_alone}"
    )


def markdown(found: Finding, machine: str) -> str:
    """Write the section of RESULTS.md."""
    one, of = found.quality, found.quality.answerable or 1
    rows = "\n".join(
        f"| {speed.guides:,} | {speed.build_s:.2f} | {speed.p50:,.0f} | {speed.p99:,.0f} |"
        for speed in found.speeds
    )
    return f"""\
{HEAD}

`python -m benchmarks --only guides`; {machine}

| questions with a guide | first | among three | told right | told wrong | without a guide | left alone |
|---|---|---|---|---|---|---|
| {one.answerable} | {one.first} ({one.first / of:.0%}) | {one.three} ({one.three / of:.0%}) | \
{one.told_right} | {one.told_wrong} | {one.others} | {one.left_alone} |

| guides | index s | p50 µs | p99 µs |
|---|---|---|---|
{rows}

{NOTES}"""

"""The verbs of a directive's whole life are understood, and what only looks like one is not taken for it."""

import json
from datetime import datetime
from pathlib import Path
from time import perf_counter

import pytest

from handlers.reading import Reading, Target, as_line, read
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

ORDERS = Path(__file__).parent / "orders.jsonl"
GIVEN = {"now", "from", "text"}


def _named(targets: tuple[Target, ...]) -> list[str | int]:
    people = sorted(userid for target in targets for userid in target.people)
    return people + sorted(target.department for target in targets if target.department is not None)


def _comparable(line: dict) -> dict:
    kept = {key: value for key, value in line.items() if value not in (None, False, "", [], {})}
    due = kept.get("due")
    return kept | {"due": datetime.fromisoformat(due).timestamp()} if due else kept


def _line(reading: Reading) -> dict:
    amendment = reading.amendment
    return as_line(reading) | {
        "reason": reading.reason,
        "text": amendment.text,
        "more": amendment.more,
        "added": _named(amendment.added),
        "removed": _named(amendment.removed),
        "later": f"{reading.later.amount} {reading.later.unit}" if reading.later else None,
        "closes": reading.closes,
    }


def _expected(line: dict) -> dict:
    # the corrected text of an amendment stands under `corrected`: `text` is the sentence itself
    kept = {key: value for key, value in line.items() if key not in GIVEN}
    return _comparable(kept | {"text": kept.pop("corrected", "")})


def test_every_order_is_understood(qingxi_org: Org) -> None:
    """Each sentence of orders.jsonl comes out with every key equal; an absent key is empty."""
    lines = [json.loads(line) for line in ORDERS.read_text(encoding="utf-8").splitlines()]

    wrong = []
    for line in lines:
        now = datetime.fromisoformat(line["now"])
        reading = read(line["text"], now, qingxi_org, WorkCalendar(), speaker=line["from"])
        actual = _comparable(_line(reading))
        if _expected(line) != actual:
            wrong.append((line["text"], _expected(line), actual))

    assert [] == wrong
    assert len(lines) >= 250


@pytest.mark.parametrize(
    "word", ["我的", "刚才的", "好的", "需要", "张三李四", "再给", "辛苦了", "全部", "003 ", "1、"]
)
@pytest.mark.parametrize("tail", ["", "反馈", " 办结", "延期到", "加上"])
def test_repeated_words_are_read_at_once(understand, word: str, tail: str) -> None:
    """What is repeated many times is read in a moment, whatever it ends with."""
    started = perf_counter()
    understand((word * 80)[:155] + tail)

    assert perf_counter() - started < 1

"""Buttons' keys that nobody made: whatever stands in them, nothing breaks and nothing happens."""

from __future__ import annotations

import pytest

from handlers.keys import MOST_DIGITS, number_of

CODE = "Z20261124-001"
HUGE = "9" * 40
LONG = "9" * 18
VERBS = (
    "ack", "report", "accept", "accept_all", "each", "nudge", "refresh", "choose", "media", "supervise",
    "unsupervise", "return", "undo", "own", "pending", "redue", "withdraw", "close", "more", "less", "extend",
    "reassign", "decline", "grant", "refuse", "other", "uphold", "hand", "hand_share", "sign", "several",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("0", 0),
        ("", 0),
        ("-1", 0),
        ("７", 0),
        ("1e3", 0),
        (" 7", 0),
        (HUGE, 0),
        ("9" * 14, 10**14 - 1),
    ],
)
def test_number_of(text, number) -> None:
    """Only plain digits of a length that a row's number can have are a number."""
    assert number == number_of(text)
    assert 14 == MOST_DIGITS


@pytest.mark.parametrize("number", [HUGE, LONG])
async def test_numbers_without_bounds(town, number) -> None:
    """A number that no row can have is nobody's, on every button."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    card = await town.box.expect("lisi", CODE)
    for verb in VERBS:
        for key in (f"{verb}:{number}", f"{verb}:{number}:1", f"{verb}:{CODE}:{number}"):
            await town.box.tap_app("lisi", card.card.task_id, key, force=True)
    await town.box.settle()

    assert [] == await town.rows("SELECT error FROM failed")


async def test_the_same_code_many_times(town) -> None:
    """The card for several shows each directive once, however often its key names it."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    card = await town.box.expect("lisi", CODE)
    shown = await town.box.tap_app("lisi", card.card.task_id, "several:" + ",".join([CODE] * 400), force=True)

    assert "400" not in shown.words
    assert [] == await town.rows("SELECT error FROM failed")

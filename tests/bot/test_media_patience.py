"""How long what somebody sent is tried for: as long as the platform keeps it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.errors import Unreachable
from bot.media import PATIENCE, Media
from bot.outbox_marks import DELAYS_S, end_of
from bot.posting import Parcel

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
CITIZENS = {"kind": "image", "media_id": "M", "account": "city", "request": 1, "index": 0}
OFFICES = {"kind": "image", "media_id": "M", "feedback": 1, "index": 0}


def parcel(facts: dict[str, object], attempts: int) -> Parcel:
    """Give a fetch that was tried so often."""
    return Parcel(1, "job", "media.fetch", ("x",), (1,), facts, attempts=attempts)


@pytest.mark.parametrize(
    ("facts", "hours", "late"), [(CITIZENS, 69, False), (CITIZENS, 71, True), (OFFICES, 21, True)]
)
def test_a_citizens_picture_is_tried_for_three_days(facts, hours, late) -> None:
    """The platform keeps it for 72 hours; two of them are left for the last look."""
    media = Media.__new__(Media)
    media._people = SimpleNamespace(context=lambda: SimpleNamespace(now=NOW))

    assert late == media.is_late(facts, NOW - timedelta(hours=hours))


def test_the_outbox_tries_as_long() -> None:
    """It does not give up before the patience ends: what is given up there stays pending, and untold."""
    tries = PATIENCE["account"] // timedelta(seconds=DELAYS_S[-1]) + len(DELAYS_S)
    error = Unreachable("away")

    assert ("", "failed") == (end_of(parcel(CITIZENS, tries), error), end_of(parcel(OFFICES, tries), error))

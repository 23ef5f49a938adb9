"""Names the row at which a sweep failed, so that it can be set aside and the others go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class StuckError(Exception):
    """A sweep failed at one row. `reason` is the error itself: what may be tried again is known by it."""

    def __init__(self, row: int, reason: Exception) -> None:
        super().__init__(f"row {row}: {type(reason).__name__}")
        self.row = row
        self.reason = reason


@contextmanager
def at_row(row: int) -> Iterator[None]:
    """Say of whatever fails inside that it failed at this row."""
    try:
        yield
    except Exception as error:
        raise StuckError(row, error) from error

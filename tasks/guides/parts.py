"""A guide as a value, and the parts it has: the seven disclosures (七公开), and where, when, whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tasks.guides.models import Guide

DISCLOSURES: Final = ("basis", "steps", "conditions", "materials", "fee", "term", "complaints")
"""法律依据, 办理程序, 申请条件, 申报材料, 收费依据及标准, 办理时限, 投诉渠道."""
PARTS: Final = (*DISCLOSURES, "place", "hours", "phone")
"""What a guide may say, in the order of the spreadsheet's columns."""
LONGEST_NAME: Final = 80
LONGEST_PART: Final = 450
"""Characters of a part: whatever is asked, it fits whole into one message (2,048 bytes)."""
MOST_SYNONYMS: Final = 20


@dataclass(frozen=True, slots=True)
class Matter:
    """One guide as it stands; number is that of its row (0: not stored yet)."""

    name: str
    category: str = ""
    office: str = ""
    parts: Mapping[str, str] | None = None
    synonyms: tuple[str, ...] = ()
    valid_until: str = ""
    sample: bool = False
    stopped: bool = False
    number: int = 0
    changed_at: datetime | None = None

    def part(self, name: str) -> str:
        """Give what it says of this; empty where it says nothing."""
        return (self.parts or {}).get(name, "")

    def over(self, today: str) -> bool:
        """Say whether the last day on which it may be told is behind us (days as YYYY-MM-DD)."""
        return bool(self.valid_until) and self.valid_until < today


def matter_of(row: Guide) -> Matter:
    """Give a stored guide as a value."""
    return Matter(
        row.name, row.category, row.office,
        {part: str(text) for part, text in row.parts.items() if text},
        tuple(str(said) for said in row.synonyms),
        row.valid_until, row.sample, row.stopped, row.id, row.changed_at,
    )  # fmt: skip

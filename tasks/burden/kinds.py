"""What a message is for who gets it: asked for, a reminder, or any other that came unasked. One table."""

from __future__ import annotations

from typing import Final, Literal

Burden = Literal["asked", "reminder", "message"]

ASKED: Final = frozenset(
    {
        "attachment", "burden.own", "burden.units", "details.text", "directive.manage", "emergency.hint",
        "failed", "feedback.more", "late", "ledger", "media.attached", "media.location", "media.none",
        "media.refused", "nudged", "nudged.names", "own.nothing", "pending.names", "question",
        "report.wanted", "status.names", "wanted",
    }
)  # fmt: skip
"""Answers that come one to one to what the person has just said or tapped: no burden to anybody."""
REMINDERS: Final = "nudge."
"""How the kinds of all reminders begin, by hand and by rule, alone and merged."""


def burden_of(kind: str) -> Burden:
    """Say what a message of this kind is for who gets it."""
    if kind in ASKED:
        return "asked"
    return "reminder" if kind.startswith(REMINDERS) else "message"

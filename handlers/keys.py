"""What stands in a button's key after its verb: anybody can send any text there, of any length."""

from __future__ import annotations

MOST_DIGITS = 14
"""Longer than any row's number; as milliseconds since 1970 it reaches into the year 5138."""


def number_of(argument: str) -> int:
    """Give the number of a row, or a moment in milliseconds; 0, which no row has, for everything else."""
    known = argument.isascii() and argument.isdecimal() and len(argument) <= MOST_DIGITS
    return int(argument) if known else 0

"""Chinese and Arabic numerals up to 999."""

from __future__ import annotations

from typing import Final

DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
HAN: Final = "零一二三四五六七八九十两百"
NUMBER: Final = rf"(?:\d{{1,3}}|[{HAN}]{{1,6}})"


def number(written: str) -> int | None:
    """Its value (三十 is 30, 二十五 25, 一百零五 105); None where it is no number."""
    if written.isascii():
        return int(written) if written.isdigit() else None
    if all(c in DIGITS for c in written):
        if len(written) == 2 and written[0] != "零":
            return None  # 两三天 is no number
        return int("".join(str(DIGITS[c]) for c in written))
    return _with_units(written)


def _with_units(written: str) -> int | None:
    total, digit = 0, None
    for c in written:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in "十百":
            if digit is None and (c == "百" or total % 100):
                return None
            total += (1 if digit is None else digit) * (10 if c == "十" else 100)
            digit = None
        else:
            return None
    return total + (digit or 0)

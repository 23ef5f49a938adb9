"""Personal data in what people write: found, and masked for everybody who does not need it.

Rules: 个人信息保护法 art. 28 and 51 ask for the least that is needed; the masks are those of everyday forms
(139****5678). Only Chinese conventions are known: mobile and landline numbers, identity numbers (GB 11643,
18 digits with their check digit).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

PHONE: Final = re.compile(r"(?<![\dA-Za-z])(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
IDENTITY: Final = re.compile(r"(?<![\dA-Za-z])(\d{17}[\dXx])(?![\dA-Za-z])")
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"


@dataclass(frozen=True, slots=True)
class Personal:
    """One piece of personal data in a text: its kind (phone, identity), value, where it stands, its mask."""

    kind: str
    value: str
    start: int
    end: int
    mask: str


def found_in(text: str) -> list[Personal]:
    """Give the pieces of personal data in order; none overlaps another."""
    out: list[Personal] = []
    for one in sorted(_all(text), key=lambda one: (one.start, -one.end)):
        if not out or one.start >= out[-1].end:
            out.append(one)
    return out


def masked(text: str) -> str:
    """Give the text with every piece of personal data masked; what is masked already stays as it is."""
    parts, at = [], 0
    for one in found_in(text):
        parts += [text[at : one.start], one.mask]
        at = one.end
    return "".join([*parts, text[at:]])


def phone_in(text: str) -> str:
    """Give the first mobile number in the text, its eleven digits; empty where there is none."""
    return next((one.value for one in found_in(text) if one.kind == "phone"), "")


def mask_phone(phone: str) -> str:
    """Give 139****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else "*" * len(phone)


def _all(text: str) -> Iterator[Personal]:
    for found in IDENTITY.finditer(text):
        if _is_identity(found[1]):
            mask = f"{found[1][:3]}{'*' * 11}{found[1][-4:]}"
            yield Personal("identity", found[1].upper(), found.start(1), found.end(1), mask)
    for found in PHONE.finditer(text):
        phone = "".join(found.groups())
        yield Personal("phone", phone, found.start(), found.end(), mask_phone(phone))


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11] == number[-1].upper()

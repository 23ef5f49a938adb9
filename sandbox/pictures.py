"""A picture to send where a story needs one: a street at night whose lamp is dark, painted as a PNG."""

from __future__ import annotations

import struct
import zlib
from functools import cache

WIDTH, HEIGHT, STREET = 360, 480, 380
SKY, GROUND, WALL, LIT, DARK, POST = (
    (24, 32, 62),
    (38, 38, 42),
    (46, 50, 68),
    (236, 198, 110),
    (30, 33, 48),
    (120, 122, 128),
)
HOUSES = ((0, 110, 210), (120, 90, 150), (220, 140, 235))
"""Left edge, width and roof of each house."""

Colour = tuple[int, int, int]


@cache
def dark_street() -> bytes:
    """Paint the picture."""
    rows = b"".join(b"\0" + bytes(part for x in range(WIDTH) for part in _at(x, y)) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, data) for name, data in parts)


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _at(x: int, y: int) -> Colour:
    if _on_lamp(x, y):
        return POST
    if y >= STREET:
        return tuple(max(0, part - (y - STREET) // 6) for part in GROUND)  # type: ignore[return-value]  # three
    for left, width, roof in HOUSES:
        if left <= x < left + width and y >= roof:
            return _on_house(x - left, y - roof)
    return tuple(part + y // 12 for part in SKY)  # type: ignore[return-value]  # three


def _on_lamp(x: int, y: int) -> bool:
    post, arm, head = (
        196 <= x < 202 and y >= 96,
        202 <= x < 250 and 96 <= y < 101,
        240 <= x < 272 and 101 <= y < 112,
    )
    return (post and y < STREET + 30) or arm or head


def _on_house(x: int, y: int) -> Colour:
    """Paint a wall with windows; every fifth of them is lit."""
    column, row = x // 30, y // 44
    if 8 <= x % 30 < 22 and 12 <= y % 44 < 34:
        return LIT if (column * 3 + row) % 5 == 1 else DARK
    return WALL

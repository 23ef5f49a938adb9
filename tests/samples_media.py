"""Files as people send them, each whole enough to be known; and the facts of what is said of them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tasks.fields import Facts


def png(shade: int = 128, width: int = 2, height: int = 2) -> bytes:
    """Draw a grey picture; another shade is another file."""
    rows = b"".join(b"\0" + bytes([shade & 255]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    note = b"n\0" + str(shade).encode()
    parts = ((b"IHDR", header), (b"tEXt", note), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def zipped(how: int = zipfile.ZIP_DEFLATED, /, **members: bytes) -> bytes:
    """Zip files by their names, in which `__` is a slash and `_DOT_` a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return made.getvalue()


def office(folder: str, content_type: str = "main+xml", **more: bytes) -> bytes:
    """Make an Office Open XML file: `word`, `xl` or `ppt`."""
    members = {"[Content_Types]_DOT_xml": content_type.encode(), f"{folder}__document_DOT_xml": b"<x/>"}
    return zipped(**members, **more)


def ole(*streams: str) -> bytes:
    """Make the list of an old office file with these streams."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    entries = []
    for name in ("Root Entry", *streams):
        raw = name.encode("utf-16-le") + b"\0\0"
        entries.append(raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + b"\1" * 62)
    return head + b"".join(entries)


PNG = png()
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x01" * 40
AMR = b"#!AMR\n" + b"\x3c" * 60
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\1" * 60
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\0" * 100
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"

ABOUT: Facts = {"code": "Z20261124-001", "title": "竹里村违法建筑存在火灾隐患", "reporter": "周强"}
LONG: Facts = {"code": "Z20261124-001", "title": "长" * 200, "reporter": "周" * 64}
LIMITS: Facts = {"largest_mb": 20, "per_day": 200, "most": 30}
WHYS = ("too_large", "type", "expired", "quota", "empty", "too_many")


def _refused(why: str, *names: str, places: tuple[int, ...] = (), count: int = 1) -> Facts:
    return {"why": why, "names": [*names], "places": [*places], "count": count}


def _head(**more: object) -> Facts:
    """Facts of the line before the files."""
    facts = {"asked": "a", "upto": 9, "total": 11, "count": 9, "left": 0, "waiting": 0, "unsent": [], **more}
    return ABOUT | facts  # type: ignore[return-value]  # all of them are JSON


UNSENT = [
    {"unsent": why, "name": name, "place": 3}
    for why in ("too_large", "gone", "refused")
    for name in ("", "现场照片.jpg", "长" * 74 + "….docx")
]

MEDIA: Mapping[str, tuple[Facts, ...]] = {
    "media.refused": (
        *(ABOUT | LIMITS | {"refused": [_refused(why, places=(2,))]} for why in WHYS),
        ABOUT
        | LIMITS
        | {"refused": [_refused("type", "运行脚本", count=3), _refused("too_many", count=970)]},
        LONG | LIMITS | {"refused": [_refused(why, *["长" * 80] * 30, count=30) for why in WHYS]},
    ),
    "media.attached": (
        _head(),
        _head(left=2, waiting=1),
        _head(count=0, unsent=UNSENT[:1]),
        _head(unsent=UNSENT[:9]) | {"title": LONG["title"], "reporter": LONG["reporter"]},
    ),
    "media.location": (
        ABOUT | {"type": "location", "lat": 18.252847, "lon": 109.511909, "label": "青溪镇竹里村3号"},
        LONG | {"type": "location", "lat": 18.0, "lon": 109.0, "label": "长" * 200},
        ABOUT | {"type": "location", "lat": -18.25, "lon": -109.5, "label": ""},
    ),
    "media.none": (ABOUT | {"waiting": False}, ABOUT | {"waiting": True}),
    "attachment": (ABOUT | {"type": "file", "media_id": "M", "name": "现场.jpg"},),
    "admin.media_full": (
        {"used_mb": 20480, "quota_mb": 20480, "disk": False},
        {"used_mb": 3, "quota_mb": 20480, "disk": True},
    ),
}
"""Kind → facts it may come with."""

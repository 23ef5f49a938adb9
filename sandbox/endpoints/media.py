"""Temporary files (path/90253): up and down, for the app and the official accounts alike."""

from __future__ import annotations

from sandbox.endpoints.asked import Asked, Blob, ok
from sandbox.hub import Hub, Refusal
from sandbox.json_types import Object

MB = 1024 * 1024
LIMITS: dict[str, tuple[int, int]] = {
    "image": (10 * MB, 40009),
    "voice": (2 * MB, 40010),
    "video": (10 * MB, 40011),
    "file": (20 * MB, 40006),
}
ACCOUNT_LIMITS: dict[str, tuple[int, int]] = {
    "image": (10 * MB, 40009),
    "voice": (2 * MB, 40010),
    "video": (10 * MB, 40011),
    "thumb": (64 * 1024, 40012),
}


PICTURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
"""First bytes of what a phone shows as a picture → its type."""


async def upload(hub: Hub, asked: Asked) -> Object:
    """Take a file of more than 5 bytes for three days; 40004 wrong type, 40006 and others too big."""
    limits = LIMITS if asked.owner == hub.world.corp_id else ACCOUNT_LIMITS
    kind = asked.query.get("type", "")
    if kind not in limits:
        raise Refusal(40004, "invalid media type")
    name, content, content_type = asked.upload()
    most, errcode = limits[kind]
    if not 5 < len(content) <= most:
        raise Refusal(errcode, f"media should have 6 to {most} bytes, it has {len(content)}")
    seen = next((seen for first, seen in PICTURES if content.startswith(first)), content_type)
    media_id = hub.keep_file(name, content, seen, kind=kind)
    return ok(type=kind, media_id=media_id, created_at=str(hub.clock.stamp))


async def get(hub: Hub, asked: Asked) -> Blob:
    """Give a file back; 40007 unknown or older than three days."""
    found = hub.file(asked.query.get("media_id", ""))
    if found is None:
        raise Refusal(40007, "invalid media_id")
    return Blob(found.content, found.content_type, found.name)

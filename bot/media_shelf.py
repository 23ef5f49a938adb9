"""The folder of kept files: each once, under the SHA-256 of its bytes, readable by the service alone.

A file is written beside its place and renamed, so that half a file never counts. Its row in `medium` follows
in the transaction that counts it; what a dead process left without one is found by `strays`.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

DIGEST = re.compile(r"[0-9a-f]{64}")
_PART = ".part"


class Shelf:
    """Keeps bytes by their digest. All of it waits for the disk: not for the loop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Give the place of a digest; ValueError for anything that is none: no path comes from outside."""
        if not DIGEST.fullmatch(digest):
            raise ValueError("not a digest")
        return self.folder / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Keep bytes and give their digest; raises OSError and then leaves nothing behind."""
        digest = hashlib.sha256(data).hexdigest()
        place = self.path(digest)
        if self.has(digest, len(data)):
            os.utime(place)  # a stray that is wanted again is young again
            return digest
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_name(f"{digest}.{uuid.uuid4().hex[:8]}{_PART}")  # two may fetch the same file
        try:
            _write(part, data)
            part.replace(place)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _flush(place.parent)
        return digest

    def has(self, digest: str, size: int) -> bool:
        """Whether the whole file is there."""
        try:
            return self.path(digest).stat().st_size == size
        except FileNotFoundError:
            return False

    def get(self, digest: str) -> bytes | None:
        """Give the bytes; None where they are gone, or are not what they were."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError:
            return None
        return data if hashlib.sha256(data).hexdigest() == digest else None

    def remove(self, digest: str) -> None:
        """Forget the bytes of a digest."""
        self.path(digest).unlink(missing_ok=True)

    def strays(self, known: frozenset[str], before: float) -> Iterator[tuple[str, int]]:
        """Give digest and size of files without a row, and remove halves of files.

        What was written after `before`, in seconds of the machine, may still get its row and is left alone.
        """
        for place in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            digest = place.name
            if digest in known:
                continue
            try:
                stand = place.stat()
                if stand.st_mtime >= before:
                    continue
                if digest.endswith(_PART):
                    place.unlink()
                elif DIGEST.fullmatch(digest):
                    yield digest, stand.st_size
            except FileNotFoundError:
                continue  # another process was quicker


def _write(part: Path, data: bytes) -> None:
    """Write a new file down to the disk, for its owner's eyes alone."""
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Have the disk know the new name too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""What `zhijian check` says about kept files: how full the folder is, and whether it can be written to."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.config import Config
from bot.findings import Finding, hint
from bot.media_rows import MB, kept_in_all
from bot.storage import Storage

NEARLY = 0.9
"""Share of the quota above which somebody has to look after it."""


async def media_findings(config: Config, storage: Storage | None) -> list[Finding]:
    """Say how many files are kept, how much of the quota they take, and what stands in the way of more."""
    used, files = await kept_in_all(storage.reader) if storage else (0, 0)
    return [*_room(config, used, files), *_folder(config.media.dir, config.media.quota_mb * MB - used)]


def _room(config: Config, used: int, files: int) -> Iterator[Finding]:
    quota = config.media.quota_mb
    what = f"已存附件{files}个，占{used // MB}MB，上限{quota}MB({used * 100 // (quota * MB)}%)"
    cure = "满了就不再接收新附件；请清理，或调大这一项"
    if used >= NEARLY * quota * MB:
        yield Finding("media.quota_mb", what, cure)
    else:
        yield hint("media.quota_mb", what, cure)


def _folder(folder: Path, needed: int) -> Iterator[Finding]:
    place = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    if not _is_writable(place):
        yield Finding("media.dir", f"写不进 {place}", "请检查目录权限和磁盘空间，附件存不下来")
        return
    free = shutil.disk_usage(place).free
    if free < needed:
        what = f"磁盘只剩{free // MB}MB，放不满附件的上限"
        yield hint("media.dir", what, "请扩大磁盘，或调小 media.quota_mb")


def _is_writable(place: Path) -> bool:
    """Whether a file can be made there: it is tried, and nothing stays."""
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return False
    try:
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False

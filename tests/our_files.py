"""Every text file of the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_OURS = {".venv", ".git", "data", "build", "output", "__pycache__"}
TEXTS = {".md", ".py", ".toml", ".yaml", ".yml", ".html", ".css", ".js", ".json", ".jsonl", ".svg", ""}


def our_files() -> Iterator[Path]:
    """Give every text file of the project."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        kept = not any(
            p in NOT_OURS or p.endswith(("_cache", ".egg-info")) or p == ".hypothesis" for p in parts
        )
        if kept and path.is_file() and path.suffix in TEXTS:
            yield path

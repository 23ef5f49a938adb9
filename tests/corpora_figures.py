"""Count how many sentences of a corpus are understood: `python -m tests.corpora_figures FOLDER`.

FOLDER holds `org.json`, `deadlines.jsonl` and `messages.jsonl`. Goes by `zhijian parse --file`, as an
operator would. Exits 1 where fewer lines come out right than promised, and prints each line that does not.
"""

# ruff: noqa: T201 - a command: printing is what it is for

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

PROMISED = {"deadlines.jsonl": 1.0, "messages.jsonl": 0.95}
TIME_KEYS = frozenset({"due", "rrule", "past"})
MESSAGE_KEYS = (
    TIME_KEYS
    | {"intent", "assignees", "departments", "urgency", "wants", "code"}
    | {"lead", "lead_department", "everyone", "ambiguous", "unknown"}
)


def understood(folder: Path, name: str) -> list[dict[str, Any]]:
    """Give what the service makes of each line of one file."""
    command = [sys.executable, "-m", "bot", "parse", "--org", folder / "org.json", "--file", folder / name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"zhijian parse failed on {name}: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def plain(value: Any) -> Any:
    """Make values comparable: absent is null, times are instants, lists are sorted."""
    if isinstance(value, list):
        return sorted(value) or None
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()} or None
    if isinstance(value, str) and value[4:5] == "-" and "T" in value:
        return datetime.fromisoformat(value).timestamp()
    return value or None


def differences(expected: dict[str, Any], actual: dict[str, Any]) -> dict[str, list[Any]]:
    """Give the keys that differ, each with what should be and what is."""
    keys = MESSAGE_KEYS if "intent" in expected else TIME_KEYS
    return {
        key: [expected.get(key), actual.get(key)]
        for key in sorted(keys)
        if plain(expected.get(key)) != plain(actual.get(key))
    }


def check(folder: Path, name: str, promised: float) -> bool:
    """Compare one file line by line, print the figure, and say whether the promise is kept."""
    lines = [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines() if line.strip()]
    answers = understood(folder, name)
    if len(answers) != len(lines):
        print(f"{name}: {len(lines)} lines, {len(answers)} answers")
        return False
    wrong = 0
    for line, answer in zip(lines, answers, strict=True):
        if differs := differences(line, answer):
            wrong += 1
            print(f"{line['text']}: {json.dumps(differs, ensure_ascii=False)}")
    right = len(lines) - wrong
    print(f"{name}: {right} of {len(lines)} right ({right / len(lines):.1%}, promised {promised:.0%})")
    return right >= promised * len(lines)


def main() -> int:
    """Check every file; 0 where all promises are kept, 2 on wrong usage."""
    if len(sys.argv) != 2:
        print("usage: python -m tests.corpora_figures FOLDER", file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    kept = [check(folder, name, promised) for name, promised in PROMISED.items()]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())

"""The benchmarks run whole, with next to nothing to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_quick_run_counts_every_tap() -> None:
    """`python -m benchmarks --quick` starts every server, checks every effect and prints its table."""
    results = ROOT / "benchmarks" / "RESULTS.md"
    before = results.read_bytes() if results.exists() else b""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert (0, "") == (done.returncode, done.stderr)
    assert "one directive to 300 people" in done.stdout
    assert before == (results.read_bytes() if results.exists() else b"")

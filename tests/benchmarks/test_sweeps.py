"""The benchmark of the sweeps runs whole, with few shares; RESULTS.md keeps what was not measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import report, sweeps
from benchmarks.__main__ import main
from benchmarks.sweeps import Measured, Sweeping


def test_quick_run_claims_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    """`--quick --only sweeps` fills two databases, counts every effect, prints and writes no file."""
    before = report.RESULTS.read_bytes()
    code = main(["--quick", "--only", "sweeps"])

    out = capsys.readouterr().out

    assert 0 == code
    assert "Finding and claiming 500 due shares" in out
    assert "20,000" in out
    assert before == report.RESULTS.read_bytes()


def test_one_part_alone_leaves_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sections are cut where the heading stands, wherever there is one."""
    monkeypatch.setattr(report, "RESULTS", tmp_path / "RESULTS.md")

    assert ("", "") == report.kept(sweeps.HEAD)
    report.RESULTS.write_text(f"# Figures\n\n{sweeps.HEAD}\n\nold\n", encoding="utf-8")

    assert ("# Figures\n\n", f"{sweeps.HEAD}\n\nold\n") == report.kept(sweeps.HEAD)


def test_the_ratio_is_the_median_round_by_round() -> None:
    """Large over small of the same round, and the middle of these."""
    small, large = Measured(10, [1.0, 2.0, 4.0], [1.0] * 3), Measured(20, [2.0, 2.0, 2.0], [3.0] * 3)
    result = Sweeping("sqlite", (small, large))

    assert (1.0, 3.0) == (result.ratio("claim"), result.ratio("sweep"))
    assert ["1.00", "3.00"] == sweeps.rows([result])[1][-2:]
    assert sweeps.markdown([result], "machine", 3).startswith(sweeps.HEAD)

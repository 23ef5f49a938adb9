"""Every sentence of the corpora is understood, key by key."""

from pathlib import Path

import pytest

from tests.handlers.reading.checking import check_files

CORPORA = Path(__file__).parents[2] / "corpora"
OWN = Path(__file__).parent


@pytest.mark.parametrize(
    "path",
    [
        CORPORA / "deadlines.jsonl",
        CORPORA / "messages.jsonl",
        OWN / "times.jsonl",
        OWN / "sentences.jsonl",
        OWN / "voices.jsonl",
        OWN / "nuances.jsonl",
        OWN / "exam_deadlines.jsonl",
        OWN / "exam_messages.jsonl",
        OWN / "exam2_deadlines.jsonl",
        OWN / "exam2_messages.jsonl",
    ],
    ids=lambda path: path.stem,
)
def test_every_line_is_understood(path, qingxi_org):
    """Each line of each file comes out with every key equal."""
    (result,) = check_files([path], qingxi_org)

    assert () == result.failures
    assert result.total == result.passed > 30

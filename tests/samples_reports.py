"""Sample facts of what is said about reports that were not announced, for `tests/wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.fields import Facts
from tests.sample_facts import TASK

REPORTS: Mapping[str, tuple[Facts, ...]] = {
    "alone.left": (
        {"code": TASK.code, "title": TASK.title, "count": 2},
        {"code": "", "title": "", "count": 1},
    ),
}
"""Kind → facts it may come with."""

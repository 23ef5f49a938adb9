"""Sample facts of what the auditor tells the administrators."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.fields import Facts, Json
from tests.sample_facts import LONG, TASK

_ONE: Json = {"code": TASK.code, "title": TASK.title}
_LONG: Json = {"code": LONG.code, "title": LONG.title}

AUDITING: Mapping[str, tuple[Facts, ...]] = {
    "admin.missed": (
        {"count": 1, "rows": [_ONE]},
        {"count": 10, "rows": [_LONG] * 10},
        {"count": 1200, "rows": [_ONE] * 10},
    ),
}
"""Kind → facts it may come with."""

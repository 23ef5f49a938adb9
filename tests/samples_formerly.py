"""Sample facts of what cannot be brought back to what it was, for `tests/wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts
from tests.sample_facts import LONG, NOW, TASK, about

FORMERLY: Mapping[str, tuple[Facts, ...]] = {
    "amend.no_former": tuple(
        one | {"why": why} | due
        for one in about(TASK, LONG)
        for why in ("never", "rewritten", "no_due", "text")
        for due in ({}, {"due": None})
    ),
    "amend.former_over": about(TASK, LONG, wanted_due=moment(NOW)),
}

"""Runs a state machine of lives on one of the databases: a few in `make test`, more by ZHIJIAN_LIVES."""

from __future__ import annotations

import os
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine

# A life of forty steps on a real database takes seconds to play and minutes to shrink: ZHIJIAN_SHRINK=1 does.
STEPS: Final = int(os.environ.get("ZHIJIAN_STEPS", "40"))
DATABASES: Final = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def live(machine: type[RuleBasedStateMachine], kind: str, request: pytest.FixtureRequest, usual: int) -> None:
    """Play `usual` lives, or as many as were asked for, on a database of this kind."""
    if kind == "sqlite":
        url = f"sqlite://{request.getfixturevalue('sqlite_ready')}"
    else:
        url = request.getfixturevalue("postgres_server").replace("/postgres?", "/ready?")
    played = type(f"{machine.__name__}On", (machine,), {"url": url})
    played.TestCase.settings = settings(
        max_examples=int(os.environ.get("ZHIJIAN_LIVES", usual)), stateful_step_count=STEPS, deadline=None,
        suppress_health_check=list(HealthCheck), derandomize="ZHIJIAN_LIVES" not in os.environ,
        phases=[p for p in Phase if p is not Phase.shrink or "ZHIJIAN_SHRINK" in os.environ],
    )  # fmt: skip
    played.TestCase().runTest()

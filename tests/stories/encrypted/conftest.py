"""The township with a robot that shows everybody under an enciphered id."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def world(world: dict[str, Any]) -> dict[str, Any]:
    """Give the township with a robot that shows everybody under an enciphered id."""
    return {**world, "robot": {**world["robot"], "encrypted_ids": True}}

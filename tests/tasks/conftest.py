"""An open database of each kind, without a service."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.storage import Storage, opened


@pytest.fixture
async def storage(ready_url: str) -> AsyncIterator[Storage]:
    """Give an empty, migrated database."""
    async with opened(ready_url) as storage:
        yield storage

"""The sandbox and a toy of the service, joined, for one test."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.app import Sandbox
from sandbox.json_types import Object
from sandbox.world import World, qingxi

sys.path.insert(0, str(Path(__file__).parent))

from fake_service import FakeService

GROUP = "wrk_town"
CITIZEN = "o_liu"
SECRETS: Object = {
    "groups": [{"chat_id": GROUP, "name": "青溪镇工作群", "members": "all", "webhook_key": "hook-key"}],
    "citizens": [{"openid": CITIZEN, "name": "刘阿姨"}],
    "tags": [{"tagid": 7, "members": ["zhangsan", "lisi"]}],
}


@pytest.fixture
def world() -> World:
    """Build the township, with fixed ids for its group and citizen."""
    return World.read(qingxi(api_token="bearer", secrets_given=SECRETS))


@pytest.fixture
async def box(world: World) -> AsyncIterator[Sandbox]:
    """Run a sandbox without a service."""
    async with Sandbox(world) as running:
        yield running


@pytest.fixture
async def service(world: World, box: Sandbox) -> AsyncIterator[FakeService]:
    """Run the toy service, joined to the sandbox."""
    async with FakeService(world) as running:
        running.join(box)
        yield running

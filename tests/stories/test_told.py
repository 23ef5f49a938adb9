"""The stories of `zhijian demo --story`, played with the whole service behind them."""

from __future__ import annotations

import pytest

from bot.demo import ROUTES
from bot.samples import laid_out
from sandbox.stories import STORIES
from sandbox.story import play


@pytest.fixture
def changes() -> dict[str, object]:
    """Let citizens' requests go where the demo sends them."""
    return {"requests": {"routes": ROUTES}}


@pytest.mark.parametrize("name", STORIES)
async def test_it_comes_out_as_told(town, name, capsys) -> None:
    """Every step of every story comes out as told, and then it is quiet."""
    await laid_out(town.service.storage, town.service.people.context().now)
    code = await play(town.box, name)
    told = capsys.readouterr().out
    steps = len(STORIES[name].steps)

    assert 0 == code, told
    assert f"✓ {name}: {steps}/{steps} 步" in told

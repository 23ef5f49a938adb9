"""The controlled clock: who may turn it, how it stands still, and that it outlives a restart."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession


async def turn(town, body: str, token: str | None = None) -> tuple[int, str]:
    """Post a body to /clock/advance."""
    headers = {"Authorization": f"Bearer {town.box.world.api_token if token is None else token}"}
    url = f"{town.url}/clock/advance"
    async with ClientSession() as session, session.post(url, data=body, headers=headers) as response:
        return response.status, await response.text()


async def test_it_stands_still_between_advances(town) -> None:
    """What is said between two advances is said at the same moment; an advance moves it by what was asked."""
    for _ in range(2):
        await town.app("zhaoming", "加急 请李四今天17点前报送材料")
        await town.box.expect("lisi")
    await town.box.advance(90)
    await town.app("zhaoming", "加急 请李四今天17点前报送材料")
    await town.box.expect("lisi")
    made = [item["created_at"] for item in (await town.get("/api/v1/directives"))[1]["items"]]

    assert ["2026-11-24T07:31:30+08:00", "2026-11-24T07:30:00+08:00", "2026-11-24T07:30:00+08:00"] == made


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x",
        "[]",
        "{}",
        '{"seconds": -1}',
        '{"seconds": "60"}',
        '{"seconds": true}',
        '{"seconds": NaN}',
        '{"seconds": 1e12}',
    ],
)
async def test_bad_input(town, body) -> None:
    """What is not a number of seconds forward is 400."""
    assert 400 == (await turn(town, body))[0]


async def test_token(town) -> None:
    """It needs the API's token."""
    assert [401, 401, 200] == [
        (await turn(town, '{"seconds": 0}', token))[0] for token in ("", "wrong", town.box.world.api_token)
    ]


async def test_it_outlives_a_restart(town) -> None:
    """Where it stands is kept; `start` is for an empty database."""
    await town.box.advance(3600)
    await town.restart()

    assert "2026-11-24T08:30:00+08:00" == town.service.clock.now().isoformat()


@pytest.mark.parametrize("changes", [{"clock": {"source": "system", "start": None}}])
async def test_it_does_not_exist_with_the_system_clock(town) -> None:
    """With the system's clock there is nothing to turn."""
    assert 404 == (await turn(town, '{"seconds": 0}'))[0]
    town.box.ignore_rest()
    await town.stop()


async def test_what_is_due_is_sent_before_it_answers(town) -> None:
    """When an advance has answered, everything due on the way was tried."""
    await town.say("zhaoming", "请全体人员明天17点前完成学习")
    await town.box.advance(3600)
    sent = await town.rows("SELECT DISTINCT state FROM sending WHERE kind = 'directive.assigned'")
    everybody = [userid for userid in town.box.world.members if userid != "zhaoming"]
    await town.box.expect_all(everybody)

    assert [{"state": "sent"}] == sent

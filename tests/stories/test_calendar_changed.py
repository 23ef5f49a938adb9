"""The settings' calendar changed while the service was down."""

from __future__ import annotations

import pytest

from tests.stories.week import AUTOMATIC, reminded, turn_to

pytestmark = pytest.mark.weeks

CODE = "Z20261124-001"


@pytest.fixture
def changes() -> dict[str, object]:
    """Remind by the rules."""
    return AUTOMATIC


async def test_a_day_that_became_a_working_day(town) -> None:
    """Saturday is made a working day on Friday night: what is overdue is said in its morning."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "请李四11月27日17点30分前报送材料")
    await town.app("lisi", f"{CODE} 收到")
    await turn_to(town, "2026-11-27 20:00")
    await town.stop()
    values = town.config.model_dump()
    values["worktime"]["workdays"] = ["2026-11-28"]
    town.config = type(town.config).model_validate(values)
    await town.start()
    await turn_to(town, "2026-11-28 09:00")
    town.box.ignore_rest()

    assert ("11-28 08:45", "overdue") == (await reminded(town, "lisi"))[-1]

"""Settings of working time: hours of departments, years entered by hand."""

from __future__ import annotations

from datetime import time

import pytest

from bot.config import Config
from bot.config_worktime import WorktimeSettings
from bot.explain_org import org_findings
from bot.people import calendar_of, calendars_of
from tasks.people.org import Department, Org

ORG = Org(departments={1: Department(1, "青溪镇"), 6: Department(6, "便民服务中心", 1)})


def test_a_department_has_its_own_hours() -> None:
    """Spans are put in order, and are the department's calendar."""
    config = Config.model_validate({"worktime": {"departments": {"6": ["13:00-17:00", "9:00-12:00"]}}})
    calendars = calendars_of(config, calendar_of(config), ORG)

    assert {6: ("09:00-12:00", "13:00-17:00")} == config.worktime.departments
    assert ((time(9), time(12)), (time(13), time(17))) == calendars.of(6).office_hours
    assert calendars.body is calendars.of(1)


@pytest.mark.parametrize(
    ("values", "cure"),
    [
        ({"departments": {6: []}}, "请至少写一段"),
        ({"departments": {6: ["09:00-12:00", "11:00-17:00"]}}, "互相重叠"),
        ({"departments": {6: ["9-12"]}}, "请写成 08:30-12:00"),
        ({"departments": {"六": ["09:00-12:00"]}}, "integer"),
        ({"published": [27]}, "请写成 2027"),
    ],
)
def test_what_makes_no_sense_is_refused(values: dict[str, object], cure: str) -> None:
    """Each refusal says how to write it."""
    with pytest.raises(ValueError, match=cure):
        WorktimeSettings.model_validate(values)


def test_a_department_nobody_knows_is_found() -> None:
    """`zhijian check` names a department that is not in the directory."""
    config = Config.model_validate({"worktime": {"departments": {66: ["09:00-12:00"]}}})
    found = [one for one in org_findings(config, ORG) if one.where == "worktime.departments"]

    assert ["通讯录里没有部门 66"] == [one.what for one in found]


def test_a_year_entered_by_hand_is_published() -> None:
    """Its days are those of the settings."""
    config = Config.model_validate({"worktime": {"published": [2033], "holidays": ["2033-01-03"]}})

    assert calendar_of(config).is_published(2033)

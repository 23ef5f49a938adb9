"""The section `worktime`: office hours, departments with other hours, days that differ."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from bot.config_base import Settings
from bot.config_values import Text, ZoneName, parse_span
from tasks.worktime import Hours


def in_order(hours: tuple[str, ...]) -> tuple[str, ...]:
    """Take spans of office hours in any order; raises ValueError where there are none or they overlap."""
    if not hours:
        raise ValueError("没有上班时段，请至少写一段，如 08:30-12:00")
    spans = sorted(parse_span(text) for text in hours)
    for (_, before), (after, _) in pairwise(spans):
        if after < before:
            raise ValueError("上班时段互相重叠，请改为前后不相交的时段")
    return tuple(f"{start:%H:%M}-{end:%H:%M}" for start, end in spans)


class WorktimeSettings(Settings):
    """Office hours and the days that differ from the State Council's calendar."""

    timezone: ZoneName = Field("Asia/Shanghai", description="工作时区")
    office_hours: tuple[Text, ...] = Field(
        ("08:30-12:00", "14:00-17:30"), min_length=1, description="每个工作日的上班时段，按先后排列"
    )
    holidays: tuple[date, ...] = Field((), description="国务院放假安排之外另放假的日期")
    workdays: tuple[date, ...] = Field((), description="国务院放假安排之外另上班的日期")
    published: tuple[int, ...] = Field((), description="国务院已公布、放假和调休已填入以上两项的年份")
    departments: dict[int, tuple[Text, ...]] = Field(
        {}, description="上班时段不同的部门，下级部门随上级（部门 ID: 上班时段）"
    )

    @field_validator("office_hours")
    @classmethod
    def _in_order(cls, hours: tuple[str, ...]) -> tuple[str, ...]:
        return in_order(hours)

    @field_validator("departments")
    @classmethod
    def _each_in_order(cls, departments: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
        return {department: in_order(hours) for department, hours in departments.items()}

    @field_validator("published")
    @classmethod
    def _years(cls, years: tuple[int, ...]) -> tuple[int, ...]:
        for year in years:
            if not 2004 <= year <= 2100:
                raise ValueError(f"“{year}”不是年份，请写成 2027 这样的四位数字")
        return years

    @model_validator(mode="after")
    def _not_both(self) -> Self:
        if both := set(self.holidays) & set(self.workdays):
            raise ValueError(f"{min(both)} 同时列为放假和上班，请只留一处")
        return self

    @property
    def spans(self) -> Hours:
        """Office hours as pairs of start and end, in order."""
        return tuple(parse_span(text) for text in self.office_hours)

    @property
    def spans_of(self) -> dict[int, Hours]:
        """Office hours of the departments that have their own."""
        return {
            department: tuple(parse_span(text) for text in hours)
            for department, hours in self.departments.items()
        }

    @property
    def zone(self) -> ZoneInfo:
        """The service's time zone."""
        return ZoneInfo(self.timezone)

"""A calendar as it was before a year was published: to tell what was counted with it from what was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tasks.worktime.calendar import WorkCalendar


@dataclass(frozen=True)
class UnpublishedCalendar(WorkCalendar):
    """A calendar in which some `years` are not published: Monday to Friday, without days of their own."""

    years: frozenset[int] = field(default_factory=frozenset)

    def is_published(self, year: int) -> bool:
        """Whether the year was known then."""
        return year not in self.years and super().is_published(year)

    def is_working_day(self, day: date) -> bool:
        """Whether the offices were thought to work on that day."""
        return day.weekday() < 5 if day.year in self.years else super().is_working_day(day)


def before_publication(calendar: WorkCalendar, years: frozenset[int]) -> WorkCalendar:
    """Give the calendar as it was counted with before these years were published."""
    return UnpublishedCalendar(
        zone=calendar.zone,
        office_hours=calendar.office_hours,
        holidays=calendar.holidays,
        workdays=calendar.workdays,
        published=calendar.published - years,
        years=years,
    )

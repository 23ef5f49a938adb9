"""All working times of one body: its own, and those of departments with hours of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from tasks.people.org import Org
from tasks.worktime.calendar import WorkCalendar
from tasks.worktime.hours import Hours


@dataclass(frozen=True)
class Calendars:
    """The calendar of every department; what a department has holds for what is below it.

    `body` is what holds where nothing else is said, `hours` the office hours of departments by their id.
    """

    body: WorkCalendar = field(default_factory=WorkCalendar)
    hours: Mapping[int, Hours] = field(default_factory=dict)
    org: Org = field(default_factory=Org)

    def of(self, department: int) -> WorkCalendar:
        """Give the calendar of a department: its own hours, else the nearest above it, else the body's."""
        if not self.hours:
            return self.body
        if department not in self._known:
            self._known[department] = self._found(department)
        return self._known[department]

    def _found(self, department: int) -> WorkCalendar:
        seen: set[int] = set()
        here = department
        while here in self.org.departments and here not in seen:
            if here in self.hours:
                return self._with(self.hours[here])
            seen.add(here)
            here = self.org.departments[here].parent
        return self.body

    def _with(self, hours: Hours) -> WorkCalendar:
        """Give the body's calendar with other hours; one value for all who have them."""
        if hours == self.body.office_hours:
            return self.body
        if hours not in self._by_hours:
            self._by_hours[hours] = replace(self.body, office_hours=hours)
        return self._by_hours[hours]

    @cached_property
    def _known(self) -> dict[int, WorkCalendar]:
        return {}

    @cached_property
    def _by_hours(self) -> dict[Hours, WorkCalendar]:
        return {}

"""Working days, office hours and arithmetic on them; pure."""

from tasks.worktime.away import away_from
from tasks.worktime.calendar import SHANGHAI, Span, Spans, WorkCalendar, published_years
from tasks.worktime.calendars import Calendars
from tasks.worktime.festivals import FESTIVALS, Festival, festival_day
from tasks.worktime.hours import Hours, parse_hours
from tasks.worktime.unpublished import before_publication

__all__ = [
    "FESTIVALS",
    "SHANGHAI",
    "Calendars",
    "Festival",
    "Hours",
    "Span",
    "Spans",
    "WorkCalendar",
    "away_from",
    "before_publication",
    "festival_day",
    "parse_hours",
    "published_years",
]

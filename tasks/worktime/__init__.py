"""Working days, office hours and arithmetic on them; pure."""

from tasks.worktime.calendar import SHANGHAI, WorkCalendar, parse_hours
from tasks.worktime.festivals import FESTIVALS, Festival, festival_day

__all__ = ["FESTIVALS", "SHANGHAI", "Festival", "WorkCalendar", "festival_day", "parse_hours"]

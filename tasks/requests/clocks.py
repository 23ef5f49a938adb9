"""When a request's answer is due: a pure function of what happened to it, in working time.

Rules: the working days of its kind begin on the working day after it came (rule 4 of the sentences on time);
what a citizen is waited for does not count; an extension names the new day; a citizen who opens it again
begins a new round.
"""

from __future__ import annotations

from datetime import datetime

from tasks.requests.kinds import Terms
from tasks.worktime import WorkCalendar


def first_due(at: datetime, terms: Terms, calendar: WorkCalendar) -> datetime:
    """Give when the answer to what came at this moment is due: the close of its last working day."""
    return calendar.day_close(calendar.add_working_days(calendar.local(at).date(), terms.days))

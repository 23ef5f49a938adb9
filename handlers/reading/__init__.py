"""Understanding people's writing: from one sentence to who, what, until when. It never guesses."""

from handlers.reading.behalf import on_behalf, read_delegate
from handlers.reading.classified import is_classified
from handlers.reading.courtesy import is_courtesy
from handlers.reading.deadlines import read_deadline
from handlers.reading.reader import read
from handlers.reading.values import (
    NO_DEADLINE,
    Deadline,
    Intent,
    Reading,
    Role,
    Target,
    Urgency,
    as_line,
    deadline_line,
)

__all__ = [
    "NO_DEADLINE",
    "Deadline",
    "Intent",
    "Reading",
    "Role",
    "Target",
    "Urgency",
    "as_line",
    "deadline_line",
    "is_classified",
    "is_courtesy",
    "on_behalf",
    "read",
    "read_deadline",
    "read_delegate",
]

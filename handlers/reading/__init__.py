"""Understanding people's writing: from one sentence to who, what, until when. It never guesses."""

from handlers.reading.behalf import on_behalf, read_delegate
from handlers.reading.classified import is_classified
from handlers.reading.courtesy import is_courtesy, is_done, is_end
from handlers.reading.deadlines import read_deadline
from handlers.reading.intents import is_bare_ack
from handlers.reading.later import read_later, read_wanted_time
from handlers.reading.reader import read
from handlers.reading.several import several
from handlers.reading.values import (
    NO_AMENDMENT,
    NO_DEADLINE,
    Amendment,
    Deadline,
    Former,
    Intent,
    Later,
    Reading,
    Role,
    Target,
    Unit,
    Urgency,
    as_line,
    deadline_line,
)

__all__ = [
    "NO_AMENDMENT",
    "NO_DEADLINE",
    "Amendment",
    "Deadline",
    "Former",
    "Intent",
    "Later",
    "Reading",
    "Role",
    "Target",
    "Unit",
    "Urgency",
    "as_line",
    "deadline_line",
    "is_bare_ack",
    "is_classified",
    "is_courtesy",
    "is_done",
    "is_end",
    "on_behalf",
    "read",
    "read_deadline",
    "read_delegate",
    "read_later",
    "read_wanted_time",
    "several",
]

"""What a sentence was understood to mean: the values every handler works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

TargetKind = Literal["person", "post", "unit", "each", "everyone", "duty"]
Role = Literal["lead", "assist"]
Intent = Literal[
    "task", "notice", "ack", "feedback", "pending", "status", "nudge", "withdraw",
    "extend", "reassign", "accept", "return", "mine", "help", "none",
    "decline", "amend", "undo", "close", "grant", "refuse", "uphold", "distribute",
    "supervise", "unsupervise", "leave",
]  # fmt: skip
Unit = Literal["minute", "hour", "day", "workday", "week", "month"]
Urgency = Literal["critical", "urgent", "normal"]
What = Literal["", "due", "text", "any"]
Asks = Literal["details", "reports", "media"]
Line: TypeAlias = dict[str, object]

URGENCY_WORDS: Mapping[Urgency, str | None] = {"critical": "特急", "urgent": "加急", "normal": None}


@dataclass(frozen=True, slots=True)
class Target:
    """One addressee as written.

    `people` are userids (a person, or everybody who holds a post), `department` the unit meant by a unit.
    `each` means every unit below the department and not the department itself (各村, 各单位); `duty` is
    whoever is on duty when it is said, of the department where one stands before it (应急办值班人员).
    """

    written: str
    kind: TargetKind
    people: tuple[str, ...] = ()
    department: int | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when.

    `past`: the time named is over, so the bot asks. `rrule`: it recurs and `due` is the first one to come.
    `provisional`: a year whose holidays are not published was counted with. `others`: other marked
    deadlines of the same text, earlier than `due`, in order.
    """

    due: datetime | None = None
    past: bool = False
    rrule: str | None = None
    provisional: bool = False
    others: tuple[datetime, ...] = ()


NO_DEADLINE = Deadline()


@dataclass(frozen=True, slots=True)
class Later:
    """How much later than the old due time (延期三天); less than nothing is sooner (提前一天)."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Former:
    """What is to be again as it was (改回原来的): its time, its text, or `any` of both that was changed.

    As it was at `first`, else as it was before it was changed last. Nothing without a `what`.
    """

    what: What = ""
    first: bool = True

    def __bool__(self) -> bool:
        return bool(self.what)


NO_FORMER = Former()


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a directive is changed to, besides its time.

    `text` is the corrected whole text (更正:…, 改为…), `more` what is added to it (补充:…), `added` and
    `removed` are the people and units put on or taken off; `off` those of the reading's doubtful names that
    are taken off (the others are put on), `former` what is brought back. All are empty where nothing of the
    kind is said.
    """

    text: str = ""
    more: str = ""
    added: tuple[Target, ...] = ()
    removed: tuple[Target, ...] = ()
    off: tuple[str, ...] = ()
    former: Former = NO_FORMER

    def __bool__(self) -> bool:
        return bool(self.text or self.more or self.added or self.removed or self.off or self.former)


NO_AMENDMENT = Amendment()


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, understood.

    `content` is the text as posted without the mention of the bot, `title` a short name for it, `body` what
    remains for a report or a reason. `ambiguous` maps a name to its candidates (userids), `unknown` holds
    names nobody bears (of an `amend` those put on and those taken off); `roles` maps those of either that
    lead or assist to their role. `choice` is set where the whole message is a bare small number (1 to 20).

    `whose` are userids whose share is meant: said (把李四的改派给王五) or asked.

    `targets` of a `grant`, `refuse` or `uphold` are those whose request it is about, of an `accept` or
    `return` those whose share it is, of a `distribute` the people who get one. `reason` is what a verb about
    a share or a directive says besides the command, the code, the names and the time; `later` a time counted
    from the old due time (延期三天), `amendment` what an `amend` changes besides the time, `closes` whether
    reporting closes a share of the task (办结即报), `asks` what a `status` wants besides numbers: the whole
    directive, what was reported, the attachments.
    """

    intent: Intent
    targets: tuple[Target, ...] = ()
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)
    everyone: bool = False
    deadline: Deadline = NO_DEADLINE
    urgency: Urgency = "normal"
    wants: frozenset[str] = frozenset()
    code: str | None = None
    content: str = ""
    title: str = ""
    body: str = ""
    choice: int | None = None
    whose: tuple[str, ...] = ()
    reason: str = ""
    later: Later | None = None
    amendment: Amendment = NO_AMENDMENT
    closes: bool = False
    asks: Asks | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Userids named as persons or by post, sorted."""
        return tuple(sorted({userid for target in self.targets for userid in target.people}))

    @property
    def departments(self) -> tuple[int, ...]:
        """Ids of the units named, as written (各村 is its own unit), sorted."""
        return tuple(sorted({t.department for t in self.targets if t.department is not None}))

    @property
    def lead(self) -> str | None:
        """The one person who leads; None where nobody or more than one does."""
        leading = {userid for t in self.targets if t.role == "lead" for userid in t.people}
        return next(iter(leading)) if len(leading) == 1 else None

    @property
    def lead_department(self) -> int | None:
        """The one unit that leads; None where none or more than one does."""
        leading = {t.department for t in self.targets if t.role == "lead" and t.department is not None}
        return next(iter(leading)) if len(leading) == 1 else None

    @property
    def due(self) -> datetime | None:
        """Until when, if a time was named."""
        return self.deadline.due

    @property
    def past(self) -> bool:
        """Whether the time named is over."""
        return self.deadline.past

    @property
    def rrule(self) -> str | None:
        """The recurrence as in RFC 5545, if it recurs."""
        return self.deadline.rrule


def deadline_line(deadline: Deadline) -> Line:
    """Give the deadline with the keys `due`, and `rrule` and `past` where they apply."""
    line: Line = {"due": deadline.due.isoformat() if deadline.due else None}
    if deadline.rrule:
        line["rrule"] = deadline.rrule
    if deadline.past:
        line["past"] = True
    return line


def as_line(reading: Reading) -> Line:
    """Give the reading with the keys of a line of messages.jsonl; urgency as written, lists sorted."""
    judged = reading.intent in {"accept", "return"}  # whose share it is says nothing of who is to do it
    line: Line = {
        "intent": reading.intent,
        "assignees": [] if judged else list(reading.people),
        "departments": [] if judged else list(reading.departments),
        "due": reading.due.isoformat() if reading.due else None,
        "urgency": URGENCY_WORDS[reading.urgency],
        "wants": sorted(reading.wants),
    }
    optional: Line = {
        "code": reading.code,
        "lead": reading.lead,
        "lead_department": reading.lead_department,
        "everyone": reading.everyone,
        "ambiguous": {name: list(ids) for name, ids in sorted(reading.ambiguous.items())},
        "unknown": sorted(reading.unknown),
        "rrule": reading.rrule,
        "past": reading.past,
    }
    return line | {key: value for key, value in optional.items() if value}

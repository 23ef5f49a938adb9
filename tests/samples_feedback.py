"""Sample facts of feedback in pieces, merged feedback and reminders, for `tests/wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.directives.collecting import KINDS
from tasks.directives.facts import moment
from tasks.fields import Facts, Json
from tests.sample_facts import LONG, NEXT_YEAR, NOW, TASK, about, feedback

REPORTER: Facts = {"total": 9, "acknowledged": 7, "for": "", "state": "acknowledged"}
ANSWER: Facts = REPORTER | {
    "text": "已完成", "attachments": 0, "reported": 3, "head": "", "accepted": False, "closed": False,
    "window": False, "own": False, "issuer_left": False,
}  # fmt: skip
NO_MEDIA: Facts = dict.fromkeys(KINDS, 0)
EVERY_KIND: Facts = {"image": 2, "video": 1, "voice": 3, "file": 1, "location": 1}
COUNTED: tuple[Facts, ...] = (
    {"texts": 1, "media": NO_MEDIA},
    {"texts": 0, "media": NO_MEDIA | {"image": 2}},
    {"texts": 12, "media": EVERY_KIND},
)
COLLECTED: tuple[Facts, ...] = tuple(
    sheet.facts() | REPORTER | {"counted": counted, "until": moment(NOW), "later": later}
    for sheet in (TASK, LONG)
    for counted in COUNTED
    for later in (True, False)
)
PEOPLE: list[Json] = [
    {
        "who": "李四",
        "unit": "党政办公室",
        "text": "已完成，共排查12处，发现3处隐患并已整改",
        "attachments": 2,
    },
    {"who": "欧阳娜娜", "unit": "应急管理办公室", "text": "", "attachments": 3},
    {"who": "王五", "unit": "", "text": "已完成", "attachments": 0},
]
MANY: Facts = {
    "count": 3, "waiting": 3, "people": PEOPLE, "told": 1795477200000, "closes": False, "head": 0,
    "state": "open",
}  # fmt: skip
TOGETHER: tuple[Facts, ...] = tuple(
    sheet.facts() | MANY | changes
    for sheet in (TASK, LONG)
    for changes in (
        {},
        {"count": 39, "people": PEOPLE * 3, "waiting": 20},
        {"head": 5},
        {"closes": True, "waiting": 0},
        {"waiting": 0},
        {"waiting": 0, "state": "closed"},
        {"waiting": 0, "state": "withdrawn"},
    )
)


def _cards(state: str) -> tuple[Facts, ...]:
    """Give the card of a report as it comes first, as an addition, and with little in it."""
    return (
        feedback(state, feedback=12, added=False),
        feedback(state, feedback=12, added=True, **{"for": "王五"}),
        feedback(state, feedback=12, added=False, unit="", attachments=0, text="已转移" * 300),
    )


def _text(text: str, part: int, parts: int, unit: str = "应急办", reporter: str = "周强") -> Facts:
    return {
        "code": TASK.code, "reporter": reporter, "unit": unit, "text": text, "part": part, "parts": parts,
    }  # fmt: skip


TEXTS: tuple[Facts, ...] = (
    _text("全文。", 1, 1, unit=""),
    _text("<" * 600, 99, 99, unit="镇" * 64, reporter="周" * 64),
    _text("🔥" * 450, 2, 4),
)


NAMES: Facts = {"now": ["李四"], "digest": ["王五", "张三"], "recent": ["周强"], "unreachable": ["吴芳"]}
NOBODY: Facts = {"now": 0, "digest": 0, "recent": 0, "unreachable": 0, "at": None, "why": "", "names": NAMES}
LATER: Facts = {"digest": 2, "at": moment(NEXT_YEAR)}
COUNTS: tuple[Facts, ...] = tuple(
    sheet.facts() | NOBODY | changes
    for sheet in (TASK, LONG)
    for changes in (
        {"now": 1},
        LATER | {"why": "hours"},
        {"now": 1, "recent": 1, "unreachable": 1} | LATER | {"why": "full"},
        {"recent": 1},
        {"unreachable": 1},
        {"now": 60, "names": NAMES | {"now": ["欧阳娜娜"] * 60}},
    )
)

FEEDBACK: Mapping[str, tuple[Facts, ...]] = {
    "report.wanted": (*about(TASK, LONG, group=True), *about(TASK, group=False)),
    "reported": (
        *about(**ANSWER),
        *about(**ANSWER | {"attachments": 2, "for": "张三", "window": True}),
        *about(**ANSWER | {"head": "孙丽"}),
        *about(**ANSWER | {"head": "孙丽", "window": True}),
        *about(**ANSWER | {"accepted": True, "window": True}),
        *about(**ANSWER | {"accepted": True, "closed": True}),
        *about(**ANSWER | {"accepted": True, "own": True}),
        *about(**ANSWER | {"accepted": True, "own": True, "closed": True}),
        *about(**ANSWER | {"issuer_left": True, "window": True}),
    ),
    "collected": COLLECTED,
    "collected.done": COLLECTED,
    "collected.late": tuple(
        sheet.facts() | REPORTER | {"state": state}
        for sheet in (TASK, LONG)
        for state in ("accepted", "withdrawn")
    ),
    "directive.feedback": _cards("reported"),
    "directive.feedback_below": _cards("reported"),
    "directive.feedback_closed": _cards("accepted"),
    "directive.feedback_closed_text": TEXTS,
    "directive.feedback_many": TOGETHER,
    "card.feedback_many": TOGETHER,
    "feedback.more": about(TASK, LONG, rest=3, told=1795477200000, after=17),
    "feedback.each": (*about(count=10, rest=3), *about(LONG, count=2, rest=0)),
    "feedback.none": about(TASK, LONG),
    "accept.unseen": about(TASK, LONG, fresh=2),
    "accept.newer": about(TASK, LONG, reporter="李四"),
    "nudged": COUNTS,
    "nudged.names": COUNTS,
    "nudged.numbers": COUNTS,
    "nudge.nothing": (*about(named=True), *about(named=False)),
}
"""Kind → facts it may come with."""

"""Sample facts for each kind of message, as the code gives them, so that its words can be tried."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.directives.facts import moment
from tasks.fields import Facts
from tests.sample_facts import (
    AMBIGUOUS,
    GROUPS,
    ISSUES,
    LEFT_OUT,
    LONG,
    MINE,
    NOTICE,
    NOW,
    NUMBERS,
    OVERVIEWS,
    QUESTIONS,
    SHARE_STATES,
    TASK,
    about,
    feedback,
    shares,
)
from tests.samples_asking import ASKED
from tests.samples_auditing import AUDITING
from tests.samples_cases import CASES
from tests.samples_changes import CHANGED
from tests.samples_citizen_door import CITIZEN_DOOR
from tests.samples_citizen_media import CITIZEN_MEDIA
from tests.samples_citizen_progress import CITIZEN_PROGRESS
from tests.samples_citizen_tell import CITIZEN_TELL
from tests.samples_contact import ASKERS, CONTACT
from tests.samples_details import DETAILS
from tests.samples_emergency import EMERGENCY
from tests.samples_feedback import FEEDBACK
from tests.samples_formerly import FORMERLY
from tests.samples_guides import GUIDES
from tests.samples_leave import ISSUED_AWAY, LEAVE
from tests.samples_ledger import SUPERVISION
from tests.samples_media import MEDIA
from tests.samples_mirror import MIRROR
from tests.samples_nudges import NUDGES
from tests.samples_people import PEOPLE, STANDING_IN
from tests.samples_proposals import SAMPLES as PROPOSALS
from tests.samples_reports import REPORTS
from tests.samples_requests import ASSIGNED as REQUESTS_ASSIGNED
from tests.samples_requests import REQUESTS
from tests.samples_requests import SHARES as REQUEST_SHARES
from tests.samples_rota import ROTA
from tests.samples_series import SERIES
from tests.samples_verdicts import SAMPLES as VERDICTS

ACKNOWLEDGED: Facts = {"total": 9, "acknowledged": 7, "for": "张三", "state": "acknowledged"}
REFUSED: Facts = {"code": "Z20261124-001", "title": "竹里村违法建筑存在火灾隐患"}
ACCEPTED: Facts = {
    "accepted": 2, "names": ["周强", "卫国"], "still_open": 1, "closed": False, "accepter": "", "fresh": 0
}  # fmt: skip
ALL_CLOSED: Facts = ACCEPTED | {"accepted": 9, "still_open": 0, "closed": True, "accepter": "孙丽"}

SAMPLES: Mapping[str, tuple[Facts, ...]] = {
    **ASKED,
    **AUDITING,
    **SERIES,
    **CHANGED,
    **CASES,
    **CITIZEN_DOOR,
    **CITIZEN_PROGRESS,
    **CITIZEN_MEDIA,
    **FORMERLY,
    **SUPERVISION,
    **CITIZEN_TELL,
    **DETAILS,
    **EMERGENCY,
    **GUIDES,
    **LEAVE,
    **PEOPLE,
    "directive.assigned": tuple(
        one | {"closes": closes}
        for one in shares(("assigned", "acknowledged", "reported"))
        for closes in (True, False)
    )
    + REQUESTS_ASSIGNED,
    "card.share": (*shares(SHARE_STATES), *STANDING_IN, *REQUEST_SHARES),
    "directive.full_text": (
        {"code": TASK.code, "text": "全文。", "part": 1, "parts": 1},
        {"code": TASK.code, "text": LONG.content[:600], "part": 2, "parts": 4},
    ),
    "directive.feedback_text": (
        {"code": TASK.code, "reporter": "周强", "unit": "", "text": "全文。", "part": 1, "parts": 1},
        {
            "code": TASK.code,
            "reporter": "周" * 64,
            "unit": "镇" * 64,
            "text": "<" * 600,
            "part": 99,
            "parts": 99,
        },
        {"code": TASK.code, "reporter": "周强", "unit": "应急办", "text": "🔥" * 450, "part": 2, "parts": 4},
    ),
    "card.feedback": (
        feedback("reported", still_open=2, closed=False),
        feedback("accepted", still_open=1, closed=False),
        feedback("accepted", still_open=0, closed=True),
    ),
    "directive.all_acknowledged": about(TASK, NOTICE, total=9, closed=False),
    "group.all_acknowledged": about(TASK, NOTICE, total=9, closed=False),
    "group.closed": about(total=9),
    "share.accepted": (*about(accepter=""), *about(accepter="孙丽")),
    "issued": (*ISSUES, *ISSUED_AWAY),
    "card.group": GROUPS,
    "acknowledged": about(TASK, NOTICE, **ACKNOWLEDGED),
    "acknowledged.before": about(**ACKNOWLEDGED),
    "acknowledge.nothing": ({},),
    "report.nothing": ({},),
    "report.notice": about(NOTICE),
    "accepted": (*about(**ACCEPTED), *about(**ALL_CLOSED), *about(**ACCEPTED | {"names": [], "fresh": 2})),
    "accept.none_reported": (*about(**ACCEPTED), *about(**ALL_CLOSED)),
    "accept.nothing": ({},),
    "media.alone": ({"count": 2},),
    **CONTACT,
    **FEEDBACK,
    **NUDGES,
    **MEDIA,
    **MIRROR,
    **PROPOSALS,
    **VERDICTS,
    **REPORTS,
    **REQUESTS,
    **ROTA,
    "not_understood": ASKERS,
    "stranger": ({"sender": "nobody"},),
    "too_long": ({"longest": 5000},),
    "classified": ({},),
    "failed": ({},),
    "late": (
        {"kind": "help", "facts": ASKERS[0], "at": moment(NOW)},
        {"kind": "card.share", "facts": shares(("acknowledged",))[0], "at": moment(NOW)},
    ),
    "refused.issue": ({},),
    "refused.upward": ({"who": ["赵明"]}, {"who": ["赵明", "钱进"]}),
    "refused.for_whom": ({"leaders": ["赵明", "钱进"]},),
    "refused.nobody_left": ({"left_out": []}, {"left_out": LEFT_OUT}),
    "refused.no_such_code": ({"code": "Z20261124-099"}, {"code": "012"}),
    "refused.not_assignee": tuple(REFUSED | {"verb": verb} for verb in ("acknowledge", "report")),
    "refused.not_issuer": (REFUSED | {"verb": "accept"},),
    "refused.not_concerned": tuple(REFUSED | {"verb": verb} for verb in ("pending", "status")),
    "refused.over": tuple(
        TASK.facts() | ACKNOWLEDGED | {"state": state} for state in ("accepted", "withdrawn")
    ),
    "refused.not_administrator": ({},),
    "directory.syncing": ({},),
    "admin.failed": ({"id": 12},),
    "stream.gone": ({},),
    "pending": OVERVIEWS,
    "pending.numbers": NUMBERS,
    "pending.names": OVERVIEWS,
    "pending.nothing": ({},),
    "status": OVERVIEWS,
    "status.numbers": NUMBERS,
    "status.names": OVERVIEWS,
    "mine": MINE,
    "mine.numbers": ({"count": 3},),
    "question": tuple({"question": question} for question in QUESTIONS),
    "question.out_of_range": ({"count": 3},),
    "question.cancelled": ({"code": ""}, {"code": "Z20261124-001"}),
    "card.question_over": tuple(
        {"why": why, "code": code} for why in ("answered", "expired") for code in ("", "Z20261124-001")
    ),
    "card.chosen": (
        {"outcome": "issued", "facts": ISSUES[0]},
        {"outcome": "question", "facts": {"question": AMBIGUOUS}},
        {"outcome": "question.cancelled", "facts": {"code": ""}},
        {"outcome": "acknowledged", "facts": TASK.facts() | ACKNOWLEDGED},
    ),
}
"""Kind → facts it may come with; every branch of its words is in one of them."""

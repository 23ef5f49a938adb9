"""What may leave an open question: the one rule for a report in pieces and for words a verb waits for.

Whoever was asked why, or is reporting, writes freely: nearly everything is the answer. A message of its own is
only one that cannot be meant otherwise: another code, a command that is all there is of the message, or a
directive nobody could mistake.
"""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from handlers.context import Context
from handlers.directives import lookup
from handlers.directives.lookup import CODE
from handlers.message import Incoming
from handlers.reading import Reading, is_bare_ack, read_wanted_time, several
from handlers.reading.clauses import clauses_of, is_soft
from handlers.reading.reasons import REASONED
from handlers.reading.script import normal
from tasks.db import Db
from tasks.directives import queries
from tasks.directives.models import Question
from tasks.people.roles import may

WINDOW: Final = "report"
"""Stands for the verb while a report is collected."""
TIMES: Final = frozenset({"redue", "other"})
"""Verbs that wait for a time alone: any order with a time of its own is no answer."""
WHY: Final = frozenset({WINDOW, "return", "decline", "extend"})
"""Verbs that wait for a person's own words: what looks like a report or like 收到 is among them."""
ISSUES: Final = frozenset({"task", "notice"})
SAYS: Final = frozenset({*ISSUES, "feedback", "none"})
"""Intents that are no command."""
WHY_NOT: Final = frozenset({"leave"})
"""我明天请假 where a reason is waited for is the reason."""
ENDS: Final = frozenset({"close"})
"""全部办结 while a report is collected is that report."""
BEGS: Final = frozenset({"extend", "decline", "reassign", "distribute"})
"""Commands of an assignee that come with their reason."""
MOST_NAMED: Final = 20
"""People looked up; who names more gives a new directive."""

_DONE: Final = r"(?:收到|签收|反馈|回复|确认|上报|报送|报|看到?|读|交|完成|办结|办完|办好|办)"
_LACK: Final = r"(?:还|都|仍|也)?(?:没有?|未|尚未)(?:及时|按时)?"
_WHO: Final = (
    r"(?:还|都)?有?(?:谁|哪些|哪几[个家]|哪[个家位]|几[个家位]|多少)(?:人|单位|部门|村|同志)?(?:是|还|都)*"
)
_ASK: Final = r"(?:请问|请|看一?下|看看|查一?下|查询|查看|问一?下|帮我|给我|我?想知道|再|那|现在|目前|这[个条件]|本|的|任务|工作|大家|整体|今天|今日|昨天|本周|上周|本月)*"
_HOW: Final = r"(?:怎么样|如何|咋样|怎样|到哪(?:一?步|里)?)"
_END: Final = r"(?:吧|了|吗|么|呢|啊|呀|[\s,。!?、~])*"
_BARE: Final[Mapping[str, str]] = {
    "accept": r"(?:好的?|可以|没问题|我|都|全部|[\s,])*(?:(?:同意|准予|可以|予以|批准)(?:给|予以)?(?:办结|结案|销号|通过|归档)?|办结|结案|销号|通过)",
    "pending": rf"{_ASK}(?:{_WHO}(?:{_LACK})?{_DONE}(?:的|任务|材料|情况)*|{_LACK}{_DONE}的?(?:人员?|单位|部门|村)*(?:名单|(?:都|还)?[有是](?:谁|哪些|哪几).{{0,3}})|还?[差缺](?:谁|哪些|哪几|几[个家]).{{0,2}}|(?:大家|都|全部?)*{_DONE}[齐全]?了?(?:吗|没有?|么))",
    "status": rf"{_ASK}(?:(?:办理|完成|落实|反馈|签收|办结|处理|整改)?(?:进度|进展|情况|状态|统计|汇总|台[账帐]|列表|清单)*{_HOW}?|(?:办|进展|完成|处理|落实|弄|搞)得?{_HOW}|{_DONE}了(?:吗|没有?|么))",
    "nudge": rf"(?:再|请|帮我|给|把)*(?:催办|催促|催|提醒|督促)(?:一?下|一催)?(?:{_LACK}{_DONE}的)?(?:人|单位|村|同志|他们|大家|所有|各)*",
    "amend": r"(?:再|请|把|将)*(?:加上|增加|添加|加|去掉|取消|拿掉|移除)[、和及\s]*",
}
"""Intent → what it looks like with nothing else said, without the names of people and units."""
_COMMANDS: Final = {intent: re.compile(rf"{words}{_END}") for intent, words in _BARE.items()}

_TOLD: Final = re.compile(
    r"已经?(?![^,。;!?]{1,10}的)|均已|正在|完毕|(?:报|办|送|交|发|清|查|通知|整改|处理|落实)(?:完|好)?了|共\s?\d|\d+(?:处|户|人|件|个|起|份)(?:已|均|都)"
)
"""Words of somebody who tells of something done."""
_FINISHED: Final = re.compile(
    r"(?:我[们村办所]?|任务|工作|这[个条件]|现在|目前|已经?|全部|均|都)*(?:完成|办结|办完|办好|整改到位|整改完毕|处理完毕|清理完毕)了?(?=[\s,。;!]|$)(?![^。]*(?:但|应|无法|不))"
)
"""已完成,…: a report whatever was asked."""
_HEAD: Final = re.compile(r"(?:代\S{2,4}[\s,:]+)?(?:[\[【(]?(?:特急|加急|紧急)[\]】)]?[\s,:!]*)?")
_ORDER: Final = re.compile(r"请(?!问|示|假|求|放心)|@|通知|责成|交办")
_AGAIN: Final = re.compile(
    r"再[报交办做核发填写传补上]|重[新报做办填]|后[再重]?[报交送]|补[上充报齐交正全]|签字|盖章"
)
"""What is asked for anew of who has reported."""
_BEGGED: Final = re.compile(r"(?:^|[\s,。;!])(?:我们?|现|特|想|要|需|拟)*(?:申请|请求|恳请)")


async def names_another(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context
) -> bool:
    """Whether a message names (or quotes) another directive than the one that is asked about."""
    if lookup.quoted_code(incoming) is None and reading.code is None:
        return False
    found = await lookup.named(db, incoming, reading, context)
    return found is None or isinstance(found, str) or found.code != str(question.facts["code"])


async def leaves(
    db: Db,
    question: Question,
    incoming: Incoming,
    reading: Reading,
    context: Context,
    own: frozenset[str] = frozenset(),
) -> bool:
    """Whether a message is one of its own although an answer is waited for.

    `own` are the intents that are the very thing that was asked about.
    """
    if not reading.content:
        return False
    if await names_another(db, question, incoming, reading, context):
        return True
    if reading.asks is not None:
        return not incoming.media  # 附件 with a file is a piece of the report
    verb = str(question.facts.get("verb") or WINDOW)
    if reading.intent in ISSUES:
        return await _is_directive(db, question, incoming, reading, context, verb)
    if reading.intent == "feedback" and verb != WINDOW:
        return verb not in WHY or _FINISHED.match(normal(reading.body).lstrip()) is not None
    if reading.intent in own and not _is_bare_repeat(reading, verb):
        return False
    return reading.choice is not None or is_command(reading, verb)


def _is_bare_repeat(reading: Reading, verb: str) -> bool:
    """Whether 退回 is said again without a reason: it is asked for anew."""
    return verb == "return" and reading.intent == verb and not reading.reason


def is_command(reading: Reading, verb: str) -> bool:
    """Whether a message is a command and says nothing besides, or names its directive and then commands."""
    intent, coded, window = reading.intent, reading.code is not None, verb == WINDOW
    if intent in SAYS or (window and intent in ENDS) or (intent in WHY_NOT and verb in WHY):
        return False
    if intent in {"help", "mine"}:
        return True
    plain = _plain(reading)
    if intent == "ack":
        return is_bare_ack(plain)
    if window and (_TOLD.search(plain) or (intent == "accept" and "同意" not in plain)):
        return False
    if intent == "amend":
        changes_people = not (reading.amendment.text or reading.amendment.more)
        return changes_people and (coded or ("@" in plain and _is_whole(intent, reading, plain)))
    if intent in REASONED:
        return coded or not reading.reason or _begs(reading, plain, window=window)
    return _is_whole(intent, reading, plain) or (coded and intent in {"accept", "nudge"})


def _plain(reading: Reading) -> str:
    """Give the words in normal writing, without the code."""
    text = normal(CODE.sub("", reading.content))
    return (text.replace(reading.code, "", 1) if reading.code else text).strip(" ,。:;!~\n")


def _is_whole(intent: str, reading: Reading, plain: str) -> bool:
    """Whether a message is the command alone, whoever it names."""
    named = (*reading.targets, *reading.amendment.added, *reading.amendment.removed)
    for written in sorted({normal(target.written) for target in named}, key=len, reverse=True):
        plain = plain.replace(written, "")
    command = _COMMANDS.get(intent)
    return command is None or command.fullmatch(plain.replace("@", "").replace("的", "", 1)) is not None


def _begs(reading: Reading, plain: str, *, window: bool) -> bool:
    """Whether a clause is the command of an assignee, and the reason stands in others.

    Where a reason is waited for, only 申请… is a command: 延期到明天,附照片 may be the reason itself.
    """
    if reading.intent not in BEGS or not (window or _BEGGED.search(plain)):
        return False
    said = [piece for piece in re.split(r"[\s,。;!?]+", normal(reading.reason)) if piece]
    clauses = [plain[start:end].strip() for start, end in clauses_of(plain)]
    return any(
        clause and not is_soft(clause) and not any(piece in clause for piece in said) for clause in clauses
    )


async def _is_directive(
    db: Db, question: Question, incoming: Incoming, reading: Reading, context: Context, verb: str
) -> bool:
    """Whether somebody who may issue says what can be nothing but a directive: 请吴芳明天12点前核查路灯."""
    named = reading.targets or reading.everyone or reading.unknown or reading.ambiguous
    if not named or reading.code is not None or not may("issue", context.asked(incoming.sender)):
        return False
    plain = _plain(reading)
    if verb == WINDOW and _is_several(reading, context):
        return True
    head = _HEAD.match(plain)
    order = _ORDER.match(plain, head.end() if head else 0)
    pressed = reading.urgency != "normal" or reading.closes
    if verb in TIMES and (reading.due is not None or pressed or reading.wants):
        return True
    if order is None or _TOLD.search(plain):
        return False
    if pressed or order[0] == "通知":
        return True
    if not _names_time(reading, context):
        return False
    return verb != "return" or not (_AGAIN.search(plain) or await _has_share(db, question, reading, context))


def _is_several(reading: Reading, context: Context) -> bool:
    """Whether a message is a list of directives, each to somebody else: no report orders so much."""
    parts = several(
        reading.content, context.said_at, context.org, context.calendar, bot_name=context.bot_name
    )
    return len(parts) > 1 and not any(_TOLD.search(normal(part)) for part in parts)


def _names_time(reading: Reading, context: Context) -> bool:
    if reading.due is not None or reading.past:
        return True
    deadline, later, _ = read_wanted_time(reading.content, context.said_at, context.calendar)
    return deadline.due is not None or later is not None


async def _has_share(db: Db, question: Question, reading: Reading, context: Context) -> bool:
    """Whether somebody named has a share of the directive that is asked about: what is wanted of them is why."""
    directive = await queries.by_id(db, question.directive_id or 0)
    units = [target.department or 0 for target in reading.targets if target.kind == "unit"]
    people = {*reading.people, *(context.org.head(unit) or "" for unit in units)}
    if directive is None or len(people) > MOST_NAMED:
        return False
    return any([await queries.share_of(db, directive, person) for person in people])

"""First contact and help: what this person can do, with sentences to copy, and how one verb is said."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers import identity
from handlers.context import Context, asker_facts
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from tasks.db import Db
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people import rooms

TOPICS: Mapping[str, str] = {
    "issue": r"交办|布置|派活?|下?任务|下?指令|通知|发通知|发任务",
    "acknowledge": r"收到|签收",
    "report": r"反馈|回复|上报|报告|办结反馈",
    "accept": r"同意办结|办结|审核|验收",
    "return": r"退回|打回",
    "extend": r"申请延期|延期|延长|宽限",
    "reassign": r"转办|转给|转交|改派",
    "distribute": r"分办",
    "decline": r"不属于我(?:们)?单位|退办|不是我(?:们)?的事",
    "nudge": r"催办|催一?下?|提醒",
    "amend": r"改时间|改期|变更|修改|更正|补充|加上|去掉|加人|减人|换人",
    "withdraw": r"撤回|取消任务|作废",
    "undo": r"撤销|点错了?|说错了?",
    "close": r"全部办结|关闭",
    "pending": r"谁没收到|谁没反馈|查进度|进度|查询",
    "supervise": r"督办|督查",
    "group": r"本群名称|群名称?|群单位|本群叫什么",
}
"""What help can be asked about → the words for it."""
_HOW = r"(?:怎么样?|如何|怎样|咋样?|咋)"
_DO = r"(?:说|用|弄|写|操作|做|申请|发)"
_TOPIC = {
    topic: re.compile(
        rf"(?:帮助|help)[\s:]*(?:{words})|(?:请问|我?想?问一?下|那|我)?{_HOW}{_DO}?(?:{words})"
        rf"|(?:请问|那)?(?:{words}){_HOW}{_DO}|(?:{words})(?:的)?帮助",
        re.IGNORECASE,
    )
    for topic, words in TOPICS.items()
}
_SHORTLY = {
    topic: re.compile(rf"(?:用法|说明)[\s:]*(?:{words})|(?:{words})(?:的)?(?:用法|说法)")
    for topic, words in TOPICS.items()
}
"""说明进度 may be the reason of a return, 通知用法 a line of a report: only where nothing was asked."""
_TAIL = re.compile(r"[\s?。!呢啊呀吗]+$")
LONGEST = 20
"""Characters of a question for help with one verb."""


def topic_of(text: str, bot_name: str, forms: Mapping[str, re.Pattern[str]]) -> str:
    """Give what help is asked about in one of these forms; empty where nothing of the kind is asked."""
    plain = _TAIL.sub("", without_mention(text, bot_name).translate(str.maketrans("？！：", "?!:")))
    if not 2 < len(plain) <= LONGEST:
        return ""
    return next((topic for topic, pattern in forms.items() if pattern.fullmatch(plain)), "")


async def help_on(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Say in three lines how one verb is said (帮助 延期, 怎么撤回); None for a message that does not ask."""
    del db
    return _help(incoming, context, _TOPIC)


async def help_shortly(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Say the same to who asks shortly (延期用法): what may as well be the answer to an open question."""
    del db
    return _help(incoming, context, _SHORTLY)


def _help(incoming: Incoming, context: Context, forms: Mapping[str, re.Pattern[str]]) -> Outcome | None:
    topic = topic_of(incoming.text, context.bot_name, forms)
    return Outcome("help.topic", asker_facts(incoming, context) | {"topic": topic}) if topic else None


def welcome(incoming: Incoming, context: Context) -> Notice:
    """Greet a person of the directory in the app, once for good."""
    return Notice(
        "help",
        (Receiver(incoming.sender),),
        asker_facts(incoming, context),
        f"welcome:{incoming.sender}",
        context.now,
        lane=Lane.FAST,
    )


async def entered_app(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Greet whoever opens the app for the first time; the platform tells of every time."""
    del db
    known = incoming.sender in context.org.people
    return Outcome("", {}, (welcome(incoming, context),) if known else ())


async def entered_chat(db: Db, incoming: Incoming, context: Context) -> Outcome:
    """Greet a visit to the robot's own chat: the first one in full, every later day's with one line.

    Who comes under an unknown id is looked up meanwhile.
    """
    waits = identity.unknown(incoming, context) and context.identifies
    facts = asker_facts(incoming, context) | {"identifying": waits}
    if waits:
        return Outcome("help", facts, (identity.lookup(incoming, context),))
    if incoming.sender not in context.org.people:
        return Outcome("help", facts)
    chat = f"one:{incoming.sender}"
    if await rooms.of(db, chat) is not None:
        return Outcome("help.again", facts)
    await rooms.met(db, chat, None)
    return Outcome("help", facts)

"""催办预演 001, 会怎么催, 催办预演 请各村…: which sentences ask for a preview, and of what."""

from __future__ import annotations

import re
from typing import Final

from handlers.context import Context
from handlers.directives.lookup import quoted_code
from handlers.message import Incoming
from handlers.mirror import insisted, preview
from handlers.reading.reader import without_mention
from handlers.reading.script import normal
from tasks.db import Db
from tasks.notices import Outcome

LONGEST: Final = 40
"""Characters of a question how it will be reminded of."""
_CODE: Final = r"(?:[ZzSs]\d{8}-\d{3,}|\d{3,5})"
_NAME: Final = r"(?:催办预演|预演一?下?催办|催办预览|提醒预演|预演一?下?提醒)"
_FRONT: Final = re.compile(rf"\s*(?:请|帮我|给我|先|做个?|来个?|看一?下)*{_NAME}(?:一下)?[\s:,。]*")
_CODED: Final = re.compile(
    rf"\s*(?:把|对|将|看一?下)?(?P<code>{_CODE})?(?:号?(?:任务|指令))?\s*[,:]?(?:的|做个?|来个?|请|先)*{_NAME}(?:一下|呢)?[\s?。!]*"
)
_ONLY_CODE: Final = re.compile(rf"(?P<code>{_CODE})(?:号?(?:任务|指令)?)?[\s?。!]*")
_HOW: Final = re.compile(
    rf"\s*(?:请问|想问一?下|那|查一?下|看一?下|看看|瞧瞧|想知道|,|\s)*(?P<code>{_CODE})?(?:号?(?:任务|指令)|这[个项条件](?:任务|事)?)?\s*,?"
    r"(?P<when>后面|后续|接下来|之后|以后|下一步|再往后|还|将|要|会)*(?:(?:系统|你|您)?(?:会|将|要|还)*)?"
    r"(?:怎么样?|如何|怎样|咋|什么时候|何时|几点|分别什么时候)(?:去|来|再)?(?:催办?|提醒)(?:大家|他们|我们?|人|办理|谁|哪些人)?(?:的|呢|吗|啊|呀)*[\s?。!]*"
)


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Answer who asks for a preview, or what was insisted on; None for every other sentence."""
    if incoming.sender not in context.org.people:
        return None
    if "坚持" in normal(incoming.text) and (found := await insisted.asked(db, incoming, context)):
        return found
    if not re.search(r"预演|预览|怎|如何|何时|什么时候|几点|咋", normal(incoming.text)):
        return None
    return await _preview(db, incoming, context)


async def _preview(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    posted = without_mention(incoming.text, context.bot_name)
    said = normal(posted)
    if (found := _CODED.fullmatch(said)) or (found := _how(said, incoming)):
        return await preview.of_words(db, found["code"] or "", incoming, context)
    front = _FRONT.match(said)
    if front is None:
        return None
    rest = posted[front.end() :].strip()
    if coded := _ONLY_CODE.fullmatch(normal(rest)):
        return await preview.of_words(db, coded["code"], incoming, context)
    return await preview.of_draft(db, rest, incoming, context)


def _how(said: str, incoming: Incoming) -> re.Match[str] | None:
    """Match a question how it goes on; 怎么催 alone asks how a nudge is said."""
    found = _HOW.fullmatch(said) if len(said) <= LONGEST else None
    if found is None:
        return None
    return found if found["code"] or found["when"] or quoted_code(incoming) else None

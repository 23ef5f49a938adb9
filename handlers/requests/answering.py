"""The answer: what the office reported goes to the citizen, once it is complete and whoever checks agreed.

Where reporting closes (办结即报) it waits while pieces of the report may still come: until 完成, or the end
of the ten minutes. What is taken back before that was never sent; what is changed after it is sent corrected.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from handlers.context import Context
from handlers.requests import afterwards
from handlers.requests.telling import tell
from tasks.db import Db
from tasks.directives import queries, questions, states
from tasks.directives.models import Directive, Feedback, Share
from tasks.fields import Facts
from tasks.notices import Notice, Receiver
from tasks.personal import masked
from tasks.requests import turning
from tasks.requests.models import Request
from tasks.requests.turning import Act

LEAD: Final = re.compile(
    r"^[\s,，、]*(?:现)?(?:答复|回复|反馈|已答复|答)(?:群众|如下|内容|意见|情况)*\s*[:：,，]\s*"
)
"""What somebody says before an answer: 答复：路灯已修好."""
LONGEST: Final = 500
"""Characters of an answer that one message to a citizen holds, with what else it says."""
WINDOW: Final = "report"
"""The kind of question that is open while what somebody sends belongs to a report."""


async def complete_at(db: Db, directive: Directive, context: Context) -> datetime:
    """Give when an answer is complete: at once, or when the report that is still being sent ends."""
    window = await questions.open_about(db, directive.id, WINDOW, context.now)
    return window.until if window is not None else context.now


async def send(
    db: Db, request: Request, directive: Directive, act: Act, context: Context
) -> tuple[Notice, ...]:
    """Give the answer to the citizen, and to those whose requests were joined to this one."""
    share, report = await _last(db, directive)
    text = await words_of(db, share) if share else ""
    if share is None or report is None or not text:
        request.look_at = None
        await request.save(using_db=db, update_fields=["look_at"])
        return _wordless(request, share, directive, context)
    out: list[Notice] = []
    for one in await turning.together(db, request):
        corrected = await turning.was_answered(db, one)
        if await turning.answered(db, one, act, text=text, by=report.author):
            out += await _told(db, one, text, context, corrected=corrected)
    return tuple(out)


async def _told(
    db: Db, request: Request, text: str, context: Context, *, corrected: bool
) -> tuple[Notice, ...]:
    facts: Facts = {
        "text": text[:LONGEST],
        "cut": len(text) > LONGEST,
        "corrected": corrected,
        **await afterwards.asked(db, request, context),
    }
    return await tell(db, "citizen.answered", request, facts, str(request.seq), context)


async def _last(db: Db, directive: Directive) -> tuple[Share | None, Feedback | None]:
    """Give the share that answers, whose report was taken last, and that report."""
    found: tuple[Share | None, Feedback | None] = (None, None)
    for share in await queries.shares_of(db, directive, (states.ACCEPTED,)):
        report = await queries.last_feedback(db, share.id) if share.parent_id is None else None
        if report is not None and (found[1] is None or report.id > found[1].id):
            found = (share, report)
    return found


async def words_of(db: Db, share: Share) -> str:
    """Give the words of a share's last report that has any, as a citizen reads them."""
    for text in await queries.texts_of(db, share.id):
        if said := masked(LEAD.sub("", text)).strip():
            return said
    return ""


def _wordless(
    request: Request, share: Share | None, directive: Directive, context: Context
) -> tuple[Notice, ...]:
    """Ask for words where there are none to be sent: pictures alone are no answer."""
    if share is None:
        return ()
    facts: Facts = {"code": request.code, "title": request.title}
    once = f"request.wordless:{directive.code}:{directive.seq}"
    return (
        Notice(
            "request.wordless", (Receiver(share.assignee, share.id),), facts, once, context.now,
            directive=directive.id,
        ),
    )  # fmt: skip

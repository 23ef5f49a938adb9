"""Good news waits for the digest: nobody is disturbed to hear that something is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.context import Context
from tasks.db import Db
from tasks.directives.models import Directive
from tasks.fields import Facts
from tasks.notices import Receiver
from tasks.nudges.budget import next_digest
from tasks.nudges.models import Nudge
from tasks.nudges.queue import WAITING, sliced

ROLE: Final = "news"
ROWS: Final = 500


async def keep(db: Db, directive: Directive, to: Sequence[Receiver], facts: Facts, context: Context) -> None:
    """Have these people told of an acceptance with their next digest, each once for a share."""
    for some in sliced([one.share for one in to]):
        older = Nudge.filter(share_id__in=list(some), role=ROLE, state=WAITING)
        await older.using_db(db).delete()
    at = next_digest(context.calendar, context.now)
    rows = [
        Nudge(
            directive_id=directive.id, share_id=one.share, person=one.id, rule=ROLE, role=ROLE,
            made_at=context.now, at=at, digest=True, state=WAITING, facts=facts,
        )
        for one in to
    ]  # fmt: skip
    await Nudge.bulk_create(rows, batch_size=ROWS, using_db=db)

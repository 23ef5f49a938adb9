"""What a citizen sent with a request, kept beside the reports as one that belongs to nobody's share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from tasks.db import Db
from tasks.directives.models import Directive, Feedback
from tasks.fields import Json

AUTHOR: Final = "citizen"
NOBODYS: Final = 0
"""The share it belongs to: no row's number, so that it is no share's report."""


async def beside(db: Db, directive: Directive, media: Sequence[Json], at: datetime) -> Feedback:
    """Give the row that holds what was sent, as the request has it now."""
    rows = Feedback.filter(directive_id=directive.id, share_id=NOBODYS).using_db(db)
    found = await rows.first()
    if found is None:
        return await Feedback.create(
            using_db=db, directive_id=directive.id, share_id=NOBODYS, author=AUTHOR, at=at, text="",
            media=list(media),
        )  # fmt: skip
    found.media = list(media)
    await found.save(using_db=db, update_fields=["media"])
    return found

"""What was reported, for who asks: which directives have reports, and the reports of some shares."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tasks.db import Db
from tasks.directives.models import Directive, Feedback


async def reported_in(db: Db, directives: Sequence[Directive]) -> frozenset[int]:
    """Give the numbers of those of these directives in which something was reported that still stands."""
    numbers = [directive.id for directive in directives]
    found = Feedback.filter(directive_id__in=numbers, undone_at__isnull=True).using_db(db)
    rows = await found.distinct().values_list("directive_id", flat=True)
    return frozenset(int(str(number)) for number in rows)


async def of_shares(db: Db, directive: Directive, shares: Collection[int]) -> list[Feedback]:
    """Give what was reported for these shares and not taken back, the newest first."""
    found = Feedback.filter(directive_id=directive.id, undone_at__isnull=True).using_db(db)
    return [one for one in await found.order_by("-id") if one.share_id in shares]

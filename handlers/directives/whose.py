"""Whose share an owner means: 把李四的改派给周强 names the holder before the 的."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.context import Context
from handlers.reading import Reading
from tasks.directives.models import Share

OF = r"(?:同志|的?(?:那|这)(?:一?[份项条件]|部分)|的(?:任务|工作)?|名下|承办的|手里的)"


def with_holder(reading: Reading, shares: Sequence[Share], context: Context) -> Reading:
    """Give the reading with whose share is meant, where the words say so and nothing was asked before."""
    if reading.whose:
        return reading
    named = [
        share.assignee
        for share in shares
        if re.search(re.escape(context.org.name(share.assignee)) + OF, reading.content)
    ]
    return replace(reading, whose=tuple(named)) if named else reading

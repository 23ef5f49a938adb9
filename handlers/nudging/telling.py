"""What a reminder says: facts of one share's card, of a merged message, of the group's one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.context import Context
from handlers.nudging.room import Line, section_of
from handlers.nudging.wanted import Stand
from tasks.directives.facts import directive_facts, moment
from tasks.directives.models import Directive, Share
from tasks.fields import Facts, Json

MOST_NAMES: Final = 30
"""Names that the facts of one line carry; the rest is a number."""


def card_facts(
    directive: Directive, share: Share, person: str, by: str, context: Context, rule: str = "by_hand"
) -> Facts:
    """Facts of a reminder: who reminds and as what, or which rule, how it stands, what time is left."""
    base = directive_facts(directive, name=context.org.name, due=share.due, was_due=share.due_before)
    left = share.due - context.now if share.due else None
    return base | {
        "state": share.state,
        "rule": rule,
        "nudger": context.org.name(by) if by else "",
        "supervisor": by in context.roles.supervisors and by not in (directive.issuer, directive.posted_by),
        # Who stands in taps for this very share; all others get the same card, in one call.
        "for": "" if person == share.assignee else context.org.name(share.assignee),
        "share": 0 if person == share.assignee else share.id,
        "left": int(left.total_seconds() // 60) if left is not None else None,
    }


_OWN: Final = (
    "code", "title", "kind", "urgency", "state", "due", "year", "rule", "nudger", "supervisor", "for", "left",
)  # fmt: skip


def list_facts(
    lines: Sequence[Line], person: str, context: Context, *, digest: bool, later: Sequence[Line] = ()
) -> Facts:
    """Facts of a message that merges several reminders, by what the person has to do with them.

    `shares` says for the record what was in it, `later` counts the lines that wait for the next digest.
    """
    stands = [stand for line in lines for stand in line.stands]
    own = [
        card_facts(s.directive, s.share, person, s.nudge.by, context, s.nudge.rule)
        for s in stands
        if section_of(s.nudge) == "own"
    ]
    own.sort(key=lambda one: (one["left"] is None, one["left"]))
    rows: list[Json] = [{key: one[key] for key in _OWN} for one in own]
    return {
        "digest": digest,
        "own": rows,
        **{name: _grouped(lines, name, context) for name in ("team", "review", "watch")},
        "news": [_news(stand) for stand in stands if section_of(stand.nudge) == "news"],
        "count": len(stands),
        "shares": [stand.share.id for stand in stands],
        "later": len(later),
        "later_own": any(line.section == "own" for line in later),
    }


def _grouped(lines: Sequence[Line], section: str, context: Context) -> list[Json]:
    """Give the lines of a section: one for each directive and rule, with whose shares it is about."""
    return [_line(line.stands, context) for line in lines if line.section == section]


def _line(stands: Sequence[Stand], context: Context) -> Json:
    first = stands[0]
    base = directive_facts(first.directive, name=context.org.name, due=first.share.due)
    names: list[Json] = [context.org.name(stand.share.assignee) for stand in stands[:MOST_NAMES]]
    left = first.share.due - context.now if first.share.due else None
    return {
        **{key: base[key] for key in ("code", "title", "kind", "urgency", "year", "due")},
        "rule": first.nudge.rule,
        "left": int(left.total_seconds() // 60) if left is not None else None,
        "count": len(stands),
        "names": names,
    }


def _news(stand: Stand) -> Json:
    return {"code": stand.directive.code, "title": stand.directive.title}


def group_facts(stands: Sequence[Stand], context: Context) -> Facts:
    """Facts of the one line in a group: a number, and names only where the group is set to it."""
    first = stands[0]
    base = directive_facts(first.directive, name=context.org.name, due=first.directive.due)
    group = context.groups.get(first.directive.chat)
    shown = stands[:MOST_NAMES] if group is not None and group.names else []
    names: list[Json] = [context.org.name(stand.share.assignee) for stand in shown]
    missing = max(len(stands), first.directive.total - first.directive.acknowledged)
    return base | {"count": missing, "names": names, "at": moment(context.now)}

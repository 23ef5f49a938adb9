"""Is a reminder still wanted? Asked at the moment of sending, for each row on its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handlers.context import Context
from tasks.directives import states
from tasks.directives.models import Directive, Share
from tasks.directives.wanted import is_wanted
from tasks.nudges import by_hand
from tasks.nudges.models import Nudge
from tasks.nudges.rules import Rule, Rules

DONE, MOVED, LATE, GONE, SAID = "done", "moved", "late", "gone", "said"
"""Why a reminder is dropped: what it asked for was done or is over; its time moved, or it counts anew; it
came too late; its receiver has nothing to do with it any more; as much was said since the last digest."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How things stand for one reminder at the moment of sending."""

    nudge: Nudge
    directive: Directive
    share: Share


def why_not(
    nudge: Nudge, directive: Directive | None, share: Share | None, rules: Rules, context: Context
) -> str:
    """Give why a reminder is not sent; empty where it is wanted."""
    if directive is None or share is None:
        return GONE
    if nudge.role == "news":
        return _news(directive, share)
    if directive.state != states.OPEN:
        return DONE
    if nudge.rule == by_hand.RULE:
        return _by_hand(nudge, directive, share)
    rule = rules.row(nudge.rule)
    if (
        rule is None
        or share.state not in rule.states
        or (directive.kind == "notice" and share.state != states.ASSIGNED)
    ):
        return DONE
    if share.due != nudge.due or _counts_anew(nudge, share, rule):
        return MOVED
    return LATE if nudge.until is not None and nudge.until < context.now else ""


def _by_hand(nudge: Nudge, directive: Directive, share: Share) -> str:
    if share.state not in by_hand.undone(directive):
        return DONE
    return MOVED if share.given_at is not None and nudge.made_at < share.given_at else ""


def _counts_anew(nudge: Nudge, share: Share, rule: Rule) -> bool:
    """Whether what the rule counts from came after the reminder: given again, reported or returned again."""
    begins = [share.given_at]
    if rule.anchor == "reported" or (rule.anchor == "seen" and share.state == states.RETURNED):
        begins.append(share.since)
    elif rule.anchor == "seen":
        begins.append(share.acknowledged_at)
    return any(at is not None and nudge.made_at < at for at in begins)


def _news(directive: Directive, share: Share) -> str:
    wanted = is_wanted("share.accepted", directive.state, share.state, in_person=True)
    return "" if wanted else DONE


def latest_of_each(stands: list[Stand]) -> list[Stand]:
    """Give one reminder for each share and role: the one of the rule that presses most."""
    best: dict[tuple[int, str], Stand] = {}
    for stand in stands:
        key = (stand.share.id, stand.nudge.role)
        if key not in best or _weight(stand) > _weight(best[key]):
            best[key] = stand
    return list(best.values())


WEIGHT: Mapping[str, int] = {
    "by_hand": 9,
    "overdue_supervisors": 8,
    "overdue_leader": 7,
    "overdue": 6,
    "hours_before": 5,
    "day_before": 4,
    "unseen_critical": 4,
    "behind": 3,
    "unseen": 2,
    "unseen_half": 1,
    "silent": 0,
}
"""Which of several rules is named where they would all remind of the same share."""


def weight(rule: str) -> int:
    """How much a rule presses."""
    return WEIGHT.get(rule, 2)


def _weight(stand: Stand) -> tuple[int, int]:
    return weight(stand.nudge.rule), stand.nudge.id


def already_said(nudge: Nudge, earlier: Iterable[Nudge]) -> bool:
    """Whether the person heard as much of this share on its own since the last digest (`earlier`).

    What was promised to go with the digest (催办, good news) goes.
    """
    return (
        nudge.role != "news"
        and nudge.rule != by_hand.RULE
        and any(
            one.share_id == nudge.share_id
            and one.role == nudge.role
            and weight(one.rule) >= weight(nudge.rule)
            for one in earlier
        )
    )

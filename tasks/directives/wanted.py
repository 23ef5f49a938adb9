"""Is it still wanted? Asked once more right before anything is sent (docs/principles.md, rule 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.directives import states

NOT_WITHDRAWN = frozenset({states.OPEN, states.CLOSED})
OPEN_ONLY = frozenset({states.OPEN})
CLOSED_ONLY = frozenset({states.CLOSED})
ANY = frozenset(states.DIRECTIVE_STATES)

UNDER_WAY = frozenset(states.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class While:
    """States of the directive, and of the share (None: any), in which something is still wanted.

    `unseen` things are not wanted any more once the receiver acknowledged in person: who signs for another
    does not take the other's card away. `supervised` things only while a supervisor watches the directive,
    `complete` ones only while nobody's 收到 is missing, `missing` ones only while somebody's is. `asks`:
    it asks for what a notice has enough of with 收到.
    """

    directives: frozenset[str]
    shares: frozenset[str] | None = None
    unseen: bool = False
    supervised: bool = False
    complete: bool = False
    missing: bool = False
    asks: bool = False


WANTED: Mapping[str, While] = {
    # A notice closes with the last 收到, which may be a stand-in's: the share alone says that it is over.
    "directive.assigned": While(NOT_WITHDRAWN, UNDER_WAY, unseen=True),
    "directive.full_text": While(NOT_WITHDRAWN, UNDER_WAY),
    "directive.feedback": While(OPEN_ONLY, frozenset({states.REPORTED})),
    "directive.feedback_text": While(OPEN_ONLY, frozenset({states.REPORTED})),
    "directive.feedback_below": While(OPEN_ONLY, frozenset({states.REPORTED})),
    "directive.feedback_closed": While(NOT_WITHDRAWN, frozenset({states.ACCEPTED})),
    "directive.feedback_closed_text": While(NOT_WITHDRAWN, frozenset({states.ACCEPTED})),
    "directive.feedback_many": While(NOT_WITHDRAWN),
    "nudge.by_hand": While(OPEN_ONLY, frozenset(states.UNDONE), asks=True),
    "nudge.share": While(OPEN_ONLY, frozenset(states.UNDONE), asks=True),
    "nudge.share:unseen": While(OPEN_ONLY, frozenset({states.ASSIGNED})),
    "nudge.share:unreviewed": While(OPEN_ONLY, frozenset({states.REPORTED})),
    "nudge.group": While(OPEN_ONLY, missing=True),
    "directive.all_acknowledged": While(NOT_WITHDRAWN, complete=True),
    "directive.unreachable": While(OPEN_ONLY),
    "group.all_acknowledged": While(NOT_WITHDRAWN, complete=True),
    "group.series": While(NOT_WITHDRAWN),
    "group.closed": While(frozenset({states.CLOSED})),
    "share.accepted": While(NOT_WITHDRAWN, frozenset({states.ACCEPTED})),
    "report.wanted": While(OPEN_ONLY),
    "media.refused": While(OPEN_ONLY),
    "directive.extension_asked": While(OPEN_ONLY, frozenset(states.UNDONE)),
    "directive.reassign_asked": While(OPEN_ONLY, frozenset(states.UNDONE)),
    "directive.declined": While(OPEN_ONLY, frozenset({states.DECLINED})),
    "proposal.text": While(OPEN_ONLY),
    "directive.upheld": While(OPEN_ONLY, frozenset(states.UNDONE)),
    "share.extended": While(OPEN_ONLY, frozenset(states.UNDONE)),
    "share.extended_along": While(OPEN_ONLY, frozenset(states.UNDONE)),
    "share.extension_refused": While(OPEN_ONLY, frozenset(states.UNDONE)),
    "share.reassign_refused": While(OPEN_ONLY, frozenset(states.UNDONE)),
    "share.handed": While(NOT_WITHDRAWN, frozenset({states.REASSIGNED})),
    "share.joined": While(OPEN_ONLY, UNDER_WAY),
    "directive.returned": While(OPEN_ONLY, frozenset({states.RETURNED})),
    "directive.returned_text": While(OPEN_ONLY, frozenset({states.RETURNED})),
    "request.reopened": While(OPEN_ONLY, frozenset({states.RETURNED})),
    "request.urged": While(OPEN_ONLY),
    "directive.amended": While(NOT_WITHDRAWN, UNDER_WAY),
    "share.amended": While(OPEN_ONLY, frozenset(states.UNDONE)),
    "directive.recounted": While(OPEN_ONLY),
    "share.recounted": While(OPEN_ONLY, frozenset(states.UNDONE)),
    "share.taken_off": While(ANY, frozenset({states.WITHDRAWN})),
    "share.resumed": While(OPEN_ONLY, frozenset(states.UNSETTLED)),
    "directive.resumed": While(OPEN_ONLY),
    "group.resumed": While(OPEN_ONLY),
    "share.let_go": While(CLOSED_ONLY, frozenset({states.WITHDRAWN})),
    "case.alike": While(OPEN_ONLY),
    "case.alike_told": While(OPEN_ONLY),
    "case.raised": While(OPEN_ONLY),
    "case.more": While(OPEN_ONLY),
    "case.result": While(OPEN_ONLY),
    "case.task_over": While(OPEN_ONLY),
    "directive.supervised": While(OPEN_ONLY, supervised=True),
    "share.supervised": While(OPEN_ONLY, frozenset(states.UNDONE), supervised=True),
}
"""Kind → while when it is still wanted.

A kind that is not here is an answer somebody waits for: it is always wanted. What a reminder of one rule
asks for is done sooner than another's: the kind with the first word of the rule's name comes before it alone.
"""


def is_wanted(
    kind: str,
    directive_state: str | None,
    share_state: str | None,
    *,
    in_person: bool,
    supervised: bool = False,
    complete: bool = True,
    missing: bool = True,
    rule: str = "",
    notice: bool = False,
) -> bool:
    """Say whether a sending of this kind still makes sense, given how things stand now.

    `in_person` is whether its receiver has acknowledged the share in person, `supervised` whether somebody
    watches the directive, `complete` whether everybody whose share stands has acknowledged, `missing` whether
    somebody has not; `rule` is the rule of a reminder, `notice` whether 收到 is all that is asked for.
    """
    when = WANTED.get(f"{kind}:{rule.partition('_')[0]}") or WANTED.get(kind)
    if when is None:
        return True
    over = (
        (when.unseen and in_person)
        or (when.supervised and not supervised)
        or (when.complete and not complete)
        or (when.missing and not missing)
        or (when.asks and notice and share_state != states.ASSIGNED)
    )
    if over or directive_state not in when.directives:
        return False
    return when.shares is None or share_state in when.shares

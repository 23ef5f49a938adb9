"""Whom a first card cannot reach: named to those who may give the share to somebody else, with 改派."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from handlers.context import Context
from handlers.directives.parties import owners, stand_in_of
from tasks.directives.facts import directive_facts
from tasks.directives.models import Directive, Share
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice
from tasks.people.org import ACTIVE

WHY: Mapping[int, str] = {2: "disabled", 4: "not_active", 5: "left"}
"""The platform's `status` of a member (path/90201) → why no card can be shown to this person."""
KIND = "directive.unreachable"
MOST_NAMES = 12
"""People named in one message; of more the number is said."""


def why_not(userid: str, context: Context) -> str:
    """Say why no card can be shown to this person; empty where one can."""
    person = context.org.people.get(userid)
    if person is None:
        return "left"
    return "" if person.status == ACTIVE else WHY.get(person.status, "not_active")


def of(people: Iterable[str], context: Context) -> list[Json]:
    """Name those to whom no card can be shown, why, and who gets it in their place (AB 岗)."""
    return [_one(who, why, context) for who in people if (why := why_not(who, context))]


def _one(userid: str, why: str, context: Context) -> Facts:
    stand_in = stand_in_of(userid, context)
    name = context.org.name
    return {
        "userid": userid,
        "name": name(userid),
        "why": why,
        "for": name(stand_in) if stand_in not in ("", userid) else "",
    }


def named(
    directive: Directive, shares: Sequence[Share], context: Context, learned: Mapping[int, str] | None = None
) -> tuple[Notice, ...]:
    """Tell the issuer, and the delegate who posted, at once whom no card reaches.

    `learned` is what only the platform knew: number of a share → why.
    """
    why = {share.id: (learned or {}).get(share.id) or why_not(share.assignee, context) for share in shares}
    lost = [share for share in shares if why[share.id]]
    if not lost:
        return ()
    who: list[Json] = [
        _one(share.assignee, why[share.id], context) | {"share": share.id} for share in lost[:MOST_NAMES]
    ]
    numbers: list[Json] = [share.id for share in lost]
    facts = directive_facts(directive, name=context.org.name, due=directive.due)
    facts |= {"who": who, "count": len(lost), "shares": numbers}
    once = f"unreachable:{directive.code}:{_digest(lost, why)}"
    return (_notice(directive, facts, once, context),)


def _notice(directive: Directive, facts: Facts, once: str, context: Context) -> Notice:
    to = owners(directive, context=context)
    return Notice(KIND, to, facts, once, context.now, directive=directive.id, lane=Lane.FAST)


def _digest(lost: Sequence[Share], why: Mapping[int, str]) -> str:
    """Name for good what is told: a share that is given out again, or lost for another reason, is new."""
    parts = [f"{share.id}:{why[share.id]}:{share.given_at}" for share in lost]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

"""Who may what, and when: every verb by every role, in every state of the share (docs/states.md)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.storage import Storage, opened
from handlers.dispatch import handle
from tasks import history
from tasks.db import Db
from tasks.directives import counts, proposals, states, verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, Feedback, HistoryEntry, Proposal, Share
from tasks.people.roles import Asked, may
from tests.lives.people import (
    DELEGATE,
    HEAD,
    LEADER,
    OTHER_HEAD,
    ROLES,
    STAFF,
    STRANGER,
    SUPERVISOR,
    context,
    says,
    township,
)
from tests.lives.people import START as NOW

PEOPLE = {
    "issuer": LEADER, "delegate": DELEGATE, "assignee": STAFF, "stand-in": "zhangsan",
    "head of the unit": HEAD, "supervisor": SUPERVISOR,
    "head of another unit": OTHER_HEAD, "nobody": STRANGER,
}  # fmt: skip
CODE = "Z20261124-001"
DUE = NOW + timedelta(days=3)


@dataclass(frozen=True)
class Said:
    """A verb in words: its sentence, its right in the table, from which states, and where the share ends.

    `after` is empty where the state stays as it was; `action` is what the history then has.
    """

    words: str
    right: str
    able: tuple[str, ...]
    after: str = ""
    action: str = ""
    proposal: str = ""


VERBS: Mapping[str, Said] = {
    "acknowledge": Said(
        "收到", "acknowledge", states.able("acknowledge"), states.ACKNOWLEDGED, "acknowledged"
    ),
    "report": Said("已完成,共排查3处", "report", states.able("report"), states.REPORTED, "reported"),
    "undo 收到": Said("撤销收到", "undo", states.able("undo_acknowledge"), states.ASSIGNED, "undone"),
    "undo 反馈": Said("撤回反馈", "undo", (states.REPORTED,), states.ACKNOWLEDGED, "undone"),
    "extend": Said(
        "因下雨无法施工,申请延期到12月4日下午5点", "extend", states.able("extend"), "", "extension_asked"
    ),
    "hand on": Said(
        "转给周强", "reassign", ("assigned", "acknowledged", "returned"), states.REASSIGNED, "reassigned"
    ),
    "decline": Said(
        "不属于我单位,应由民政办办理", "decline", states.able("decline"), states.DECLINED, "declined"
    ),
    "accept": Said("同意办结", "accept", states.able("accept"), states.ACCEPTED, "accepted"),
    "return": Said("退回,请补充照片", "return", states.able("return"), states.RETURNED, "returned"),
    "grant": Said("同意延期", "decide", states.able("extend"), "", "extended", proposals.EXTEND),
    "refuse": Said(
        "不同意延期,必须按时完成", "decide", states.able("extend"), "", "extension_refused", proposals.EXTEND
    ),
    "uphold": Said(
        "维持,仍由你单位办理", "decide", (states.DECLINED,), states.ASSIGNED, "upheld", proposals.DECLINE
    ),
    "withdraw": Said("撤回", "withdraw", states.able("withdraw"), states.WITHDRAWN, "withdrawn"),
    "amend": Said("更正:请排查沿街商铺的燃气瓶", "amend", states.UNSETTLED, "?", "amended"),
    "close": Said("全部办结", "close", states.UNSETTLED, "?", "closed"),
    "nudge": Said("催一下", "nudge", states.UNDONE, "", "nudged"),
    "supervise": Said("督办", "supervise", states.UNSETTLED, "", "supervised"),
}
SAME_WORDS = {"close": "report", "amend": "report", "extend": "amend", "hand on": "decide"}
"""Verbs whose words mean another verb where somebody else says them: 全部办结 by a holder is a report."""


def can(role: str, right: str, org: object) -> bool:
    """Whether the table gives this role the right."""
    asked = Asked(PEOPLE[role], org, ROLES_HERE, issuer=LEADER, assignee=STAFF, department=3, given="unit")  # type: ignore[arg-type]  # an Org
    return may(right, asked)


ROLES_HERE = type(ROLES)(
    delegates=ROLES.delegates, supervisors=ROLES.supervisors, stand_ins={STAFF: PEOPLE["stand-in"]}
)


async def made(db: Db, state: str, proposal: str) -> tuple[Directive, Share]:
    """Make a directive with one share in this state, and one more that keeps it open."""
    new = (
        NewShare(STAFF, 3, {"by": "unit", "written": "应急管理办公室"}),
        NewShare("weiguo", 11, {"by": "unit", "written": "竹里村"}),
    )
    draft = verbs.Draft(
        "task", "报送燃气排查情况", "请报送燃气排查情况", "urgent", LEADER, LEADER, "", (), DUE, new
    )
    directive, shares = await verbs.issue(db, draft, NOW - timedelta(minutes=5))
    share = await Share.get(id=shares[0].id, using_db=db)
    share.state = state
    if state not in {states.ASSIGNED, states.DECLINED}:
        share.acknowledged_at, share.acknowledged_by = NOW - timedelta(minutes=2), STAFF
    await share.save(using_db=db)
    if state in {states.REPORTED, states.RETURNED, states.ACCEPTED}:
        await Feedback.create(
            using_db=db, directive_id=directive.id, share_id=share.id, author=STAFF, text="已排查", media=[],
            at=NOW - timedelta(minutes=1), before=states.ACKNOWLEDGED,
        )  # fmt: skip
    kind = proposals.DECLINE if state == states.DECLINED else proposal
    if kind and state in states.UNSETTLED:
        await Proposal.create(
            using_db=db, directive_id=directive.id, share_id=share.id, kind=kind, asked_by=STAFF,
            reason="因故", asked_at=NOW - timedelta(minutes=1),
            facts={"due": (DUE + timedelta(days=1)).isoformat()},
        )  # fmt: skip
    await counts.recount(db, directive)
    return directive, share


@pytest.fixture
async def storage(ready_url: str):
    """Give an empty, migrated database."""
    async with opened(ready_url) as storage:
        yield storage


class Rolled(Exception):  # noqa: N818 - no error: it ends a try
    """Ends a try without leaving anything."""


@pytest.mark.parametrize("verb", sorted(VERBS))
async def test_every_verb_by_every_role_in_every_state(verb: str, storage: Storage) -> None:
    """Who may, in a state that fits, does it; nobody else changes anything, and is in the history."""
    said, org = VERBS[verb], township()
    wrong = []
    for role, who in PEOPLE.items():
        for state in states.SHARE_STATES:
            with suppress(Rolled):
                async with storage.transaction() as db:
                    problem = await tried(db, said, verb, role, who, state, org)
                    if problem:
                        wrong.append(f"{role} · {state}: {problem}")
                    raise Rolled

    assert [] == wrong


async def tried(db: Db, said: Said, verb: str, role: str, who: str, state: str, org) -> str:
    """Let somebody say it; gives what is wrong with what came of it, or nothing."""
    directive, share = await made(db, state, said.proposal)
    here = context(NOW, org)
    object.__setattr__(here, "roles", ROLES_HERE)
    outcome = await handle(db, says(who, f"{CODE} {said.words}"), here)
    now = await Share.get(id=share.id, using_db=db)
    stored = await Directive.get(id=directive.id, using_db=db)
    await history.verify(db, stored)
    entries = await HistoryEntry.filter(directive_id=directive.id).using_db(db).order_by("seq")
    actions = [entry.action for entry in entries][1:]
    if SAME_WORDS.get(verb) and can(role, SAME_WORDS[verb], org) and not can(role, said.right, org):
        return ""
    if not can(role, said.right, org):
        if now.state != state or actions != ["refused"]:
            return f"not refused: {state} → {now.state}, {actions}, {outcome.kind}"
        return "" if outcome.kind.startswith("refused.") else f"answered {outcome.kind}"
    if state not in said.able:
        moved = now.state != state and said.after != "?"
        return f"moved to {now.state} ({actions})" if moved else ""
    if said.action not in actions:
        return f"not done: {actions}, {outcome.kind} {dict(outcome.facts)}"
    if said.after not in {"", "?"} and now.state != said.after:
        return f"{state} → {now.state}"
    return ""

"""What waits for the issuer's decision: asked, superseded, settled once, found again, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tasks import history
from tasks.directives import handing, proposals, verbs
from tasks.directives.below import SUPERSEDED, nothing_asked
from tasks.directives.giving import NewShare
from tasks.directives.models import HistoryEntry, Proposal, Share
from tasks.directives.proposals import DECLINE, EXTEND, GRANTED, REASSIGN, REFUSED
from tasks.directives.verbs import Draft

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
DUE = NOW + timedelta(hours=9)
LATER = DUE + timedelta(days=3)
WHY = {"by": "person", "written": ""}


async def issued(db, *people: str, issuer: str = "zhaoming"):
    """Issue a task, and give it and its shares by assignee."""
    shares = tuple(NewShare(who, 2, WHY) for who in people)
    draft = Draft("task", "报送材料", "请报送材料", "normal", issuer, issuer, "wrk", (), DUE, shares)
    directive, given = await verbs.issue(db, draft, NOW)
    return directive, {share.assignee: share for share in given}


async def asked(db, directive, share, kind: str = EXTEND, actor: str = "", **facts):
    """Put a request before the issuer."""
    return await proposals.propose(
        db, directive, share, kind, actor=actor or share.assignee, reason="下雨", facts=facts, now=NOW
    )


async def entries(db, directive):
    """Give the history after the first entry, as action and detail; the chain adds up."""
    await history.verify(db, directive)
    found = HistoryEntry.filter(directive_id=directive.id).using_db(db).order_by("seq")
    return [(entry.action, entry.detail) for entry in await found][1:]


async def test_asking_is_in_the_history(storage) -> None:
    """Who asked, for whom, what and why stand in the history; what was declined has its own move."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        await asked(db, directive, shares["a"], EXTEND, "b", due=LATER.isoformat())
        await asked(db, directive, shares["a"], DECLINE)

        expected = {"due": LATER.isoformat(), "reason": "下雨", "for": "a"}
        assert [("extension_asked", expected)] == await entries(db, directive)


async def test_a_newer_request_takes_the_place_of_an_older_one(storage) -> None:
    """Of one kind about one share one waits; another kind and another share are not touched."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        first = await asked(db, directive, shares["a"])
        kept = [await asked(db, directive, shares["a"], REASSIGN), await asked(db, directive, shares["b"])]
        second = await asked(db, directive, shares["a"])
        waiting = await proposals.open_in(db, directive)
        first = await proposals.find(db, first.id)

        assert SUPERSEDED == first.decision
        assert [one.id for one in (*kept, second)] == [one.id for one in waiting]
        assert [second.id, kept[1].id] == sorted(
            (one.id for one in await proposals.open_in(db, directive, EXTEND)), reverse=True
        )
        assert second.id == (await proposals.open_of(db, shares["a"], EXTEND)).id


async def test_settled_once(storage) -> None:
    """The first decision counts; what was said with it stays with the request."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        proposal = await asked(db, directive, shares["a"], due=LATER.isoformat())
        first = await proposals.settle(
            db, proposal, GRANTED, actor="zhaoming", now=NOW, more={"granted": "x"}
        )
        again = await proposals.by_id(db, proposal.id)
        second = await proposals.settle(db, again, REFUSED, actor="sunli", now=NOW)
        stored = await proposals.by_id(db, proposal.id)

        assert (True, False) == (first, second)
        assert (GRANTED, "zhaoming") == (stored.decision, stored.decided_by)
        assert {"due": LATER.isoformat(), "granted": "x"} == stored.facts


async def test_extended(storage) -> None:
    """One share gets another time and keeps the first one for its card; the directive's own stays."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        for due in (LATER, LATER + timedelta(days=1)):
            along = await proposals.extend(
                db, directive, shares["a"], actor="zhaoming", due=due, reason="可以", now=NOW
            )

            assert [] == along
        stored = await Share.get(id=shares["a"].id, using_db=db)
        other = await Share.get(id=shares["b"].id, using_db=db)

        assert (LATER + timedelta(days=1), DUE) == (stored.due, stored.due_before)
        assert (DUE, None) == (other.due, other.due_before)
        assert DUE == directive.due
        assert [DUE.isoformat(), LATER.isoformat()] == [d["old"] for _, d in await entries(db, directive)]


@pytest.mark.parametrize("state", ["reported", "accepted", "declined", "reassigned", "withdrawn"])
async def test_no_more_time_for_what_is_over(storage, state) -> None:
    """What nobody has to do any more gets no other time, and its request cannot be decided."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        proposal = await asked(db, directive, shares["a"])
        shares["a"].state = state
        done = await proposals.extend(
            db, directive, shares["a"], actor="zhaoming", due=LATER, reason="", now=NOW
        )

        assert (None, False) == (done, proposals.still_asked(proposal, shares["a"]))


async def test_refusals_are_in_the_history(storage) -> None:
    """A refusal changes nothing of the share and says why."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        more = {"actor": "zhaoming", "reason": "不行", "now": NOW}
        await proposals.refuse_extension(db, directive, shares["a"], **more)
        await proposals.refuse_reassign(db, directive, shares["a"], **more)

        expected = {"assignee": "a", "reason": "不行"}
        found = await entries(db, directive)
        assert [("extension_refused", expected), ("reassign_refused", expected)] == found


async def test_open_for_a_leader(storage) -> None:
    """A leader finds what waits in all open directives of that leader, of the kinds asked about."""
    async with storage.transaction() as db:
        one, ones = await issued(db, "a", "b")
        two, twos = await issued(db, "a")
        other, others = await issued(db, "a", issuer="qianjin")
        asks = [
            await asked(db, d, s, kind)
            for d, s, kind in (
                (one, ones["a"], EXTEND), (one, ones["b"], REASSIGN), (two, twos["a"], EXTEND),
                (other, others["a"], EXTEND),
            )
        ]  # fmt: skip
        await nothing_asked(db, [twos["a"].id], "a", NOW, [REASSIGN])
        found = await proposals.open_for(db, ["zhaoming"], [EXTEND])
        all_kinds = await proposals.open_for(db, ["zhaoming", "qianjin"], [EXTEND, REASSIGN])
        await nothing_asked(db, [twos["a"].id], "a", NOW)
        left = await proposals.open_for(db, ["zhaoming"], [EXTEND])

        assert [asks[2].id, asks[0].id] == [proposal.id for _, _, proposal in found]
        assert [(two.id, "a"), (one.id, "a")] == [(d.id, s.assignee) for d, s, _ in found]
        assert 4 == len(all_kinds)
        assert [asks[0].id] == [proposal.id for _, _, proposal in left]


async def test_what_moves_on_is_not_asked_about_any_more(storage) -> None:
    """Declining or handing on ends what was asked about the share before."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        for share in shares.values():
            await asked(db, directive, share)
        await handing.decline(db, directive, shares["a"], actor="a", reason="不是我们的", now=NOW)
        to = NewShare("c", 2, WHY)
        await handing.reassign(db, directive, shares["b"], to, actor="b", reason="", now=NOW)

        assert {SUPERSEDED} == {one.decision for one in await Proposal.all().using_db(db)}

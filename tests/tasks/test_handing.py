"""Shares that are declined, upheld, handed on and distributed: states, counts, history, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tasks import history
from tasks.directives import handing, states, verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, HistoryEntry, Share
from tasks.directives.verbs import Draft

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
DUE = NOW + timedelta(hours=9)
WHY = {"by": "person", "written": ""}


async def issued(db, *people: str, kind: str = "task"):
    """Issue, and give the directive and its shares by assignee."""
    shares = tuple(NewShare(who, 2, WHY, "lead") for who in people)
    draft = Draft(kind, "报送材料", "请报送材料", "normal", "zhaoming", "zhaoming", "wrk", (), DUE, shares)
    directive, given = await verbs.issue(db, draft, NOW)
    return directive, {share.assignee: share for share in given}


async def stands(db, directive) -> tuple[dict[str, str], int, int, str]:
    """Give the states by assignee, the counts and the directive's state as stored; the chain adds up."""
    stored = await Directive.get(id=directive.id, using_db=db)
    await history.verify(db, stored)
    shares = await Share.filter(directive_id=directive.id).using_db(db).order_by("id")
    return {s.assignee: s.state for s in shares}, stored.total, stored.acknowledged, stored.state


async def moves(db, directive) -> list[str]:
    """Give the actions after the first."""
    found = HistoryEntry.filter(directive_id=directive.id).using_db(db).order_by("seq")
    return [entry.action for entry in await found][1:]


async def give_back(db, directive, share, **more) -> bool:
    """Decline a share."""
    return await handing.decline(
        db, directive, share, **{"actor": share.assignee, "reason": "不归我们", "now": NOW, **more}
    )


async def hand(db, directive, share, to: str, **more):
    """Hand a share on."""
    new = NewShare(to, 3, WHY, share.role, share.due, share.parent_id)
    return await handing.reassign(
        db, directive, share, new, **{"actor": share.assignee, "reason": "", "now": NOW, **more}
    )


async def test_declined_waits_and_keeps_the_directive_open(storage) -> None:
    """What was declined does not count any more, and the acceptance of all others does not close."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        assert await give_back(db, directive, shares["a"])
        more = {"actor": "b", "text": "已办", "media": [], "now": NOW}
        await verbs.report(db, directive, shares["b"], **more)
        done = await verbs.accept(db, directive, actor="zhaoming", now=NOW)

        assert (1, False) == (done.still_open, done.closed)
        assert ({"a": "declined", "b": "accepted"}, 1, 1, "open") == await stands(db, directive)


@pytest.mark.parametrize("seen", [True, False])
async def test_upheld_goes_back_to_where_it_was(storage, seen) -> None:
    """An upheld share is as it was before, and its hours begin again."""
    later = NOW + timedelta(hours=1)
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        share = shares["a"]
        if seen:
            await verbs.acknowledge(db, directive, share, actor="a", now=NOW)
        await give_back(db, directive, share)
        more = {"actor": "zhaoming", "reason": "就是你们的", "now": later}
        first = await handing.uphold(db, directive, share, **more)
        second = await handing.uphold(db, directive, share, **more)
        stored = await Share.get(id=share.id, using_db=db)

        assert (True, False) == (first, second)
        assert (later, 1) == (stored.given_at, stored.declines)
        expected = states.ACKNOWLEDGED if seen else states.ASSIGNED
        assert ({"a": expected}, 1, int(seen), "open") == await stands(db, directive)
        assert ["declined", "upheld"] == (await moves(db, directive))[-2:]


@pytest.mark.parametrize("state", ["reported", "returned", "accepted", "declined", "reassigned", "withdrawn"])
async def test_declined_only_before_anything_was_done(storage, state) -> None:
    """What was reported, returned, or has moved on, cannot be declined."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        shares["a"].state = state

        assert not await give_back(db, directive, shares["a"])
        assert [] == await moves(db, directive)


async def test_handed_on(storage) -> None:
    """The old share ends, the new person gets one with its time, role and the time that was set first."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        share = shares["a"]
        await verbs.acknowledge(db, directive, share, actor="a", now=NOW)
        handing.move_due(share, DUE + timedelta(days=2))
        await share.save(using_db=db)
        await hand(db, directive, share, "b")
        new = await Share.get(directive_id=directive.id, assignee="b", using_db=db)

        assert (share.due, DUE, "lead") == (new.due, new.due_before, new.role)
        assert ({"a": "reassigned", "b": "assigned"}, 1, 0, "open") == await stands(db, directive)
        assert ["acknowledged", "reassigned"] == await moves(db, directive)


async def test_handed_on_and_back(storage) -> None:
    """Whoever gets a share back has the old row, begun anew."""
    later = NOW + timedelta(hours=1)
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        await verbs.acknowledge(db, directive, shares["a"], actor="a", now=NOW)
        new = await hand(db, directive, shares["a"], "b")
        back = await hand(db, directive, new, "a", now=later)

        assert (shares["a"].id, later, None) == (back.id, back.given_at, back.acknowledged_at)
        assert ({"a": "assigned", "b": "reassigned"}, 1, 0, "open") == await stands(db, directive)


async def test_whoever_has_a_share_keeps_it(storage) -> None:
    """A share that is under way is not begun anew; one that was accepted is, for there is more to do."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b", "c")
        await verbs.acknowledge(db, directive, shares["b"], actor="b", now=NOW)
        kept = await hand(db, directive, shares["a"], "b")
        more = {"actor": "b", "text": "已办", "media": [], "now": NOW}
        await verbs.report(db, directive, kept, **more)
        await verbs.accept(db, directive, actor="zhaoming", now=NOW)
        again = await hand(db, directive, shares["c"], "b")

        assert shares["b"].id == kept.id == again.id
        expected = {"a": "reassigned", "b": "assigned", "c": "reassigned"}
        assert (expected, 1, 0, "open") == await stands(db, directive)


@pytest.mark.parametrize("state", ["reported", "accepted", "reassigned", "withdrawn"])
async def test_not_handed_on_when_it_is_over(storage, state) -> None:
    """What was reported or is over stays where it is; so does what would go to the same person."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        shares["a"].state = state

        assert await hand(db, directive, shares["a"], "c") is None
        assert await hand(db, directive, shares["b"], "b") is None
        assert [] == await moves(db, directive)


async def test_a_notice_handed_to_who_has_read_it_closes(storage) -> None:
    """Nothing is left open that nobody could ever close."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b", kind="notice")
        await verbs.acknowledge(db, directive, shares["b"], actor="b", now=NOW)
        await hand(db, directive, shares["a"], "b")

        expected = {"a": "reassigned", "b": "acknowledged"}
        assert (expected, 1, 1, "closed") == await stands(db, directive)


async def share_out(db, directive, share, *people: str):
    """Distribute a head's share."""
    new = [NewShare(who, 2, WHY, None, share.due, share.id) for who in people]
    return await handing.distribute(db, directive, share, new, actor=share.assignee, now=NOW)


async def test_distributed(storage) -> None:
    """The head keeps the share and has seen it; the people's shares hang below it; who has one keeps it."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        given = await share_out(db, directive, shares["a"], "b", "c", "d")
        twice = await share_out(db, directive, shares["a"], "c")

        assert [("c", shares["a"].id), ("d", shares["a"].id)] == [(s.assignee, s.parent_id) for s in given]
        assert [] == twice
        expected = {"a": "acknowledged", "b": "assigned", "c": "assigned", "d": "assigned"}
        assert (expected, 4, 1, "open") == await stands(db, directive)
        assert ["acknowledged", "distributed"] == await moves(db, directive)


async def test_what_was_distributed_goes_along(storage) -> None:
    """Handed on, a head's share takes those below along; to one of them, that one hangs below nobody."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        c, d = await share_out(db, directive, shares["a"], "c", "d")
        new = await hand(db, directive, shares["a"], "e")
        below = [(await Share.get(id=one.id, using_db=db)).parent_id for one in (c, d)]
        last = await hand(db, directive, new, "c")
        after = [(await Share.get(id=one.id, using_db=db)).parent_id for one in (c, d)]

        assert [new.id, new.id] == below
        assert c.id == last.id
        assert [None, c.id] == after


async def test_handed_on_below_stays_below(storage) -> None:
    """Who takes over a distributed share reports to the same head; the head can take it back."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        (c,) = await share_out(db, directive, shares["a"], "c")
        new = await hand(db, directive, c, "d")
        head = await hand(db, directive, new, "a")

        assert shares["a"].id == new.parent_id
        assert (shares["a"].id, None) == (head.id, head.parent_id)
        expected = {"a": "acknowledged", "c": "reassigned", "d": "reassigned"}
        assert (expected, 1, 1, "open") == await stands(db, directive)


async def test_nothing_hangs_below_itself(storage) -> None:
    """A head's share that goes to somebody two steps below leaves no circle of shares."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        (b,) = await share_out(db, directive, shares["a"], "b")
        (c,) = await share_out(db, directive, b, "c")
        await hand(db, directive, shares["a"], "c")
        rows = await Share.filter(directive_id=directive.id).using_db(db)

        assert {"a": None, "b": c.id, "c": None} == {share.assignee: share.parent_id for share in rows}

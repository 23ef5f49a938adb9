"""Amend, withdraw, close with the rest undone, hand over: moves, history, counts, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tasks import history
from tasks.directives import changing, handing, proposals, queries, states, verbs
from tasks.directives.changing import Amendment
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, HistoryEntry, Proposal, Share
from tasks.directives.verbs import Draft

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DUE = NOW + timedelta(hours=8)
WHY = {"by": "person", "written": ""}
LATER, NEARER = DUE + timedelta(days=1), DUE - timedelta(hours=2)


def share(who: str) -> NewShare:
    """Make a share to be given out."""
    return NewShare(who, 2, WHY)


async def issued(db, *people: str, kind: str = "task") -> tuple[Directive, dict[str, Share]]:
    """Issue, and give the directive and its shares by assignee."""
    draft = Draft(
        kind, "报送材料", "请报送材料", "normal", "zhaoming", "zhaoming", "wrk", (), DUE,
        tuple(share(who) for who in people),
    )  # fmt: skip
    directive, shares = await verbs.issue(db, draft, NOW)
    return directive, {one.assignee: one for one in shares}


async def of(db, directive: Directive) -> dict[str, Share]:
    """Give the shares anew, by assignee."""
    return {one.assignee: one for one in await queries.shares_of(db, directive)}


async def last(db, directive: Directive) -> HistoryEntry:
    """Give the last entry, after the chain was recomputed."""
    await history.verify(db, directive)
    return await HistoryEntry.filter(directive_id=directive.id).using_db(db).order_by("-seq").first()


async def acknowledge(db, directive: Directive, *shares: Share) -> None:
    """Acknowledge each in person."""
    for one in shares:
        await verbs.acknowledge(db, directive, one, actor=one.assignee, now=NOW)


async def reported(db, directive: Directive, one: Share) -> None:
    """Report in person."""
    await verbs.report(db, directive, one, actor=one.assignee, text="已完成", media=[], now=NOW)


async def by_assignee(found: list[Share]) -> list[str]:
    """Name the assignees."""
    return [one.assignee for one in found]


@pytest.mark.parametrize(
    ("due", "again", "told"), [(LATER, [], ["a", "b"]), (NEARER, ["a", "b"], []), (DUE, [], [])]
)
async def test_another_time(storage, due, again, told) -> None:
    """Nearer asks all who have not reported again, later tells them, the same time nobody."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b", "c")
        await acknowledge(db, directive, shares["a"])
        await reported(db, directive, shares["c"])
        done = await changing.amend(db, directive, Amendment(moved=True, due=due), actor="zhaoming", now=NOW)
        found = await of(db, directive)

        assert (again, told) == (await by_assignee(done.asked_again), await by_assignee(done.told))
        assert {due} == {one.due for one in found.values()}
        assert (due == DUE) == (found["a"].due_before is None)
        assert (3, 1 if again else 2) == (directive.total, directive.acknowledged)
        assert "reported" == found["c"].state
        assert "amended" == (await last(db, directive)).action


async def test_the_old_time_stays_known(storage) -> None:
    """After several changes the time that was set first is still known."""
    async with storage.transaction() as db:
        directive, _ = await issued(db, "a")
        for due in (LATER, NEARER):
            await changing.amend(db, directive, Amendment(moved=True, due=due), actor="zhaoming", now=NOW)
        found = (await of(db, directive))["a"]

        assert (NEARER, DUE) == (found.due, found.due_before)


async def test_an_extended_share_hears_what_changes_for_it(storage) -> None:
    """A later time for all is nearer for one whose own was extended beyond it; that one is asked again."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        await acknowledge(db, directive, *shares.values())
        far = LATER + timedelta(days=1)
        await proposals.extend(db, directive, shares["a"], actor="zhaoming", due=far, reason="", now=NOW)
        done = await changing.amend(
            db, directive, Amendment(moved=True, due=LATER), actor="zhaoming", now=NOW
        )

        assert (["a"], ["b"]) == (await by_assignee(done.asked_again), await by_assignee(done.told))
        assert [far, DUE] == [done.before[shares[who].id] for who in ("a", "b")]


async def test_another_text(storage) -> None:
    """Another text asks everybody again whose share is not accepted, those who reported too."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b", "c", "d")
        await acknowledge(db, directive, shares["b"])
        await reported(db, directive, shares["c"])
        await reported(db, directive, shares["d"])
        await verbs.accept(db, directive, actor="zhaoming", now=NOW, only=[shares["d"].id])
        done = await changing.amend(
            db, directive, Amendment(content="请报送照片", title="报送照片"), actor="zhaoming", now=NOW
        )
        found = await of(db, directive)

        assert ["a", "b", "c"] == await by_assignee(done.asked_again)
        assert {"a": "assigned", "b": "assigned", "c": "assigned", "d": "accepted"} == {
            who: one.state for who, one in found.items()
        }
        assert (4, 1) == (directive.total, directive.acknowledged)
        assert ("请报送照片", "报送照片") == (directive.content, directive.title)


async def test_people(storage) -> None:
    """Who is put on has a share, who is taken off counts no more; put on again, the share is revived."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        done = await changing.amend(
            db, directive, Amendment(add=[share("c")], take_off=["a", "x"]), actor="zhaoming", now=NOW
        )

        assert (["c"], ["a"]) == (await by_assignee(done.added), await by_assignee(done.taken_off))
        assert ([], []) == (done.asked_again, done.told)
        assert 2 == directive.total
        entry = await last(db, directive)

        assert {"added": ["c"], "taken_off": ["a", "x"]} == entry.detail
        again = await changing.amend(db, directive, Amendment(add=[share("a")]), actor="zhaoming", now=NOW)

        assert [shares["a"].id] == [one.id for one in again.added]
        assert "assigned" == (await of(db, directive))["a"].state


async def test_taking_off_the_last_undone_closes(storage) -> None:
    """Nothing left to be done closes the directive."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        await reported(db, directive, shares["a"])
        await verbs.accept(db, directive, actor="zhaoming", now=NOW)
        await changing.amend(db, directive, Amendment(take_off=["b"]), actor="zhaoming", now=NOW)

        assert "closed" == directive.state
        assert "closed" == (await last(db, directive)).action


async def test_a_notice_asks_again(storage) -> None:
    """A notice that everybody has read is open again when its text changes, else it stays closed."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b", kind="notice")
        await acknowledge(db, directive, *shares.values())
        await changing.amend(db, directive, Amendment(moved=True, due=LATER), actor="zhaoming", now=NOW)

        assert "closed" == directive.state
        await changing.amend(db, directive, Amendment(content="改在二楼"), actor="zhaoming", now=NOW)

        assert ("open", 0) == (directive.state, directive.acknowledged)


async def test_settles_open_extensions(storage) -> None:
    """A new time settles what was asked for about the time, and nothing else."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        for kind in (proposals.EXTEND, proposals.REASSIGN):
            await proposals.propose(db, directive, shares["a"], kind, actor="a", reason="", facts={}, now=NOW)
        await changing.amend(db, directive, Amendment(moved=True, due=LATER), actor="zhaoming", now=NOW)
        left = await proposals.open_in(db, directive)

        assert [proposals.REASSIGN] == [one.kind for one in left]


async def test_withdraw(storage) -> None:
    """All that is unsettled ends with it, what was accepted stays; counts stay as they stood."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, *"abcde")
        await acknowledge(db, directive, shares["b"])
        await reported(db, directive, shares["c"])
        await reported(db, directive, shares["d"])
        await verbs.accept(db, directive, actor="zhaoming", now=NOW, only=[shares["d"].id])
        await handing.decline(db, directive, shares["e"], actor="e", reason="不归我们管", now=NOW)
        await proposals.propose(
            db, directive, shares["e"], proposals.DECLINE, actor="e", reason="", facts={}, now=NOW
        )
        counted = (directive.total, directive.acknowledged)
        gone = await changing.withdraw(db, directive, actor="sunli", reason="取消", now=NOW)
        entry = await last(db, directive)

        assert ["a", "b", "c", "e"] == await by_assignee(gone)
        assert counted == (directive.total, directive.acknowledged)
        assert ("withdrawn", {"reason": "取消", "for": "zhaoming"}) == (entry.action, entry.detail)
        assert ["withdrawn"] * 3 + ["accepted", "withdrawn"] == [
            one.state for one in (await of(db, directive)).values()
        ]
        assert not await Proposal.filter(decision="").using_db(db).exists()


async def test_close_whole(storage) -> None:
    """What was reported is accepted, the rest is let go and counted no more."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, *"abc")
        await acknowledge(db, directive, shares["a"])
        await reported(db, directive, shares["b"])
        ended = await changing.close_whole(db, directive, actor="zhaoming", reason="不等了", now=NOW)
        entry = await last(db, directive)

        assert (["b"], ["a", "c"]) == (await by_assignee(ended.accepted), await by_assignee(ended.undone))
        assert ("closed", 1, 1) == (directive.state, directive.total, directive.acknowledged)
        assert {
            "accepted": ["b"],
            "undone": ["a", "c"],
            "was": {"acknowledged": ["a"], "assigned": ["c"]},
            "asked": [],
            "reason": "不等了",
        } == entry.detail


async def test_close_whole_of_a_notice(storage) -> None:
    """Who has read a notice has done what was asked; only the others are let go."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b", kind="notice")
        await acknowledge(db, directive, shares["a"])
        ended = await changing.close_whole(db, directive, actor="zhaoming", reason="", now=NOW)

        assert ([], ["b"]) == (await by_assignee(ended.accepted), await by_assignee(ended.undone))
        assert "acknowledged" == (await of(db, directive))["a"].state


async def test_hand_over(storage) -> None:
    """Another issuer stands on the directive, and both in the history."""
    async with storage.transaction() as db:
        directive, _ = await issued(db, "a")
        await changing.hand_over(db, directive, to="sunli", actor="", now=NOW)
        entry = await last(db, directive)

        assert "sunli" == directive.issuer
        assert ("handed_over", {"from": "zhaoming", "to": "sunli"}) == (entry.action, entry.detail)


async def test_withdrawing_from_thousands(storage) -> None:
    """All shares of a directive to everybody end in a few statements."""
    people = [f"u{n}" for n in range(3000)]
    async with storage.transaction() as db:
        directive, _ = await issued(db, *people)
        gone = await changing.withdraw(db, directive, actor="zhaoming", reason="", now=NOW)
        left = await Share.filter(state__in=states.UNSETTLED).using_db(db).count()

        assert (people, 0) == (await by_assignee(gone), left)


async def test_who_declined_may_be_put_on_again(storage) -> None:
    """A person who declined and is put on again has an open share."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        await handing.decline(db, directive, shares["a"], actor="a", reason="不归我们管", now=NOW)
        done = await changing.amend(
            db, directive, Amendment(add=[replace(share("a"), role="assist")]), actor="zhaoming", now=NOW
        )

        assert ["a"] == await by_assignee(done.added)
        assert ("assigned", "assist") == (done.added[0].state, done.added[0].role)

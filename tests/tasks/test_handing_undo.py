"""Return and undo: moves, history, counts and the ten minutes, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tasks.directives import changing, handing, queries, verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, Share
from tasks.directives.verbs import CLOSING, Draft
from tests.tasks.test_changing import last

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DUE = NOW + timedelta(hours=8)
WHY = {"by": "person", "written": ""}
TEN = timedelta(minutes=10)


async def issued(
    db, *people: str, kind: str = "task", wants: tuple[str, ...] = ()
) -> tuple[Directive, dict[str, Share]]:
    """Issue, and give the directive and its shares by assignee."""
    shares = tuple(NewShare(who, 2, WHY) for who in people)
    draft = Draft(kind, "报送材料", "请报送材料", "normal", "zhaoming", "zhaoming", "wrk", wants, DUE, shares)
    directive, given = await verbs.issue(db, draft, NOW)
    return directive, {one.assignee: one for one in given}


async def report(db, directive: Directive, share: Share, at: datetime = NOW) -> None:
    """Report in person."""
    await verbs.report(db, directive, share, actor=share.assignee, text="已完成", media=[], now=at)


async def state_of(db, directive: Directive, who: str) -> str:
    """Give the state of a share as the database has it."""
    found = await queries.share_of(db, directive, who)
    return str(found.state) if found else ""


async def test_send_back(storage) -> None:
    """A reported share is returned with the reason, a new time and who acted for whom."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        early = await handing.send_back(db, directive, shares["a"], actor="x", reason="", now=NOW)
        await report(db, directive, shares["a"])
        done = await handing.send_back(
            db, directive, shares["a"], actor="sunli", reason="缺照片", now=NOW, due=DUE + TEN
        )
        entry = await last(db, directive)

        assert (False, True) == (early, done)
        assert ("returned", DUE + TEN, DUE) == (
            shares["a"].state,
            shares["a"].due,
            shares["a"].due_before,
        )
        assert {
            "assignee": "a",
            "reason": "缺照片",
            "for": "zhaoming",
            "due": (DUE + TEN).isoformat(),
        } == entry.detail


async def test_send_back_opens_again(storage) -> None:
    """What was accepted is returned too, and the directive is open again."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        await report(db, directive, shares["a"])
        await verbs.accept(db, directive, actor="zhaoming", now=NOW)
        closed = directive.state
        share = await queries.share_of(db, directive, "a")
        await handing.send_back(db, directive, share, actor="zhaoming", reason="缺照片", now=NOW)

        assert ("closed", "open") == (closed, directive.state)
        assert (await last(db, directive)).detail["reopened"]


@pytest.mark.parametrize(("after", "undone"), [(TEN, True), (TEN + timedelta(seconds=1), False)])
async def test_undo_acknowledge(storage, after, undone) -> None:
    """收到 is taken back within ten minutes, and the count goes down."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        await verbs.acknowledge(db, directive, shares["a"], actor="a", now=NOW)
        done = await handing.undo_acknowledge(db, directive, shares["a"], actor="a", now=NOW + after)

        assert undone == done
        assert (0 if undone else 1) == directive.acknowledged
        assert ("assigned" if undone else "acknowledged") == await state_of(db, directive, "a")
        assert ("undone" if undone else "acknowledged") == (await last(db, directive)).action


@pytest.mark.parametrize(("after", "undone"), [(TEN, True), (TEN + timedelta(seconds=1), False)])
async def test_undo_report(storage, after, undone) -> None:
    """A report is taken back within ten minutes; the 收到 it brought along stays."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        await report(db, directive, shares["a"])
        taken = await handing.undo_report(db, directive, shares["a"], actor="a", now=NOW + after)

        assert undone == (taken is not None)
        assert ("acknowledged" if undone else "reported") == await state_of(db, directive, "a")
        assert 1 == directive.acknowledged


async def test_undo_the_second_report(storage) -> None:
    """The report before the one taken back still stands, and can be taken back as well."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        await report(db, directive, shares["a"])
        await report(db, directive, shares["a"], NOW + timedelta(minutes=1))
        states = []
        for _ in range(3):
            await handing.undo_report(db, directive, shares["a"], actor="a", now=NOW + TEN)
            states.append(await state_of(db, directive, "a"))

        assert ["reported", "acknowledged", "acknowledged"] == states


async def test_undo_after_a_return(storage) -> None:
    """A report that answered a return leads back to returned; what was dealt with stays."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        await report(db, directive, shares["a"])
        await handing.send_back(db, directive, shares["a"], actor="zhaoming", reason="缺", now=NOW)
        none = await handing.undo_report(db, directive, shares["a"], actor="a", now=NOW)
        await report(db, directive, shares["a"], NOW + timedelta(minutes=1))
        await handing.undo_report(db, directive, shares["a"], actor="a", now=NOW + TEN)

        assert none is None
        assert "returned" == await state_of(db, directive, "a")


async def test_undo_after_acceptance(storage) -> None:
    """What the issuer accepted stays, even within the same moment."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        await report(db, directive, shares["a"])
        await verbs.accept(db, directive, actor="zhaoming", now=NOW)
        share = await queries.share_of(db, directive, "a")

        assert await handing.undo_report(db, directive, share, actor="a", now=NOW) is None


async def test_undo_what_closed_by_itself(storage) -> None:
    """办结即报: the report is taken back and the directive is open again, unless its issuer closed it."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", wants=(CLOSING,))
        await report(db, directive, shares["a"])
        closed = directive.state
        taken = await handing.undo_report(db, directive, shares["a"], actor="a", now=NOW + TEN)

        assert ("closed", "open") == (closed, directive.state)
        assert taken is not None
        other, shares = await issued(db, "a", "b", wants=(CLOSING,))
        await report(db, other, shares["a"])
        await changing.close_whole(db, other, actor="zhaoming", reason="", now=NOW)

        assert await handing.undo_report(db, other, shares["a"], actor="a", now=NOW) is None


async def test_undo_opens_a_notice(storage) -> None:
    """Taking back the last 收到 opens a notice again; one closed by its issuer stays closed."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", kind="notice")
        await verbs.acknowledge(db, directive, shares["a"], actor="a", now=NOW)
        closed = directive.state
        await handing.undo_acknowledge(db, directive, shares["a"], actor="a", now=NOW)

        assert ("closed", "open") == (closed, directive.state)
        other, shares = await issued(db, "a", "b", kind="notice")
        await verbs.acknowledge(db, other, shares["a"], actor="a", now=NOW)
        await changing.close_whole(db, other, actor="zhaoming", reason="", now=NOW)

        assert not await handing.undo_acknowledge(db, other, shares["a"], actor="a", now=NOW)


async def test_undo_a_head_report(storage) -> None:
    """Taken back, a head's report frees those below it took along, but who reported in person."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        below = [NewShare(who, 2, WHY, parent=shares["a"].id) for who in ("b", "c", "d")]
        given = await handing.distribute(db, directive, shares["a"], below, actor="a", now=NOW)
        await verbs.acknowledge(db, directive, given[0], actor="b", now=NOW)
        await report(db, directive, given[2])
        await report(db, directive, shares["a"])
        await handing.undo_report(db, directive, shares["a"], actor="a", now=NOW)
        found = {who: await state_of(db, directive, who) for who in "abcd"}

        assert {"a": "acknowledged", "b": "acknowledged", "c": "assigned", "d": "reported"} == found


async def test_undoable(storage) -> None:
    """What was done within ten minutes, the latest first; a report before the 收到 it brought along."""
    async with storage.transaction() as db:
        first, shares = await issued(db, "a")
        await verbs.acknowledge(db, first, shares["a"], actor="a", now=NOW)
        second, shares = await issued(db, "a", "b")
        await report(db, second, shares["a"], NOW + timedelta(minutes=1))
        third, shares = await issued(db, "a")
        await verbs.acknowledge(db, third, shares["a"], actor="a", now=NOW - TEN)
        found = await handing.undoable(db, ["a"], NOW + timedelta(minutes=2))
        late = await handing.undoable(db, ["a"], NOW + TEN + timedelta(minutes=1))

        assert [("reported", second.id), ("acknowledged", first.id)] == [
            (what, share.directive_id) for _, what, share in found
        ]
        assert ["reported"] == [what for _, what, _ in late]

"""What somebody who has left leaves behind, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import leavers as kept
from tasks.directives import changing, handing, leavers, proposals, queries, verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Share
from tasks.people.models import Member
from tests.tasks.test_verbs import NOW, WHY, actions, draft, issued

HEIR = NewShare("sunli", 2, {"by": "left", "written": "李四"})


async def test_hand_on(storage) -> None:
    """The share is marked, the heir has one of their own, what was asked about it is over."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi", "wangwu")
        asked = await proposals.propose(
            db, directive, shares["lisi"], "extend", actor="lisi", reason="", facts={}, now=NOW
        )
        given = await leavers.hand_on(db, directive, shares["lisi"], HEIR, now=NOW)
        states = {s.assignee: s.state for s in await queries.shares_of(db, directive)}

        assert given is not None
        assert ("sunli", True, False) == (given.share.assignee, given.fresh, given.again)
        assert {"lisi": "reassigned", "wangwu": "assigned", "sunli": "assigned"} == states
        assert ["issued", "extension_asked", "reassigned"] == await actions(db, directive)
        assert 2 == directive.total
        assert "superseded" == (await proposals.by_id(db, asked.id)).decision


async def test_an_heir_who_has_a_share_keeps_it(storage) -> None:
    """One person has one share in a directive; what stands stays as it is."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi", "sunli")
        await verbs.acknowledge(db, directive, shares["sunli"], actor="sunli", now=NOW)
        given = await leavers.hand_on(db, directive, shares["lisi"], HEIR, now=NOW)

        assert given is not None
        assert ("sunli", "acknowledged", False) == (given.share.assignee, given.share.state, given.fresh)
        assert (1, 1) == (directive.total, directive.acknowledged)


async def test_what_hangs_below_hangs_on_the_heirs(storage) -> None:
    """What a head distributed is reported by the one who follows."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi")
        below = NewShare("wangwu", 2, WHY, parent=shares["lisi"].id)
        await handing.distribute(db, directive, shares["lisi"], [below], actor="lisi", now=NOW)
        given = await leavers.hand_on(db, directive, shares["lisi"], HEIR, now=NOW)
        child = await queries.share_of(db, directive, "wangwu")

        assert given is not None
        assert given.share.id == child.parent_id


async def test_an_heir_who_had_reported_begins_again(storage) -> None:
    """What was reported before there was more to do is asked for again, and counted as not seen."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi", "sunli")
        await verbs.report(db, directive, shares["sunli"], actor="sunli", text="好了", media=(), now=NOW)
        given = await leavers.hand_on(db, directive, shares["lisi"], HEIR, now=NOW)
        share = await queries.share_of(db, directive, "sunli")

        assert given is not None
        assert (True, True) == (given.fresh, given.again)
        assert ("assigned", "left", None) == (share.state, share.why["by"], share.acknowledged_at)
        assert (1, 0) == (directive.total, directive.acknowledged)
        assert ["reassigned", "returned"] == (await actions(db, directive))[-2:]


async def test_the_time_that_was_set_first_stays_known(storage) -> None:
    """An extension goes along with the share, and so does the time before it."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi")
        share, later = shares["lisi"], NOW + timedelta(days=2)
        await proposals.extend(db, directive, share, actor="zhaoming", due=later, reason="", now=NOW)
        given = await leavers.hand_on(db, directive, share, replace(HEIR, due=later), now=NOW)

        assert given is not None
        assert (later, NOW) == (given.share.due, given.share.due_before)


async def test_who_hung_below_takes_the_place(storage) -> None:
    """Somebody who was given a part by the leaver hangs below nobody, not below the own share."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi")
        below = NewShare("sunli", 2, WHY, parent=shares["lisi"].id)
        await handing.distribute(db, directive, shares["lisi"], [below], actor="lisi", now=NOW)
        await leavers.hand_on(db, directive, shares["lisi"], HEIR, now=NOW)

        assert (await queries.share_of(db, directive, "sunli")).parent_id is None


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_part_goes_back_to_the_head(storage, accepted) -> None:
    """A part that goes to the head who gave it out hangs below nobody, not below itself."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "sunli")
        below = NewShare("lisi", 2, WHY, parent=shares["sunli"].id)
        await handing.distribute(db, directive, shares["sunli"], [below], actor="sunli", now=NOW)
        if accepted:
            await Share.filter(assignee="sunli").using_db(db).update(state="accepted")
        part = await queries.share_of(db, directive, "lisi")
        to = replace(HEIR, parent=part.parent_id)
        given = await leavers.hand_on(db, directive, part, to, now=NOW)
        share = await queries.share_of(db, directive, "sunli")

        assert given is not None
        assert (accepted, None) == (given.fresh, share.parent_id)
        assert ("assigned" if accepted else "acknowledged") == share.state


async def test_the_last_who_had_not_read_a_notice_leaves(storage) -> None:
    """A notice is over when the head, who has read it, stands for the last who had not."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi", "sunli", kind="notice")
        await verbs.acknowledge(db, directive, shares["sunli"], actor="sunli", now=NOW)
        await leavers.hand_on(db, directive, shares["lisi"], HEIR, now=NOW)

        assert "closed" == directive.state


@pytest.mark.parametrize("poster", ["", "chenjie"])
async def test_who_posts_for_the_new_issuer(storage, poster) -> None:
    """Who acted for the old issuer alone is out; who may act for the new one too goes on."""
    async with storage.transaction() as db:
        directive, _ = await verbs.issue(db, replace(draft("lisi"), posted_by="chenjie"), NOW)
        await changing.hand_over(db, directive, to="sunli", actor="zhaoming", now=NOW, posted_by=poster)
        found = await queries.by_id(db, directive.id)

        assert ("sunli", poster or "sunli") == (found.issuer, found.posted_by)


@pytest.mark.parametrize("state", ["reported", "accepted", "declined", "withdrawn", "reassigned"])
async def test_what_is_not_to_be_done_stays(storage, state) -> None:
    """What waits for the issuer, or has ended, is not handed on."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi")
        shares["lisi"].state = state

        assert await leavers.hand_on(db, directive, shares["lisi"], HEIR, now=NOW) is None


async def test_needed(storage) -> None:
    """Asked for are those with something to be done, or a directive that is open; each once, sorted."""
    async with storage.transaction() as db:
        await issued(db, "lisi", "wangwu")
        await verbs.issue(db, replace(draft("sunli"), issuer="qianjin"), NOW)
        done, _ = await issued(db, "chenjie")
        await changing.close_whole(db, done, actor="zhaoming", reason="", now=NOW)

        assert ["lisi", "qianjin"] == await leavers.needed(db, {"qianjin", "lisi", "chenjie", "nobody"})
        assert [] == await leavers.needed(db, set())


async def test_new_issuer(storage) -> None:
    """The directive has another issuer, and whoever posted it for the old one is not asked any more."""
    async with storage.transaction() as db:
        directive, _ = await verbs.issue(db, replace(draft("lisi"), posted_by="zhangsan"), NOW)
        await changing.hand_over(db, directive, to="sunli", actor="zhaoming", now=NOW)
        await leavers.forget_delegate(db, "zhangsan")
        found = await queries.by_id(db, directive.id)

        assert ("sunli", "sunli") == (found.issuer, found.posted_by)
        assert ["issued", "handed_over"] == await actions(db, directive)


def _people(*names: str, status: int = 1) -> list[Member]:
    return [
        Member(userid=n, name=n.upper(), departments=[2], main=2, leads=[2], leaders=[], status=status)
        for n in names
    ]


def test_who_is_missing_stays_by_name() -> None:
    """Who was there and is not any more is kept with the name, leads nothing, and is no news twice."""
    before = _people("a", "b", "c", "d")
    first = kept.with_former(before, _people("a", "b", "c"), confirmed=False)
    second = kept.with_former(first, _people("a", "b", "c", "e"), confirmed=False)
    back = kept.with_former(second, before, confirmed=False)

    assert [("d", "D", 5, [])] == [(m.userid, m.name, m.status, m.leads) for m in first if m.status == 5]
    assert ["d"] == [m.userid for m in second if m.status == 5]
    assert ["e"] == [m.userid for m in back if m.status == 5]


@pytest.mark.parametrize(("left", "good"), [(0, True), (1, True), (2, True), (3, False), (6, False)])
def test_half_a_directory_is_not_taken(left: int, good: bool) -> None:
    """More than a third gone at once is refused, unless somebody has confirmed it."""
    before = _people("a", "b", "c", "d", "e", "f")
    if good:
        assert 6 == len(kept.with_former(before, before[left:], confirmed=False))
        return
    with pytest.raises(kept.TooManyGone):
        kept.with_former(before, before[left:], confirmed=False)

    assert 6 == len(kept.with_former(before, before[left:], confirmed=True))

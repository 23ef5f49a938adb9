"""What hangs below a head's share: it goes along, moves along, and is told anew when the head goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tasks.directives import below, changing, handing, proposals, reporting, states, verbs
from tasks.directives.changing import Amendment
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, Feedback, Proposal, Share
from tasks.directives.proposals import DECLINE, EXTEND, REASSIGN
from tasks.directives.verbs import CLOSING, Draft
from tests.tasks.test_verbs import NOW, WHY

DUE = NOW + timedelta(days=3)
LATER = DUE + timedelta(days=1)


async def tree(db, *wants: str, role: str | None = None) -> tuple[Directive, dict[str, Share]]:
    """Issue to a head and another; the head gives to two, one of them to one more."""
    new = (NewShare("head", 2, WHY, role), NewShare("other", 3, WHY))
    draft = Draft("task", "报送材料", "报送材料", "urgent", "boss", "boss", "", wants, DUE, new)
    directive, given = await verbs.issue(db, draft, NOW)
    shares = {share.assignee: share for share in given}
    for above, people in (("head", ("middle", "aside")), ("middle", ("low",))):
        under = [NewShare(who, 2, WHY, None, DUE, shares[above].id) for who in people]
        found = await handing.distribute(db, directive, shares[above], under, actor=above, now=NOW)
        shares |= {share.assignee: share for share in found}
    return directive, shares


async def stored(db, share: Share) -> Share:
    """Give a share as it is stored."""
    return await Share.get(id=share.id, using_db=db)


async def stand(db, shares: dict[str, Share], *people: str) -> list[str]:
    """Give the states of these people's shares."""
    return [(await stored(db, shares[who])).state for who in people]


async def reported(db, directive: Directive, share: Share) -> Feedback:
    """Report on a share."""
    fresh = await stored(db, share)
    made = await verbs.report(
        db, directive, fresh, actor=share.assignee, text=f"{share.assignee}的", media=[], now=NOW
    )
    assert made is not None
    return made


async def asked(db, directive: Directive, share: Share, kind: str = EXTEND) -> Proposal:
    """Ask for something about a share."""
    return await proposals.propose(
        db, directive, share, kind, actor=share.assignee, reason="下雨", facts={}, now=NOW
    )


async def test_all_depths_go_along(storage) -> None:
    """The head's report is for all below, at every depth, and so is its acceptance."""
    async with storage.transaction() as db:
        directive, shares = await tree(db)
        request = await asked(db, directive, shares["low"])
        await reported(db, directive, shares["head"])
        first = await stand(db, shares, "head", "middle", "aside", "low")
        await request.refresh_from_db(using_db=db)
        done = await verbs.accept(db, directive, actor="boss", now=NOW)

        assert [states.REPORTED] * 4 == first
        assert below.SUPERSEDED == request.decision
        assert {"head", "middle", "aside", "low"} == {share.assignee for share in done.shares}
        assert (1, False) == (done.still_open, done.closed)


async def test_below_waits_for_the_head(storage) -> None:
    """What was distributed at any depth waits for a head who has not reported."""
    async with storage.transaction() as db:
        directive, shares = await tree(db)
        await reported(db, directive, shares["low"])
        done = await verbs.accept(db, directive, actor="boss", now=NOW)

        assert () == done.shares


async def test_undone_goes_back_at_every_depth(storage) -> None:
    """A report taken back is taken back for all who went along; who reported in person stays."""
    async with storage.transaction() as db:
        directive, shares = await tree(db)
        await reported(db, directive, shares["aside"])
        await reported(db, directive, shares["head"])
        head = await stored(db, shares["head"])
        await handing.undo_report(db, directive, head, actor="head", now=NOW)

        expected = [states.ACKNOWLEDGED, states.ACKNOWLEDGED, states.REPORTED, states.ASSIGNED]
        assert expected == await stand(db, shares, "head", "middle", "aside", "low")


@pytest.mark.parametrize("wants", [(), (CLOSING,)])
async def test_declined_below_is_settled(storage, wants) -> None:
    """Once the head's share is accepted nobody has to decide about what was declined below it."""
    async with storage.transaction() as db:
        directive, shares = await tree(db, *wants)
        await handing.decline(db, directive, shares["low"], actor="low", reason="不是我的", now=NOW)
        request = await asked(db, directive, shares["low"], DECLINE)
        await reported(db, directive, shares["other"])
        await reported(db, directive, shares["head"])
        if not wants:
            await verbs.accept(db, directive, actor="boss", now=NOW)
        await request.refresh_from_db(using_db=db)

        assert [states.ACCEPTED, states.WITHDRAWN] == await stand(db, shares, "head", "low")
        assert below.SUPERSEDED == request.decision
        assert states.CLOSED == directive.state


async def test_unseen_waits(storage) -> None:
    """What was not shown is not accepted, nor what hangs below it."""
    async with storage.transaction() as db:
        directive, shares = await tree(db)
        await reported(db, directive, shares["head"])
        await reported(db, directive, shares["other"])
        done = await verbs.accept(db, directive, actor="boss", now=NOW, unseen=[shares["head"].id])

        assert ["other"] == [share.assignee for share in done.shares]
        assert [states.REPORTED] * 2 == await stand(db, shares, "head", "low")


async def test_told_anew_when_the_head_goes(storage) -> None:
    """What was reported to a head who hands on, declines or is taken off is news to who decides then."""
    for way in ("hand on", "decline", "take off"):
        async with storage.transaction() as db:
            directive, shares = await tree(db)
            await reported(db, directive, shares["aside"])
            await reported(db, directive, shares["low"])
            head = await stored(db, shares["head"])
            news = await reporting.news(db, directive, head)
            await reporting.passed_on(db, directive, head, news, NOW)
            taken: Share | None = None
            if way == "hand on":
                to = NewShare("heir", 2, WHY)
                taken = await handing.reassign(db, directive, head, to, actor="head", reason="", now=NOW)
            elif way == "decline":
                await handing.decline(db, directive, head, actor="head", reason="不是我的", now=NOW)
            else:
                off = Amendment(take_off=["head"])
                await changing.amend(db, directive, off, actor="boss", now=NOW)
            found = await reporting.news(db, directive, taken)

            assert ["aside的"] == [one.feedback.text for one in found], way
            assert [False] == [one.added for one in found], way


async def test_a_head_above_answers(storage) -> None:
    """Where a head in between has gone the one above answers, else the issuer."""
    async with storage.transaction() as db:
        directive, shares = await tree(db)
        middle = await stored(db, shares["middle"])
        first = await below.head_of(db, shares["low"])
        await handing.decline(db, directive, middle, actor="middle", reason="不是我的", now=NOW)
        second = await below.head_of(db, shares["low"])
        head = await stored(db, shares["head"])
        await handing.decline(db, directive, head, actor="head", reason="不是我的", now=NOW)

        assert ["middle", "head"] == [share.assignee for share in (first, second) if share]
        assert await below.head_of(db, shares["low"]) is None


async def test_more_time_for_the_head(storage) -> None:
    """More time for the head moves what has the head's time, and leaves what has its own."""
    async with storage.transaction() as db:
        directive, shares = await tree(db)
        await Share.filter(id=shares["aside"].id).using_db(db).update(due=DUE - timedelta(days=1))
        head = await stored(db, shares["head"])
        along = await proposals.extend(db, directive, head, actor="boss", due=LATER, reason="", now=NOW)
        found = {who: (await stored(db, share)).due for who, share in shares.items()}

        assert ["middle", "low"] == [share.assignee for share in along or []]
        assert {"head": LATER, "middle": LATER, "low": LATER}.items() <= found.items()
        assert (DUE - timedelta(days=1), DUE) == (found["aside"], found["other"])


@pytest.mark.parametrize(("days", "kept"), [(2, True), (-2, False)])
async def test_another_time_for_all(storage, days, kept) -> None:
    """改到 leaves a share below the head's its own time, unless that is after the new one."""
    own = DUE - timedelta(days=1)
    async with storage.transaction() as db:
        directive, shares = await tree(db)
        await Share.filter(id=shares["aside"].id).using_db(db).update(due=own)
        new = DUE + timedelta(days=days)
        done = await changing.amend(db, directive, Amendment(moved=True, due=new), actor="boss", now=NOW)
        aside, low = await stored(db, shares["aside"]), await stored(db, shares["low"])
        heard = {share.assignee for share in (*done.told, *done.asked_again)}

        assert (own if kept else new, new) == (aside.due, low.due)
        assert kept == ("aside" not in heard)
        assert "low" in heard


async def test_the_lead_goes_along(storage) -> None:
    """Whoever has a share already and takes over the lead's leads."""
    async with storage.transaction() as db:
        directive, shares = await tree(db, role="lead")
        to = NewShare("other", 3, WHY)
        taken = await handing.reassign(db, directive, shares["head"], to, actor="head", reason="", now=NOW)

        assert taken is not None
        assert ("other", "lead") == (taken.assignee, (await stored(db, taken)).role)


async def test_twice_round_at_most(storage) -> None:
    """What was declined and comes back to the same person counts on."""
    async with storage.transaction() as db:
        directive, shares = await tree(db)
        await handing.decline(db, directive, shares["other"], actor="other", reason="不是我的", now=NOW)
        to = NewShare("new", 3, WHY)
        new = await handing.reassign(db, directive, shares["other"], to, actor="boss", reason="", now=NOW)
        assert new is not None
        back = await handing.reassign(
            db, directive, new, NewShare("other", 3, WHY), actor="new", reason="", now=NOW
        )

        assert back is not None
        assert 1 == back.declines


@pytest.mark.parametrize("kind", [EXTEND, REASSIGN])
async def test_a_report_ends_what_was_asked(storage, kind) -> None:
    """What was asked for does not come alive again when the report is returned."""
    async with storage.transaction() as db:
        directive, shares = await tree(db)
        request = await asked(db, directive, shares["other"], kind)
        await reported(db, directive, shares["other"])
        back = await stored(db, shares["other"])
        await handing.send_back(db, directive, back, actor="boss", reason="缺照片", due=LATER, now=NOW)
        await request.refresh_from_db(using_db=db)

        assert below.SUPERSEDED == request.decision
        assert [] == await proposals.open_in(db, directive)


async def test_what_waits_for_a_head(storage) -> None:
    """A head is asked about what hangs below, the issuer about the rest."""
    async with storage.transaction() as db:
        directive, shares = await tree(db)
        for who in ("low", "middle", "other"):
            await asked(db, directive, shares[who])
        found = {
            person: [
                share.assignee
                for _, share, _ in await proposals.open_for(db, [person], [EXTEND], answering=[person])
            ]
            for person in ("boss", "head", "middle", "low")
        }

        assert {"boss": ["other"], "head": ["middle"], "middle": ["low"], "low": []} == found

"""The way back from 全部办结: rows, history, counts, on both databases."""

from __future__ import annotations

from datetime import timedelta

from tasks.directives import changing, handing, proposals, unclosing, verbs
from tasks.directives.models import Feedback, Proposal
from tests.tasks.test_changing import NOW, acknowledge, issued, last, of, reported


async def test_everything_as_it_was(storage) -> None:
    """Each share has the state it had, what was asked waits again, the directive counts them all."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, *"abcde")
        await acknowledge(db, directive, shares["a"])
        await reported(db, directive, shares["b"])
        await reported(db, directive, shares["c"])
        await handing.send_back(db, directive, shares["c"], actor="zhaoming", reason="缺照片", now=NOW)
        await handing.decline(db, directive, shares["d"], actor="d", reason="不归", now=NOW)
        asked = await proposals.propose(
            db, directive, shares["d"], proposals.DECLINE, actor="d", reason="不归", facts={}, now=NOW
        )
        before = {who: one.state for who, one in (await of(db, directive)).items()}
        counted = (directive.total, directive.acknowledged)
        await changing.close_whole(db, directive, actor="zhaoming", reason="", now=NOW)
        done = await unclosing.undo_close(db, directive, actor="zhaoming", now=NOW + timedelta(minutes=10))
        entry = await last(db, directive)

        assert done is not None
        assert (["b"], {"a", "c", "d", "e"}) == (
            [one.assignee for one in done.reported],
            {one.assignee for one in done.undone},
        )
        assert before == {who: one.state for who, one in (await of(db, directive)).items()}
        assert [None] * 5 == [one.closed_at for one in (await of(db, directive)).values()]
        assert ("open", None, counted) == (
            directive.state,
            directive.closed_at,
            (directive.total, directive.acknowledged),
        )
        assert "" == (await Proposal.get(id=asked.id, using_db=db)).decision
        assert ("undone", {"what": "closed", "reopened": True}) == (entry.action, entry.detail)


async def test_what_stays(storage) -> None:
    """Another's closing, one of more than ten minutes ago, and one by the last share stay."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a")
        other, _ = await issued(db, "a")
        await reported(db, directive, shares["a"])
        await verbs.accept(db, directive, actor="zhaoming", now=NOW)
        await changing.close_whole(db, other, actor="sunli", reason="", now=NOW)

        assert await unclosing.undo_close(db, directive, actor="zhaoming", now=NOW) is None
        assert await unclosing.undo_close(db, other, actor="zhaoming", now=NOW) is None
        assert ["sunli"] == [
            who
            for who in ("zhaoming", "sunli")
            if await unclosing.recent(db, who, NOW + timedelta(minutes=9))
        ]
        late = NOW + timedelta(minutes=10, seconds=1)

        assert await unclosing.undo_close(db, other, actor="sunli", now=late) is None
        assert [] == await unclosing.recent(db, "sunli", late)


async def test_a_report_nobody_saw(storage) -> None:
    """A report that was passed on while the directive was closed is news again."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "a", "b")
        await reported(db, directive, shares["a"])
        await changing.close_whole(db, directive, actor="zhaoming", reason="", now=NOW)
        passed_on = Feedback.filter(directive_id=directive.id).using_db(db)
        await passed_on.update(told_at=NOW + timedelta(minutes=1), is_news=False)
        done = await unclosing.undo_close(db, directive, actor="zhaoming", now=NOW + timedelta(minutes=2))

        assert done is not None
        assert done.unseen
        assert [True] == [one.is_news for one in await passed_on]

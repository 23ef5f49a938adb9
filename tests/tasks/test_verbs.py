"""The verbs, their history, and the chain that holds it together, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tasks import history
from tasks.directives import queries, questions, verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive, HistoryEntry, Share
from tasks.directives.verbs import Draft
from tasks.errors import BrokenChain

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
WHY = {"by": "person", "written": ""}


def draft(*people: str, kind: str = "task", posted_by: str = "zhaoming") -> Draft:
    """Make a draft to these people."""
    shares = tuple(NewShare(who, 2, WHY) for who in people)
    return Draft(kind, "报送材料", "请报送材料", "normal", "zhaoming", posted_by, "wrk", (), NOW, shares)


async def issued(db, *people: str, **more: str) -> tuple[Directive, dict[str, Share]]:
    """Issue, and give the directive and its shares by assignee."""
    directive, shares = await verbs.issue(db, draft(*people, **more), NOW)
    return directive, {share.assignee: share for share in shares}


async def actions(db, directive: Directive) -> list[str]:
    """Give the history's actions, after the chain was recomputed."""
    await history.verify(db, directive)
    return [
        e.action for e in await HistoryEntry.filter(directive_id=directive.id).using_db(db).order_by("seq")
    ]


async def test_shares_open_to(storage) -> None:
    """Whom one stands in for, and what was given to a unit one heads; not what was given to people there."""
    shares = tuple(
        NewShare(who, unit, {"by": by, "written": ""})
        for who, unit, by in (
            ("a", 2, "unit"), ("b", 2, "each"), ("c", 2, "person"), ("d", 2, "everyone"),
            ("e", 3, "unit"), ("f", 3, "person"),
        )
    )  # fmt: skip
    async with storage.transaction() as db:
        directive, _ = await verbs.issue(db, replace(draft(), shares=shares), NOW)
        found = [
            [share.assignee for share in await queries.shares_open_to(db, directive, people, units)]
            for people, units in ((["f"], [2]), (["f"], []), ([], []))
        ]

        assert [["a", "b", "f"], ["f"], []] == found
        assert "d" == (await queries.share_of(db, directive, "d")).assignee
        assert await queries.share_of(db, directive, "g") is None


async def test_codes_count_by_day(storage) -> None:
    """Codes count up within a day and start again on the next."""
    async with storage.transaction() as db:
        codes = [await verbs.next_code(db, "Z", NOW + timedelta(days=day)) for day in (0, 0, 1, 0)]

    assert ["Z20261124-001", "Z20261124-002", "Z20261125-001", "Z20261124-003"] == codes


async def test_codes_grow_beyond_three_digits(storage) -> None:
    """After 999 a code has four digits."""
    from tasks.directives.models import DayCounter

    async with storage.transaction() as db:
        await DayCounter.create(using_db=db, day="Z20261124", highest=999)

        assert "Z20261124-1000" == await verbs.next_code(db, "Z", NOW)


async def test_a_number_rolled_back_is_given_again_and_none_twice(storage) -> None:
    """What was rolled back took no number."""

    async def fail() -> None:
        async with storage.transaction() as db:
            await issued(db, "lisi")
            raise RuntimeError("roll back")

    with pytest.raises(RuntimeError):
        await fail()
    async with storage.transaction() as db:
        directive, _ = await issued(db, "lisi")

    assert "Z20261124-001" == directive.code


async def test_one_share_each(storage) -> None:
    """Whoever is named twice has one share, for the first reason."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi", "wangwu", "lisi")

        assert ["lisi", "wangwu"] == list(shares)
        assert 2 == directive.total
        assert ["issued"] == await actions(db, directive)


async def test_add_gives_nobody_a_second_share(storage) -> None:
    """Adding leaves out who has a share already; what had closed is open again."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi", kind="notice")
        await verbs.acknowledge(db, directive, shares["lisi"], actor="lisi", now=NOW)
        new = [NewShare("lisi", 2, WHY), NewShare("wangwu", 2, WHY)]
        added = await verbs.add(db, directive, new, actor="zhaoming", now=NOW)
        nothing = await verbs.add(db, directive, new, actor="zhaoming", now=NOW)

        assert ["wangwu"] == [share.assignee for share in added]
        assert [] == nothing
        assert ("open", None, 2, 1) == (
            directive.state,
            directive.closed_at,
            directive.total,
            directive.acknowledged,
        )
        assert ["issued", "acknowledged", "closed", "added"] == await actions(db, directive)


async def test_whole_life(storage) -> None:
    """Acknowledge, report, accept: states, counters and history go together."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi", "wangwu")
        first = await verbs.acknowledge(db, directive, shares["lisi"], actor="lisi", now=NOW)
        again = await verbs.acknowledge(db, directive, shares["lisi"], actor="lisi", now=NOW)
        for who in ("lisi", "wangwu"):
            await verbs.report(db, directive, shares[who], actor=who, text="完成", media=[], now=NOW)
        one = await verbs.accept(db, directive, actor="zhaoming", now=NOW, only=[shares["lisi"].id])
        late = await verbs.report(
            db,
            directive,
            await Share.get(id=shares["lisi"].id, using_db=db),
            actor="lisi",
            text="又",
            media=[],
            now=NOW,
        )
        rest = await verbs.accept(db, directive, actor="delegate", now=NOW)
        none = await verbs.accept(db, directive, actor="zhaoming", now=NOW)

        assert (True, False, None) == (first, again, late)
        assert (1, 1, False) == (len(one.shares), one.still_open, one.closed)
        assert (1, 0, True) == (len(rest.shares), rest.still_open, rest.closed)
        assert (0, 0, False) == (len(none.shares), none.still_open, none.closed)
        assert "closed" == directive.state
        assert [
            "issued",
            "acknowledged",
            "reported",
            "acknowledged",
            "reported",
            "accepted",
            "accepted",
            "closed",
        ] == await actions(db, directive)


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "wangwu"},
        {"action": "accepted"},
        {"detail": {"x": 1}},
        {"at": NOW + timedelta(milliseconds=1)},
        {"hash": "0" * 64},
        {"prev": "0" * 64},
        {"seq": 9},
    ],
)
async def test_a_changed_entry_breaks_the_chain(storage, change) -> None:
    """Whatever is changed in an entry, the recomputed chain says so."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi", "wangwu")
        await verbs.acknowledge(db, directive, shares["lisi"], actor="lisi", now=NOW)

        assert 2 == await history.verify(db, directive)
        await HistoryEntry.filter(directive_id=directive.id, seq=2).using_db(db).update(**change)
        with pytest.raises(BrokenChain, match="Z20261124-001"):
            await history.verify(db, directive)


@pytest.mark.parametrize("seq", [1, 2, 3])
async def test_a_missing_entry_breaks_the_chain(storage, seq) -> None:
    """The first, a middle and the last entry are all missed."""
    async with storage.transaction() as db:
        directive, shares = await issued(db, "lisi", "wangwu")
        for who in ("lisi", "wangwu"):
            await verbs.acknowledge(db, directive, shares[who], actor=who, now=NOW)
        await HistoryEntry.filter(directive_id=directive.id, seq=seq).using_db(db).delete()
        with pytest.raises(BrokenChain):
            await history.verify(db, directive)


def test_fields_cannot_run_into_each_other() -> None:
    """Moving a letter from one field to the next is another hash."""
    assert history.chain("", "c", 1, 0, "ab", "c", "{}") != history.chain("", "c", 1, 0, "a", "bc", "{}")


async def test_questions_open_in_a_chat(storage) -> None:
    """In its chat a new question ends those that keep no words, or the same; ten minutes end all."""
    kept = ("", "甲", "乙", "甲", "")
    soon, later = NOW + timedelta(minutes=2), NOW + timedelta(minutes=11)
    async with storage.transaction() as db:

        async def ask(text: str, place: str = "wrk") -> int:
            facts = {"text": text} if text else {"code": "c"}
            asked = await questions.ask(
                db, asked="lisi", place=place, kind="issue", facts=facts, choices=[], now=NOW, directive_id=7
            )
            return asked.id

        other = await ask("", "work_app")
        asked = [await ask(text) for text in kept]
        found = [
            [question.id for question in await questions.open_ones(db, "lisi", [place], soon)]
            for place in ("wrk", "work_app", "elsewhere")
        ]
        about = await questions.open_about(db, 7, "issue", soon)

        assert [[asked[4], asked[3], asked[2]], [other], []] == found
        assert asked[4] == about.id
        assert [] == await questions.open_ones(db, "lisi", ["wrk"], later)


async def test_last_digits_mean_the_latest_one_has_to_do_with(storage) -> None:
    """001 means the latest such directive the person has to do with, or of this group."""
    async with storage.transaction() as db:
        await issued(db, "lisi")
        _, _ = await verbs.issue(db, draft("wangwu"), NOW + timedelta(days=1))

        assert "Z20261124-001" == (await queries.latest_ending(db, "1", ["lisi"], "")).code
        assert "Z20261125-001" == (await queries.latest_ending(db, "001", ["zhaoming"], "")).code
        assert "Z20261125-001" == (await queries.latest_ending(db, "001", ["chujing"], "wrk")).code
        assert await queries.latest_ending(db, "001", ["chujing"], "") is None

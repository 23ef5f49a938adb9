"""First cards that were refused: one notice for a directive, however many calls they went out in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import lost
from bot.models import Sending
from bot.sendings import keep
from bot.storage import opened
from handlers.context import Context
from tasks.directives import verbs
from tasks.directives.models import Share
from tasks.people.org import Org, Person
from tasks.people.roles import Roles
from tasks.worktime import SHANGHAI, WorkCalendar
from tests.tasks.test_verbs import draft

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)
PEOPLE = {name: Person(name, name.upper(), (2,), 2) for name in ("a", "b", "c", "zhaoming")}
CONTEXT = Context(NOW, Org(people=PEOPLE), WorkCalendar(), Roles())


async def _sending(db, directive, share, state: str, reason: str = "") -> None:
    await Sending.create(
        using_db=db, once=f"{directive.code}:{share.assignee}", place="person", receiver=share.assignee,
        kind=lost.FIRST, facts={}, same="", directive_id=directive.id, share_id=share.id, not_before=NOW,
        state=state, reason=reason, created_at=NOW,
    )  # fmt: skip


@pytest.fixture
async def storage(ready_url):
    """Give an empty, migrated database."""
    async with opened(ready_url) as storage:
        yield storage


async def test_told_once_all_are_out(storage) -> None:
    """While cards are going out it looks again later; then all are named at once, and nobody twice."""
    facts = {"code": "Z20261124-001"}
    async with storage.transaction() as db:
        directive, shares = await verbs.issue(db, draft("a", "b", "c"), NOW)
        await _sending(db, directive, shares[0], "failed", "invalid")
        await _sending(db, directive, shares[1], "waiting")
        await _sending(db, directive, shares[2], "sent")
        early = await lost.tell(db, facts, CONTEXT)
        await Sending.filter(receiver="b").using_db(db).update(state="failed", reason="unlicensed")
        told = await lost.tell(db, facts, CONTEXT)
        await keep(storage, db, told.notices, NOW)
        again = await lost.tell(db, facts, replace(CONTEXT, now=NOW + timedelta(minutes=5)))

    assert [("directive.lost", NOW + lost.PAUSE)] == [(n.kind, n.at) for n in early.notices]
    assert ["directive.unreachable"] == [notice.kind for notice in told.notices]
    who = told.notices[0].facts["who"]

    assert [("A", "invalid"), ("B", "unlicensed")] == [(one["name"], one["why"]) for one in who]
    assert () == again.notices


async def test_who_has_acknowledged_is_not_named(storage) -> None:
    """Whoever said 收到 otherwise has it, whatever became of the card."""
    async with storage.transaction() as db:
        directive, shares = await verbs.issue(db, draft("a", "b"), NOW)
        await _sending(db, directive, shares[0], "failed", "invalid")
        await verbs.acknowledge(db, directive, shares[0], actor="a", now=NOW)

        assert () == (await lost.tell(db, {"code": directive.code}, CONTEXT)).notices
        assert () == (await lost.tell(db, {"code": "Z20261124-099"}, CONTEXT)).notices


async def test_given_again_is_asked_again(storage) -> None:
    """What was said of a share, and the card that failed, before it was given out once more count no more."""
    facts = {"code": "Z20261124-001"}
    later = NOW + timedelta(hours=1)
    async with storage.transaction() as db:
        directive, (share, *_) = await verbs.issue(db, draft("a", "b"), NOW)
        await _sending(db, directive, share, "failed", "invalid")
        told = await lost.tell(db, facts, CONTEXT)
        await keep(storage, db, told.notices, NOW)
        await Share.filter(id=share.id).using_db(db).update(given_at=later)
        here = replace(CONTEXT, now=later)
        early = await lost.tell(db, facts, here)
        await Sending.filter(receiver="a").using_db(db).update(created_at=later)
        again = await lost.tell(db, facts, here)

    assert [1, 0, 1] == [len(one.notices) for one in (told, early, again)]

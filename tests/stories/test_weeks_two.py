"""Two services on one database: they share the sweeps, and nobody hears anything twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.storage import Storage, opened
from handlers.context import Context
from handlers.nudging import deliver, sweep
from handlers.nudging.first import under_rules
from tasks.directives import verbs
from tasks.directives.giving import NewShare
from tasks.directives.verbs import Draft
from tasks.notices import Notice
from tasks.nudges.models import Nudge
from tests.lives.people import CALENDAR, ROLES, START, township

EVERYBODY = tuple(sorted(set(township().people) - {"zhaoming"}))
ISSUED = 90
"""Directives, each to everybody: more shares than one step looks at."""


def context(now: datetime) -> Context:
    """Give what the sweeps may know."""
    return Context(now=now, org=township(), calendar=CALENDAR, roles=ROLES)


async def issue(storage: Storage, number: int) -> None:
    """Issue a directive to everybody, in the group."""
    known = context(START)
    shares = tuple(NewShare(who, known.org.unit_of(who), {"by": "person"}) for who in EVERYBODY)
    draft = Draft(
        kind="task", title=f"第{number}号材料", content="请报送材料", urgency="normal", issuer="zhaoming",
        posted_by="zhaoming", chat="wrk", wants=(), due=START + timedelta(days=3), shares=shares,
    )  # fmt: skip
    async with storage.transaction() as db:
        await verbs.issue(db, await under_rules(db, draft, known), START)


async def process(storage: Storage, now: datetime) -> list[Notice]:
    """Do what one process does at a tick: look, then put together, until nothing is due."""
    said: list[Notice] = []
    for step in (sweep.step, deliver.step):
        while True:
            async with storage.transaction() as db:
                outcome = await step(db, context(now))
            if outcome is None:
                break
            said += outcome.notices
    return said


@pytest.mark.postgres
@pytest.mark.parametrize("ready_url", ["postgres"], indirect=True)
async def test_two_processes_sweep_at_once(ready_url) -> None:
    """Every share is looked at by one of them, every person gets one message, the group one line each."""
    async with opened(ready_url) as storage:
        for number in range(ISSUED):
            await issue(storage, number)
        moments = [START + timedelta(hours=hour) for hour in (2, 6, 25, 31)]
        told: list[Notice] = []
        for now in moments:
            found = await asyncio.gather(*(process(storage, now) for _ in range(3)))
            told += [notice for some in found for notice in some]
            told += await process(storage, now)  # the next tick: what one left to another that was looking
        rows = await Nudge.all().using_db(storage.main)
    heard = Counter((to.id, notice.at) for notice in told for to in notice.to if notice.place == "person")
    lines = Counter(notice.directive for notice in told if notice.place == "chat")

    assert {1} == set(heard.values())
    assert {1} == set(lines.values())
    assert ISSUED == len(lines)
    assert max(Counter((row.share_id, row.rule, row.person) for row in rows).values()) == 1
    # What one message has no room for waits for the next digest, and so on; nothing else is left over.
    left = [row for row in rows if row.state not in ("sent", "dropped")]
    assert {("waiting", "room"), ("waiting", "late")} >= {(row.state, row.reason) for row in left}

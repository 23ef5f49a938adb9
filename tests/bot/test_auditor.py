"""The auditor: what was due and is missing is shown and told, what only changed is not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from prometheus_client import generate_latest

from bot import auditor
from bot.auditor import Auditor
from bot.metrics import Metrics
from bot.storage import Storage, opened
from handlers.context import Context
from handlers.nudging import sweep
from handlers.nudging.first import under_rules
from tasks.db import Db
from tasks.directives import changing, verbs
from tasks.directives.changing import Amendment
from tasks.directives.giving import NewShare
from tasks.directives.models import AT_ONCE, Directive, Share
from tasks.directives.verbs import Draft
from tasks.notices import Notice, Outcome
from tasks.nudges.models import Nudge
from tasks.people.absences import Absence, Absences
from tasks.people.org import Department, Org, Person
from tasks.people.roles import Roles
from tasks.worktime import WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
MINUTE = timedelta(minutes=1)
HALF = NINE + 30 * MINUTE
"""Half of the hour that 加急 allows for 收到."""
ORG = Org(
    {1: Department(1, "应急办")},
    {who: Person(who, who, (1,), 1, "", (1,) if who == "boss" else ()) for who in ("boss", "anna", "bert")},
)
CONTEXT = Context(now=NINE, org=ORG, calendar=WorkCalendar(), roles=Roles(administrators=frozenset({"root"})))


@dataclass
class Office:
    """An auditor over a database; people and corridor are stand-ins that keep what they are given."""

    storage: Storage
    now: datetime = NINE
    changes: dict[str, Any] = field(default_factory=dict)
    told: list[Notice] = field(default_factory=list)
    metrics: Metrics = field(default_factory=Metrics)
    auditor: Auditor = field(init=False)

    def __post_init__(self) -> None:
        self.auditor = Auditor(self.storage, self, self, self.metrics)  # type: ignore[arg-type]

    def context(self) -> Context:
        """Be the people."""
        return replace(CONTEXT, now=self.now, **self.changes)

    async def work(self, work: Callable[[Db], Awaitable[Outcome]]) -> None:
        """Be the corridor."""
        async with self.storage.transaction() as db:
            self.told += (await work(db)).notices

    async def issue(self, *people: str) -> Directive:
        """Issue at nine, urgently."""
        shares = tuple(NewShare(who, 1, {"by": "person", "written": ""}) for who in people)
        due = NINE + timedelta(days=3)
        draft = Draft("task", "报送材料", "请报送材料", "urgent", "boss", "boss", "", (), due, shares)
        async with self.storage.transaction() as db:
            directive, _ = await verbs.issue(db, await under_rules(db, draft, self.context()), NINE)
        return directive

    async def sweep(self) -> None:
        """Do what the service does at this moment."""
        async with self.storage.transaction() as db:
            await sweep.step(db, self.context())

    async def look(self, at: datetime) -> dict[str, float]:
        """Look at this moment; gives the figures that are not nothing."""
        self.now = at
        await self.auditor.look(at)
        return self.figures()

    def figures(self) -> dict[str, float]:
        """Give what the gauge shows."""
        found = {why: self.metrics.missed.labels(why)._value.get() for why in auditor.CAUSES}
        return {why: value for why, value in found.items() if value}


@pytest.fixture
async def office(ready_url: str) -> AsyncIterator[Office]:
    """Give an auditor that looked once at nine, over an empty database."""
    async with opened(ready_url) as storage:
        made = Office(storage)
        await made.look(NINE)
        yield made


async def test_what_the_sweeps_did_in_time_is_quiet(office: Office) -> None:
    """A share looked at when it was due, with its reminder made and sent, is nothing to tell."""
    await office.issue("anna", "bert")
    office.now = HALF
    await office.sweep()
    await Nudge.all().using_db(office.storage.main).update(state="sent", sent_at=HALF)

    assert [{}, {}] == [await office.look(HALF + minutes * MINUTE) for minutes in (11, 21)]
    assert [] == office.told


async def test_a_share_nobody_looks_at_is_told_after_ten_minutes(office: Office) -> None:
    """It has to be late at two looks ten minutes apart; one message a day names the directive."""
    directive = await office.issue("anna")
    early = await office.look(HALF + 5 * MINUTE)
    first = await office.look(HALF + 11 * MINUTE)
    figures = [await office.look(HALF + minutes * MINUTE) for minutes in (21, 31)]
    notices = office.told

    assert ({}, []) == (early, [one for one in notices if one.at <= HALF + 5 * MINUTE])
    assert auditor.LOOK not in first
    assert [1, 1] == [found[auditor.LOOK] for found in figures]
    assert {"missed:20261124"} == {one.once for one in notices}
    assert {"admin.missed"} == {one.kind for one in notices}
    assert ["root"] == [one.id for one in notices[0].to]
    assert {"count": 1, "rows": [{"code": directive.code, "title": "报送材料"}]} == notices[0].facts


async def test_a_share_that_changes_all_the_time_is_not_late(office: Office) -> None:
    """What was looked at between two looks has moved, though a new look is due at once again."""
    await office.issue("anna")
    found = []
    for minutes in (11, 21, 31):
        office.now = HALF + minutes * MINUTE - MINUTE
        await office.sweep()
        await Share.all().using_db(office.storage.main).update(look_at=AT_ONCE)
        await Nudge.all().using_db(office.storage.main).update(state="sent")
        found.append(await office.look(HALF + minutes * MINUTE))

    assert [{}, {}, {}] == found


async def test_a_reminder_that_is_not_sent_is_told(office: Office) -> None:
    """One that waits beyond its time at two looks is missing, even where nothing is reminded of by itself."""
    await office.issue("anna")
    office.now = HALF
    await office.sweep()
    office.changes["reminds"] = False
    found = [await office.look(HALF + minutes * MINUTE) for minutes in (11, 21)]

    assert [{}, {auditor.SEND: 1.0}] == found


async def test_what_was_owed_and_not_made_is_found_without_the_sweeps(office: Office) -> None:
    """Both halves look apart: where the share says that nothing is due, the rules still know better."""
    directive = await office.issue("anna", "bert")
    await Share.all().using_db(office.storage.main).update(look_at=None)
    found = await office.look(HALF + 11 * MINUTE)

    assert {auditor.MAKE: 2.0} == found
    assert [directive.code] == [row["code"] for row in office.told[0].facts["rows"]]


async def undone(office: Office) -> None:
    """Have one acknowledged at once, and the other amended."""
    async with office.storage.transaction() as db:
        await (
            Share.filter(assignee="anna")
            .using_db(db)
            .update(state="acknowledged", acknowledged_at=NINE + 40 * MINUTE)
        )
        directive = await Directive.all().using_db(db).get()
        change = Amendment(moved=True, due=NINE + timedelta(days=9))
        await changing.amend(db, directive, change, actor="boss", now=NINE + 35 * MINUTE)


async def on_leave(office: Office) -> None:
    """Have both on leave."""
    away = {
        who: (Absence(who, NINE - timedelta(days=1), NINE + timedelta(days=1)),) for who in ("anna", "bert")
    }
    office.changes["absences"] = Absences(away)


async def switched_off(office: Office) -> None:
    """Have nothing reminded of by itself."""
    office.changes["reminds"] = False


async def out_of_reach(office: Office) -> None:
    """Have nobody there who could be shown a card."""
    gone = {who: replace(person, status=4) for who, person in ORG.people.items()}
    office.changes["org"] = replace(ORG, people=gone)


async def withdrawn(office: Office) -> None:
    """Have it withdrawn."""
    async with office.storage.transaction() as db:
        directive = await Directive.all().using_db(db).get()
        await changing.withdraw(db, directive, actor="boss", reason="", now=NINE + 35 * MINUTE)


async def in_that_moment(office: Office) -> None:
    """Have something happen under it just when it was due."""
    async with office.storage.transaction() as db:
        directive = await Directive.all().using_db(db).get()
        now = HALF + timedelta(seconds=5)
        await verbs.refuse(db, directive, actor="bert", verb="accept", reason="not_issuer", now=now)


@pytest.mark.parametrize(
    "happened", [undone, on_leave, switched_off, out_of_reach, withdrawn, in_that_moment]
)
async def test_what_nobody_was_owed_is_no_alarm(
    office: Office, happened: Callable[[Office], Awaitable[None]]
) -> None:
    """Moved, acknowledged, on leave, switched off, out of reach, withdrawn, changed then: no false alarm."""
    await office.issue("anna", "bert")
    await Share.all().using_db(office.storage.main).update(look_at=None)
    await happened(office)

    assert {} == await office.look(HALF + 11 * MINUTE)


async def test_what_was_owed_before_the_start_is_the_sweeps_to_catch_up(ready_url: str) -> None:
    """A service that was down for a week catches up first; after ten minutes nothing excuses."""
    async with opened(ready_url) as storage:
        office = Office(storage)
        await office.issue("anna")
        week = NINE + timedelta(days=7)
        found = [await office.look(week + minutes * MINUTE) for minutes in (0, 5, 10)]

    assert [{}, {}, {auditor.LOOK: 1.0}] == found


async def test_every_share_gets_its_turn(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, the looks go on behind each other, and then begin again."""
    monkeypatch.setattr(auditor, "_NEXT", auditor._NEXT.replace("LIMIT 500", "LIMIT 4"))
    monkeypatch.setattr(auditor, "SAMPLE", 4)
    for _ in range(5):
        await office.issue("anna", "bert")
    numbers = sorted(share.id for share in await Share.all().using_db(office.storage.main))
    turns = [await office.auditor._sample() for _ in range(4)]

    assert [numbers[0:4], numbers[4:8], numbers[8:10], numbers[0:4]] == turns


async def test_an_auditor_that_breaks_harms_nothing(office: Office, capsys: Any) -> None:
    """A database that does not answer is logged; the next look comes round."""

    async def broken(*_: object) -> None:
        raise OSError("gone")

    whole, office.storage.rows = office.storage.rows, broken  # type: ignore[assignment,method-assign]
    await office.auditor.look(HALF)
    office.storage.rows = whole  # type: ignore[method-assign]

    assert "audit.failed" in capsys.readouterr().out
    assert {} == await office.look(HALF + 5 * MINUTE)


async def test_the_figures_are_there_for_prometheus(office: Office) -> None:
    """Each cause has its line from the first look on."""
    page = generate_latest(office.metrics.registry).decode()

    assert [f'zhijian_nudges_missed{{why="{why}"}} 0.0' for why in auditor.CAUSES] == [
        line for line in page.splitlines() if line.startswith("zhijian_nudges_missed")
    ]


@pytest.mark.parametrize("changes", [{"nudges": {"automatic": True}}])
async def test_a_day_of_a_whole_service_is_quiet(town: Any) -> None:
    """With the clock turned through a day of reminders the service's own auditor finds nothing."""
    await town.say("zhaoming", "加急!请应急办处置竹里村违法建筑,明天下班前反馈")
    await town.box.advance(30 * 3600)
    town.box.ignore_rest()
    page = town.service.metrics.render()[0].decode()
    nudges = await town.rows("SELECT state FROM nudge")

    assert [f'zhijian_nudges_missed{{why="{why}"}} 0.0' for why in auditor.CAUSES] == [
        line for line in page.splitlines() if line.startswith("zhijian_nudges_missed")
    ]
    assert len(nudges) > 0
    assert [] == await town.rows("SELECT kind FROM sending WHERE kind = 'admin.missed'")

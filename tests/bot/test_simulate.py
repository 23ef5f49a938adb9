"""The simulated month: what has to hold holds, the same seed gives the same, and what is wrong is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.errors import ConfigError
from bot.simulate_city import made_up
from bot.simulate_month import Span
from bot.simulate_naive import round_the_clock
from bot.simulate_report import markdown
from bot.simulate_tally import DIGEST, FIRST, REMINDER, Item, Order, Said, Spread, Tally, spread_of
from bot.simulating import Check, Simulated, Size, simulated, start_of

SMALL = Size(people=40, groups=3, days=5, seed=1, start=date(2026, 11, 1))
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def quietly(_done: int, _whole: int) -> None:
    """Nobody watches."""


async def test_a_small_month_holds_what_has_to_hold() -> None:
    """No reminder about what is done, none out of hours, at most three and two a day; something was sent."""
    seen: list[int] = []
    done = await simulated(SMALL, lambda now, _whole: seen.append(now))

    assert [] == [check for check in done.checks if not check.holds]
    assert done.holds
    assert min(done.directives, done.shares, done.reminded) > 0
    assert sorted(seen) == seen
    assert 5 * 24 == seen[-1]
    assert done.shares == done.ours[FIRST].whole
    assert 0 < done.ours[REMINDER].whole < done.naive_reminders.whole
    assert done.private.whole < done.shouted.whole


async def test_the_same_seed_gives_the_same_month() -> None:
    """Two runs of one seed write the same report; another seed another one."""
    first, again, other = [
        markdown(await simulated(Size(30, 2, 3, seed, date(2026, 11, 2)), quietly)) for seed in (7, 7, 8)
    ]

    assert first == again
    assert first != other


def order_of(**more: object) -> Order:
    """Give a directive to one person."""
    order = Order(1, "Z20261124-001", "task", "normal", "g", "boss", NOW, NOW + timedelta(days=1))
    for name, value in more.items():
        setattr(order, name, value)
    order.items.append(Item(1, order, "p"))
    return order


WRONG: list[tuple[str, Callable[[Item], None], int]] = [
    ("unseen", lambda item: None, 0),
    ("unseen", lambda item: setattr(item, "seen", True), 1),
    ("overdue", lambda item: None, 1),
    ("day_before", lambda item: setattr(item, "reported", True), 1),
    ("silent", lambda item: setattr(item, "seen", True), 0),
    ("silent", lambda item: None, 1),
    ("unreviewed", lambda item: setattr(item, "reported", True), 0),
    ("unreviewed", lambda item: setattr(item, "accepted", True), 1),
    ("by_hand", lambda item: setattr(item.order, "withdrawn", True), 1),
]


@pytest.mark.parametrize(("rule", "does", "wrong"), WRONG)
def test_a_reminder_about_what_is_done_is_counted(
    rule: str, does: Callable[[Item], None], wrong: int
) -> None:
    """What people did decides whether a reminder had sense, whatever the service's rows say."""
    tally, order = Tally(["p"]), order_of()
    does(order.items[0])
    said = [Said(rule, "assignee", order.items[0])]
    tally.add_reminder("p", said, NOW.date(), NOW, digest=False, critical=False)

    assert wrong == tally.done


def test_the_most_of_a_day_counts_messages_not_rows() -> None:
    """Critical ones pass the budget and are not counted against it; a merged message is one."""
    tally, order = Tally(["p"]), order_of()
    said = [Said("unseen", "assignee", order.items[0])] * 3
    for critical in (False, False, True):
        tally.add_reminder("p", said, NOW.date(), NOW, digest=False, critical=critical)
    tally.add_reminder("p", said, NOW.date(), NOW, digest=True, critical=False)

    assert (2, 1) == (tally.most(REMINDER), tally.most(DIGEST))
    assert Spread(3, 3, 3, 3, 3) == tally.spread(REMINDER)


def test_a_spread_names_numbers_somebody_had() -> None:
    """Least, middle, 99 of 100, most, together; of nobody all are nothing."""
    assert Spread(0, 50, 99, 100, 5050) == spread_of(list(range(101)))
    assert Spread(0, 0, 0, 0, 0) == spread_of([])


@pytest.mark.parametrize(("people", "groups"), [(3000, 288), (9047, 288), (40, 3), (20, 1)])
def test_a_city_has_as_many_memberships_as_sanya(people: int, groups: int) -> None:
    """Everybody is in a group, 288 groups have 9,047 memberships, every group has somebody who issues."""
    city = made_up(people, groups, Random(1))
    members = {who for some in city.groups.values() for who in some}

    assert people == len(members)
    assert min(max(people, round(groups * 9047 / 288)), people * groups) == city.memberships
    assert all(city.issuers[chat] for chat in city.groups)


def test_the_clock_of_the_naive_has_no_evening() -> None:
    """On a Sunday of a holiday at night it is office time for a timer."""
    span = Span(NOW, NOW + timedelta(days=31))
    calendar = round_the_clock(span)

    assert calendar.is_office_time(datetime(2026, 11, 28, 19, 0, tzinfo=UTC))
    assert 1439 == calendar.minutes_of_day


def test_the_command_writes_what_it_prints(tmp_path: Path) -> None:
    """`zhijian simulate --file` writes the report; a first day that is none is wrong usage."""
    out = tmp_path / "out.md"
    asked = ["simulate", "--people", "20", "--groups", "1", "--days", "1", "--file", str(out)]
    result = CliRunner().invoke(app, asked)

    assert 0 == result.exit_code, result.output
    assert result.stdout.strip() == out.read_text(encoding="utf-8").strip()
    with pytest.raises(ConfigError):
        start_of("morgen")


def test_what_does_not_hold_fails_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """One reminder about something done, and the exit code is 1."""

    async def bad(size: Size, _step: object) -> Simulated:
        none = Spread(0, 0, 0, 0, 0)
        return Simulated(
            size, 1, 1, 1, 1, dict.fromkeys(("first", "reminder", "digest", "other"), none),
            none, none, none, none, none, 0, none, 0, (Check("提醒时事情已经办了", 0, 1),),
        )  # fmt: skip

    monkeypatch.setattr("bot.simulating.simulated", bad)
    result = CliRunner().invoke(app, ["simulate", "--people", "20", "--groups", "1", "--days", "1"])

    assert 1 == result.exit_code
    assert "**不成立**" in result.stdout

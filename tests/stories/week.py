"""Playing weeks: what was sent to whom at which minute, and a service that was down."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tasks.fields import from_ms

ZONE = ZoneInfo("Asia/Shanghai")
AUTOMATIC = {"nudges": {"automatic": True}}
"""The settings under which the rules remind by themselves."""


def moment(text: str) -> datetime:
    """Read a moment such as 2026-11-24 09:00."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


async def turn_to(town: Any, text: str) -> None:
    """Turn the clock forward to this moment."""
    now = town.service.clock.now()
    await town.box.advance((moment(text) - now).total_seconds())


async def down_until(town: Any, text: str) -> None:
    """Stop the service, let time pass, and start it again."""
    at, now = moment(text), town.service.clock.now()
    storage = town.service.storage
    value = json.dumps({"now": at.isoformat()})
    await storage.rows(storage.main, "UPDATE mark SET value = ? WHERE name = 'clock'", [value])
    await town.stop()
    town.box.hub.clock.advance((at - now).total_seconds())
    await town.start()
    await town.box.advance(0)


async def reminders(town: Any) -> list[tuple[str, str, str]]:
    """Give every reminder that went out: when, to whom, by which rules; in order of time."""
    await town.box.settle()
    sent = await town.rows(
        "SELECT x.sent_at AS sent_at, x.receiver AS receiver, n.rule AS rule FROM sending x "
        "JOIN nudge n ON x.once = n.message || ':' || n.person "
        "WHERE x.state = 'sent' AND n.state = 'sent' ORDER BY x.sent_at, x.receiver, n.rule"
    )
    found: dict[tuple[int, str], list[str]] = {}
    for row in sent:
        found.setdefault((row["sent_at"], row["receiver"]), []).append(row["rule"])
    return [
        (f"{from_ms(at).astimezone(ZONE):%m-%d %H:%M}", who, "+".join(dict.fromkeys(rules)))
        for (at, who), rules in found.items()
    ]


async def reminded(town: Any, who: str) -> list[tuple[str, str]]:
    """Give the reminders of one person: when and by which rules."""
    return [(at, rules) for at, receiver, rules in await reminders(town) if receiver == who]


def out_of_hours(found: list[tuple[str, str, str]], year: int, calendar: Any) -> list[tuple[str, str, str]]:
    """Give those that went out while the offices were closed."""
    return [
        one
        for one in found
        if not calendar.is_office_time(
            datetime.strptime(f"{year}-{one[0]}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
        )
    ]

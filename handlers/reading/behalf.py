"""Speaking in a leader's name: 代赵明 请…, 受赵明委托,…: whose name it is and what is then said."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers.reading.names import TITLES, names_of
from handlers.reading.reader import read, without_mention
from handlers.reading.script import normal
from handlers.reading.values import Reading
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

_FRONT: Final = re.compile(r"[\s,]*(?:代表?|(?P<told>受))\s*@?")
_TITLED: Final = rf"\s*(?:{TITLES.pattern}|同志)*\s*"
# a 通知 is left to be read: it says what kind of message follows
_SAID: Final = re.compile(rf"{_TITLED}(?:委托|交办|指派|安排)?[\s:,、。]*")
_TOLD: Final = re.compile(rf"{_TITLED}(?:的)?(?:委托|指派|安排)[\s:,、。]*")


@dataclass(frozen=True, slots=True)
class Behalf:
    """In whose name (userid) somebody speaks, and what is said behind it."""

    leader: str
    said: str


def on_behalf(text: str, leaders: Collection[str], org: Org, bot_name: str = "指尖办") -> Behalf | None:
    """Give the leader in whose name a text begins; None where it names none of `leaders` (userids)."""
    content = without_mention(text, bot_name) if leaders else ""
    plain = normal(content)
    front = _FRONT.match(plain)
    named = names_of(org).longest(plain, front.end()) if front else None
    if front is None or named is None:
        return None
    written, entry = named
    meant = [userid for userid in entry.people if userid in leaders]
    behind = (_TOLD if front["told"] else _SAID).match(plain, front.end() + len(written))
    return Behalf(meant[0], content[behind.end() :]) if len(meant) == 1 and behind else None


def read_delegate(
    text: str,
    now: datetime,
    org: Org,
    calendar: WorkCalendar,
    *,
    leaders: Collection[str],
    bot_name: str = "指尖办",
    speaker: str = "",
) -> Reading:
    """Read a message as `read` does, said by somebody who may act for `leaders` (userids).

    An order in a leader's name is understood without the words that say so; its content stays as posted.
    """
    whole = read(text, now, org, calendar, bot_name=bot_name, speaker=speaker)
    spoken = on_behalf(text, leaders, org, bot_name)
    if spoken is None:
        return whole
    said = read(spoken.said, now, org, calendar, bot_name=bot_name, speaker=speaker)
    return replace(said, content=whole.content) if said.intent in {"task", "notice"} else whole

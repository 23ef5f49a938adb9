"""Steps and words that the stories share: posting, pressing a button, naming a move."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sandbox.json_types import Object, text_of
from sandbox.state import Message
from sandbox.story import Told

CODE = re.compile(r"Z\d{8}-\d{3,}")
REQUEST_CODE = re.compile(r"S\d{8}-\d{3,}")


async def post(told: Told, who: str, sentence: str) -> str:
    """Post a sentence in the group, and keep the code that it gets at once."""
    heard = await told.box.say_group(told.group, who, sentence)
    line = told.check(heard, told.box.hub.clock.now.strftime("Z%Y%m%d-"))
    found = CODE.search(heard.words)
    told.code = found[0] if found else ""
    return line


async def press(told: Told, who: str, message: Message, button: str) -> str:
    """Press a button; the card changes."""
    before = message.words
    told.check(await told.box.tap_app(who, message, button))
    if not await told.box.hub.phones.until(lambda: message.words != before, 5):
        raise AssertionError(f"点了{button}，卡片没有变化")
    return told.words(message.words, told.code)


DEEDS = {
    "issued": "交办",
    "acknowledged": "收到",
    "reported": "反馈",
    "accepted": "同意办结",
    "closed": "办结",
    "returned": "退回",
    "nudged": "催办",
    "declined": "退办",
    "reassigned": "改派",
    "extension_asked": "申请延期",
    "extended": "同意延期",
}


def deed(move: Object) -> str:
    """Name a move of the history in Chinese; an unknown one as it is."""
    action = text_of(move, "action")
    return DEEDS.get(action, f" {action}")


def shown_time(move: Object) -> str:
    """Give the clock time of a move."""
    try:
        return f"{datetime.fromisoformat(text_of(move, 'at')):%H:%M}"
    except ValueError:
        return "--:--"


def seconds_to_morning(now: datetime) -> float:
    """Count the seconds to 08:40 of the next Monday to Thursday that has not come to it yet."""
    for days in range(8):
        morning = (now + timedelta(days=days)).replace(hour=8, minute=40, second=0, microsecond=0)
        if morning > now and morning.weekday() < 4:
            return (morning - now).total_seconds()
    raise AssertionError("every week has a Monday")

"""Steps that the stories of new groups share: write in one that the settings do not know."""

from __future__ import annotations

from typing import Any

NAME = "本群叫青溪镇防汛工作群，有应急办、各村"


async def in_group(town: Any, who: str, text: str) -> str:
    """Write in the group the settings do not know, and give every word of the answer."""
    heard = await town.box.say_group(town.other, who, text)
    assert heard.ok, heard
    return heard.words


async def room(town: Any) -> dict[str, object]:
    """Give what is kept of the group."""
    return (await town.rows("SELECT * FROM room"))[0]

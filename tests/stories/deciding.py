"""Steps that the stories of decisions share: somebody asks for more time, and what time each has."""

from __future__ import annotations

from typing import Any

from tests.stories.changing import CODE

ASKED = "001 因下雨无法施工,申请延期到周五下午5点"


async def asked(town: Any, who: str = "lisi", text: str = ASKED) -> None:
    """Ask for more time; the issuer has the card."""
    await town.app(who, text)
    await town.box.expect("zhaoming", "申请延期", CODE)


async def dues(town: Any, code: str = CODE) -> dict[str, str]:
    """Give day and hour of every share's time by its assignee."""
    return {one["assignee"]: one["due"][8:13] for one in (await town.directive(code))["assignments"]}

"""Steps that the stories of enciphered ids share: what was asked, what is kept, and forgetting it."""

from __future__ import annotations

from typing import Any

LOOKUP = "/cgi-bin/batch/openuserid_to_userid"
TASK = "加急 请李四今天17点前报送材料"
CODE = "Z20261124-001"


def lookups(town: Any) -> int:
    """Count how often the platform was asked."""
    return len(town.box.hub.records.to(LOOKUP))


async def pairs(town: Any) -> dict[str, str]:
    """Give the pairs that are kept."""
    return {row["open_userid"]: row["userid"] for row in await town.rows("SELECT * FROM open_id")}


async def forget(town: Any, userid: str) -> None:
    """Make this id as unknown as on the first day, in the running process too."""
    storage = town.service.storage
    async with storage.transaction() as db:
        await storage.rows(db, "DELETE FROM open_id WHERE userid = ?", [userid])
    town.service.people.learn(town.box.world.open_id(userid), "")

"""What stories of cases share: requests that come in as behind the conversation, in the writer's turn."""

from __future__ import annotations

from typing import Any

from handlers.requests.receive import receive
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.notices import Outcome
from tasks.requests.models import Request
from tasks.requests.verbs import Wish

ACCOUNT = "city"
WATER = {
    "roles": {"intake": ["chujing"], "supervisors": ["zhangwei"]},
    "requests": {"routes": [{"category": "供水", "words": ["停水", "没水", "水管"], "unit": 5}]},
}
"""A route for water to 环卫所 (郑军), a clerk, a supervisor."""


def openid(town, number: int = 0) -> str:
    """Give the openid of one of the township's citizens."""
    return list(town.box.world.citizens)[number]


async def citizen(town, who: str) -> int:
    """Give the row of a citizen who has said hello, and whom the account may still answer."""
    await town.box.say_citizen(ACCOUNT, who, "你好")
    return (await Citizen.all().using_db(town.service.storage.reader).order_by("-id"))[0].id


async def comes(town, text: str, *, kind: str = "help", **more: Any) -> str:
    """Take a request down as the conversation does; gives its code."""
    codes: list[str] = []

    async def work(db: Db) -> Outcome:
        got = await receive(db, Wish(kind=kind, content=text, **more), town.service.people.context())
        codes.append(got.request.code)
        return Outcome("", {}, got.notices)

    await town.service.corridor.work(work)
    return codes[0]


async def request(town, code: str) -> Request:
    """Give the row of a request as it stands."""
    return await Request.filter(code=code).using_db(town.service.storage.reader).get()


async def actions(town, code: str) -> list[str]:
    """Give what happened to a request, by its history."""
    return [move["action"] for move in (await town.get(f"/api/v1/requests/{code}"))[1]["history"]]

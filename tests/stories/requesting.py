"""Steps that the stories of requests inside share: a citizen who wrote wants something, an office has it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.requests.receive import receive
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.notices import Outcome
from tasks.requests.kinds import HELP
from tasks.requests.models import Request, RequestEntry
from tasks.requests.verbs import Wish

CODE = "S20261124-0001"
LAMP = Wish(HELP, "幸福路的路灯坏了三天，晚上看不见路，电话13812345678", place="幸福路12号门口")


def openid(town: Any) -> str:
    """Give the citizen of the township."""
    return str(next(iter(town.box.world.citizens)))


async def wants(town: Any, wish: Wish = LAMP, **changes: Any) -> str:
    """Have the citizen who wrote a word want this; gives the code."""
    who = openid(town)
    await town.box.say_citizen("city", who, "你好")
    citizen = await Citizen.filter(account="city").using_db(town.service.storage.reader).first()
    wanted = replace(wish, citizen=citizen.id if citizen else None, **changes)
    return await taken(town, wanted)


async def taken(town: Any, wish: Wish) -> str:
    """Take a wish down, as whoever does so will; gives the code."""
    codes: list[str] = []

    async def work(db: Db) -> Outcome:
        received = await receive(db, wish, town.service.people.context())
        codes.append(received.request.code)
        return Outcome("", {}, received.notices)

    await town.service.corridor.work(work)
    return codes[0]


async def request(town: Any, code: str = CODE) -> Request:
    """Give the row of a request."""
    return await Request.filter(code=code).using_db(town.service.storage.reader).get()


async def moves(town: Any, code: str = CODE) -> list[tuple[str, str]]:
    """Give a request's history as pairs of actor and action."""
    db = town.service.storage.reader
    row = await Request.filter(code=code).using_db(db).get()
    entries = RequestEntry.filter(request_id=row.id).using_db(db).order_by("seq")
    return [(entry.actor, entry.action) for entry in await entries]


async def office_opens(town: Any) -> None:
    """Let the first cards go out: the story begins an hour before."""
    await town.box.advance(3600)

"""Reading the directory (通讯录): departments and members, in the platform's words; whose an id is.

Rules: path/90208 (departments), 90200 and 90201 (members), 101521 (ids).
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

from bot.channels.api import WorkApi
from bot.channels.json_form import JsonObject, write_json
from bot.errors import Unconfirmed
from handlers.message import Json

AT_ONCE = 4
"""Departments asked for at the same time: quick enough, and far from 10,000 calls a minute."""


async def read_directory(api: WorkApi) -> tuple[list[JsonObject], list[JsonObject]]:
    """Give all departments and all members the app may see, in the platform's own fields.

    A member of several departments comes once; userids are in lower case. Raises PlatformError: half a
    directory would make people disappear, so there is none.
    """
    departments = _rows(await api.get("/cgi-bin/department/list", {}), "department")
    gate = asyncio.Semaphore(AT_ONCE)

    async def members_of(department: JsonObject) -> list[JsonObject]:
        async with gate:
            params = {"department_id": str(department.get("id", ""))}
            return _rows(await api.get("/cgi-bin/user/list", params), "userlist")

    lists = await _all_or_none([members_of(department) for department in departments])
    found: dict[str, JsonObject] = {}
    for member in (each for members in lists for each in members):
        userid = str(member.get("userid", "")).lower()
        if userid:
            found.setdefault(userid, {**member, "userid": userid})
    return departments, list(found.values())


async def read_userid(api: WorkApi, open_id: str) -> str:
    """Give the userid of an enciphered id, in lower case; empty where it is nobody's whom the app may see.

    An id that is no enciphered one comes back as invalid too. Raises PlatformError.
    """
    body = write_json({"open_userid_list": [open_id]})
    answer = await api.post("/cgi-bin/batch/openuserid_to_userid", body)
    rows = _rows({"userid_list": [], **answer}, "userid_list")
    userid = next((row.get("userid") for row in rows if row.get("open_userid") == open_id), None)
    return str(userid or "").lower()


async def _all_or_none(questions: list[Coroutine[None, None, list[JsonObject]]]) -> list[list[JsonObject]]:
    """Ask all at once; the first error ends the others and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(question) for question in questions]
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return [task.result() for task in tasks]


def _rows(answer: JsonObject, name: str) -> list[JsonObject]:
    """Give the objects of a list; raises Unconfirmed where the answer has none."""
    rows: Json = answer.get(name)
    if not isinstance(rows, list):
        raise Unconfirmed(f"an answer without {name}")
    return [row for row in rows if isinstance(row, dict)]

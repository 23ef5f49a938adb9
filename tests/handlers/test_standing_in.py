"""收到 on a stand-in's card while another process is quicker: the share as it stands under the lock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.storage import Storage, opened
from handlers.context import Context
from handlers.directives import standing_in
from handlers.message import Incoming
from tasks.db import Db
from tasks.directives import queries, verbs
from tasks.directives.giving import NewShare
from tasks.directives.models import Directive
from tasks.directives.verbs import Draft
from tasks.people.org import Department, Org, Person
from tasks.people.roles import Roles
from tasks.worktime import WorkCalendar

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PEOPLE = {"lisi": "李四", "wangwu": "王五", "zhangsan": "张三", "zhaoming": "赵明"}


def context() -> Context:
    """Give what the handler knows: 张三 stands in for 李四."""
    people = {userid: Person(userid, name, (2,)) for userid, name in PEOPLE.items()}
    org = Org({1: Department(1, "青溪镇"), 2: Department(2, "党政办", 1)}, people)
    return Context(now=NOW, org=org, calendar=WorkCalendar(), roles=Roles(stand_ins={"lisi": "zhangsan"}))


async def issued(storage: Storage) -> tuple[Directive, int]:
    """Issue to 李四 and 王五, and give the number of 李四's share."""
    shares = tuple(NewShare(who, 2, {"by": "person"}) for who in ("lisi", "wangwu"))
    draft = Draft(
        "task", "报送", "请报送", "normal", "zhaoming", "zhaoming", "", (), NOW + timedelta(hours=8), shares
    )
    async with storage.transaction() as db:
        directive, given = await verbs.issue(db, draft, NOW)
    return directive, given[0].id


@pytest.mark.postgres
@pytest.mark.parametrize("ready_url", ["postgres"], indirect=True)
async def test_what_was_read_before_the_lock_is_read_again(
    ready_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The assignee's own 收到 that came in between stands, and is counted once."""
    async with opened(ready_url) as here, opened(ready_url) as there:
        directive, number = await issued(here)
        lock = queries.locked_by_id

        async def after_the_other(db: Db, row: int) -> Directive:
            async with there.transaction() as other:
                locked = await lock(other, row)
                share = await queries.share_by_id(other, number)
                assert share is not None
                await verbs.acknowledge(other, locked, share, actor="lisi", now=NOW)
            return await lock(db, row)

        monkeypatch.setattr(queries, "locked_by_id", after_the_other)
        tapped = Incoming("work_app", "app", "1", "tap", sender="zhangsan")
        async with here.transaction() as db:
            await standing_in.tap_sign(db, str(number), tapped, context())
        after = await queries.by_id(here.reader, directive.id)
        share = await queries.share_by_id(here.reader, number)

        assert after is not None
        assert share is not None
        assert (1, "lisi") == (after.acknowledged, share.acknowledged_by)

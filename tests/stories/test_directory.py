"""The directory: read at the start, on demand and on change; stored for a start without the platform."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

TASK = "加急 请李四今天17点前报送材料"


async def test_not_ready_before_the_first_reading(resting_town) -> None:
    """Before the directory was read once: 503 with the reason, callbacks 503; afterwards all is well."""
    town = resting_town
    town.box.faults.add("/cgi-bin/department/list", "errcode", code=60011, times=1)
    await town.start(wait=False)
    status, found = await town.get("/readyz", {})
    heard = await town.box.say_app("lisi", "收到")

    assert 503 == status
    assert ["还没有从企业微信读到通讯录"] == found["reasons"]
    assert 503 == heard.status
    assert (200, 200) == ((await town.get("/healthz", {}))[0], (await town.get("/metrics", {}))[0])
    async with asyncio.timeout(10):
        while not town.service.people.known:  # noqa: ASYNC110 - nothing tells when it is
            await asyncio.sleep(0.01)

    assert 200 == (await town.get("/readyz", {}))[0]
    assert "没有待签收" in await town.app("lisi", "收到")


async def test_restart_without_the_platform(town) -> None:
    """A restart while the platform is away works from the stored directory."""
    await town.stop()
    for path in ("/cgi-bin/gettoken", "/cgi-bin/department/list", "/cgi-bin/user/list"):
        town.box.faults.add(path, "reset_before", times=50)
    await town.start()

    assert (200, []) == ((await town.get("/readyz", {}))[0], (await town.get("/readyz", {}))[1]["reasons"])
    assert "已交办 Z20261124-001" in await town.say("zhaoming", TASK)
    town.box.faults.clear()
    await town.box.advance(600)
    await town.box.expect("lisi", "Z20261124-001")


async def test_change_is_read(town) -> None:
    """After change_contact the directory is read again, and whoever is new can be named."""
    hub = town.box.hub
    newcomer = replace(hub.world.members["lisi"], userid="liuxin", name="刘欣")
    hub.world = replace(hub.world, members={**hub.world.members, "liuxin": newcomer})
    heard = await town.box.app_event(
        "sys", "change_contact", {"ChangeType": "create_user", "UserID": "liuxin"}
    )
    await town.box.settle()

    assert (200, "") == (heard.status, heard.text)
    assert "已交办" in await town.say("zhaoming", "加急 请刘欣今天17点前报送材料")
    await town.box.expect("liuxin", "Z20261124-001")


async def test_each_change_is_read_while_the_clock_stands(town) -> None:
    """A second change in the same minute is read too; many that wait together are few readings."""
    hub, names = town.box.hub, {"liuxin": "刘欣", "liuyi": "刘艺", "liuer": "刘尔"}
    for userid, name in names.items():
        newcomer = replace(hub.world.members["lisi"], userid=userid, name=name)
        hub.world = replace(hub.world, members={**hub.world.members, userid: newcomer})
        await town.box.app_event("sys", "change_contact", {"ChangeType": "create_user", "UserID": userid})
        await town.box.settle()

        assert userid in town.service.people.org.people
    before = len(hub.records.to("/cgi-bin/department/list"))
    for userid in names:
        await town.box.app_event("sys", "change_contact", {"ChangeType": "update_user", "UserID": userid})
    await town.box.settle()

    assert len(hub.records.to("/cgi-bin/department/list")) - before <= len(names)


async def test_newcomer_is_greeted(town) -> None:
    """Subscribe is greeted by the help text, once; unsubscribe and what is unknown by nothing."""
    silent = [
        await town.box.app_event("lisi", event, {"EventKey": ""})
        for event in ("subscribe", "unsubscribe", "enter_agent", "click", "something_new")
    ]
    await town.box.settle()
    await town.box.expect("lisi", "我的任务")

    assert [(200, "")] * 5 == [(heard.status, heard.words) for heard in silent]


async def test_robot_greets_on_the_first_visit(town) -> None:
    """enter_chat is answered with the help text as plain text."""
    heard = await town.box.enter_robot("zhaoming")

    assert heard.ok
    assert "text" == heard.kind
    assert "谁没收到" in heard.text


async def test_refresh_of_a_stream(town) -> None:
    """A refresh of a stream gets the kept answer, one of an unknown stream that it is gone."""
    from sandbox import letters

    heard = await town.box.say_robot("zhaoming", "帮助")
    stream = heard.plain["stream"]["id"]
    again = await town.box.courier.deliver(letters.robot_refresh(town.box.hub, heard.letter, stream))
    unknown = await town.box.courier.deliver(letters.robot_refresh(town.box.hub, heard.letter, "nothing"))

    assert heard.text == again.text
    assert "已经过期" in unknown.text


@pytest.mark.parametrize("mode", ["safe", "compat", "plain"])
async def test_official_account_answers_in_every_mode(town, mode) -> None:
    """In safe, compatible and plain mode a matter is taken up, and the first visit gets the help."""
    openid = next(iter(town.box.world.citizens))
    said = await town.box.say_citizen("city", openid, "垃圾没人清理怎么办?")
    followed = await town.box.citizen_event("city", openid, "subscribe")
    left = await town.box.citizen_event("city", openid, "unsubscribe")
    checked = await town.box.check_url("official", "city")

    assert "哪里的事" in said.text
    assert "12345" in followed.text
    assert "" == left.text
    assert () == checked.problems


async def test_url_check_of_both_doors(town) -> None:
    """The platform's URL check of app and robot gets the echo back."""
    assert [(), ()] == [(await town.box.check_url(door)).problems for door in ("app", "robot")]

"""Robots that show enciphered ids: who it is is found out after the answer, then the sentence is handled."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot import replaying
from sandbox.letters import robot_message

LOOKUP = "/cgi-bin/batch/openuserid_to_userid"
TASK = "加急 请李四今天17点前报送材料"
CODE = "Z20261124-001"
STRANGER = {
    "outsider": {
        "userid": "outsider",
        "name": "外人",
        "department": [2],
        "is_leader_in_dept": [0],
        "hidden": True,
    }
}


@pytest.fixture
def world(world: dict[str, Any]) -> dict[str, Any]:
    """Give the township with a robot that shows everybody under an enciphered id."""
    return {**world, "robot": {**world["robot"], "encrypted_ids": True}}


def lookups(town) -> int:
    """Count how often the platform was asked."""
    return len(town.box.hub.records.to(LOOKUP))


async def pairs(town) -> dict[str, str]:
    """Give the pairs that are kept."""
    return {row["open_userid"]: row["userid"] for row in await town.rows("SELECT * FROM open_id")}


@pytest.mark.parametrize("place", ["group", "robot"])
async def test_first_sentence_is_handled_after_the_lookup(town, place) -> None:
    """The first sentence waits for the lookup, its answer comes later; the next is answered at once."""
    where = town.chat if place == "group" else "zhaoming"
    say = town.say if place == "group" else town.robot
    first = await say("zhaoming", TASK)
    late = await town.box.expect(where, "已交办", CODE)
    await town.box.expect("lisi", CODE)
    await town.box.settle()
    second = await say("zhaoming", f"{CODE} 谁没收到")

    assert "正在识别身份，请稍候…" == first
    assert late.quote or place == "robot"
    assert "未收到" not in first
    assert "1" in second
    assert 1 == lookups(town)
    assert {town.box.world.open_id("zhaoming"): "zhaoming"} == await pairs(town)
    if place == "group":
        await town.box.expect("zhaoming", "未签收")


async def test_two_in_a_row_keep_their_order(town) -> None:
    """Two sentences before the id is known are handled once each, in the order in which they were said."""
    town.box.faults.add(LOOKUP, "errcode", code=-1, times=1)
    first = await town.robot("zhaoming", TASK)
    await town.box.settle()
    second = await town.robot("zhaoming", "加急 请王五今天17点前报送材料")
    await town.box.settle()
    await town.box.expect("zhaoming", CODE)
    await town.box.expect("zhaoming", "Z20261124-002")
    await town.box.expect("lisi", CODE)
    await town.box.expect("wangwu", "Z20261124-002")
    await town.box.advance(60)

    assert ["正在识别身份，请稍候…"] * 2 == [first, second]
    assert 2 == await town.count()


@pytest.mark.parametrize("code", [-1, 60020])
async def test_platform_refuses_for_a_while(town, code) -> None:
    """Where the platform is busy, or its list of addresses lacks ours, nothing is lost: it is asked again."""
    town.box.faults.add(LOOKUP, "errcode", code=code, times=2)
    await town.robot("zhaoming", TASK)
    await town.box.settle()

    assert 0 == await town.count()
    await town.box.advance(30)
    await town.box.expect("zhaoming", "已交办", CODE)
    await town.box.expect("lisi", CODE)

    assert 3 == lookups(town)


async def test_long_after_it_comes_by_the_app(town) -> None:
    """After a quarter of an hour patience is asked for; the answer then comes one to one, as of that time."""
    town.box.faults.add(LOOKUP, "errcode", code=60020, times=9)
    await town.say("zhaoming", "加急 请李四明天17点前报送材料")
    await town.box.advance(86_400)
    await town.box.expect(town.chat, "识别后会自动办理", "不用重发")
    await town.box.expect("zhaoming", "刚才补办了", "已交办", CODE)
    await town.box.expect("lisi", "11月25日(周三)17:00")


async def test_killed_between_commit_and_lookup(town) -> None:
    """A process that dies before the lookup leaves it to the next one; nothing is lost or doubled."""
    town.box.faults.add(LOOKUP, "errcode", code=-1, times=1)
    heard = await town.box.say_robot("zhaoming", TASK)
    await town.box.settle()
    await town.restart()
    again = await town.box.repeat(heard)
    await town.box.advance(10)
    await town.box.expect("zhaoming", "已交办", CODE)
    await town.box.expect("lisi", CODE)
    await town.restart()
    await town.box.repeat(heard)
    await town.box.advance(600)

    assert heard.text == again.text
    assert 1 == await town.count()
    assert "没有待签收" in await town.robot("zhaoming", "收到")


async def test_killed_while_it_was_being_handled(town, monkeypatch) -> None:
    """Who dies after the sentence was handled and before that is noted does not handle it again."""
    from bot import identify

    async def dies(*_: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(identify.Identify, "_keep", dies)
        await town.robot("zhaoming", TASK)
        await town.box.settle()
    await town.box.expect("zhaoming", "已交办", CODE)
    await town.box.expect("lisi", CODE)
    await town.restart()
    await town.box.advance(600)

    assert 1 == await town.count()
    assert 1 == len(await pairs(town))


async def test_same_callback_five_times(town) -> None:
    """Repeats of the first callback get the same answer, and are one effect."""
    heard = await town.box.say_robot("zhaoming", TASK, times=5)
    await town.box.expect("zhaoming", "已交办", CODE)
    await town.box.expect("lisi", CODE)
    later = await town.box.repeat(heard)

    assert ["正在识别身份，请稍候…"] * 6 == [one.text for one in (heard, *heard.twins, later)]
    assert 1 == await town.count()


@pytest.mark.parametrize("members", [STRANGER])
async def test_outside_the_visible_range(town) -> None:
    """Whom the app may not see is told what a stranger is told; nobody asks again for ten minutes."""
    first = await town.robot("outsider", "收到")
    await town.box.expect("outsider", "通讯录里还没有您的信息")
    await town.box.settle()
    second = await town.robot("outsider", "收到")

    assert "正在识别" in first
    assert "通讯录里还没有您的信息" in second
    assert 1 == lookups(town)
    await town.box.advance(660)
    third = await town.robot("outsider", "收到")
    await town.box.expect("outsider", "通讯录里还没有您的信息")

    assert "正在识别" in third
    assert 2 == lookups(town)


async def test_new_in_the_directory(town) -> None:
    """A member the stored directory does not have yet makes it be read again, and is known then."""
    hub = town.box.hub
    newcomer = replace(hub.world.members["lisi"], userid="liuxin", name="刘欣")
    robot = replace(hub.world.robot, encrypted=hub.world.robot.encrypted | {"liuxin"})
    hub.world = replace(hub.world, members={**hub.world.members, "liuxin": newcomer}, robot=robot)
    await town.robot("liuxin", "收到")
    await town.box.expect("liuxin", "通讯录里还没有您的信息")
    await town.box.settle()

    assert "没有待签收" in await town.robot("liuxin", "收到")


async def test_taps_have_their_effect(town) -> None:
    """A tap on the robot's card by somebody unknown has its effect, told by response_url."""
    await town.robot("zhaoming", "加急 请张伟今天17点前报送材料")
    await town.box.expect("zhaoming", "有2位“张伟”")
    said = await town.say("qianjin", "帮助")
    await town.box.expect(town.chat, "交办")
    await town.box.settle()
    asked = await town.say("qianjin", "加急 请张伟今天17点前报送材料")
    card = next(m for m in reversed(town.box.group(town.chat)) if m.card)
    await forget(town, "qianjin")
    heard = await town.box.tap_group(town.chat, "qianjin", card, card.card.buttons[0].text)
    await town.box.expect(town.chat, CODE)
    await town.box.expect("zhangwei", CODE)

    assert "正在识别" in said
    assert "张伟" in asked
    assert (200, "") == (heard.status, heard.words)
    assert ["zhangwei"] == list(await town.states())


async def forget(town, userid: str) -> None:
    """Make this id as unknown as on the first day, in the running process too."""
    storage = town.service.storage
    async with storage.transaction() as db:
        await storage.rows(db, "DELETE FROM open_id WHERE userid = ?", [userid])
    town.service.people.learn(town.box.world.open_id(userid), "")


async def test_marked_text_does_not_wait(town) -> None:
    """What is marked secret is refused at once and stands in no row, whoever said it."""
    said = await town.robot("zhaoming", "【机密★10年】请李四今天17点前报送蓝鲸行动方案")
    rows = str(await town.rows("SELECT * FROM sending")) + str(await town.rows("SELECT * FROM seen"))

    assert "机要渠道" in said
    assert "蓝鲸" not in rows
    assert 0 == lookups(town)


async def test_right_to_look_up_is_missing(town) -> None:
    """Where the platform says for good that the app may not look ids up, the person is told what to do."""
    town.box.faults.add(LOOKUP, "errcode", code=48002, times=1)
    await town.robot("zhaoming", TASK)
    await town.box.expect("zhaoming", "暂时无法识别您的身份", "管理员")
    await town.box.settle()

    assert 0 == await town.count()
    assert {} == await pairs(town)


async def test_failure_after_the_lookup(town, monkeypatch) -> None:
    """A sentence that cannot be handled after the lookup is kept like any other, and its sender hears so."""
    from handlers import staff

    async def broken(*_: object) -> None:
        raise RuntimeError("a seam gave way")

    with monkeypatch.context() as patch:
        patch.setattr(staff, "words", broken)
        await town.robot("zhaoming", TASK)
        await town.box.settle()
    await town.box.expect("zhaoming", "没有处理成功")
    kept = await town.rows("SELECT incoming FROM failed")

    assert 1 == len(kept)
    assert "zhaoming" in kept[0]["incoming"]


async def test_known_to_another_process(town) -> None:
    """A pair another process has kept serves at once, though this one has not read it yet."""
    storage = town.service.storage
    async with storage.transaction() as db:
        sealed = town.box.world.open_id("zhaoming")
        await storage.rows(db, "INSERT INTO open_id VALUES (?, 'zhaoming', 0)", [sealed])

    assert "已交办" in await town.robot("zhaoming", TASK)
    await town.box.expect("lisi", CODE)
    assert 0 == lookups(town)


async def test_first_visit_looks_up_beforehand(town) -> None:
    """The first visit to the robot's chat has the id looked up, so that the first sentence need not wait."""
    greeted = await town.box.enter_robot("zhaoming")
    await town.box.settle()

    assert "正在识别您的身份" in greeted.text
    assert "已交办" in await town.robot("zhaoming", TASK)
    await town.box.expect("lisi", CODE)


async def test_many_people_at_once(town) -> None:
    """Several unknown people at the same moment are each answered as themselves."""
    leaders = ["zhaoming", "qianjin", "sunli"]
    await asyncio.gather(*[town.robot(who, "我的任务") for who in leaders])
    await town.box.expect_all(leaders, "没有要办的任务")
    await town.box.settle()

    assert set(leaders) == set((await pairs(town)).values())


@pytest.mark.parametrize("changes", [{"work": {"app": None}}])
async def test_without_an_app(resting_town) -> None:
    """Without an app nobody can be looked up: the person is told so at once, and nothing waits."""
    town = resting_town
    await town.start(wait=False)
    letter = robot_message(town.box.hub, "zhaoming", "", "text", {"content": "收到"})
    heard = await town.box.courier.deliver(letter)

    assert "暂时无法识别您的身份" in heard.text
    assert [] == await town.rows("SELECT id FROM sending")


@pytest.mark.parametrize("changes", [{"roles": {"administrators": ["sunli"]}}])
async def test_never_found_out(town) -> None:
    """When the platform is silent for over a day the sentence is kept, and replayed as of its own time."""
    town.box.faults.add(LOOKUP, "errcode", code=-1, times=10_000)
    await town.robot("zhaoming", "加急 请李四11月27日17点前报送材料")
    for _ in range(30):
        await town.box.advance(3600)
    await town.box.expect("zhaoming", "不用重发")
    await town.box.expect("sunli", "消息处理失败", "zhijian replay")
    kept = await town.rows("SELECT * FROM failed")
    town.box.faults.clear()
    await town.stop()
    done = await replaying.replayed(town.config, 1)
    await town.start()
    await town.box.settle()
    await town.box.expect("lisi", "Z20261125-001", "11月27日(周五)17:00")
    late = await town.box.expect("zhaoming", "刚才补办了", "11月24日")

    assert 1 == len(kept)
    assert "identifying" in done[0]
    assert "已交办" in late.text
    assert 1 == await town.count()

"""Robots that show enciphered ids: who it is is found out after the answer, then the sentence is handled."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.stories.encrypted.ids import CODE, LOOKUP, TASK, forget, lookups, pairs

STRANGER = {
    "outsider": {
        "userid": "outsider",
        "name": "外人",
        "department": [2],
        "is_leader_in_dept": [0],
        "hidden": True,
    }
}


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


async def test_marked_text_does_not_wait(town) -> None:
    """What is marked secret is refused at once and stands in no row, whoever said it."""
    said = await town.robot("zhaoming", "【机密★10年】请李四今天17点前报送蓝鲸行动方案")
    rows = str(await town.rows("SELECT * FROM sending")) + str(await town.rows("SELECT * FROM seen"))

    assert "机要渠道" in said
    assert "蓝鲸" not in rows
    assert 0 == lookups(town)


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

"""Where an id cannot be looked up, or a process dies meanwhile, nothing is lost and people are told."""

from __future__ import annotations

import pytest

from bot import replaying
from sandbox.letters import robot_message
from tests.stories.encrypted.ids import CODE, LOOKUP, TASK, lookups, pairs


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

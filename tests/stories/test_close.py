"""全部办结: what was reported is accepted, nothing more is asked of the rest."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, acknowledge, issue, report


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_by_words(town, place) -> None:
    """The reported share is accepted and hears it with the digest, the undone one at once that it is over."""
    cards = await issue(town)
    await report(town, "lisi", "李四")
    said = await getattr(town, place)("zhaoming", f"{CODE} 全部办结,其余的不用报了")
    await town.box.expect("wangwu", CODE, "不用再办")
    await town.box.expect(town.chat, CODE, "已全部办结")

    assert f"{CODE}「报送材料」已全部办结。已反馈的1项同意办结；没有办完的1项不再要求" in said
    assert "closed" == (await town.directive())["state"]
    assert {"lisi": "accepted", "wangwu": "withdrawn"} == await town.states()
    assert ("zhaoming", "closed") == (await town.moves())[-1]
    await town.box.tap_app("wangwu", cards[1], "收到")

    assert "已撤回" == cards[1].card.done
    assert "已经办结" in await town.app("wangwu", f"{CODE} 已完成")
    await town.box.advance(3600 * 2)
    await town.box.expect("lisi", "已同意办结")


async def test_by_the_button(town) -> None:
    """全部办结 on the issuer's card acts at once; the card shows it."""
    await issue(town)
    await town.app("zhaoming", CODE)
    card = await town.box.expect("zhaoming", "我交办的", CODE)
    await town.box.tap_app("zhaoming", card, "全部办结")
    await town.box.expect_all(["lisi", "wangwu"], CODE, "不用再办")
    await town.box.expect(town.chat, "已全部办结")

    assert "已全部办结" == card.card.done
    await town.box.tap_app("zhaoming", card.task_id, f"withdraw:{CODE}", force=True)

    assert "closed" == (await town.directive())["state"]


async def test_from_a_holder_it_is_a_report(town) -> None:
    """Whoever holds a share says that it is done, and the issuer is asked."""
    await issue(town)
    await town.app("lisi", f"{CODE} 全部办结")
    await town.box.advance(600)
    await town.box.expect("zhaoming", "李四反馈", CODE)

    assert {"lisi": "reported", "wangwu": "assigned"} == await town.states()


async def test_a_notice(town) -> None:
    """Of a notice only those who have not read it are let go."""
    cards = await issue(town, "加急 通知:请李四、王五明天上午9点在三楼会议室参加防汛会")
    await town.box.tap_app("lisi", cards[0], "收到")
    await town.app("zhaoming", f"{CODE} 全部办结")
    await town.box.expect("wangwu", CODE, "不用再办")
    await town.box.expect(town.chat, "已全部办结")

    assert {"lisi": "acknowledged", "wangwu": "withdrawn"} == await town.states()
    assert "没有撤销" in await town.app("lisi", f"撤销收到 {CODE}")


async def test_twice_and_by_others(town) -> None:
    """A second time it is over; somebody else is refused with the reason and in the history."""
    cards = await issue(town)
    await acknowledge(town, cards)
    refused = await town.say("sunli", f"{CODE} 全部办结")
    entry = (await town.directive())["history"][-1]

    assert "不是您交办的，不能办结" in refused
    assert ("sunli", "refused", "close") == (entry["actor"], entry["action"], entry["detail"]["verb"])
    await town.app("zhaoming", "全部办结")
    await town.box.expect_all(["lisi", "wangwu"], "不用再办")
    await town.box.expect(town.chat, "已全部办结")

    assert "已经办结" in await town.app("zhaoming", f"{CODE} 全部办结")
    assert "没有下达的未办结任务" in await town.app("zhaoming", "撤回")


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
async def test_by_a_delegate(town) -> None:
    """A delegate closes for the leader, who hears of it at once."""
    await issue(town)
    await town.app("zhangsan", f"{CODE} 全部办结")
    lines = await town.box.expect_all(["lisi", "wangwu"], "不用再办")
    await town.box.expect("zhaoming", CODE, "赵明(张三代)全部办结")
    await town.box.expect(town.chat, "已全部办结")
    entry = (await town.directive())["history"][-1]

    assert "赵明(张三代)" in lines[0].text
    assert ("zhangsan", "closed", "zhaoming") == (entry["actor"], entry["action"], entry["detail"]["for"])

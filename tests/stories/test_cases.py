"""The same matter from many: shown, joined, raised, split; and a case that becomes a task and comes back."""

from __future__ import annotations

import pytest

from tests.stories.citizens import WATER, actions, citizen, comes, openid, request

FIRST, SECOND, THIRD = (f"S20261124-000{number}" for number in (1, 2, 3))
TASK = "Z20261124-001"

pytestmark = pytest.mark.parametrize("changes", [WATER | {"requests": WATER["requests"] | {"many": 3}}])


async def both(town) -> object:
    """Have two people say the same; gives the card on which the triage decides."""
    for number, text in enumerate(("幸福小区停水三天了没人管", "幸福小区没水用了，已经好几天")):
        await comes(town, text, citizen=await citizen(town, openid(town, number)))
    await town.box.advance(3600)
    await town.box.expect("zhengjun", FIRST, "收到")
    await town.box.expect("zhengjun", SECOND, "收到")
    await town.box.expect("zhengjun", SECOND, FIRST, "可能是同一件事")
    return await town.box.expect("sunli", SECOND, FIRST, "可能是同一件事")


async def joined(town) -> None:
    """Join the second to the first by the card; everybody concerned hears once."""
    card = await both(town)
    heard = await town.box.tap_app("sunli", card, "合并")
    assert heard.ok
    await town.box.expect("zhengjun", SECOND, f"并入您在办的 {FIRST}", "共2件")
    told = await town.box.expect(openid(town, 1), SECOND, "一起办理")
    assert FIRST not in told.words


async def test_joined_and_answered(town) -> None:
    """By 合并 the later shares the earlier's part; one answer reaches both, each under the own number."""
    await joined(town)
    await town.app("zhengjun", f"{FIRST} 水管已修好，恢复供水")
    await town.app("zhengjun", "完成")
    await town.box.advance(700)
    await town.box.expect(openid(town), FIRST, "恢复供水")
    await town.box.expect(openid(town, 1), SECOND, "恢复供水")
    second = await request(town, SECOND)
    found = (await town.get(f"/api/v1/requests/{SECOND}"))[1]

    assert "answered" == second.state
    assert FIRST == found["merged_into"]
    assert "merged" in await actions(town, SECOND)
    assert "joined" in await actions(town, FIRST)


async def test_split_out_again(town) -> None:
    """By words it is taken out: the office has it by itself again, and the citizen is told."""
    await joined(town)
    said = await town.app("chujing", "0002 拆出")
    await town.box.expect("zhengjun", SECOND, "收到")
    await town.box.expect(openid(town, 1), SECOND, "单独办理")
    second = await request(town, SECOND)

    assert f"已从 {FIRST} 拆出" in said
    assert None is second.merged_into
    assert "没有并入别的诉求" in await town.app("chujing", f"{SECOND} 拆出")


async def test_by_words_and_not_by_everybody(town) -> None:
    """A clerk joins by words; who has nothing to do with it may not; what is over cannot be joined."""
    await both(town)
    refused = await town.app("lisi", f"{SECOND} 并入 {FIRST}")
    said = await town.app("chujing", f"{SECOND} 并入 {FIRST}")
    await town.box.expect("zhengjun", SECOND, FIRST)
    await town.box.expect(openid(town, 1), SECOND, "一起办理")

    assert "不能这样操作" in refused
    assert "现在共2件一起办理" in said
    assert "没有合并" in await town.app("chujing", f"{SECOND} 并入 {FIRST}")


async def test_told_apart(town) -> None:
    """不是 leaves both as they are, and that is in the history."""
    card = await both(town)
    heard = await town.box.tap_app("sunli", card, "不是")

    assert "已注明不是同一件" == card.card.done
    assert heard.ok
    assert "told_apart" in await actions(town, SECOND)
    assert None is (await request(town, SECOND)).merged_into


async def test_many_at_once(town) -> None:
    """Where many say the same it becomes urgent, and triage, office and supervisors hear that once."""
    texts = (
        "幸福小区停水三天了没人管",
        "幸福小区没水用了，已经好几天",
        "幸福小区又停水",
        "幸福小区停水，老人没法做饭",
    )
    for number, text in enumerate(texts):
        await comes(town, text, phone=f"1381234567{number}")
    await town.box.advance(3600)
    raised = await town.box.expect_all(["sunli", "zhengjun", "zhangwei"], FIRST, "3人反映", "加急")
    town.box.ignore_rest()
    row = await town.rows(f"SELECT urgency FROM directive WHERE code = '{FIRST}'")
    said = await town.app("chujing", f"{FIRST} 取消提级")
    lowered = await town.rows(f"SELECT urgency FROM directive WHERE code = '{FIRST}'")

    assert 3 == len(raised)
    assert [{"urgency": "urgent"}] == row
    assert 1 == (await actions(town, FIRST)).count("raised")
    assert "已取消提级" in said
    assert [{"urgency": "normal"}] == lowered


async def test_one_person_again(town) -> None:
    """Who says the same again has the earlier number; insisted on, it is a matter of its own."""
    number = await citizen(town, openid(town))
    first = await comes(town, "幸福小区停水三天了没人管", citizen=number)
    again = await comes(town, "幸福小区停水三天了，没人管", citizen=number)
    other = await comes(town, "幸福小区停水三天了没人管", citizen=number, insisted=True)
    await town.box.advance(3600)
    card = await town.box.expect("sunli", SECOND, FIRST, "同一人")
    town.box.ignore_rest()

    assert (FIRST, FIRST, SECOND) == (first, again, other)
    assert "noted" in await actions(town, FIRST)
    assert ["合并", "不是"] == [button.text for button in card.card.buttons]


async def test_a_task_and_its_result(town) -> None:
    """A case becomes a directive to others; when that is over, one tap makes its result the answer."""
    number = await citizen(town, openid(town))
    await comes(town, "幸福小区停水三天了没人管", citizen=number)
    await town.box.advance(3600)
    await town.box.expect("zhengjun", FIRST)
    said = await town.app("sunli", f"{FIRST} 转为任务：加急 请冯刚今天17点前检修幸福小区水管")
    await town.box.expect("fenggang", TASK, "检修")
    await town.app("fenggang", f"{TASK} 水管已换新，供水恢复正常")
    card = await town.box.expect("sunli", "冯刚反馈", TASK)
    await town.box.expect("sunli", TASK, "全部收到")
    await town.box.tap_app("sunli", card, "同意办结")
    await town.box.advance(60)
    result = await town.box.expect("zhengjun", TASK, FIRST, "供水恢复正常")
    heard = await town.box.tap_app("zhengjun", result, "用作答复")
    await town.box.advance(700)
    answer = await town.box.expect(openid(town), FIRST, "供水恢复正常")
    town.box.ignore_rest()

    assert TASK in said
    assert heard.ok
    assert answer.words
    assert "tasked" in await actions(town, FIRST)
    assert "answered" == (await request(town, FIRST)).state


async def test_lists(town) -> None:
    """诉求 counts and lists what one may see: all for clerks, the own for others, none in a group."""
    await comes(town, "幸福小区停水三天了没人管", phone="13812345678")
    await town.box.advance(3600)
    await town.box.expect("zhengjun", FIRST)
    clerk, holder, other = [await town.app(who, "诉求") for who in ("chujing", "zhengjun", "lisi")]
    late = await town.app("chujing", "超期诉求")

    assert "在办1件" in clerk
    assert FIRST in clerk
    assert FIRST in holder
    assert FIRST not in other
    assert "没有超期的" in late
    assert "一对一" in await town.say("chujing", "待办诉求")

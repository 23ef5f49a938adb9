"""How leaders really call it off: 错了,不是交办,撤回; 刚才那条作废; and what they quote."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, TWO, issue, report

SECOND = "Z20261124-002"


@pytest.mark.parametrize("place", ["say", "app", "robot"])
@pytest.mark.parametrize(
    "words", ["错了，不是交办，撤回", "发错了，撤回", "刚才那条作废", "不好意思发错群了，刚才那条不算"]
)
async def test_withdrawn_in_other_words(town, words, place) -> None:
    """However it is said, the only open one is withdrawn, and everybody hears of it."""
    await issue(town)
    said = await getattr(town, place)("zhaoming", words)
    await town.box.expect_all(["lisi", "wangwu"], CODE, "撤回", "不用再办了")
    await town.box.expect(town.chat, CODE, "已撤回")

    assert f"已撤回 {CODE}" in said
    assert "withdrawn" == (await town.directive())["state"]


@pytest.mark.parametrize("quote", [f"已交办 {CODE}\n报送材料", f"@指尖办 {TWO}"])
@pytest.mark.parametrize("words", ["错了，不是交办，撤回", "这条作废"])
async def test_withdrawn_by_a_quote(town, words, quote) -> None:
    """The quoted one is meant: the card in the group, or the sentence it came from."""
    await issue(town)
    await town.say("zhaoming", "加急 请张三今天18点前检查路灯")
    await town.box.expect("zhangsan", SECOND)
    said = await town.say("zhaoming", words, quote=quote)
    await town.box.expect_all(["lisi", "wangwu"], CODE, "撤回")
    await town.box.expect(town.chat, CODE, "已撤回")

    assert f"已撤回 {CODE}" in said
    assert {"zhangsan": "assigned"} == await town.states(SECOND)


async def test_the_time_by_a_quoted_sentence(town) -> None:
    """A quoted sentence says which one is moved, too."""
    await issue(town)
    await town.say("zhaoming", "加急 请张三今天18点前检查路灯")
    await town.box.expect("zhangsan", SECOND)
    said = await town.say("zhaoming", "往后放到周五", quote=f"@指尖办 {TWO}")
    await town.box.expect_all(["lisi", "wangwu"], CODE, "11月27日(周五)17:30")

    assert f"已变更 {CODE}" in said


async def test_just_now(town) -> None:
    """Of several, 刚才那条 is the only one issued within ten minutes; else it is asked which."""
    await issue(town)
    await town.box.advance(900)
    await town.say("zhaoming", "加急 请张三今天18点前检查路灯")
    await town.box.expect("zhangsan", SECOND)
    said = await town.say("zhaoming", "刚才那条作废")
    await town.box.expect("zhangsan", SECOND, "撤回")
    await town.box.expect(town.chat, SECOND, "已撤回")

    assert f"已撤回 {SECOND}" in said
    assert "open" == (await town.directive())["state"]


async def test_just_now_two(town) -> None:
    """Of two that were issued just now it is asked which."""
    await issue(town)
    await town.say("zhaoming", "加急 请张三今天18点前检查路灯")
    await town.box.expect("zhangsan", SECOND)
    asked = await town.robot("zhaoming", "刚才那条作废")

    assert f"1. {SECOND}" in asked
    assert f"2. {CODE}" in asked


async def test_a_slip_of_who_only_reported(town) -> None:
    """发错了,撤回 from who only holds a share is about the own report, not about the directive."""
    await issue(town)
    await report(town, "lisi", "李四")
    await town.app("wangwu", f"{CODE} 已完成,共5份")
    await town.box.expect("zhaoming", CODE, "全部收到")
    await town.box.expect(town.chat, CODE, "已全部收到")
    said = await town.app("wangwu", "发错了，撤回")
    await town.box.expect("zhaoming", CODE, "王五反馈")
    await town.box.expect("zhaoming", CODE, "王五撤销了刚才的反馈")

    assert f"已撤销反馈：{CODE}" in said
    assert "open" == (await town.directive())["state"]
    assert "acknowledged" == (await town.states())["wangwu"]

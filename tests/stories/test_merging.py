"""The issuer is not flooded: the first feedback at once, what follows every ten minutes, 全部同意, 逐条看."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, issue

ALL = ("lisi", "wangwu", "zhangsan", "zhouqiang")
TASK = "加急 请李四、王五、张三、周强今天17点前报送材料"


async def three_report(town):
    """Have three report, and give the card that comes ten minutes after the first one's."""
    await issue(town, TASK, ALL)
    for who in ALL[:3]:
        await town.app(who, f"{CODE} 已完成,共3份")
    first = await town.box.expect("zhaoming", "李四反馈")
    await town.box.advance(600)
    return first, await town.box.expect("zhaoming", "2人反馈")


async def test_first_at_once_then_together(town) -> None:
    """Who reports first is told at once, two more within ten minutes come on one card with their names."""
    _, card = await three_report(town)

    assert "王五：已完成" in card.card.body
    assert "张三：已完成" in card.card.body
    assert ["全部同意", "逐条看"] == [button.text for button in card.card.buttons]


async def test_one_that_waited_is_an_ordinary_card(town) -> None:
    """A single one that waited comes as its own card."""
    await issue(town, TASK, ALL)
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.advance(120)
    await town.app("wangwu", f"{CODE} 已完成")
    await town.box.advance(420)
    await town.box.assert_quiet()
    await town.box.advance(60)
    card = await town.box.expect("zhaoming", "王五反馈")

    assert ["同意办结", "退回"] == [button.text for button in card.card.buttons]


async def test_after_ten_minutes_at_once_again(town) -> None:
    """Ten minutes after the issuer last heard the next one is told at once."""
    await issue(town, TASK, ALL)
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.advance(601)
    await town.app("wangwu", f"{CODE} 已完成")

    assert await town.box.expect("zhaoming", "王五反馈")


async def test_each_merge_is_ten_minutes_after_the_last(town) -> None:
    """What comes after a merge waits for the next one."""
    await three_report(town)
    await town.app("zhouqiang", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    await town.box.advance(540)
    await town.box.assert_quiet()
    await town.box.advance(60)

    assert await town.box.expect("zhaoming", "周强反馈")


async def test_forty_at_once(town) -> None:
    """However many report at once, the issuer gets one message now and one in ten minutes."""
    people = [who for who in town.box.world.members if who not in ("zhaoming", "qianjin")]
    await town.say("zhaoming", "加急 请青溪镇全体人员今天17点前报送材料")
    town.box.ignore_rest()
    shares = list(await town.states())
    for who in shares:
        await town.app(who, f"{CODE} 已完成")
    await town.box.settle()
    before = [m for m in town.box.phone("zhaoming") if "反馈：" in m.words]
    await town.box.advance(600)
    after = [m for m in town.box.phone("zhaoming") if "反馈：" in m.words]
    town.box.ignore_rest()

    assert len(shares) > 10, people
    assert (1, 2) == (len(before), len(after))
    assert f"{len(shares) - 1}人反馈" in after[-1].words


async def test_accept_all_takes_what_was_shown(town) -> None:
    """全部同意 accepts what the card showed: not the one before, nor what came after it."""
    _, card = await three_report(town)
    await town.app("zhouqiang", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    heard = await town.box.tap_app("zhaoming", card, "全部同意")
    expected = {"lisi": "reported", "wangwu": "accepted", "zhangsan": "accepted", "zhouqiang": "reported"}

    assert "这几项都已审核" in heard.card.text
    assert [] == heard.card.buttons or not [b for b in heard.card.buttons if b.text == "全部同意"]
    assert expected == await town.states()
    await town.box.advance(600)
    await town.box.expect("zhaoming", "周强反馈")
    await town.box.advance(7200)
    await town.box.expect_all(["wangwu", "zhangsan"], "已同意办结")


async def test_accept_all_leaves_what_was_added(town) -> None:
    """What somebody reported anew after the card was sent is not accepted unseen."""
    _, card = await three_report(town)
    await town.app("wangwu", f"{CODE} 反馈:其实只有2份")
    await town.box.tap_app("zhaoming", card, "全部同意")

    assert {"wangwu": "reported", "zhangsan": "accepted"}.items() <= (await town.states()).items()
    await town.box.advance(600)
    await town.box.expect("zhaoming", "王五反馈", "只有2份")
    await town.box.advance(7200)
    await town.box.expect("zhangsan", "已同意办结")


async def test_accept_all_twice(town) -> None:
    """The second tap on 全部同意 changes nothing."""
    _, card = await three_report(town)
    await town.box.tap_app("zhaoming", card, "全部同意")
    before = len((await town.directive())["history"])
    key = f"accept_all:{CODE}:1795477200000"
    await town.box.tap_app("zhaoming", card.task_id, key, force=True)
    await town.box.tap_app("lisi", card.task_id, key, force=True)

    assert before == len((await town.directive())["history"])
    await town.box.advance(7200)
    await town.box.expect_all(["wangwu", "zhangsan"], "已同意办结")


async def test_all_by_words(town) -> None:
    """全部同意 by words takes what was told of; what waited is told at once, and taken when said again."""
    await issue(town, TASK, ALL)
    for who in ALL[:3]:
        await town.app(who, f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    said = await town.app("zhaoming", "全部同意")
    await town.box.expect("zhaoming", "2人反馈")
    again = await town.app("zhaoming", "全部同意")

    assert "已同意办结1项(李四)" in said
    assert "另有2项刚反馈" in said
    assert "已同意办结2项(王五、张三)" in again
    await town.box.advance(600)
    await town.box.assert_quiet()
    await town.box.advance(7200)
    await town.box.expect_all(list(ALL[:3]), "已同意办结")


async def test_one_by_one(town) -> None:
    """逐条看 sends a card for each report that was shown."""
    _, card = await three_report(town)
    await town.box.tap_app("zhaoming", card, "逐条看")
    one = await town.box.expect("zhaoming", "王五反馈")
    await town.box.expect("zhaoming", "张三反馈")
    await town.box.tap_app("zhaoming", one, "同意办结")

    assert "accepted" == (await town.states())["wangwu"]


async def test_one_by_one_by_words(town) -> None:
    """逐条看 by words sends all that wait; without anything that waits it says so."""
    await three_report(town)
    said = await town.app("zhaoming", f"{CODE} 逐条看")
    for name in ("李四", "王五", "张三"):
        await town.box.expect("zhaoming", f"{name}反馈")
    await town.app("zhaoming", "全部同意")
    none = await town.app("zhaoming", f"{CODE} 逐条看")

    assert f"{CODE}「报送材料」有3条反馈一对一发给您" in said
    assert "目前没有等您审核的反馈" in none


async def test_ten_at_a_time(town) -> None:
    """More than ten come ten at a time; 更多 sends the rest."""
    await town.say("zhaoming", "加急 请青溪镇全体人员今天17点前报送材料")
    shares = list(await town.states())
    for who in shares:
        await town.app(who, f"{CODE} 已完成")
    town.box.ignore_rest()
    await town.app("zhaoming", f"{CODE} 逐条看")
    more = await town.box.expect("zhaoming", f"还有{len(shares) - 10}条反馈")
    await town.box.settle()
    cards = [m for m in town.box.unexpected() if "反馈：" in m.words and m.owner == "zhaoming"]
    town.box.ignore_rest()
    await town.box.tap_app("zhaoming", more, "再看10条")
    await town.box.settle()
    rest = [m for m in town.box.unexpected() if "反馈：" in m.words]
    town.box.ignore_rest()
    await town.box.advance(600)
    town.box.ignore_rest()

    assert (10, len(shares) - 10) == (len(cards), len(rest))


async def test_strangers_taps_do_nothing(town) -> None:
    """Somebody else's tap on 全部同意 or 逐条看 changes nothing and says nothing."""
    _, card = await three_report(town)
    for key in (f"accept_all:{CODE}:1795477200000", f"each:{CODE}:1795477200000", "each:x", f"each:{CODE}:a"):
        heard = await town.box.tap_app("qianjin", card.task_id, key, force=True)

        assert "" == heard.words
    assert "reported" == (await town.states())["wangwu"]


async def test_closed_before_the_merge(town) -> None:
    """What was closed before the ten minutes are over is not told."""
    await issue(town, "加急 请李四、王五今天17点前报送材料", ("lisi", "wangwu"))
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("wangwu", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    await town.app("zhaoming", f"{CODE} 全部办结")
    await town.box.expect(town.chat, "全部办结")
    await town.box.advance(600)
    await town.box.assert_quiet()


async def test_undone_before_the_merge(town) -> None:
    """What was taken back before the ten minutes are over is not told; the others are."""
    await issue(town, TASK, ALL)
    for who in ALL[:3]:
        await town.app(who, f"{CODE} 已完成,{who}")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("wangwu", f"{CODE} 撤销反馈")
    await town.box.advance(600)
    await town.box.expect("zhaoming", "张三反馈")


async def test_withdrawn_before_the_merge(town) -> None:
    """After a withdrawal nothing is told any more."""
    await issue(town, TASK, ALL)
    for who in ALL[:3]:
        await town.app(who, f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.app("zhaoming", f"撤回 {CODE}")
    await town.box.expect_all([*ALL, town.chat], "撤回")
    await town.box.advance(600)
    await town.box.assert_quiet()


async def test_a_restart_in_between(town) -> None:
    """What waited is told after a restart, once; what comes later meanwhile is told with it."""
    await issue(town, TASK, ALL)
    for who in ALL[:3]:
        await town.app(who, f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.restart()
    await town.box.advance(600)
    await town.box.expect("zhaoming", "2人反馈")
    await town.box.advance(600)
    await town.box.assert_quiet()


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["sunli"]}}}])
async def test_named_before_the_merge(town) -> None:
    """Who is named by words, and was not told of, is shown before anything is accepted."""
    await issue(town, TASK, ALL)
    for who in ALL[:3]:
        await town.app(who, f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    said = await town.app("zhaoming", f"{CODE} 同意王五的")
    await town.box.expect("zhaoming", "2人反馈")

    assert "有1项刚反馈，您还没有看过" in said
    assert "reported" == (await town.states())["wangwu"]
    assert "已同意办结1项" in await town.app("zhaoming", f"{CODE} 同意王五的")
    await town.box.advance(7200)
    await town.box.expect("wangwu", "已同意办结")

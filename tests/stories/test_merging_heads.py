"""Whoever distributed hears of the reports first, is not flooded either, and reports for all."""

from __future__ import annotations

from tests.stories.changing import CODE


async def distributed(town) -> None:
    """Give 党政办 a task, and have its head 孙丽 distribute it to 张三 and 李四."""
    await town.say("zhaoming", "加急 请党政办今天17点前报送材料")
    await town.box.expect("sunli", CODE)
    await town.app("sunli", f"{CODE} 分办给张三、李四")
    await town.box.settle()
    town.box.ignore_rest()


async def test_what_was_distributed_goes_to_the_head(town) -> None:
    """Who got a share from the head reports to the head, who cannot close it; the head reports for all."""
    await distributed(town)
    said = await town.app("zhangsan", f"{CODE} 已完成我的一份")
    card = await town.box.expect("sunli", "张三反馈", "由您分办")
    await town.box.settle()
    town.box.ignore_rest(town.chat)

    assert "已转孙丽汇总" in said
    assert ["汇总反馈"] == [button.text for button in card.card.buttons]
    await town.app("sunli", f"{CODE} 已全部完成")
    await town.box.expect("zhaoming", "孙丽反馈")
    await town.box.settle()
    town.box.ignore_rest()

    assert {"sunli": "reported", "zhangsan": "reported", "lisi": "reported"} == await town.states()
    assert "已同意办结3项" in await town.app("zhaoming", f"{CODE} 同意办结")
    await town.box.settle()
    town.box.ignore_rest()
    await town.box.advance(7200)
    town.box.ignore_rest()


async def test_the_head_is_not_flooded_either(town) -> None:
    """What comes to the head within ten minutes comes together, with 逐条看 alone."""
    await distributed(town)
    for words in ("先报一半", "又报一些", "都报完了"):
        await town.app("zhangsan", f"{CODE} 反馈:{words}")
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.settle()
    first = await town.box.expect("sunli", "张三反馈", "先报一半")
    await town.box.settle()
    town.box.ignore_rest()
    await town.box.advance(600)
    both = await town.box.expect("sunli", "2人反馈", "张三：都报完了", "李四：已完成")
    await town.box.tap_app("sunli", both, "逐条看")
    await town.box.expect("sunli", "张三反馈", "都报完了")
    await town.box.expect("sunli", "李四反馈")

    assert first
    assert ["逐条看"] == [button.text for button in both.card.buttons]


async def test_all_does_not_take_what_waits_for_its_head(town) -> None:
    """全部同意 by words leaves what was distributed until its head has reported."""
    await distributed(town)
    await town.app("zhangsan", f"{CODE} 已完成")
    await town.box.expect("sunli", "张三反馈")
    await town.box.settle()
    town.box.ignore_rest()

    assert "还没有新的反馈可以办结" in await town.app("zhaoming", f"{CODE} 全部同意")
    assert "目前没有等您审核的反馈" in await town.app("zhaoming", f"{CODE} 逐条看")
    assert "reported" == (await town.states())["zhangsan"]

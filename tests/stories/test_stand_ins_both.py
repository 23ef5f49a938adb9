"""AB 岗 with a share of one's own, or for two: every button and every word is about the share it says."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"
TASK = "加急 请李四、王五今天17点前报送材料"
AWAY = {"lisi": {"status": 4}}
STANDS_IN = {"people": {"stand_ins": {"lisi": "zhangsan"}}}


BOTH = "加急 请李四、张三今天17点前报送材料"


async def other_card(town, text: str = BOTH, done: bool = True):
    """Give the card 张三 has of 李四's share; the own share is accepted before, where `done`."""
    await town.app("zhaoming", text)
    other = await town.box.expect("zhangsan", CODE, "您替李四")
    await town.box.expect("zhangsan", CODE, "点名交办给您")
    await town.box.expect("zhaoming", CODE, "没有送达1人")
    if done:
        await town.app("zhangsan", f"{CODE} 反馈:我的一份已报")
        await town.box.expect("zhaoming", CODE, "张三反馈")
        await town.app("zhaoming", f"{CODE} 同意办结")
        await town.box.settle()
    return other


async def quiet(town) -> None:
    """Let what else is owed go out: 全部收到, the digest; it is not what the story is about."""
    await town.box.advance(36_000)
    town.box.ignore_rest()


def standing(**states: str) -> dict[str, str]:
    """Give what `town.states` gives."""
    return states


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
@pytest.mark.parametrize("done", [True, False])
async def test_feedback_on_the_other_card_is_the_others(town, done) -> None:
    """反馈 on the stand-in's card reports the other's share, however the own one stands."""
    other = await other_card(town, done=done)
    await town.box.tap_app("zhangsan", other, "反馈")
    await town.box.expect("zhangsan", CODE)
    said = await town.app("zhangsan", "李四的三份也放在党政办了")
    await town.box.expect("zhaoming", "张三代李四反馈", CODE) if not done else await town.box.advance(700)
    town.box.ignore_rest()

    assert "李四" in said
    assert standing(lisi="reported", zhangsan="accepted" if done else "assigned") == await town.states()
    await quiet(town)


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_more_on_the_other_card_is_the_others(town) -> None:
    """更多 on the stand-in's card and what is behind it are about the other's share, and 返回 too."""
    other = await other_card(town)
    await town.box.tap_app("zhangsan", other, "收到")
    await town.box.tap_app("zhangsan", other, "更多")

    assert ["申请延期", "转办", "不属于我单位", "撤销收到", "返回"] == [b.text for b in other.card.buttons]
    await town.box.tap_app("zhangsan", other, "申请延期")
    await town.box.expect("zhangsan", CODE)
    await town.app("zhangsan", "延到11月26日17点,人在县里开会")
    asked = await town.box.expect("zhaoming", CODE, "申请延期")

    assert "张三代李四申请延期" in asked.words
    await town.box.tap_app("zhangsan", other, "更多")
    await town.box.tap_app("zhangsan", other, "撤销收到")

    assert standing(lisi="assigned", zhangsan="accepted") == await town.states()
    await town.box.tap_app("zhangsan", other, "更多")
    await town.box.tap_app("zhangsan", other, "返回")

    assert ["收到", "反馈", "更多"] == [b.text for b in other.card.buttons]
    await town.box.tap_app("zhangsan", other, "更多")
    await town.box.tap_app("zhangsan", other, "不属于我单位")
    await town.box.expect("zhangsan", CODE)
    await town.app("zhangsan", "李四不分管这项工作")
    await town.box.expect("zhaoming", CODE)

    assert standing(lisi="declined", zhangsan="accepted") == await town.states()
    await quiet(town)


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_words_name_whose_share(town) -> None:
    """代李四反馈 and 李四的… are about the other's share; without a name the own one comes first."""
    await other_card(town, done=False)
    own = await town.app("zhangsan", "收到")
    await town.app("zhangsan", "李四的申请延期到11月26日17点,人在县里开会")
    asked = await town.box.expect("zhaoming", CODE, "申请延期")
    said = await town.app("zhangsan", f"{CODE} 代李四反馈:三份材料都放在党政办了")
    told = await town.box.expect("zhaoming", CODE, "张三代李四反馈", "三份材料都放在党政办了")

    assert "李四" not in own
    assert "李四" in asked.words
    assert "李四" in said
    assert "反馈:" not in told.words
    assert standing(lisi="reported", zhangsan="acknowledged") == await town.states()
    await quiet(town)


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_without_a_name_the_one_that_fits(town) -> None:
    """Words alone are about a share that the verb can act on: first the own one, then the other's."""
    await other_card(town, done=False)
    await town.app("zhangsan", "收到")
    first = await town.states()
    second = await town.app("zhangsan", "收到")
    both = await town.states()
    await town.box.advance(60)
    await town.app("zhangsan", f"{CODE} 反馈:代为补一句")
    await town.app("zhangsan", f"{CODE} 撤销反馈")
    await quiet(town)

    assert standing(lisi="assigned", zhangsan="acknowledged") == first
    assert "李四" in second
    assert standing(lisi="acknowledged", zhangsan="acknowledged") == both
    assert both == await town.states()


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_who_is_named_and_has_none(town) -> None:
    """代李四 where 李四 has no share is refused, and the own share stays as it is."""
    await town.app("zhaoming", "加急 请张三今天17点前报送材料")
    await town.box.expect("zhangsan", CODE)
    said = await town.app("zhangsan", f"{CODE} 代李四反馈:都报了")

    assert "没有分办给您" in said
    assert standing(zhangsan="assigned") == await town.states()


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_cards_from_before(town) -> None:
    """A key without a share's number is the own one of who has a share, else whose stand-in the person is."""
    await other_card(town, done=False)
    await town.box.tap_app("zhangsan", f"{CODE}@1", f"report:{CODE}", force=True)
    await town.box.expect("zhangsan", CODE)
    await town.app("zhangsan", "我的一份已报")
    await town.box.expect("zhaoming", "张三反馈", CODE)
    second = "Z20261124-002"
    await town.app("zhaoming", "加急 请李四、王五今天18点前报送照片")
    await town.box.expect("wangwu", second)
    await town.box.expect("zhangsan", second, "您替李四")
    await town.box.expect("zhaoming", second, "没有送达1人")
    await town.box.tap_app("zhangsan", f"{second}@1", f"report:{second}", force=True)
    await town.box.expect("zhangsan", second)
    await town.app("zhangsan", "照片已报")
    await town.box.expect("zhaoming", "张三代李四反馈", second)

    assert standing(lisi="assigned", zhangsan="reported") == await town.states()


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_a_made_up_number_does_nothing(town) -> None:
    """A key with a share nobody has, or somebody else's, changes nothing and says nothing."""
    await other_card(town, "加急 请李四、张三、王五今天17点前报送材料", done=False)
    await town.box.expect("wangwu", CODE)
    rows = await town.rows("SELECT id FROM share WHERE assignee = 'wangwu'")
    for number in (str(rows[0]["id"]), "999999", "x", "9" * 40):
        heard = await town.box.tap_app("zhangsan", f"{CODE}@1", f"report:{CODE}:{number}", force=True)

        assert "" == heard.words


TWO = {"people": {"stand_ins": {"lisi": "zhangsan", "wangwu": "zhangsan"}}}


@pytest.mark.parametrize("changes", [TWO])
@pytest.mark.parametrize("members", [AWAY | {"wangwu": {"status": 2}}])
async def test_two_people_by_card_and_by_words(town) -> None:
    """Each card and each name is about its own share, in whatever order."""
    await town.app("zhaoming", TASK)
    await town.box.expect("zhangsan", CODE, "您替李四")
    second = await town.box.expect("zhangsan", CODE, "您替王五")
    await town.box.expect("zhaoming", CODE, "没有送达2人")
    await town.box.tap_app("zhangsan", second, "反馈")
    await town.box.expect("zhangsan", CODE)
    await town.app("zhangsan", "王五的两份已报")
    await town.box.expect("zhaoming", "张三代王五反馈", CODE)
    await town.app("zhangsan", "完成")
    by_card = await town.states()
    await town.app("zhangsan", "代李四申请延期到11月26日17点,人在县里")
    await town.box.expect("zhaoming", CODE, "李四")
    await town.app("zhangsan", f"{CODE} 替李四反馈:三份已报")
    await town.box.advance(601)
    await town.box.expect("zhaoming", "张三代李四反馈", CODE)

    assert standing(lisi="assigned", wangwu="reported") == by_card
    assert standing(lisi="reported", wangwu="reported") == await town.states()
    await quiet(town)


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "zhouqiang"}}}])
@pytest.mark.parametrize("members", [AWAY])
async def test_head_and_stand_in(town) -> None:
    """A head of a unit who stands in for somebody besides acts on the unit's share or the other's as said."""
    await town.app("zhaoming", "加急 请应急办、李四今天17点前报送材料")
    other = await town.box.expect("zhouqiang", CODE, "您替李四")
    own = await town.box.expect("zhouqiang", CODE)
    await town.box.expect("zhaoming", CODE, "没有送达1人")
    await town.app("zhouqiang", f"{CODE} 代李四反馈:三份已报")
    await town.box.expect("zhaoming", "周强代李四反馈", CODE)
    by_words = await town.states()
    await town.box.tap_app("zhouqiang", own, "收到")
    await town.box.tap_app("zhouqiang", other, "更多")

    assert standing(lisi="reported", zhouqiang="assigned") == by_words
    assert ["撤销反馈", "返回"] == [button.text for button in other.card.buttons]
    await town.box.tap_app("zhouqiang", other, "撤销反馈")
    await town.box.settle()

    assert "acknowledged" == (await town.states())["zhouqiang"]
    assert "reported" != (await town.states())["lisi"]
    await quiet(town)


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_own_cards_are_one_for_each_share(town) -> None:
    """A bare code brings the own card and the one of whom the person stands in for, each with its buttons."""
    await other_card(town, done=False)
    await town.app("zhangsan", CODE)
    other = await town.box.expect("zhangsan", CODE, "李四(您替岗)")
    own = await town.box.expect("zhangsan", CODE)
    await town.box.tap_app("zhangsan", other, "收到")

    assert "替岗" not in own.words
    assert standing(lisi="acknowledged", zhangsan="assigned") == await town.states()

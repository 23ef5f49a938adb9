"""AB 岗: who stands in gets the card of who cannot be reached, and acts with both names shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

CODE = "Z20261124-001"
TASK = "加急 请李四、王五今天17点前报送材料"
AWAY = {"lisi": {"status": 4}}
STANDS_IN = {"people": {"stand_ins": {"lisi": "zhangsan"}}}


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_the_stand_in_gets_the_card(town) -> None:
    """The card says for whom it is; the issuer's line says who got it."""
    said = await town.app("zhaoming", TASK)
    await town.box.expect("wangwu", CODE)
    card = await town.box.expect("zhangsan", CODE, "您替李四")
    await town.box.expect("zhaoming", CODE, "未激活：李四(已发替岗人张三)")

    assert "已发给替岗人张三" in said
    assert "发给2人" in said
    assert ["收到", "反馈", "更多"] == [button.text for button in card.card.buttons]


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_the_stand_in_acknowledges_by_tap(town) -> None:
    """收到 on that card is the assignee's, with both names on the card and in the history."""
    await town.app("zhaoming", TASK)
    await town.box.expect("wangwu", CODE)
    card = await town.box.expect("zhangsan", CODE, "您替李四")
    await town.box.expect("zhaoming", CODE, "没有送达1人")
    await town.box.tap_app("zhangsan", card, "收到")
    entry = (await town.directive())["history"][-1]

    assert "acknowledged" == (await town.states())["lisi"]
    assert ("zhangsan", "acknowledged", {"for": "lisi"}) == (entry["actor"], entry["action"], entry["detail"])
    assert "李四(您替岗)" in card.words
    assert "张三代" in card.words


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_the_stand_in_reports_by_tap(town) -> None:
    """反馈 on that card takes the stand-in's words for the assignee; the issuer sees both names."""
    await town.app("zhaoming", TASK)
    await town.box.expect("wangwu", CODE)
    card = await town.box.expect("zhangsan", CODE, "您替李四")
    await town.box.expect("zhaoming", CODE, "没有送达1人")
    await town.box.tap_app("zhangsan", card, "反馈")
    await town.box.expect("zhangsan", CODE)
    await town.app("zhangsan", "三份材料都放在党政办了")
    await town.box.expect("zhaoming", "张三代李四反馈", CODE)

    assert "reported" == (await town.states())["lisi"]


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [AWAY])
async def test_own_and_other_card_are_both_there(town) -> None:
    """Who has a share too gets both cards, and each 收到 is for its own."""
    await town.app("zhaoming", "加急 请李四、张三、王五今天17点前报送材料")
    await town.box.expect("wangwu", CODE)
    other = await town.box.expect("zhangsan", CODE, "您替李四")
    own = await town.box.expect("zhangsan", CODE, "点名交办给您")
    await town.box.expect("zhaoming", CODE, "没有送达1人")
    await town.box.tap_app("zhangsan", other, "收到")

    assert {"lisi": "acknowledged", "zhangsan": "assigned", "wangwu": "assigned"} == await town.states()
    await town.box.tap_app("zhangsan", own, "收到")

    assert "acknowledged" == (await town.states())["zhangsan"]


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "zhangsan", "wangwu": "zhangsan"}}}])
@pytest.mark.parametrize("members", [AWAY | {"wangwu": {"status": 2}}])
async def test_one_stands_in_for_two(town) -> None:
    """Two absent people are two cards, none of them lost."""
    await town.app("zhaoming", TASK)
    first = await town.box.expect("zhangsan", CODE, "您替李四")
    await town.box.expect("zhangsan", CODE, "您替王五")
    await town.box.expect("zhaoming", CODE, "没有送达2人")
    await town.box.tap_app("zhangsan", first, "收到")

    assert {"lisi": "acknowledged", "wangwu": "assigned"} == await town.states()


@pytest.mark.parametrize("changes", [STANDS_IN])
@pytest.mark.parametrize("members", [{"lisi": {"unlicensed": True}}])
async def test_learned_later_the_stand_in_gets_it(town) -> None:
    """Where only the platform knew, the stand-in gets the card then, and the issuer hears both."""
    await town.say("zhaoming", TASK)
    await town.box.expect("wangwu", CODE)
    await town.box.expect("zhangsan", CODE, "您替李四")
    await town.box.expect("zhaoming", CODE, "未授权：李四(已发替岗人张三)")


@pytest.mark.parametrize("changes", [STANDS_IN])
async def test_who_is_there_gets_the_own_card(town) -> None:
    """Where the assignee can be reached nobody else is troubled."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    await town.box.expect("lisi", CODE)
    await town.box.assert_quiet()


TWO_AWAY = {"lisi": {"status": 4}, "wangwu": {"status": 4}}
STANDS_IN_TWICE = {"people": {"stand_ins": {"lisi": "zhangsan", "wangwu": "zhangsan"}}}


@pytest.mark.parametrize("changes", [STANDS_IN_TWICE | {"roles": {"supervisors": ["chenjie"]}}])
@pytest.mark.parametrize("members", [TWO_AWAY])
async def test_supervision_reaches_the_stand_in(town) -> None:
    """督办 is told to who stands in, once for each share, with whose it is."""
    await town.app("zhaoming", "特急 请李四、王五、周强今天17点前报送材料")
    await town.box.settle()
    for who in ("zhangsan", "zhaoming", "zhouqiang"):
        town.box.ignore_rest(who)
    said = await town.app("chenjie", f"督办 {CODE}")
    await town.box.expect("zhaoming", "【督办】")
    await town.box.expect("zhouqiang", "【督办】", "您是承办人")
    await town.box.expect("zhangsan", "【督办】", "您替承办人李四")
    await town.box.expect("zhangsan", "【督办】", "您替承办人王五")

    assert "3位承办人" in said


@pytest.mark.parametrize(
    "changes", [{"people": {"stand_ins": {"zhaoming": "sunli"}}, "roles": {"supervisors": ["chenjie"]}}]
)
async def test_supervision_reaches_the_issuers_stand_in(town) -> None:
    """An issuer whom no message reaches any more has the stand-in told."""
    await town.app("zhaoming", "特急 请周强今天17点前报送材料")
    await town.box.expect("zhouqiang", CODE)
    hub = town.box.hub
    there = hub.world.members
    hub.world = replace(hub.world, members=there | {"zhaoming": replace(there["zhaoming"], status=2)})
    await town.box.app_event("sys", "change_contact", {"ChangeType": "update_user", "UserID": "x"})
    await town.box.settle()
    await town.app("chenjie", f"督办 {CODE}")
    await town.box.expect("sunli", "【督办】", CODE)
    await town.box.expect("zhouqiang", "【督办】")

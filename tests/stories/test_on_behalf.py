"""A delegate speaks in a leader's name: the order is the leader's, and said without the words that say so."""

from __future__ import annotations

import pytest

pytestmark = [
    pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["sunli"]}}}]),
    pytest.mark.parametrize("start", ["2026-11-24T10:00:00+08:00"]),
]
ORDER = "请周强、吴芳明天下午5点前反馈燃气排查"


@pytest.mark.parametrize(
    "front",
    [
        "代赵明 ",
        "代赵明，",
        "代赵明交办：",
        "代趙明鎮長交辦：",
        "代表赵明镇长 ",
        "受赵明委托，",
        "受赵明镇长委托,现",
        "代赵明",
    ],
)
async def test_order_in_a_leaders_name(town, front) -> None:
    """Whatever the words in front, whoever is named gets the leader's order; its title is without them."""
    said = await town.say("sunli", front + ORDER)
    cards = await town.box.expect_all(["zhouqiang", "wufang"], "Z20261124-001")
    stored = await town.directive()

    assert "已交办 Z20261124-001" in said
    assert "zhaoming" == stored["issuer"]
    assert front + ORDER == stored["content"]
    assert cards[0].card.title.endswith("燃气排查")
    assert "赵明" not in cards[0].card.title


async def test_notice_in_a_leaders_name(town) -> None:
    """代赵明通知 周强、张三: is a notice, and its title says 通知 once."""
    await town.say("sunli", "通知周强、张三：明天上午9点开会")
    await town.box.expect_all(["zhouqiang", "zhangsan"], "Z20261124-001")
    await town.say("sunli", "代赵明通知周强、张三：明天上午9点开会")
    cards = await town.box.expect_all(["zhouqiang", "zhangsan"], "Z20261124-002")

    assert 1 == cards[0].card.title.count("通知")
    assert "notice" == (await town.directive("Z20261124-002"))["kind"]


async def test_who_is_no_delegate_speaks_for_nobody(town) -> None:
    """The words of one who may not act for that leader issue nothing in the leader's name."""
    await town.say("zhouqiang", "代赵明 请李四明天下午5点前反馈燃气排查")
    town.box.ignore_rest()

    assert "zhaoming" not in [row["issuer"] for row in await town.rows("SELECT issuer FROM directive")]


async def test_report_is_not_an_order(town) -> None:
    """What a delegate did in the leader's name is a report and keeps all its words."""
    await town.say("zhaoming", "请孙丽今天17点前报送材料")
    await town.box.expect("sunli", "Z20261124-001")
    await town.say("sunli", "Z20261124-001 受赵明委托，已到竹里村慰问")
    card = (await town.box.expect("zhaoming")).card
    await town.box.settle()
    town.box.ignore_rest()

    assert "受赵明委托" in card.body


async def test_the_leader_is_left_out_by_name(town) -> None:
    """A delegate who names the leader too is told whose order it is, not that it were the delegate's."""
    said = await town.say("sunli", "代赵明 请赵明、周强明天下午5点前反馈燃气排查")
    await town.box.expect("zhouqiang", "Z20261124-001")

    assert "赵明(任务由其本人交办)" in said
    assert "您本人" not in said


async def test_the_leader_alone_is_a_question(town) -> None:
    """The leader named alone is a question that speaks of the leader."""
    said = await town.say("sunli", "代赵明 请赵明明天下午5点前反馈燃气排查")

    assert "交办人赵明本人" in said
    assert "您" not in said.split("请回复")[0]
    assert 0 == await town.count()

"""Whoever leaves and had to decide: a new issuer, a new head, a delegate, or nobody."""

from __future__ import annotations

import pytest

from tests.stories.leaving import FIRST, TASK, distributed, heard_by_all, lead, leave, read_again

DELEGATE = {"roles": {"delegates": {"qianjin": ["zhangsan"]}}}
UPPER = {"hebo": {"name": "何波", "department": [10], "is_leader_in_dept": [1]}}
EVERYBODY = "加急 请全体人员今天17点前报送材料"


async def test_an_issuers_directives_get_a_new_issuer(town) -> None:
    """The head who takes over is told, and is the issuer from then on: reports go there."""
    await town.say("qianjin", TASK)
    await town.box.expect("lisi", FIRST)
    await leave(town, "qianjin")
    heard = await town.box.expect("zhaoming", "钱进已离开，其名下1项任务转由您负责", FIRST)
    await town.app("lisi", f"{FIRST} 已完成")
    card = await town.box.expect("zhaoming", "李四反馈", FIRST)
    await town.box.expect("zhaoming", FIRST, "全部收到")
    await town.box.expect(town.chat, FIRST, "已全部收到")
    await town.box.tap_app("zhaoming", card, "同意办结")
    await town.box.expect(town.chat, FIRST, "已全部办结")
    town.box.ignore_rest("lisi")
    found = await town.directive()

    assert "由您审核办结" in heard.words
    assert ("zhaoming", "closed") == (found["issuer"], found["state"])
    assert ("qianjin", "handed_over") in await town.moves()


async def test_what_waits_for_the_old_issuer_is_put_to_the_new_one(town) -> None:
    """A request that was not decided comes as a card again, a report that was not looked at is counted."""
    await town.say("qianjin", "加急 请李四、王五明天17点前报送材料")
    await town.box.expect_all(["lisi", "wangwu"], FIRST)
    await town.app("lisi", f"{FIRST} 申请延期到后天17点，资料还没到")
    await town.box.expect("qianjin", FIRST, "资料还没到")
    await town.app("wangwu", f"{FIRST} 已完成")
    await town.box.expect("qianjin", "王五反馈")
    await leave(town, "qianjin")
    await town.box.expect("zhaoming", "钱进已离开", "有1项反馈在等", f"逐条看 {FIRST}")
    card = await town.box.expect("zhaoming", FIRST, "资料还没到")
    await town.box.tap_app("zhaoming", card, "同意")
    await town.box.expect("lisi", FIRST, "11月26日")
    await town.app("zhaoming", f"逐条看 {FIRST}")
    await town.box.expect("zhaoming", FIRST, "王五反馈")


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
async def test_a_delegate_who_leaves_just_loses_it(town) -> None:
    """The leader stays the issuer, and from then on is the only one who hears."""
    await town.say("zhangsan", TASK)
    await town.box.expect("lisi", FIRST, "赵明(张三代)")
    await leave(town, "zhangsan")
    await town.box.assert_quiet()
    await town.app("lisi", f"{FIRST} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", FIRST, "全部收到")
    await town.box.expect(town.chat, FIRST, "已全部收到")

    assert "zhaoming" == (await town.directive())["issuer"]


async def test_what_was_reported_to_a_head_who_leaves(town) -> None:
    """The head who follows sees what was reported to the one who left, and reports for all."""
    await distributed(town)
    await leave(town, "zhouqiang")
    await town.box.expect("zhaoming", "周强已离开，其名下1项任务转由您负责")
    await town.box.expect("zhaoming", FIRST, "由您接办")
    await town.box.expect("zhaoming", FIRST, "王五反馈", "排查12处")
    await town.box.expect("qianjin", "改由赵明(青溪镇)承办")


async def test_an_heir_who_had_reported_to_the_one_who_left(town) -> None:
    """Who reported a part and now has the whole has to report again, and everybody is told so."""
    await distributed(town)
    lead(town, "wangwu", 3)
    await leave(town, "zhouqiang")
    await town.box.expect("wangwu", "周强已离开", "由您承办，您之前的反馈不含这一部分，请办好后一并反馈")
    await town.box.expect("wangwu", FIRST, "由您接办")
    await town.box.expect("qianjin", "改由王五", "其原来的反馈不用再审")

    assert {"zhouqiang": "reassigned", "wangwu": "assigned"} == await town.states()


async def test_a_part_that_is_returned_after_its_head_left(town) -> None:
    """What is reported below a head who has left and had reported already goes to who is above."""
    await distributed(town)
    await town.app("zhouqiang", f"{FIRST} 全部完成")
    await town.box.expect("qianjin", "周强反馈")
    await leave(town, "zhouqiang")
    await town.box.assert_quiet()
    await town.app("qianjin", f"{FIRST} 退回王五的，请补充清单")
    await town.box.expect("wangwu", FIRST, "请补充清单")
    await town.box.advance(700)
    await town.app("wangwu", f"{FIRST} 清单已补")
    await town.box.expect("qianjin", "王五反馈", "清单已补")


@pytest.mark.parametrize("members", [UPPER])
async def test_an_heir_does_not_decide_about_the_own_share(town) -> None:
    """Where the next head has to do the thing, the one above decides about it."""
    await town.say("weiguo", "加急 请何波、沈华今天17点前报送材料")
    await town.box.expect_all(["hebo", "shenhua"], FIRST)
    await leave(town, "weiguo")
    await town.box.expect("zhaoming", "卫国已离开，其名下1项任务转由您负责", FIRST)
    await town.app("hebo", f"{FIRST} 已完成")
    await town.box.expect("zhaoming", "何波反馈")


async def test_an_heir_who_alone_could_decide_and_has_reported(town) -> None:
    """Where all who could decide have a share, the own report is accepted at once, and that is said."""
    await town.say("qianjin", EVERYBODY)
    await town.app("zhaoming", f"{FIRST} 已完成")
    await heard_by_all(town)
    await leave(town, "qianjin")
    await town.box.expect("zhaoming", "钱进已离开", "没有其他负责人，您本人的反馈已直接办结")

    assert "accepted" == (await town.states())["zhaoming"]
    await heard_by_all(town)


async def test_an_heir_who_alone_could_decide_and_reports(town) -> None:
    """The own report is accepted with the answer; nobody waits for a card that never comes."""
    await town.say("qianjin", EVERYBODY)
    await heard_by_all(town)
    await leave(town, "qianjin")
    await town.box.expect("zhaoming", "钱进已离开", FIRST)
    said = await town.app("zhaoming", f"{FIRST} 已完成")

    assert "交办人现在就是您本人，这一项已直接办结" in said
    assert "accepted" == (await town.states())["zhaoming"]
    await heard_by_all(town)


@pytest.mark.parametrize(
    ("changes", "heir"),
    [
        ({}, "qianjin"),
        ({"roles": {"supervisors": ["chenjie"]}}, "chenjie"),
        ({"roles": {"delegates": {"zhaoming": ["zhangsan"]}, "supervisors": ["chenjie"]}}, "zhangsan"),
    ],
)
async def test_the_top_head_leaves(town, heir) -> None:
    """Above the top there is nobody: a delegate decides, else a supervisor, else who leads beside."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await leave(town, "zhaoming")
    await town.box.expect(heir, "赵明已离开，其名下1项任务转由您负责", "由您审核办结")
    await town.app("lisi", f"{FIRST} 已完成")
    card = await town.box.expect(heir, "李四反馈", FIRST)
    await heard_by_all(town)
    await town.box.tap_app(heir, card, "同意办结")

    assert "closed" == (await town.directive())["state"]
    await heard_by_all(town)


def no_leaders() -> dict[str, dict[str, list[object]]]:
    """Give a township in which the head leads everything."""
    others = (
        "qianjin sunli zhangsan lisi zhouqiang wangwu wufang zhangwei zhengjun fenggang chenjie chujing "
        "weiguo zhangwei2 jiangbo shenhua hanmei yangyang zhuhong qinfeng"
    )
    return {who: {"is_leader_in_dept": [0], "direct_leader": []} for who in others.split()}


@pytest.mark.parametrize("members", [no_leaders()])
async def test_nobody_to_decide(town) -> None:
    """A report is not said to be with somebody who has left; whoever leads next hears that it waits."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await leave(town, "zhaoming")
    said = await town.app("lisi", f"{FIRST} 已完成")
    await heard_by_all(town)
    lead(town, "sunli", 2)
    await read_again(town)
    await town.box.expect("sunli", "赵明已离开", "有1项反馈在等")

    assert "已转赵明" not in said
    assert "赵明已离开，有人接手审核时一并转交" in said


@pytest.mark.parametrize("changes", [DELEGATE])
async def test_the_delegate_of_an_issuer_who_left(town) -> None:
    """Who acted for the old issuer may do nothing for the new one, and gets no cards that say otherwise."""
    await town.say("zhangsan", TASK)
    await town.box.expect("lisi", FIRST, "钱进(张三代)")
    await leave(town, "qianjin")
    await town.box.expect("zhaoming", "钱进已离开", FIRST)
    await town.app("lisi", f"{FIRST} 已完成")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    await town.box.assert_quiet()


@pytest.mark.parametrize(
    "changes", [{"roles": {"delegates": {"qianjin": ["zhangsan"], "zhaoming": ["zhangsan"]}}}]
)
async def test_the_delegate_of_both_issuers(town) -> None:
    """Who acts for the new issuer too goes on being asked."""
    await town.say("zhangsan", f"代钱进 {TASK}")
    await town.box.expect("lisi", FIRST, "钱进(张三代)")
    await leave(town, "qianjin")
    await town.box.expect("zhaoming", "钱进已离开", FIRST)
    await town.app("lisi", f"{FIRST} 已完成")
    await town.box.expect_all(["zhaoming", "zhangsan"], "李四反馈")
    await heard_by_all(town)

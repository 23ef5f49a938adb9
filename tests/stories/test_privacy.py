"""In a group numbers, never names: every verb said there, and every button tapped there."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"
TASK = "加急 请李四、王五、张三今天17点前报送材料"
NAMES = ("李四", "王五", "张三", "周强", "吴芳", "孙丽", "钱进")
"""Who has a share, takes one over, acts for somebody or watches; 赵明 is who issued it in the group."""
ROLES = {
    "roles": {"supervisors": ["qianjin"], "delegates": {"zhaoming": ["sunli"]}},
    "people": {"stand_ins": {"lisi": "zhouqiang"}},
}
REPORTS = (("lisi", f"{CODE} 已报送3份"), ("wangwu", f"{CODE} 已报送2份"))
ASKS = (
    ("lisi", f"{CODE} 申请延期到11月26日17点,设备未到"),
    ("wangwu", f"{CODE} 申请延期到11月27日17点,人手不够"),
)
DECLINES = (("lisi", f"{CODE} 不属于我单位,应由民政办负责"), ("wangwu", f"{CODE} 不属于我单位,没有这项职能"))
HANDS = (("lisi", f"{CODE} 转给周强,由应急办牵头"),)
SAID = {
    "acknowledge": ((), (("lisi", "收到"), ("lisi", f"{CODE} 收到"), ("zhouqiang", f"{CODE} 代李四收到"))),
    "undo": ((("lisi", f"{CODE} 收到"),), (("lisi", f"{CODE} 撤销收到"), ("lisi", f"{CODE} 撤销收到"))),
    "undo_report": (REPORTS, (("lisi", f"{CODE} 撤销反馈"),)),
    "report": ((), (("lisi", f"{CODE} 已报送3份"), ("zhouqiang", f"{CODE} 代李四反馈:已报2份"))),
    "extend": ((), (("lisi", f"{CODE} 申请延期"), ("lisi", "到11月26日17点,设备未到"))),
    "reassign": ((), (("lisi", f"{CODE} 转给周强"), ("wangwu", f"{CODE} 转办"), ("wangwu", "张三"))),
    "decline": ((), (("lisi", f"{CODE} 不属于我单位"), ("lisi", "应由民政办负责"))),
    "accept": (REPORTS, (("zhaoming", f"{CODE} 同意办结"), ("zhaoming", f"{CODE} 同意办结"))),
    "accept_one": (REPORTS, (("zhaoming", f"{CODE} 同意李四的"), ("sunli", f"{CODE} 同意办结"))),
    "return": (REPORTS, (("zhaoming", f"{CODE} 退回,缺照片"), ("zhaoming", f"{CODE} 退回王五的,缺照片"))),
    "grant": (ASKS, (("zhaoming", f"{CODE} 同意延期"), ("sunli", f"{CODE} 同意李四延期"))),
    "grant_again": (
        ASKS[:1],
        (("sunli", f"{CODE} 同意延期"), ("zhaoming", f"{CODE} 同意延期"), ("zhaoming", f"{CODE} 不同意延期")),
    ),
    "refuse": (ASKS, (("zhaoming", f"{CODE} 不同意"), ("zhaoming", f"{CODE} 不同意王五延期,按原时限"))),
    "hand": (DECLINES, (("zhaoming", f"{CODE} 改派给吴芳"), ("zhaoming", f"{CODE} 把李四的改派给吴芳"))),
    "hand_again": (DECLINES[:1], (("sunli", f"{CODE} 改派给吴芳"), ("zhaoming", f"{CODE} 维持原办"))),
    "uphold": (DECLINES, (("zhaoming", f"{CODE} 维持原办"), ("zhaoming", f"{CODE} 维持李四原办"))),
    "consent": (HANDS, (("zhaoming", f"{CODE} 同意转办"), ("zhaoming", f"{CODE} 同意转办"))),
    "both_asked": ((*ASKS[:1], *HANDS), (("zhaoming", f"{CODE} 同意"),)),
    "amend": ((), (("zhaoming", f"{CODE} 改到11月26日17点"), ("sunli", f"{CODE} 补充:附照片"))),
    "add": ((), (("zhaoming", f"{CODE} 加上吴芳"), ("zhaoming", f"{CODE} 去掉张三"))),
    "nudge": ((), (("zhaoming", f"{CODE} 催办"), ("qianjin", f"{CODE} 催一下没反馈的"))),
    "pending": (REPORTS, (("zhaoming", f"{CODE} 谁没收到"), ("zhaoming", f"{CODE} 谁没反馈"))),
    "status": (REPORTS, (("zhaoming", f"{CODE} 进度"), ("lisi", CODE), ("zhaoming", "汇总"))),
    "mine": ((), (("lisi", "我的任务"),)),
    "supervise": ((), (("qianjin", f"督办 {CODE}"), ("qianjin", f"解除督办 {CODE}"), ("qianjin", "台账"))),
    "close": (REPORTS, (("zhaoming", f"{CODE} 全部办结"), ("zhaoming", f"{CODE} 全部办结"))),
    "withdraw": ((), (("sunli", f"{CODE} 撤回"), ("zhaoming", f"{CODE} 撤回"))),
    "not_theirs": ((), tuple(("wufang", f"{CODE} {what}") for what in ("收到", "同意办结", "撤回", "催办"))),
}
"""Verb → what is said before one to one, and what is then said in the group."""


def shown(town) -> dict[str, str]:
    """Give what the group sees of the service, by the message."""
    return {m.id: m.words for m in town.box.group(town.chat) if m.sender == "指尖办"}


async def done(town, lines) -> None:
    """Say something one to one, and leave the ten minutes of a merge behind."""
    for who, text in lines:
        await town.app(who, text)
    await town.box.advance(601)
    town.box.ignore_rest()


async def issued(town) -> dict[str, str]:
    """Issue, and give what the group saw of it: that answer names whom the issuer named."""
    await town.say("zhaoming", TASK)
    await town.box.settle()
    return shown(town)


@pytest.mark.parametrize("changes", [ROLES])
@pytest.mark.parametrize("verb", SAID)
async def test_no_verb_names_anybody_in_the_group(town, verb) -> None:
    """What the group sees of a verb names nobody whom the speaker has not just named there."""
    before = await issued(town)
    first, said = SAID[verb]
    await done(town, first)
    for who, text in said:
        seen = {**before, **shown(town)}
        await town.say(who, text)
        await town.box.settle()
        town.box.ignore_rest()
        fresh = {number: words for number, words in shown(town).items() if seen.get(number) != words}
        named = [(name, w) for w in fresh.values() for name in NAMES if name in w and name not in text]

        assert [] == named
    await town.box.advance(36_000)
    town.box.ignore_rest()
    late = [words for number, words in shown(town).items() if number not in seen and number not in fresh]

    assert [] == [(name, words) for words in late for name in NAMES if name in words]


@pytest.mark.parametrize("changes", [ROLES])
@pytest.mark.parametrize("button", ["刷新", "我的"])
async def test_no_button_names_anybody_in_the_group(town, button) -> None:
    """A tap on the group's card shows everybody the numbers; names come one to one."""
    await issued(town)
    await done(town, REPORTS)
    card = next(m for m in town.box.group(town.chat) if m.card and CODE in m.card.text)
    rows = {}
    for who in ("zhaoming", "lisi", "qianjin"):
        await town.box.tap_group(town.chat, who, card, button)
        await town.box.settle()
        rows = dict(card.card.rows)
        town.box.ignore_rest()

    assert "2/3" == rows["已反馈"]
    assert [] == [name for name in NAMES for _, shows in card.card.rows if name in shows]


async def test_whose_is_asked_one_to_one(town) -> None:
    """Where several could be meant the group hears how many; names and answer come one to one."""
    await issued(town)
    await done(town, REPORTS)
    said = await town.say("zhaoming", f"{CODE} 退回,缺照片")
    asked = await town.box.expect("zhaoming", "是哪一位的", "李四", "王五")
    answer = await town.app("zhaoming", "1")
    await town.box.expect("lisi", CODE, "缺照片")

    assert f"{CODE}「报送材料」有2人，请问是哪一位的，已单独问您。" == said
    assert CODE in asked.words
    assert "李四" in answer
    assert "returned" == (await town.states())["lisi"]


@pytest.mark.parametrize("place", ["robot", "tap"])
async def test_whose_can_be_answered_anywhere_one_to_one(town, place) -> None:
    """The choice is taken by the card's button and by a number to the robot, not by one in the group."""
    await issued(town)
    await done(town, ASKS)
    await town.say("zhaoming", f"{CODE} 同意延期")
    asked = await town.box.expect("zhaoming", "是哪一位的", CODE)
    await town.box.say_group(town.chat, "zhaoming", "2")
    before = [one["due"] for one in (await town.directive())["assignments"]]
    if place == "robot":
        await town.robot("zhaoming", "2")
    else:
        await town.box.tap_app("zhaoming", asked, asked.card.buttons[1].text)
    await town.box.expect("wangwu", CODE, "延")
    dues = {one["assignee"]: one["due"] for one in (await town.directive())["assignments"]}

    assert 1 == len(set(before))
    assert dues["wangwu"].startswith("2026-11-27T17:00")
    assert dues["lisi"].startswith("2026-11-24T17:00")

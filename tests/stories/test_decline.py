"""不属于我单位: a share goes back to the issuer with a reason, who upholds it or hands it on."""

from __future__ import annotations

import pytest

TASK = "加急 请应急办今天17点前报送材料"
TWO = "加急 请应急办、李四今天17点前报送材料"
CODE = "Z20261124-001"
WHY = "001 不属于我单位,应由民政办负责"


async def issued(town, text: str = TASK, who: tuple[str, ...] = ("zhouqiang",), by: str = "zhaoming"):
    """Issue, and give the first card."""
    await town.say(by, text)
    return (await town.box.expect_all(list(who), CODE))[0]


async def declined(town, text: str = WHY, who: str = "zhouqiang"):
    """Decline, and give the issuer's card."""
    await town.app(who, text)
    return await town.box.expect("zhaoming", "退办", CODE)


def buttons(message) -> list[str]:
    """Give the words of a card's buttons."""
    return [button.text for button in message.card.buttons]


async def test_upheld_by_a_tap(town) -> None:
    """The reason is put before the issuer at once; 维持 gives it back with a card to go on from."""
    first = await issued(town)
    said = await town.app("zhouqiang", WHY)
    card = await town.box.expect("zhaoming", "周强退办", CODE, "应由民政办负责")
    offered = buttons(card)
    waiting = await town.states()
    gone = await town.box.tap_app("zhouqiang", first, "收到")
    heard = await town.box.tap_app("zhaoming", card, "维持")
    back = await town.box.expect("zhouqiang", "仍请您办理", CODE, "应由民政办负责")
    await town.box.tap_app("zhouqiang", back, "收到")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")

    assert "决定之前不用办" in said
    assert ["改派", "维持"] == offered
    assert {"zhouqiang": "declined"} == waiting
    assert "已退办" in gone.card.text
    assert "维持原办" in heard.card.text
    assert {"zhouqiang": "acknowledged"} == await town.states()
    expected = [("zhouqiang", "declined"), ("zhaoming", "upheld"), ("zhouqiang", "acknowledged")]
    assert expected == (await town.moves())[1:]


async def test_by_the_button(town) -> None:
    """更多, 不属于我单位: the reason is asked for one to one."""
    first = await issued(town)
    await town.box.tap_app("zhouqiang", first, "更多")
    await town.box.tap_app("zhouqiang", first, "不属于我单位")
    await town.box.expect("zhouqiang", CODE, "不属于本单位的原因")
    await town.app("zhouqiang", "这是民政办的职责")
    await town.box.expect("zhaoming", "退办", "这是民政办的职责")

    assert {"zhouqiang": "declined"} == await town.states()


@pytest.mark.parametrize(
    "words", ["维持原办,就是你们的职责", "001 维持,就是你们的职责", "不同意退办,就是你们的职责"]
)
async def test_upheld_by_words(town, words) -> None:
    """维持 by words, with the reason on the card."""
    await issued(town)
    await declined(town)
    said = await town.say("zhaoming", words)
    back = await town.box.expect("zhouqiang", "仍请您办理")

    assert "已维持原办" in said
    assert "周强" not in said
    assert "就是你们的职责" in back.card.text
    assert {"zhouqiang": "assigned"} == await town.states()


async def test_given_to_somebody_else(town) -> None:
    """改派 asks to whom one to one; the new person gets a card, the old one hears it."""
    await issued(town)
    card = await declined(town)
    await town.box.tap_app("zhaoming", card, "改派")
    await town.box.expect("zhaoming", CODE, "改派给谁")
    said = await town.app("zhaoming", "民政办")
    new = await town.box.expect("wufang", CODE, "报送材料", "民政办公室负责人")
    await town.box.expect("zhouqiang", CODE, "您退办的这一项", "吴芳")
    heard = await town.box.tap_app("zhaoming", card, "uphold:1", force=True)

    assert "吴芳" in said
    assert new.card
    assert "已改派" in heard.card.text
    assert "吴芳" in heard.card.text
    assert {"zhouqiang": "reassigned", "wufang": "assigned"} == await town.states()


@pytest.mark.parametrize("words", ["001 改派给王五", "改派给王五", "把这个任务转给王五"])
async def test_given_to_somebody_else_by_words(town, words) -> None:
    """改派给… takes the declined share first, in the group without names."""
    await issued(town, TWO, ("zhouqiang", "lisi"))
    await declined(town)
    said = await town.say("zhaoming", words)
    await town.box.expect("wangwu", CODE, "报送材料")
    await town.box.expect("zhouqiang", "您退办的这一项", "王五")

    assert "已改派" in said
    assert "王五" not in said
    assert {"zhouqiang": "reassigned", "wangwu": "assigned", "lisi": "assigned"} == await town.states()


async def test_what_was_not_declined_is_given_to_somebody_else(town) -> None:
    """Of several shares it is asked whose; the answer keeps who is to have it."""
    await issued(town, TWO, ("zhouqiang", "lisi"))
    question = await town.app("zhaoming", "001 改派给王五")
    await town.box.expect("zhaoming", "10分钟内有效")
    said = await town.app("zhaoming", "2")
    await town.box.expect("wangwu", CODE, "报送材料")
    await town.box.expect("lisi", "您的这一项", "王五")

    assert "周强" in question
    assert "李四的一份已改派给王五" in said
    assert {"zhouqiang": "assigned", "lisi": "reassigned", "wangwu": "assigned"} == await town.states()


async def test_a_doubtful_name(town) -> None:
    """Two 张伟: which one is asked, and the share that was meant stays."""
    await issued(town)
    card = await declined(town)
    await town.box.tap_app("zhaoming", card, "改派")
    await town.box.expect("zhaoming", "改派给谁")
    question = await town.robot("zhaoming", "张伟")
    await town.robot("zhaoming", "1")
    await town.box.expect("zhangwei", CODE)
    await town.box.expect("zhouqiang", "您退办的这一项")

    assert "是哪一位" in question
    assert {"zhouqiang": "reassigned", "zhangwei": "assigned"} == await town.states()


@pytest.mark.parametrize(
    ("name", "cure"), [("王小二", "没有找到"), ("周强", "本来就由"), ("赵明", "是交办人")]
)
async def test_who_cannot_have_it(town, name, cure) -> None:
    """A name nobody bears, the old assignee, the issuer: answered with what to do; nothing changes."""
    await issued(town)
    card = await declined(town)
    await town.box.tap_app("zhaoming", card, "改派")
    await town.box.expect("zhaoming", "改派给谁")
    said = await town.app("zhaoming", name)

    assert cure in said
    assert {"zhouqiang": "declined"} == await town.states()


async def test_declined_keeps_it_open(town) -> None:
    """The others' acceptance does not close the task while something declined waits."""
    await issued(town, TWO, ("zhouqiang", "lisi"))
    card = await declined(town)
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.settle()
    town.box.ignore_rest()
    await town.say("zhaoming", f"{CODE} 同意办结")
    before = (await town.directive())["state"]
    await town.box.tap_app("zhaoming", card, "维持")
    await town.box.expect("zhouqiang", "仍请您办理")

    assert "open" == before
    assert {"zhouqiang": "assigned", "lisi": "accepted"} == await town.states()


async def test_twice_at_most(town) -> None:
    """After two rounds the issuer has decided."""
    await issued(town)
    for _ in range(2):
        card = await declined(town)
        await town.box.tap_app("zhaoming", card, "维持")
        await town.box.expect("zhouqiang", "仍请您办理")
    said = await town.app("zhouqiang", WHY)

    assert "已退办过两次" in said
    assert "转给" in said
    assert {"zhouqiang": "assigned"} == await town.states()
    assert ("zhouqiang", "refused") == (await town.moves())[-1]


async def test_four_working_hours(town) -> None:
    """Within four hours of work it can be declined, later not: neither by words nor by the card."""
    first = await issued(town)
    await town.box.advance(9 * 3600)
    said = await town.app("zhouqiang", WHY)
    await town.box.tap_app("zhouqiang", first, "更多")
    await town.box.tap_app("zhouqiang", first, "不属于我单位")
    await town.box.expect("zhouqiang", "超过4个工作小时")

    assert "超过4个工作小时" in said
    assert "转给" in said
    assert {"zhouqiang": "assigned"} == await town.states()


async def test_just_in_time(town) -> None:
    """At noon three and a half hours of work are over: it can be declined; upheld, it has four again."""
    await issued(town)
    await town.box.advance(5 * 3600)
    card = await declined(town)
    await town.box.tap_app("zhaoming", card, "维持")
    await town.box.expect("zhouqiang", "仍请您办理")
    await town.box.advance(4 * 3600)
    await declined(town)

    assert {"zhouqiang": "declined"} == await town.states()


async def test_a_notice_is_not_declined(town) -> None:
    """A notice only wants 收到."""
    await town.say("zhaoming", "加急 通知周强:明天上午9点开会")
    await town.box.expect("zhouqiang", CODE)
    said = await town.app("zhouqiang", "001 不属于我单位,不归我们管")

    assert "点“收到”即可" in said
    assert {"zhouqiang": "assigned"} == await town.states()


async def test_what_was_reported_is_not_declined(town) -> None:
    """A share that was reported waits for the issuer."""
    await issued(town)
    await town.app("zhouqiang", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "周强反馈")
    await town.box.settle()
    town.box.ignore_rest()
    said = await town.app("zhouqiang", WHY)
    twice = await town.app("wangwu", f"{CODE} 不属于我单位,不归我们管")

    assert "不能再退办" in said
    assert CODE in twice
    assert {"zhouqiang": "reported"} == await town.states()


async def test_declined_twice_in_a_row(town) -> None:
    """A second 不属于我单位, a report and a tap change nothing while the issuer has not decided."""
    first = await issued(town)
    await declined(town)
    again = await town.app("zhouqiang", WHY)
    report = await town.app("zhouqiang", f"{CODE} 已完成,共3份")
    await town.box.tap_app("zhouqiang", first, "收到")

    assert "正在等交办人决定" in again
    assert CODE in report
    assert {"zhouqiang": "declined"} == await town.states()


async def test_who_may_not(town) -> None:
    """A stranger declines nothing and upholds nothing."""
    await issued(town)
    said = await town.app("lisi", f"{CODE} 不属于我单位,不归我们管")
    card = await declined(town)
    decided = await town.app("lisi", f"{CODE} 维持原办")
    await town.box.tap_app("zhaoming", card, "维持")
    await town.box.expect("zhouqiang", "仍请您办理")

    assert CODE in said
    assert CODE in decided
    assert [("lisi", "refused")] * 2 == [move for move in await town.moves() if move[1] == "refused"]


async def test_a_long_reason_is_not_lost(town) -> None:
    """What does not fit on the card follows whole, once."""
    await issued(town)
    await town.app("zhouqiang", "001 不属于我单位")
    await town.app("zhouqiang", "这一片由民政办和社区共同负责" * 15)
    await town.box.expect("zhaoming", "周强退办", "全文另发")
    whole = await town.box.expect("zhaoming", CODE, "周强所写的全文")

    assert "这一片由民政办和社区共同负责" * 15 in whole.words


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"zhouqiang": "wangwu"}}}])
async def test_the_stand_in_declines(town) -> None:
    """Who declined in another's place hears what came of it too, and can go on from that card."""
    await issued(town)
    await town.app("wangwu", f"{CODE} 不属于我单位,应由民政办负责")
    card = await town.box.expect("zhaoming", "王五代周强退办")
    await town.box.tap_app("zhaoming", card, "维持")
    own, other = await town.box.expect_all(["zhouqiang", "wangwu"], "仍请您办理")
    await town.box.tap_app("wangwu", other, "收到")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")

    assert "您替" not in own.card.text
    assert {"zhouqiang": "acknowledged"} == await town.states()

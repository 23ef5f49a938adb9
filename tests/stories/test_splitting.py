"""Several directives in one message: 拆成3条任务?, then each goes its own way."""

from __future__ import annotations

import pytest

THREE = """加急 今天的工作安排如下：
1、请李四今天17点前报送台账
2、请王五明天12点前排查桥梁
3、请周强周五前上报值班表"""
CODES = ("Z20261124-001", "Z20261124-002", "Z20261124-003")
PEOPLE = ("lisi", "wangwu", "zhouqiang")


async def cards(town) -> None:
    """Expect each one's card, with a code of its own."""
    for who, code in zip(PEOPLE, CODES, strict=True):
        await town.box.expect(who, code)


async def test_asked_first_and_split_by_number(town) -> None:
    """Nothing goes out before the look; 1 makes three with codes and people of their own, in one answer."""
    asked = await town.say("zhaoming", THREE)

    assert "看起来是3条任务，还没有发出" in asked
    assert "李四" in asked
    assert "时限11月25日(周三)12:00" in asked
    assert "1. 拆成3条" in asked
    assert 0 == await town.count()
    said = await town.say("zhaoming", "1")
    await cards(town)

    assert "已分别交办3条" in said
    assert [True] * 3 == [code in said for code in CODES]
    assert [{who: "assigned"} for who in PEOPLE] == [await town.states(code) for code in CODES]
    dues = [(await town.directive(code))["due"] for code in CODES]

    assert ["2026-11-24T17:00:00+08:00", "2026-11-25T12:00:00+08:00"] == dues[:2]


@pytest.mark.parametrize("words", ["拆", "分开", "是", "是的，拆成3条吧", "拆开发"])
async def test_split_by_words(town, words) -> None:
    """拆, 分开 and 是 split."""
    await town.app("zhaoming", THREE)
    await town.box.expect("zhaoming", "拆成3条任务")
    said = await town.app("zhaoming", words)
    await cards(town)

    assert "已分别交办3条" in said


@pytest.mark.parametrize("words", ["不拆", "2", "作为一条", "不用拆"])
async def test_left_as_one(town, words) -> None:
    """不拆 makes one directive of the whole message, to all of them."""
    await town.say("zhaoming", THREE)
    await town.say("zhaoming", words)
    await town.box.expect_all(list(PEOPLE), CODES[0])

    assert 1 == await town.count()
    assert dict.fromkeys(PEOPLE, "assigned") == await town.states()


@pytest.mark.parametrize("words", ["3", "不发了", "算了"])
async def test_not_sent_at_all(town, words) -> None:
    """不发了 issues nothing and uses no code."""
    await town.say("zhaoming", THREE)

    assert "没有发出" in await town.say("zhaoming", words)
    assert 0 == await town.count()


@pytest.mark.parametrize("words", ["。", "谢谢", "我的任务"])
async def test_other_words_are_no_answer(town, words) -> None:
    """What says neither leaves the question open."""
    await town.say("zhaoming", THREE)
    await town.robot("zhaoming", words)
    await town.say("zhaoming", words)
    town.box.ignore_rest("zhaoming")

    assert 0 == await town.count()
    await town.say("zhaoming", "1")
    await cards(town)


async def test_by_button_the_card_carries_all_numbers(town) -> None:
    """The tapped card becomes the one card of all three; 刷新 counts for each."""
    await town.say("zhaoming", THREE)
    card = [message for message in town.box.group(town.chat) if message.card][-1]
    heard = await town.box.tap_group(town.chat, "zhaoming", card, "拆成3条")
    await cards(town)

    assert heard.ok
    assert "收到0/1" in card.words
    await town.app("lisi", f"{CODES[0]} 收到")
    await town.box.expect("zhaoming", CODES[0], "全部收到")
    await town.box.expect(town.chat, CODES[0], "已全部收到")
    await town.box.tap_group(town.chat, "fenggang", card, "刷新")

    assert "收到1/1" in card.words
    assert 3 == await town.count()


async def test_doubts_are_asked_one_after_the_other(town) -> None:
    """What is clear goes out at once; of two doubtful ones the second is asked once the first is settled."""
    text = "加急\n1、请张伟今天17点前报送台账\n2、请王五明天12点前完成排查\n3、请张伟周五前上报值班表"
    await town.say("zhaoming", text)
    said = await town.say("zhaoming", "拆")
    await town.box.expect("wangwu", CODES[0])

    assert "已交办1条" in said
    assert "另有1条有疑问" in said
    assert "哪一位" in said
    second = await town.say("zhaoming", "1")
    await town.box.expect("zhangwei", CODES[1], "报送台账")

    assert "哪一位" in second
    assert CODES[1] in second
    third = await town.say("zhaoming", "2")
    await town.box.expect("zhangwei2", CODES[2], "值班表")

    assert CODES[2] in third
    assert 3 == await town.count()


async def test_a_delegate_splits_in_the_leaders_name(town) -> None:
    """What a delegate splits is the leader's, with both names, each of them."""
    # Nobody is a delegate in the bundled township: heads issue in their own right.
    await town.say("sunli", THREE)
    await town.say("sunli", "拆")
    await cards(town)

    assert ["sunli"] * 3 == [(await town.directive(code))["issuer"] for code in CODES]


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["zhangsan"]}}}])
async def test_in_a_leaders_name(town) -> None:
    """代赵明 at the beginning holds for every part."""
    await town.say("zhangsan", f"代赵明 {THREE}")
    await town.say("zhangsan", "是")
    for who, code in zip(PEOPLE, CODES, strict=True):
        await town.box.expect(who, code, "赵明(张三代)")
    found = [await town.directive(code) for code in CODES]

    assert ["zhaoming"] * 3 == [one["issuer"] for one in found]


async def test_a_stranger_to_issuing_is_refused_first(town) -> None:
    """Who may not issue is told so, and asked nothing."""
    said = await town.say("lisi", THREE.replace("李四", "张三"))

    assert "拆成" not in said
    assert 0 == await town.count()


async def test_a_list_for_one_is_one(town) -> None:
    """Several pieces of work for the same people are one directive, without a question."""
    said = await town.say("zhaoming", "加急 请李四今天17点前完成：1、报送台账 2、上报值班表")
    await town.box.expect("lisi", CODES[0])

    assert "已交办" in said
    assert 1 == await town.count()


async def test_the_question_ends(town) -> None:
    """After ten minutes the answer comes too late, and nothing is issued."""
    await town.say("zhaoming", THREE)
    card = [message for message in town.box.group(town.chat) if message.card][-1]
    await town.box.advance(601)
    await town.box.tap_group(town.chat, "zhaoming", card, "拆成3条")

    assert "已超过10分钟" in card.words
    assert 0 == await town.count()


async def test_one_that_nobody_is_left_for_is_named(town) -> None:
    """What could not go out is named in the answer with its words; a single card speaks of one directive."""
    text = "1.特急 请李四今天17点前报送材料；2.请赵六六今天16点前打扫会议室；3.请张伟明天17点前报送数据"
    await town.say("zhaoming", text)
    first = await town.say("zhaoming", "拆")
    skip = next(line for line in first.splitlines() if "先不发给" in line)
    said = await town.say("zhaoming", skip[0])
    await town.box.expect("lisi", CODES[0])
    left = [line for line in said.splitlines() if line.startswith("没有发出：")]

    assert ["打扫会议室" in line for line in left] == [True]
    assert "分别交办的1条" not in first
    assert "已交办1条" in first


async def test_out_of_range_with_one_choice(town) -> None:
    """Where there is one choice the answer names it, and no range."""
    await town.app("zhaoming", "加急 通知：明天上午9点开会")
    await town.box.expect("zhaoming", "发给谁？")
    said = await town.app("zhaoming", "7")

    assert "1到1" not in said
    assert "请回复1" in said


async def with_a_task(town, who: str = "zhouqiang"):
    """Have 赵明 give 周强, who may issue too, a task of his own; gives the card."""
    await town.say("zhaoming", "加急 请周强今天17点前反馈燃气排查")
    return await town.box.expect(who, CODES[0])


OWN_THREE = """加急 今天的工作安排如下：
1、请李四今天17点前报送台账
2、请王五明天12点前排查桥梁"""


async def went_out(town) -> None:
    """Expect the two cards of what 周强 split."""
    await town.box.expect("lisi", CODES[1], "报送台账")
    await town.box.expect("wangwu", CODES[2], "排查桥梁")


async def reported(town, *words: str) -> None:
    """Expect what everybody hears of 周强's report, who alone has that task."""
    await town.box.expect("zhaoming", "周强反馈", *words)
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")


@pytest.mark.parametrize("words", ["1", "拆", "分开发", "拆成2条"])
async def test_a_report_in_between(town, words) -> None:
    """A report between question and answer is a report, and the question stays open for its own answer."""
    await with_a_task(town)
    await town.robot("zhouqiang", OWN_THREE)
    await town.robot("zhouqiang", f"{CODES[0]} 已排查12处")
    await reported(town, "12处")
    said = await town.robot("zhouqiang", words)
    await went_out(town)

    assert "已分别交办2条" in said
    assert 3 == await town.count()


@pytest.mark.parametrize("words", ["1", "拆", "拆成2条吧"])
async def test_a_window_in_between(town, words) -> None:
    """After 反馈 was tapped in between, 拆 is still the answer, and what follows is still the report."""
    card = await with_a_task(town)
    await town.robot("zhouqiang", OWN_THREE)
    await town.box.tap_app("zhouqiang", card, "反馈")
    await town.box.expect("zhouqiang", "请直接回复")
    said = await town.robot("zhouqiang", words)
    await went_out(town)
    await town.robot("zhouqiang", "已排查12处")
    await reported(town, "12处")
    done = await town.robot("zhouqiang", "就这些，发完了")

    assert "已分别交办2条" in said
    assert "反馈完毕，文字1段" in done


async def test_asked_while_a_report_is_collected(town) -> None:
    """A list of directives sent while a report is collected is none of its pieces; both go on."""
    card = await with_a_task(town)
    await town.box.tap_app("zhouqiang", card, "反馈")
    await town.box.expect("zhouqiang", "请直接回复")
    await town.robot("zhouqiang", "已排查12处")
    await reported(town, "12处")
    asked = await town.robot("zhouqiang", OWN_THREE)
    await town.robot("zhouqiang", "都没有问题")
    await town.robot("zhouqiang", "不拆")
    await town.box.expect_all(["lisi", "wangwu"], CODES[1])
    done = await town.robot("zhouqiang", "完成")
    await town.box.advance(600)
    await town.box.expect("zhaoming", "周强补充反馈", "12处", "都没有问题")

    assert "看起来是2条任务" in asked
    assert "文字2段" in done
    assert 2 == await town.count()


async def test_how_it_stands_in_between(town) -> None:
    """进度 is answered, and the question stays."""
    await with_a_task(town)
    await town.robot("zhouqiang", OWN_THREE)
    stands = await town.robot("zhouqiang", f"{CODES[0]} 进度")
    said = await town.robot("zhouqiang", "拆")
    await went_out(town)

    assert CODES[0] in stands
    assert "已分别交办2条" in said


async def test_split_after_a_restart_and_twice(town) -> None:
    """The answer counts after a restart; said again, or tapped, it issues nothing twice."""
    await town.app("zhaoming", THREE)
    card = await town.box.expect("zhaoming", "拆成3条任务")
    await town.restart()
    await town.app("zhaoming", "拆", times=3)
    await cards(town)
    again = await town.app("zhaoming", "拆")
    heard = await town.box.tap_app("zhaoming", card, "拆成3条")

    assert "已分别交办" not in again
    assert "已经选过了" in heard.card.text
    assert 3 == await town.count()

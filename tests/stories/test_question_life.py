"""How a question lives and ends: ten minutes, one chat, one person, one answer."""

from __future__ import annotations

import pytest
from doubts import NOTICE, PARTLY, TWO_ZHANG, ask, card_in, tap


@pytest.mark.parametrize("place", ["group", "robot", "app"])
async def test_a_question_ends_after_ten_minutes(town, place) -> None:
    """After ten minutes neither the number nor the tap answers any more."""
    await ask(town, place, TWO_ZHANG)
    await town.box.advance(601)
    said = await {"group": town.say, "robot": town.robot, "app": town.app}[place]("zhaoming", "1")
    heard = await tap(town, place, "zhaoming", "张伟(竹里村)")

    assert "没有待签收" in said
    assert "已超过10分钟" in heard.card.text
    assert 0 == await town.count()


async def test_an_ended_question_keeps_its_directive(town) -> None:
    """The card of a directive whose question ended still carries the code and 刷新."""
    await ask(town, "group", PARTLY)
    await town.box.expect("lisi")
    await town.box.advance(601)
    heard = await tap(town, "group", "zhaoming", "张伟(竹里村)")

    assert "Z20261124-001" in heard.card.text
    assert "刷新" in heard.card.text
    assert {"lisi"} == set(await town.states())


async def test_answering_twice_changes_nothing(town) -> None:
    """A second tap on an answered question says so and changes nothing."""
    await ask(town, "app", TWO_ZHANG)
    card = card_in(town, "app", "zhaoming")
    await town.box.tap_app("zhaoming", card, "张伟(竹里村)")
    await town.box.expect("zhangwei2")
    key = "choose:1:1"
    heard = await town.box.tap_app("zhaoming", card, key, force=True)

    assert "已经选过了" in heard.card.text
    assert {"zhangwei2": "assigned"} == await town.states()


@pytest.mark.parametrize("who", ["wangwu", "sunli"])
async def test_a_foreign_tap_changes_nothing(town, who) -> None:
    """Only the one who was asked answers: somebody else's tap or number does nothing of the kind."""
    await ask(town, "group", TWO_ZHANG)
    heard = await tap(town, "group", who, "张伟(竹里村)")
    said = await town.say(who, "1")

    assert "" == heard.words
    assert "没有待签收" in said
    assert 0 == await town.count()


async def test_number_beyond_the_choices(town) -> None:
    """A number that is not there is said to be so, and the question stays open."""
    await ask(town, "group", TWO_ZHANG)

    assert "1到3之间" in await town.say("zhaoming", "7")
    await town.say("zhaoming", "1")
    await town.box.expect("zhangwei")


async def test_a_question_belongs_to_its_chat(town) -> None:
    """A number one to one does not answer what was asked in the group."""
    await ask(town, "group", TWO_ZHANG)

    assert "没有待签收" in await town.app("zhaoming", "1")
    await town.say("zhaoming", "1")
    await town.box.expect("zhangwei")


async def test_bare_one_acknowledges_where_nothing_is_asked(town) -> None:
    """A bare 1 without an open question says 收到."""
    await town.say("zhaoming", "加急 请孙丽今天17点前报送材料")
    await town.box.expect("sunli")

    assert "已签收 Z20261124-001" in await town.say("sunli", "1")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")


async def test_bare_one_answers_an_open_question_first(town) -> None:
    """With an open question in this chat, 1 is its answer and acknowledges nothing."""
    await town.say("zhaoming", "加急 请孙丽今天17点前报送材料")
    await town.box.expect("sunli")
    await ask(town, "group", TWO_ZHANG, who="sunli")
    await town.say("sunli", "1")
    await town.box.expect("zhangwei", "Z20261124-002")

    assert {"sunli": "assigned"} == await town.states()


async def test_cancelled(town) -> None:
    """不发了 ends the matter; nothing was sent."""
    await ask(town, "group", NOTICE)
    heard = await tap(town, "group", "zhaoming", "不发了")

    assert "没有发出" in heard.card.text
    assert 0 == await town.count()


async def reported(town, words: str, who: str = "zhouqiang") -> None:
    """Say something that is the only report there will be, and expect what everybody hears of it."""
    await town.app(who, words)
    await town.box.expect("zhaoming", "反馈：", words.rsplit(",", maxsplit=1)[-1])
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")


async def wanted(town, who: str = "zhouqiang", text: str = "加急 请周强今天17点前反馈燃气排查"):
    """Give somebody a task and let the person tap 反馈 in the app; gives the card."""
    await town.say("zhaoming", text)
    card = await town.box.expect(who, "Z20261124-001")
    await town.box.tap_app(who, card, "反馈")
    await town.box.expect(who, "请直接回复")
    return card


@pytest.mark.parametrize("words", ["谢谢", "好的", "👌", "好的,谢谢领导!", "3", "1", "反馈"])
async def test_courtesy_is_no_report(town, words) -> None:
    """Thanks or a bare number where a report was asked for is no report: it is asked for once more."""
    await wanted(town)

    assert "请直接回复 Z20261124-001" in await town.app("zhouqiang", words)
    assert {"zhouqiang": "assigned"} == await town.states()
    await reported(town, "谢谢领导,共排查12处")


async def test_acknowledging_is_no_report(town) -> None:
    """收到 is what it says, whatever was asked; the report may still follow."""
    await wanted(town)

    assert "已签收 Z20261124-001" in await town.app("zhouqiang", "收到")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    await town.app("zhouqiang", "都排查好了")
    await town.box.expect("zhaoming", "周强反馈", "都排查好了")


async def test_a_new_directive_is_no_report(town) -> None:
    """What a head gives to the own people is a directive; the report may still follow."""
    await wanted(town)

    assert "已交办 Z20261124-002" in await town.app("zhouqiang", "加急 请王五今天15点前排查步行街")
    await town.box.expect("wangwu", "Z20261124-002")

    assert {"zhouqiang": "assigned"} == await town.states()
    await reported(town, "都排查好了")


async def test_who_may_not_issue_reports(town) -> None:
    """The same words of somebody who may not issue are the report."""
    await wanted(town, "lisi", "加急 请李四今天17点前反馈燃气排查")
    await reported(town, "请王五今天15点前排查步行街", "lisi")

    assert 1 == await town.count()


async def test_a_question_outlives_a_newer_one(town) -> None:
    """What the person wrote stays asked about; a number is for the choices, words are for the report."""
    card = await wanted(town)
    await ask(town, "app", "加急 请王五今天早上6点前报台账", who="zhouqiang")
    await town.box.tap_app("zhouqiang", card, "反馈")
    await town.box.expect("zhouqiang", "请直接回复")

    assert "已交办 Z20261124-002" in await town.app("zhouqiang", "1")
    await town.box.expect("wangwu", "Z20261124-002")
    await reported(town, "都排查好了")


async def test_each_directive_keeps_its_question(town) -> None:
    """Two doubtful directives, two questions: the newer is answered first, then the older."""
    await ask(town, "group", TWO_ZHANG)
    await ask(town, "group", "加急 请张伟今天18点前检查路灯")
    await town.say("zhaoming", "1")
    await town.box.expect("zhangwei", "Z20261124-001", "检查路灯")
    await town.say("zhaoming", "2")
    await town.box.expect("zhangwei2", "Z20261124-002", "报送材料")


async def test_the_same_sentence_is_asked_about_once(town) -> None:
    """Said again it puts its own question aside, so that no answer issues it twice."""
    await ask(town, "group", TWO_ZHANG)
    await ask(town, "group", TWO_ZHANG)
    await town.say("zhaoming", "1")
    await town.box.expect("zhangwei")

    assert "没有待签收" in await town.say("zhaoming", "1")
    assert 1 == await town.count()

"""The guard at dispatch: what would be formalism is named, and the issuer decides."""

from __future__ import annotations

import pytest

from tests.doubts import card_in

pytestmark = pytest.mark.weeks

CODE = "Z20261124-001"
CHAIN = "加急 请李四、王五今天17点前在群里接龙上报人数"
CLOCK = "加急 请李四、王五今天12点前完成打卡"
SOON = "加急 请李四15分钟内反馈情况"


async def details(town, action: str, code: str = CODE) -> list[dict[str, object]]:
    """Give the details of one kind of move in a directive's history."""
    return [one["detail"] for one in (await town.directive(code))["history"] if one["action"] == action]


async def test_an_echo_is_not_asked_for_and_nobody_waits(town) -> None:
    """收到请回复 goes out at once; the answer names it, the content stays as posted, nothing is wanted."""
    said = await town.say("zhaoming", "加急 请李四、王五今天17点前清理垃圾，收到请回复")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    stored = await town.directive()

    assert f"已交办 {CODE}" in said
    assert "不用要求回复“收到”" in said
    assert "加急 请李四、王五今天17点前清理垃圾，收到请回复" == stored["content"]
    assert [("zhaoming", "issued")] == await town.moves()


async def test_a_quiet_form_is_proposed_and_sent(town) -> None:
    """接龙 waits; 1 sends the same to the same people without it, the first words are in the history."""
    asked = await town.say("zhaoming", CHAIN)

    assert 0 == await town.count()
    for part in ("任务还没有发出", "群里接龙", "若干意见", "改发为：加急 请李四、王五今天17点前上报人数"):
        assert part in asked
    assert "1. 照建议改发" in asked
    await town.box.assert_quiet()
    said = await town.say("zhaoming", "1")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    stored = await town.directive()

    assert "按您选的改发" in said
    assert "加急 请李四、王五今天17点前上报人数" == stored["content"]
    assert "2026-11-24T17:00:00+08:00" == stored["due"]
    assert [{"rules": ["chain"], "said": CHAIN}] == await details(town, "quietened")
    assert [] == await details(town, "insisted")


@pytest.mark.parametrize("words", ["2", "坚持原样发", "坚持"])
async def test_insisting_sends_it_as_written_and_is_recorded(town, words) -> None:
    """2 issues as written; the rule is in the history."""
    await town.say("zhaoming", CHAIN)
    said = await town.say("zhaoming", words)
    await town.box.expect_all(["lisi", "wangwu"], CODE)

    assert "按您的意见原样发出，已记入办理记录" in said
    assert CHAIN == (await town.directive())["content"]
    assert [{"rules": ["chain"]}] == await details(town, "insisted")
    assert ["issued", "insisted"] == [action for _, action in await town.moves()]


async def test_dropping_it_sends_nothing(town) -> None:
    """3 drops it, and nobody but the issuer ever hears of it."""
    await town.say("zhaoming", CHAIN)

    assert "好的，没有发出。" == await town.say("zhaoming", "3")
    assert 0 == await town.count()


async def test_by_card(town) -> None:
    """One to one with the app the choices are buttons."""
    await town.app("zhaoming", CHAIN)
    await town.box.expect("zhaoming", "改发为", "10分钟内有效")
    heard = await town.box.tap_app("zhaoming", card_in(town, "app", "zhaoming"), "照建议改发")
    await town.box.expect_all(["lisi", "wangwu"], CODE)

    assert CODE in heard.card.text


async def test_what_has_no_quiet_form_can_be_insisted_on_or_left(town) -> None:
    """打卡 alone leaves nothing to send: the words say what does instead."""
    asked = await town.say("zhaoming", CLOCK)

    assert "1. 坚持原样发(记入办理记录)\n2. 不发" in asked
    assert "照建议改发" not in asked
    assert "不用打卡" in asked
    await town.say("zhaoming", "不发了")

    assert 0 == await town.count()


async def test_within_minutes_gets_half_an_hour_or_is_critical(town) -> None:
    """Less than 30 minutes without 特急 is asked about; half an hour counts from the answer."""
    asked = await town.say("zhaoming", SOON)

    assert "1. 照建议改发\n2. 作为特急发\n3. 坚持原样发(记入办理记录)\n4. 不发" in asked
    assert "请李四30分钟内反馈情况(时限11月24日(周二)08:00)" in asked
    await town.box.advance(120)
    await town.say("zhaoming", "1")
    await town.box.expect("lisi", CODE, "08:02")
    stored = await town.directive()

    assert "2026-11-24T08:02:00+08:00" == stored["due"]
    assert "加急 请李四30分钟内反馈情况" == stored["content"]


async def test_within_minutes_as_critical(town) -> None:
    """作为特急发 keeps the time."""
    await town.say("zhaoming", SOON)
    await town.say("zhaoming", "2")
    await town.box.expect("lisi", CODE, "【特急】")
    stored = await town.directive()

    assert ("critical", "2026-11-24T07:45:00+08:00") == (stored["urgency"], stored["due"])


async def test_critical_is_never_held_up(town) -> None:
    """特急 goes at once; the answer names what it asks for."""
    said = await town.say("zhaoming", "特急 请李四、王五10分钟内在群里接龙上报人员安全情况")
    await town.box.expect_all(["lisi", "wangwu"], CODE)

    assert f"已交办 {CODE}" in said
    assert "事急不等，已照原样发出。其中群里接龙属于要防治的" in said
    assert [("zhaoming", "issued")] == await town.moves()


@pytest.mark.parametrize("changes", [{"roles": {"emergency": ["zhaoming"]}}])
async def test_an_emergency_is_not_held_up_either(town) -> None:
    """Where an emergency is on for everybody it goes to, minutes are what is needed."""
    await town.say("zhaoming", "启动防汛应急响应，青溪镇各村，到明天18点")
    await town.box.expect_all(["weiguo", "jiangbo", "hanmei", "zhuhong"], "防汛应急响应")
    said = await town.say("zhaoming", "请竹里村15分钟内上报水位")
    await town.box.expect("weiguo", CODE)

    assert "事急不等，已照原样发出。其中几分钟内就要回复属于要防治的" in said


async def test_names_in_doubt_are_asked_afterwards(town) -> None:
    """The guard comes first, then who is meant; what was decided is kept over it."""
    await town.say("zhaoming", "加急 请张伟今天17点前接龙上报人数")
    asked = await town.say("zhaoming", "1")

    assert "有2位“张伟”" in asked
    await town.say("zhaoming", "1")
    await town.box.expect("zhangwei", CODE)

    assert "加急 请张伟今天17点前上报人数" == (await town.directive())["content"]
    assert ["chain"] == (await details(town, "quietened"))[0]["rules"]


async def test_what_recurs_is_asked_once(town) -> None:
    """A series is asked about when it is set up; each occurrence has it in its history."""
    await town.say("zhaoming", "加急 请李四每周二下午3点前接龙报送周汇报")

    assert 0 == await town.count()
    await town.say("zhaoming", "2")
    await town.box.expect("lisi", CODE)

    assert [{"rules": ["chain"]}] == await details(town, "insisted")


async def test_each_of_several_is_looked_at(town) -> None:
    """Of two orders in one message the clear one goes out, the other waits."""
    await town.say("zhaoming", "加急\n1、请李四今天17点前报送台账\n2、请王五今天17点前接龙报送人数")
    said = await town.say("zhaoming", "拆")
    await town.box.expect("lisi", CODE)

    assert "照建议改发" in said
    await town.say("zhaoming", "1")
    await town.box.expect("wangwu", "Z20261124-002")


@pytest.mark.parametrize("changes", [{"roles": {"supervisors": ["chujing"], "administrators": ["linan"]}}])
async def test_what_was_insisted_on_is_listed_by_unit(town) -> None:
    """Supervisors see it by unit, in a group a number; nobody else does."""
    await town.app("zhaoming", CHAIN)
    await town.box.expect("zhaoming", "这样发合适吗")
    await town.app("zhaoming", "2")
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    listed = await town.app("chujing", "坚持发出的有哪些")
    number = await town.say("chujing", "坚持发出的有哪些？")
    refused = await town.app("lisi", "坚持发出的有哪些")

    assert "近30天坚持原样发出的有1项" in listed
    assert CODE in listed
    assert "接龙" in listed
    assert "赵明" not in listed
    assert "近30天本群没有坚持原样发出的任务" in number.replace("，", "")
    assert "由督查人员和管理员查看" in refused

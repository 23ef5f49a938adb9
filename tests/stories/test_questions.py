"""What is in doubt is asked, with choices to tap or type, and nothing goes to the doubtful before."""

from __future__ import annotations

import pytest
from doubts import NOTICE, PARTLY, TWO_ZHANG, ask, card_in, tap

PAST = "加急 请李四今天早上6点前报送材料"
NOBODY = "加急 今天17点前报送防汛值班表"


@pytest.mark.parametrize("place", ["group", "robot", "app"])
async def test_namesakes_are_told_apart_by_number(town, place) -> None:
    """Two of one name: unit and post tell them apart, a number answers, nothing went out before."""
    said = await ask(town, place, TWO_ZHANG)

    assert 0 == await town.count()
    assert "1. 张伟(民政办公室 干部)" in said
    assert "2. 张伟(竹里村 文书)" in said
    answer = await {"group": town.say, "robot": town.robot, "app": town.app}[place]("zhaoming", "2")
    await town.box.expect("zhangwei2", "Z20261124-001")

    assert "已交办 Z20261124-001" in answer
    assert {"zhangwei2": "assigned"} == await town.states()


@pytest.mark.parametrize("place", ["group", "robot", "app"])
async def test_namesakes_are_told_apart_by_tap(town, place) -> None:
    """A tap on a choice answers; the card then says the code, who, until when and how many were reached."""
    await ask(town, place, TWO_ZHANG)
    heard = await tap(town, place, "zhaoming", "张伟(竹里村)")
    await town.box.expect("zhangwei2", "Z20261124-001")

    assert heard.ok
    for part in ("Z20261124-001", "张伟(竹里村)", "11月24日(周二)17:00", "卡片已发给1人"):
        assert part in heard.card.text
    assert {"zhangwei2": "assigned"} == await town.states()


@pytest.mark.parametrize("words", ["竹里村的张伟", "竹里村张伟"])
async def test_namesakes_are_told_apart_by_words(town, words) -> None:
    """A typed name with its unit answers too."""
    await ask(town, "group", TWO_ZHANG)
    await town.say("zhaoming", words)
    await town.box.expect("zhangwei2", "Z20261124-001")


@pytest.mark.parametrize("place", ["group", "robot", "app"])
async def test_clear_ones_get_their_card_at_once(town, place) -> None:
    """Who is clear gets the card at once; after the answer the same directive is completed."""
    said = await ask(town, place, PARTLY)
    await town.box.expect("lisi", "Z20261124-001")

    assert "已交办 Z20261124-001" in said
    assert "有2位“张伟”" in said
    assert {"lisi": "assigned"} == await town.states()
    heard = await tap(town, place, "zhaoming", "张伟(民政办公室)")
    await town.box.expect("zhangwei", "Z20261124-001")

    assert "Z20261124-001" in heard.card.text
    assert {"lisi": "assigned", "zhangwei": "assigned"} == await town.states()
    assert [("zhaoming", "issued"), ("zhaoming", "added")] == await town.moves()


async def test_refresh_keeps_the_open_choices(town) -> None:
    """Somebody's 刷新 does not take the issuer's choices off the card."""
    await ask(town, "group", PARTLY)
    await town.box.expect("lisi")
    await town.box.tap_group(town.chat, "wangwu", card_in(town, "group", ""), "刷新")
    await tap(town, "group", "zhaoming", "张伟(竹里村)")
    await town.box.expect("zhangwei2")

    assert {"lisi", "zhangwei2"} == set(await town.states())


async def test_completing_reopens_what_had_closed(town) -> None:
    """A notice that all had acknowledged is open again for whoever is added by the answer."""
    await ask(town, "group", "加急 通知:请张伟、李四明天上午9点在三楼会议室参加防汛会")
    card = await town.box.expect("lisi")
    await town.box.tap_app("lisi", card, "收到")
    await town.box.expect("zhaoming", "Z20261124-001", "全部收到")
    await town.box.expect(town.chat, "Z20261124-001", "全部收到(1/1)")

    assert "closed" == (await town.directive())["state"]
    await town.say("zhaoming", "1")
    card = await town.box.expect("zhangwei")

    assert "open" == (await town.directive())["state"]
    await town.box.tap_app("zhangwei", card, "收到")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到(2/2)")

    assert "closed" == (await town.directive())["state"]


async def test_doubtful_may_be_left_out(town) -> None:
    """先不发 leaves the doubtful one out and the others as they are."""
    await ask(town, "group", PARTLY)
    await town.box.expect("lisi")
    heard = await tap(town, "group", "zhaoming", "先不发")

    assert "Z20261124-001" in heard.card.text
    assert {"lisi": "assigned"} == await town.states()


async def test_two_doubts_are_asked_one_after_the_other(town) -> None:
    """Each doubt has its own question; the directive is completed answer by answer."""
    await town.say("zhaoming", "加急 请张伟、赵六、李四今天17点前报送材料")
    await town.box.expect("lisi")
    second = await town.say("zhaoming", "1")
    await town.box.expect("zhangwei")

    assert "没有找到“赵六”" in second
    await town.say("zhaoming", "王五")
    await town.box.expect("wangwu")

    assert {"lisi", "zhangwei", "wangwu"} == set(await town.states())


async def test_unknown_name(town) -> None:
    """A name nobody bears is asked about, with people of a similar name to choose from."""
    said = await ask(town, "group", "加急 请张四今天17点前报送材料")

    assert "没有找到“张四”" in said
    assert 0 == await town.count()
    await town.say("zhaoming", "李四")
    await town.box.expect("lisi", "Z20261124-001")


@pytest.mark.parametrize(
    ("answer", "due"),
    [
        ("1", "2026-11-25T06:00:00+08:00"),
        ("2", None),
        ("明天下午5点", "2026-11-25T17:00:00+08:00"),
        ("改到明天下午5点前", "2026-11-25T17:00:00+08:00"),
    ],
)
async def test_past_time(town, answer, due) -> None:
    """A time that has passed is asked about before anything goes out; a number or a new time answers."""
    said = await ask(town, "group", PAST)

    assert "11月24日(周二)06:00已经过了" in said
    assert 0 == await town.count()
    await town.say("zhaoming", answer)
    await town.box.expect("lisi", "Z20261124-001")

    assert due == (await town.directive())["due"]


async def test_past_time_again(town) -> None:
    """A new time that has passed as well is asked about again."""
    await ask(town, "group", PAST)

    assert "已经过了" in await town.say("zhaoming", "今天早上7点")
    assert "没有发出" in await town.say("zhaoming", "3")
    assert 0 == await town.count()


@pytest.mark.parametrize(
    ("answer", "who"),
    [
        ("张三、李四", ["zhangsan", "lisi"]),
        ("交给应急办", ["zhouqiang"]),
        ("各村", ["weiguo", "jiangbo", "hanmei", "zhuhong"]),
    ],
)
async def test_nobody_named(town, answer, who) -> None:
    """Nobody named: names typed answer, and the content stays as it was posted."""
    said = await ask(town, "group", NOBODY)

    assert "没有看出交给谁办" in said
    await town.say("zhaoming", answer)
    await town.box.expect_all(who, "Z20261124-001")
    stored = await town.directive()

    assert NOBODY == stored["content"]
    assert "task" == stored["kind"]
    assert "2026-11-24T17:00:00+08:00" == stored["due"]


async def test_a_whole_sentence_is_no_answer(town) -> None:
    """A new directive said while a question is open is a directive of its own."""
    await ask(town, "group", NOBODY)
    await town.say("zhaoming", "加急 请李四立即处理路灯故障")
    await town.box.expect("lisi", "Z20261124-001")

    assert "加急 请李四立即处理路灯故障" == (await town.directive())["content"]


async def test_notice_to_nobody(town) -> None:
    """A notice to nobody asks whether the group's units are meant; nothing is sent before the answer."""
    said = await ask(town, "group", NOTICE)

    assert "青溪镇工作群" in said
    assert 0 == await town.count()
    await town.say("zhaoming", "1")
    everybody = [userid for userid in town.box.world.members if userid != "zhaoming"]
    await town.box.expect_all(everybody, "Z20261124-001")

    assert "notice" == (await town.directive())["kind"]
    assert NOTICE == (await town.directive())["content"]


async def test_notice_to_the_heads(town) -> None:
    """群内各单位负责人 means each unit's head."""
    await ask(town, "group", NOTICE)
    await town.say("zhaoming", "2")
    heads = ["sunli", "zhouqiang", "wufang", "zhengjun", "chenjie", "weiguo", "jiangbo", "hanmei", "zhuhong"]
    await town.box.expect_all(heads, "Z20261124-001")

    assert sorted(heads) == sorted(await town.states())


async def test_everyone_in_an_unknown_group_asks_where(town) -> None:
    """全体 in a group nobody set up asks which units that is."""
    heard = await town.box.say_group(town.other, "zhaoming", "加急 请全体人员今天17点前完成学习")
    await town.box.expect(town.other, "大家好")

    assert "“全体”指哪些单位" in heard.text
    assert 0 == await town.count()
    await town.box.say_group(town.other, "zhaoming", "应急办")
    await town.box.expect_all(["zhouqiang", "wangwu"], "Z20261124-001")

    assert {"zhouqiang", "wangwu"} == set(await town.states())


async def test_notice_to_nobody_in_an_unknown_group(town) -> None:
    """There, everybody is asked for first and where they are then."""
    await town.box.say_group(town.other, "zhaoming", NOTICE)
    await town.box.expect(town.other, "大家好")
    second = await town.box.say_group(town.other, "zhaoming", "1")

    assert "“全体”指哪些单位" in second.text
    await town.box.say_group(town.other, "zhaoming", "民政办")
    await town.box.expect_all(["wufang", "zhangwei"])


async def test_own_unit_alone_is_a_question(town) -> None:
    """A unit the issuer heads, named alone, is a question: the issuer never gets a share."""
    said = await ask(town, "group", "加急 请应急办今天17点前报送材料", who="zhouqiang")

    assert "应急管理办公室由您本人负责" in said
    await town.say("zhouqiang", "1")
    await town.box.expect("wangwu", "Z20261124-001")

    assert {"wangwu": "assigned"} == await town.states()


async def test_issuer_named_alone(town) -> None:
    """Naming oneself asks for somebody else, and says why."""
    said = await ask(town, "group", "加急 请赵明今天17点前报送材料")

    assert "赵明" in said
    assert "本人" in said
    assert 0 == await town.count()


@pytest.mark.parametrize("members", [{"zhengjun": {"is_leader_in_dept": [0]}}])
async def test_unit_without_a_head(town) -> None:
    """A unit with members but no head is a question; the chosen member gets the unit's share."""
    said = await ask(town, "group", "加急 请环卫所今天17点前清理河道垃圾")

    assert "环境卫生管理所还没有设负责人" in said
    assert 0 == await town.count()
    await town.say("zhaoming", "冯刚")
    await town.box.expect("fenggang", "Z20261124-001")

    assert [("fenggang", 5)] == [
        (s["assignee"], s["department"]) for s in (await town.directive())["assignments"]
    ]


@pytest.mark.parametrize("members", [{"zhengjun": {"is_leader_in_dept": [0]}}])
async def test_unit_without_a_head_is_left_out_of_each(town) -> None:
    """Within 各单位 a unit without a head is named as left out."""
    said = await town.say("zhaoming", "加急 请各单位今天17点前上报防汛值班表")
    heads = ["sunli", "zhouqiang", "wufang", "chenjie", "weiguo", "jiangbo", "hanmei", "zhuhong"]
    await town.box.expect_all(heads)

    assert "环境卫生管理所(没有设负责人)" in said
    assert sorted(heads) == sorted(await town.states())

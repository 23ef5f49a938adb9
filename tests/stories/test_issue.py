"""Issuing: from one sentence to shares, first cards and the answer."""

from __future__ import annotations

import pytest

SEVEN_THIRTY = "特急!竹里村违法建筑存在火灾隐患,请应急办、竹里村立即处置,2小时内反馈"
VILLAGES = ["weiguo", "jiangbo", "hanmei", "zhuhong"]
HEADS = ["sunli", "zhouqiang", "wufang", "zhengjun", "chenjie", *VILLAGES]


async def test_urgent_task_to_two_units(town) -> None:
    """A task to two units: each head has a share and a card at once; the answer says code, who, when."""
    said = await town.say("zhaoming", SEVEN_THIRTY)
    cards = await town.box.expect_all(["zhouqiang", "weiguo"], "Z20261124-001")
    stored = await town.directive()

    assert "已交办 Z20261124-001" in said
    assert "应急管理办公室(周强)、竹里村(卫国)" in said
    assert "11月24日(周二)09:30" in said
    assert "卡片已一对一发给2人" in said
    assert ["收到", "反馈", "更多"] == [button.text for button in cards[0].card.buttons]
    assert ("critical", "task", "zhaoming", "open", town.chat) == tuple(
        stored[key] for key in ("urgency", "kind", "issuer", "state", "group")
    )
    assert SEVEN_THIRTY == stored["content"]
    assert [("zhouqiang", 3, "assigned"), ("weiguo", 11, "assigned")] == [
        (one["assignee"], one["department"], one["state"]) for one in stored["assignments"]
    ]


async def test_card_says_all_a_person_asks(town) -> None:
    """The card says what, its code, from whom, until when and why me."""
    await town.say("zhaoming", SEVEN_THIRTY)
    card = (await town.box.expect("zhouqiang")).card
    await town.box.expect("weiguo")
    rows = dict(card.rows)

    assert card.title.startswith("【特急】")
    assert "Z20261124-001" == card.desc
    assert SEVEN_THIRTY == card.body
    assert "赵明" == rows["来自"]
    assert "11月24日(周二)09:30" == rows["时限"]
    assert "应急管理办公室负责人" == rows["缘由"]


@pytest.mark.parametrize(
    ("text", "who", "shown"),
    [
        ("加急 请张三、李四今天17点前报送材料", ["zhangsan", "lisi"], "张三、李四"),
        ("加急 请党政办主任今天17点前报送材料", ["sunli"], "孙丽"),
        ("加急 请村书记今天17点前报送材料", ["weiguo", "jiangbo", "hanmei"], "卫国"),
        ("加急 请各村今天17点前上报防汛值班表", VILLAGES, "各村(4个单位)"),
        ("加急 请村(社区)今天17点前上报防汛值班表", VILLAGES, "4个单位"),
        ("加急 请各单位今天17点前上报防汛值班表", HEADS, "各单位(9个单位)"),
    ],
)
async def test_whom_words_mean(town, text, who, shown) -> None:
    """Persons, posts, 各…, and a unit without members of its own, each mean who the rules say."""
    said = await town.say("zhaoming", text)
    await town.box.expect_all(who, "Z20261124-001")

    assert shown in said
    assert sorted(who) == sorted(await town.states())


@pytest.mark.parametrize(
    ("written", "why"),
    [("各村", "各村负责人"), ("各单位", "各单位负责人"), ("村(社区)", "村(社区)各单位负责人")],
)
async def test_card_says_why_in_plain_words(town, written, why) -> None:
    """Whoever has a share because all units were meant reads that the heads of all of them were meant."""
    await town.say("zhaoming", f"加急 请{written}今天17点前上报防汛值班表")
    card = (await town.box.expect("weiguo", "Z20261124-001")).card
    town.box.ignore_rest()

    assert why == dict(card.rows)["缘由"]


async def test_everyone_is_one_directive_and_one_call(town) -> None:
    """全体 is everybody in the group's units but the issuer: one text, one call, a share for each."""
    said = await town.say("zhaoming", "加急 请全体人员今天17点前完成学习")
    everybody = [userid for userid in town.box.world.members if userid != "zhaoming"]
    await town.box.expect_all(everybody, "Z20261124-001")

    assert "全体人员(20人)" in said
    assert sorted(everybody) == sorted(await town.states())
    assert 1 == len(town.box.hub.records.to("/cgi-bin/message/send"))


async def test_issuer_gets_no_share(town) -> None:
    """A head's own unit is left out of 各…, and the answer says so."""
    said = await town.say("weiguo", "加急 请各村今天17点前上报防汛值班表")
    await town.box.expect_all(["jiangbo", "hanmei", "zhuhong"])

    assert "各村(3个单位)" in said
    assert "竹里村(由您本人负责)" in said
    assert "weiguo" not in await town.states()


@pytest.mark.parametrize("place", ["app", "robot"])
async def test_one_to_one_works_the_same(town, place) -> None:
    """One to one with the app or the robot a directive is issued as in a group, without a group."""
    said = await getattr(town, place)("zhaoming", SEVEN_THIRTY)
    await town.box.expect_all(["zhouqiang", "weiguo"])

    assert "已交办 Z20261124-001" in said
    assert (await town.directive())["group"] is None


async def test_unknown_group_works_the_same(town) -> None:
    """A group the settings do not name takes directives like any other."""
    heard = await town.box.say_group(town.other, "zhaoming", SEVEN_THIRTY)
    await town.box.expect(town.other, "大家好")
    await town.box.expect_all(["zhouqiang", "weiguo"])

    assert "已交办 Z20261124-001" in heard.text
    assert town.other == (await town.directive())["group"]


@pytest.mark.parametrize("start", ["2026-11-24T23:50:00+08:00"])
async def test_codes_count_by_the_services_day(town) -> None:
    """Codes count up within the service's day and start again the next; none is given twice."""
    for _ in range(2):
        await town.say("zhaoming", SEVEN_THIRTY)
    await town.box.advance(20 * 60)
    await town.say("zhaoming", SEVEN_THIRTY)
    await town.box.settle()
    codes = [item["code"] for item in (await town.get("/api/v1/directives"))[1]["items"]]
    town.box.ignore_rest()

    assert ["Z20261125-001", "Z20261124-002", "Z20261124-001"] == codes


async def test_refused_sentence_uses_no_code(town) -> None:
    """What was not issued takes no number."""
    await town.say("zhaoming", "请李四今天早上6点前报送材料")
    await town.say("zhaoming", SEVEN_THIRTY)
    await town.box.expect_all(["zhouqiang", "weiguo"], "Z20261124-001")

    assert 1 == await town.count()


@pytest.mark.parametrize("members", [{"lisi": {"status": 4}, "zhangsan": {"status": 2}}])
async def test_answer_says_whom_it_cannot_reach(town) -> None:
    """Who cannot be shown a card is named in the answer, with the reason; the share is theirs still."""
    said = await town.app("zhaoming", "加急 请张三、李四、王五今天17点前报送材料")
    await town.box.expect("wangwu", "Z20261124-001")
    await town.box.expect("zhaoming", "Z20261124-001", "没有送达2人")

    assert "发给1人" in said
    assert "送不到2人" in said
    assert "李四(未激活企业微信)" in said
    assert "张三(账号已停用)" in said
    assert 3 == len(await town.states())


@pytest.mark.parametrize("members", [{"lisi": {"unlicensed": True}}])
async def test_issuer_hears_whom_the_platform_refused(town) -> None:
    """Whom the platform turns out not to reach is told to the issuer, with the code."""
    await town.say("zhaoming", "加急 请李四、王五今天17点前报送材料")
    await town.box.expect("wangwu")
    await town.box.settle()
    told = await town.box.expect("zhaoming", "Z20261124-001", "没有送达", "李四")

    assert "王五" not in told.text


async def test_midnight_is_shown_as_24(town) -> None:
    """The end of a day is shown as 24:00 of that day."""
    said = await town.say("zhaoming", "加急 请李四今天24点前报送材料")
    await town.box.expect("lisi", "11月24日(周二)24:00")

    assert "11月24日(周二)24:00" in said


async def test_next_year_is_shown(town) -> None:
    """A date says its year only where it is another."""
    said = await town.say("zhaoming", "加急 请李四2027年1月8日17点前报送材料")
    await town.box.expect("lisi")

    assert "2027年1月8日(周五)17:00" in said


async def test_long_text_follows_once_in_parts(town) -> None:
    """A text a card cannot hold follows once as 全文, in parts that each carry the code."""
    text = "加急 请李四今天17点前报送材料。" + "按照镇党委的部署逐户排查登记。" * 60
    await town.say("zhaoming", text)
    card = await town.box.expect("lisi", "全文另发")
    first = await town.box.expect("lisi", "Z20261124-001 全文(1/2)")
    second = await town.box.expect("lisi", "Z20261124-001 全文(2/2)")
    whole = first.text.split("\n", 1)[1] + second.text.split("\n", 1)[1]

    assert len(card.card.body) <= 160
    assert text == whole


async def test_short_text_needs_no_full_text(town) -> None:
    """A text that a card shows whole is not sent again."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料。" + "字" * 100)

    assert (await town.box.expect("lisi")).card.body.endswith("字")


async def test_lead_and_assist(town) -> None:
    """主办 and 协办 are kept and shown on the card."""
    await town.say("zhaoming", "加急 请应急办牵头、环卫所配合,今天17点前清理河道垃圾")
    lead = await town.box.expect("zhouqiang", "分工:主办")
    await town.box.expect("zhengjun", "分工:协办")
    roles = {one["assignee"]: one["role"] for one in (await town.directive())["assignments"]}

    assert {"zhouqiang": "lead", "zhengjun": "assist"} == roles
    assert "Z20261124-001" in lead.words


async def test_notice_to_named_units(town) -> None:
    """A notice has no time to meet and no 反馈; 收到 is all it asks."""
    said = await town.say("zhaoming", "加急 通知:明天上午9点在三楼会议室召开防汛会,请各村参加")
    cards = await town.box.expect_all(VILLAGES, "Z20261124-001", "通知")

    assert "已通知 Z20261124-001" in said
    assert ["收到"] == [button.text for button in cards[0].card.buttons]
    assert "notice" == (await town.directive())["kind"]


async def test_content_is_as_posted(town) -> None:
    """`content` is the text as posted, without the mention of the bot."""
    text = "加急 请李四今天17点前报送材料,共3份。"
    await town.say("zhaoming", text)
    await town.box.expect("lisi")

    assert text == (await town.directive())["content"]


async def test_userids_are_compared_without_case(town) -> None:
    """A userid in capitals is the same person."""
    heard = await town.box.say_group(town.chat, "ZhaoMing", SEVEN_THIRTY)
    await town.box.expect_all(["zhouqiang", "weiguo"])

    assert heard.ok
    assert "zhaoming" == (await town.directive())["issuer"]


@pytest.mark.parametrize("changes", [{"work": {"only": ["zhaoming", "lisi"]}}])
async def test_rehearsal_writes_to_the_list_alone(town) -> None:
    """With `work.only` the answer says it is a rehearsal, and nobody outside the list is written to."""
    said = await town.say("zhaoming", "加急 请李四、王五今天17点前报送材料")
    await town.box.expect("lisi", "Z20261124-001")
    rows = await town.rows("SELECT receiver, state, reason FROM sending WHERE receiver = 'wangwu'")

    assert "演练中：实际只发给名单内的1人" in said
    assert "卡片已一对一发给" not in said
    assert ["dropped"] == [row["state"] for row in rows]
    assert [] == town.box.phone("wangwu")


@pytest.mark.parametrize("changes", [{"work": {"only": ["zhaoming", "lisi"]}}])
async def test_rehearsal_leaves_the_group_alone(town) -> None:
    """The group is made of real people too: its webhook says nothing while `work.only` is set."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    card = await town.box.expect("lisi", "Z20261124-001")
    await town.box.tap_app("lisi", card, "收到")
    await town.box.expect("zhaoming", "已全部收到")
    await town.box.settle()
    rows = await town.rows("SELECT state, reason FROM sending WHERE kind = 'group.all_acknowledged'")

    assert [("dropped", "rehearsal: not on the list")] == [(row["state"], row["reason"]) for row in rows]

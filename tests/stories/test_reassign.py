"""转办: inside the unit at once, to another unit with the issuer's consent."""

from __future__ import annotations

import pytest

TASK = "加急 请李四今天17点前报送材料"
CODE = "Z20261124-001"
DELEGATE = {"roles": {"delegates": {"zhaoming": ["sunli"]}}}


async def issued(town, text: str = TASK, who: tuple[str, ...] = ("lisi",), by: str = "zhaoming"):
    """Issue, and give the first card."""
    await town.say(by, text)
    return (await town.box.expect_all(list(who), CODE))[0]


async def asked(town, text: str = "001 转给王五,他熟悉情况", who: str = "lisi"):
    """Ask to hand on to another unit, and give the issuer's card."""
    await town.app(who, text)
    return await town.box.expect("zhaoming", "申请转办", CODE)


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_inside_the_unit_at_once(town, place) -> None:
    """The new person gets a card that says from whom, the issuer is told, the old card shows it."""
    first = await issued(town)
    said = await getattr(town, place)("lisi", "003 转给张三,他熟悉情况".replace("003", "001"))
    new = await town.box.expect("zhangsan", CODE, "报送材料", "李四转办")
    await town.box.expect("zhaoming", CODE, "李四已转给本单位张三", "他熟悉情况")
    heard = await town.box.tap_app("lisi", first, "收到")

    assert ("张三" in said) == (place != "say")
    assert "收到" in [button.text for button in new.card.buttons]
    assert "已转他人办理" in heard.card.text
    assert {"lisi": "reassigned", "zhangsan": "assigned"} == await town.states()
    assert [("zhaoming", "issued"), ("lisi", "reassigned")] == await town.moves()


async def test_by_the_button(town) -> None:
    """更多, 转办: to whom is asked one to one, a bare name is the answer."""
    first = await issued(town)
    await town.box.tap_app("lisi", first, "更多")
    await town.box.tap_app("lisi", first, "转办")
    await town.box.expect("lisi", CODE, "转给谁办")
    said = await town.app("lisi", "张三")
    await town.box.expect("zhangsan", CODE, "李四转办")
    await town.box.expect("zhaoming", "李四已转给本单位张三")

    assert "已转给张三(党政办公室)" in said


async def test_to_another_unit_with_consent(town) -> None:
    """Another unit needs the issuer's consent; until then nothing moves."""
    await issued(town)
    said = await town.app("lisi", "001 转给应急办,这是他们的职责")
    card = await town.box.expect("zhaoming", "李四申请转办", CODE, "周强(应急管理办公室)", "这是他们的职责")
    before = await town.states()
    offered = [button.text for button in card.card.buttons]
    heard = await town.box.tap_app("zhaoming", card, "同意转办")
    await town.box.expect("zhouqiang", CODE, "报送材料", "李四转办")
    await town.box.expect("lisi", CODE, "赵明已同意转办", "改由周强办理")
    twice = await town.box.tap_app("zhaoming", card, "refuse:1", force=True)

    assert "同意之前仍由您承办" in said
    assert {"lisi": "assigned"} == before
    assert ["同意转办", "不同意"] == offered
    assert "同意转办" in heard.card.text
    assert "同意转办" in twice.card.text
    assert {"lisi": "reassigned", "zhouqiang": "assigned"} == await town.states()
    assert [("lisi", "reassign_asked"), ("zhaoming", "reassigned")] == (await town.moves())[1:]


async def test_consent_by_words(town) -> None:
    """同意转办 does the same."""
    await issued(town)
    await asked(town)
    await town.say("zhaoming", "同意转办")
    await town.box.expect("wangwu", CODE, "李四转办")
    await town.box.expect("lisi", "王五")

    assert {"lisi": "reassigned", "wangwu": "assigned"} == await town.states()


@pytest.mark.parametrize("by", ["tap", "words"])
async def test_refused(town, by) -> None:
    """不同意 leaves it where it is; the assignee hears it at once, with the reason where there is one."""
    await issued(town)
    card = await asked(town)
    if by == "tap":
        await town.box.tap_app("zhaoming", card, "不同意")
        await town.box.expect("lisi", "没有同意转办", "仍由您承办")
    else:
        await town.say("zhaoming", "不同意转办,你们自己想办法")
        await town.box.expect("lisi", "没有同意转办：你们自己想办法")

    assert {"lisi": "assigned"} == await town.states()
    assert ("zhaoming", "reassign_refused") == (await town.moves())[-1]


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("001 转给李四", "请写另外一位"),
        ("001 转给赵明", "不能转给交办人"),
        ("001 转给吴芳", "没有激活"),
        ("001 转给张三、王五", "只能转给一位"),
        ("001 转给村(社区)", "没有设负责人"),
        ("001 转给王小二", "没有找到王小二"),
    ],
)
@pytest.mark.parametrize("members", [{"wufang": {"status": 4}}])
async def test_who_cannot_have_it(town, text, cure) -> None:
    """To oneself, to the issuer, to somebody no card reaches, to several: answered with the cure."""
    await issued(town)
    said = await town.app("lisi", text)

    assert cure in said
    assert CODE in said
    assert [("zhaoming", "issued")] == await town.moves()


async def test_a_doubtful_name(town) -> None:
    """Two 张伟: it is asked which one."""
    await issued(town, "加急 请吴芳今天17点前报送材料", ("wufang",))
    question = await town.robot("wufang", "001 转给张伟")
    await town.robot("wufang", "1")
    await town.box.expect("zhangwei", CODE, "吴芳转办")
    await town.box.expect("zhaoming", "吴芳已转给本单位张伟")

    assert "是哪一位" in question
    assert {"wufang": "reassigned", "zhangwei": "assigned"} == await town.states()


async def test_whoever_has_a_share_keeps_it(town) -> None:
    """Who has a share already hears that another one's comes on top, and does not acknowledge again."""
    await issued(town, "加急 请李四、张三今天17点前报送材料", ("lisi", "zhangsan"))
    await town.app("zhangsan", "收到")
    await town.app("lisi", "001 转给张三")
    await town.box.expect("zhangsan", CODE, "李四的一份", "一并办理")
    await town.box.expect("zhaoming", "李四已转给本单位张三")

    assert {"lisi": "reassigned", "zhangsan": "acknowledged"} == await town.states()


async def test_handed_on_and_back(town) -> None:
    """What comes back is to be acknowledged anew."""
    await issued(town)
    await town.app("lisi", "001 转给张三")
    await town.box.expect("zhangsan", CODE)
    await town.box.expect("zhaoming", "李四已转给本单位张三")
    await town.app("zhangsan", "001 转给李四")
    await town.box.expect("lisi", CODE, "张三转办")
    await town.box.expect("zhaoming", "张三已转给本单位李四")

    assert {"lisi": "assigned", "zhangsan": "reassigned"} == await town.states()


async def test_the_root_is_not_one_unit(town) -> None:
    """In the root of the directory a share goes to direct members at once; its head reaches everybody."""
    await issued(town, "加急 请钱进今天17点前报送材料", ("qianjin",), by="sunli")
    said = await town.app("qianjin", "001 转给赵明")
    await town.box.expect("zhaoming", CODE, "钱进转办")
    await town.box.expect("sunli", "钱进已转给本单位赵明")
    head = await town.app("zhaoming", "001 转给王五")
    await town.box.expect("wangwu", CODE, "赵明转办")
    await town.box.expect("sunli", "赵明已转给本单位王五")

    assert "已转给赵明" in said
    assert "已转给王五" in head


async def test_beyond_the_root(town) -> None:
    """A deputy in the root needs consent for everybody below."""
    await issued(town, "加急 请钱进今天17点前报送材料", ("qianjin",), by="zhaoming")
    card = await asked(town, "001 转给王五", "qianjin")

    assert "王五" in card.card.text
    assert {"qianjin": "assigned"} == await town.states()


@pytest.mark.parametrize("changes", [DELEGATE])
async def test_issuer_and_delegate(town) -> None:
    """Both are asked and both are told, each once."""
    await town.say("sunli", "代赵明 加急 请王五今天17点前报送材料")
    await town.box.expect("wangwu", CODE)
    await town.app("wangwu", "001 转给张三")
    cards = await town.box.expect_all(["zhaoming", "sunli"], "申请转办")
    await town.app("wangwu", "001 转给周强")
    await town.box.expect("zhouqiang", CODE, "王五转办")
    await town.box.expect_all(["zhaoming", "sunli"], "王五已转给本单位周强")
    heard = await town.box.tap_app("sunli", cards[1], "同意转办")

    assert "不用再决定" in heard.card.text
    assert {"wangwu": "reassigned", "zhouqiang": "assigned"} == await town.states()


async def test_after_the_report(town) -> None:
    """What was reported is not handed on; what was handed on is not either."""
    first = await issued(town)
    await town.app("lisi", "001 转给张三")
    await town.box.expect("zhangsan", CODE)
    await town.box.expect("zhaoming", "李四已转给本单位张三")
    again = await town.app("lisi", f"{CODE} 转给张三")
    await town.box.tap_app("lisi", first, "收到")
    await town.app("zhangsan", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "张三反馈")
    await town.box.settle()
    town.box.ignore_rest()
    reported = await town.app("zhangsan", f"{CODE} 转给李四")

    assert "已经转给他人办理" in again
    assert "不能再转办" in reported
    assert {"lisi": "reassigned", "zhangsan": "reported"} == await town.states()


async def test_who_may_not(town) -> None:
    """A stranger hands nothing on."""
    await issued(town)
    said = await town.app("wangwu", f"{CODE} 转给张三")

    assert CODE in said
    assert {"lisi": "assigned"} == await town.states()
    assert ("wangwu", "refused") == (await town.moves())[-1]


async def test_a_notice_is_not_handed_on(town) -> None:
    """A notice only wants 收到."""
    await town.say("zhaoming", "加急 通知李四:明天上午9点开会")
    await town.box.expect("lisi", CODE)
    said = await town.app("lisi", "001 转给张三")

    assert "点“收到”即可" in said


@pytest.mark.parametrize("members", [{"wufang": {"status": 4}}])
async def test_whom_no_card_reaches(town) -> None:
    """改派 on the card that names whom no card reaches asks to whom, and that one gets the share."""
    await town.say("zhaoming", "加急 请吴芳、李四今天17点前报送材料")
    await town.box.expect("lisi", CODE)
    card = await town.box.expect("zhaoming", CODE, "吴芳")
    key = next(button.key for button in card.card.buttons if button.key.startswith("hand_share:"))
    foreign = await town.box.tap_app("lisi", card, key, force=True)
    await town.box.tap_app("zhaoming", card, key)
    await town.box.expect("zhaoming", CODE, "改派给谁")
    said = await town.app("zhaoming", "张三")
    await town.box.expect("zhangsan", CODE, "报送材料")
    late = await town.box.tap_app("zhaoming", card, key)
    await town.box.expect("zhaoming", CODE, "已经转给他人办理，没有改派")

    assert "" == foreign.words
    assert "吴芳的一份已改派给张三" in said
    assert late.ok
    assert {"wufang": "reassigned", "zhangsan": "assigned", "lisi": "assigned"} == await town.states()


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"lisi": "wangwu"}}}])
async def test_the_stand_in_hands_on(town) -> None:
    """The stand-in hands on in the assignee's place; the assignee hears of it."""
    await issued(town)
    said = await town.app("wangwu", f"{CODE} 转给张三")
    await town.box.expect("zhangsan", CODE, "王五转办")
    await town.box.expect("lisi", CODE, "您的这一项已由王五转给张三")
    await town.box.expect("zhaoming", "王五代李四已转给本单位张三")

    assert "李四的一份已转给张三" in said
    assert {"lisi": "reassigned", "zhangsan": "assigned"} == await town.states()


async def test_withdrawn_meanwhile(town) -> None:
    """After a withdrawal nothing is handed on: not by words, not by the old cards."""
    first = await issued(town)
    card = await asked(town)
    await town.box.tap_app("lisi", first, "更多")
    await town.say("zhaoming", f"撤回 {CODE}")
    await town.box.expect("lisi", CODE, "撤回")
    await town.box.settle()
    town.box.ignore_rest()
    heard = await town.box.tap_app("zhaoming", card, "同意转办")
    own = await town.box.tap_app("lisi", first, "转办")

    assert "已撤回，不用再决定" in heard.card.text
    assert "已撤回" in own.card.text
    assert {"lisi": "withdrawn"} == await town.states()

"""A citizen's request at its office: the card, 收到, the answer, and that the citizen has it."""

from __future__ import annotations

import pytest

from tasks.requests.kinds import COMPLAINT
from tasks.requests.proofs import due_proved
from tasks.requests.verbs import Wish
from tests.stories.requesting import CODE, LAMP, moves, office_opens, openid, request, taken, wants

RUBBISH = Wish(COMPLAINT, "小区门口的垃圾堆了一个星期没人清，请环卫所来看看", place="幸福小区")


async def signed(town, who: str, wish: Wish = LAMP, *words: str):
    """Have somebody sign for a wish; gives the card."""
    await wants(town, wish)
    await office_opens(town)
    card = await town.box.expect(who, CODE, *words)
    await town.box.tap_app(who, card, "收到")
    await town.box.settle()
    return card


async def answered(town, *words: str):
    """Expect the answer at the citizen's."""
    await town.box.settle()
    return await town.box.expect(openid(town), CODE, *words)


async def test_whole_loop(town) -> None:
    """The office gets a card, signs, answers; the citizen has the answer, and nothing personal went round."""
    await wants(town)
    await office_opens(town)
    card = await town.box.expect("sunli", CODE, "幸福路")
    buttons = [button.text for button in card.card.buttons]
    heard = await town.box.tap_app("sunli", card, "收到")
    said = await town.app("sunli", f"{CODE} 答复：路灯已修好，请您查看，电话13987654321")
    answer = await answered(town, "路灯已修好")
    row = await request(town)

    assert "13812345678" not in card.words
    assert "群众求助" in card.card.title
    assert ["收到", "答复", "更多"] == buttons
    assert "已收到，办好后点“答复”" in heard.card.text
    assert "马上发给群众" in said
    assert "13987654321" not in answer.words
    assert ("answered", "sunli") == (row.state, row.answered_by)
    assert ["received", "handed", "signed", "answered"] == [action for _, action in await moves(town)]


async def test_checked_loop(town) -> None:
    """A complaint's answer is looked at by who sent it on; what went back is answered anew."""
    await signed(town, "zhengjun", RUBBISH, "垃圾")
    await town.app("zhengjun", f"{CODE} 答复：已安排")
    first = await town.box.expect("sunli", CODE, "拟答复群众")
    buttons = [button.text for button in first.card.buttons]
    await town.app("sunli", f"{CODE} 退回：缺少清理的情况")
    await town.box.expect("zhengjun", CODE, "缺少清理的情况")
    await town.box.advance(600)
    await town.app("zhengjun", f"{CODE} 答复：垃圾今天上午已清完，以后每天清运一次")
    second = await town.box.expect("sunli", CODE, "每天清运一次")
    heard = await town.box.tap_app("sunli", second, "同意答复")
    answer = await answered(town, "每天清运一次")

    assert ["同意答复", "退回"] == buttons
    assert "发给群众" in heard.card.text
    assert "已安排" not in answer.words
    assert "answered" == (await request(town)).state


async def test_declined_and_sent_elsewhere(town) -> None:
    """What is not theirs comes back within four hours; another office has it, and the citizen hears which."""
    await wants(town, RUBBISH)
    await office_opens(town)
    await town.box.expect("zhengjun", CODE, "垃圾")
    await town.app("zhengjun", f"{CODE} 不属于我单位，由竹里村负责")
    await town.box.expect("sunli", CODE, "由竹里村负责")
    await town.app("sunli", f"{CODE} 改派给卫国")
    await town.box.expect("zhengjun", CODE)
    card = await town.box.expect("weiguo", CODE, "垃圾")
    told = await answered(town, "竹里村")
    row = await request(town)

    assert "群众投诉" in card.card.title
    assert "答复时间不变" in told.words
    assert ("handed", 11) == (row.state, row.office)


async def test_extension(town) -> None:
    """More time that was granted moves the citizen's date, with the reason; the history proves it."""
    await signed(town, "zhengjun", RUBBISH, "垃圾")
    await town.app("zhengjun", f"{CODE} 申请延期到12月25日，清运车在维修")
    card = await town.box.expect("sunli", CODE, "清运车在维修")
    await town.box.tap_app("sunli", card, "同意")
    await town.box.expect("zhengjun", CODE, "12月25日")
    told = await answered(town, "清运车在维修")
    row, context = await request(town), town.service.people.context()
    db = town.service.storage.reader
    terms = context.desk.terms_of(row.kind)

    assert "12月25日" in told.words
    assert row.due == await due_proved(db, row, terms, context.calendar)
    assert ("sunli", "extended") == (await moves(town))[-1]


async def test_handed_on_by_the_triage(town) -> None:
    """Who sends requests on needs nobody's consent, also for what came there first."""
    await wants(town)
    await office_opens(town)
    await town.box.expect("sunli", CODE, "承办单位待定")
    said = await town.app("sunli", f"{CODE} 转交应急办")
    card = await town.box.expect("zhouqiang", CODE, "路灯")
    await answered(town, "应急管理办公室")

    assert "周强" in said
    assert "幸福路12号" in card.words
    assert 3 == (await request(town)).office


async def test_not_taken(town) -> None:
    """What is for another door is not taken: with the reason, and where to go; the office is told."""
    await signed(town, "zhengjun", RUBBISH, "垃圾")
    said = await town.app("sunli", f"{CODE} 不予受理：已经进入法院诉讼，请向县法院立案庭提出")
    await town.box.expect("zhengjun", CODE, "撤回")
    told = await answered(town, "不在我们的受理范围")

    assert "原因已告知群众" in said
    assert "请向县法院立案庭提出" in told.words
    assert "refused" == (await request(town)).state


async def test_answer_in_pieces_waits_for_the_last(town) -> None:
    """What comes in pieces goes out whole, once the office says that it is complete."""
    card = await signed(town, "sunli")
    await town.box.tap_app("sunli", card, "答复")
    await town.box.expect("sunli", CODE, "会发给群众")
    await town.app("sunli", "路灯的线路断了")
    await town.app("sunli", "今天已经接好")
    await town.box.settle()
    waiting = (await request(town)).state
    await town.app("sunli", "完成")
    answer = await answered(town, "路灯的线路断了", "今天已经接好")

    assert "handling" == waiting
    assert "更正" not in answer.words


async def test_taken_back_and_corrected(town) -> None:
    """An answer that is taken back after it went is followed by a corrected one."""
    await signed(town, "sunli")
    await town.app("sunli", f"{CODE} 答复：路灯明天修")
    await answered(town, "路灯明天修")
    await town.app("sunli", f"撤销反馈 {CODE}")
    await town.box.settle()
    between = (await request(town)).state
    await town.app("sunli", f"{CODE} 答复：路灯今天已修好")
    answer = await answered(town, "路灯今天已修好")

    assert "handling" == between
    assert "更正答复" in answer.words


async def test_for_a_caller_the_clerk_hears(town) -> None:
    """Whom nobody can write to is called: the clerk who took it down hears what there is to say."""
    await taken(town, Wish(LAMP.kind, LAMP.content, entered_by="chujing", may_call=True))
    await office_opens(town)
    await town.box.expect("sunli", CODE)
    await town.app("sunli", f"{CODE} 答复：路灯已修好")
    await town.box.settle()
    told = await town.box.expect("chujing", CODE, "路灯已修好")

    assert "请电话告知群众" in told.words


@pytest.mark.parametrize("changes", [{"roles": {"intake": ["chujing"]}}])
async def test_any_clerk_sends_it_on(town) -> None:
    """An intake clerk may do with a request what its issuer may; the history names who did."""
    await wants(town)
    await office_opens(town)
    await town.box.expect("sunli", CODE)
    await town.app("chujing", f"{CODE} 转交环卫所")
    await town.box.expect("sunli", CODE, "郑军")
    await town.box.expect("zhengjun", CODE, "路灯")
    await answered(town, "环境卫生管理所")

    assert ("chujing", "handed") == (await moves(town))[-1]


async def test_only_those_concerned(town) -> None:
    """Nobody else learns that there is a request; in a group nothing is said of it; the list has none."""
    await signed(town, "sunli")
    stranger = await town.app("wangwu", f"{CODE} 进度")
    group = await town.say("sunli", f"{CODE} 进度")
    await town.box.expect("sunli", CODE, "路灯")
    listed = await town.get("/api/v1/directives")

    assert "路灯" not in stranger
    assert "一对一" in group
    assert "路灯" not in group
    assert [] == listed[1]["items"]


async def test_no_end_without_an_answer(town) -> None:
    """A request is not closed as a whole where nothing was answered."""
    await signed(town, "zhengjun", RUBBISH, "垃圾")

    assert "还没有答复" in await town.app("sunli", f"{CODE} 全部办结")
    assert "handling" == (await request(town)).state

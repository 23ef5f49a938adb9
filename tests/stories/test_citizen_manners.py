"""Ordinary people at the account: urging, other subjects, telling in pieces, wishing to be unknown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.samples import bundled
from tasks.guides import keeping
from tasks.requests.models import Request
from tests.samples_media import png
from tests.stories.requesting import CODE, openid

HEAD = "sunli"
Tell = Callable[[str], Awaitable[str]]


@pytest.fixture
def start() -> str:
    """Begin before the offices open: nobody inside hears anything of it in these stories."""
    return "2026-11-24T06:00:00+08:00"


@pytest.fixture
async def tell(town) -> Tell:
    """Give a way to write as the citizen, in a town that has the bundled guides."""
    given, said = bundled()
    async with town.service.storage.transaction() as db:
        await keeping.store(db, given, said, by="test", now=town.service.people.context().now)

    async def told(text: str) -> str:
        heard = await town.box.say_citizen("city", openid(town), text)
        assert heard.ok, heard
        return str(heard.words)

    return told


async def rows(town) -> list[Request]:
    """Give the requests there are."""
    return await Request.all().using_db(town.service.storage.reader).order_by("id")


async def test_urging_is_no_place(town, tell) -> None:
    """What is told instead of a place stays with the matter; where it is asked once more."""
    await tell("水管爆了")
    again = await tell("水流得到处都是")
    said = await tell("快点派人来")
    place = await tell("幸福路23号")
    (request,) = await rows(town)

    assert "还想知道是在什么地方" in again
    assert "还没写地点" in said
    assert f"已经补充到{CODE}" in place
    assert "幸福路23号" == request.place
    assert "水管爆了\n水流得到处都是\n快点派人来\n幸福路23号" == request.content


@pytest.mark.parametrize("text", ["就这些", "没有了", "快点!", "哼", "反正你们不管"])
async def test_nothing_to_add(town, tell, text) -> None:
    """Who says that this is all, or urges, hears who has it, and nothing is added."""
    await tell("幸福路12号门口的路灯不亮了")
    said = await tell(text)
    (request,) = await rows(town)

    assert f"{CODE}已经登记，由党政办公室办理" in said
    assert "幸福路12号门口的路灯不亮了" == request.content


async def test_another_matter(town, tell) -> None:
    """另一件事 begins another one, with or without its words; 算了 asks whether to withdraw."""
    await tell("幸福路12号门口的路灯不亮了")
    asked = await tell("另一件事")
    await tell("红旗村自来水好黄")
    where = await tell("还有一件事，我家低保停了")
    await tell("竹里村三组")
    gone = await tell("算了")
    kept = await tell("2")
    content = [one.content for one in await rows(town)]

    assert "请直接说是什么事" in asked
    assert "在什么地方" in where
    assert "确定不用办" in gone
    assert "继续办理" in kept
    assert ["幸福路12号门口的路灯不亮了", "红旗村自来水好黄", "我家低保停了"] == content


async def test_a_question_in_between(town, tell) -> None:
    """多少钱 is about the guide that was told last, whatever else is under way; 人工 loses neither."""
    await tell("楼下烧烤店吵得睡不着")
    await tell("身份证丢了要带什么补")
    fee = await tell("多少钱")
    person = await tell("转人工吧")
    said = await tell("老街邮局旁边")
    consult, complaint = await rows(town)

    assert "居民身份证丢失补领" in fee
    assert "40元" in fee
    assert "您先说的那件事，请告诉我们在什么地方" in person
    assert "投诉已登记" in said
    assert ("consult", "complaint", "老街邮局旁边") == (consult.kind, complaint.kind, complaint.place)


async def test_a_person_in_the_middle(town, tell) -> None:
    """转人工 while a place is asked takes down what is known; it is no place."""
    await tell("楼下烧烤店吵得睡不着")
    said = await tell("转人工")
    (request,) = await rows(town)

    assert "投诉已登记" in said
    assert "" == request.place


async def test_a_question_about_nothing(town, tell) -> None:
    """多少钱 at the beginning is asked back, not taken down; what it was about is then told."""
    asked = await tell("多少钱")
    told = await tell("身份证丢了")

    assert "您问的是办哪件事" in asked
    assert "40元" in told
    assert [] == await rows(town)


async def test_unknown(town, tell) -> None:
    """Who wishes to be unknown is told so at once; a number given then is not kept."""
    first = await tell("我想反映个事但是不想让人知道我是谁")
    again = await tell("能匿名吗")
    await tell("村主任把低保给他亲戚了")
    await tell("竹里村")
    phone = await tell("13912345678")
    (request,) = await rows(town)

    assert "会替您匿名" in first
    assert "会替您匿名" in again
    assert "没有记下" in phone
    assert ("report", True, "") == (request.kind, request.anonymous, request.phone_key)
    assert "村主任把低保给他亲戚了" == request.content


async def test_confidence_after_the_number(town, tell) -> None:
    """请保密 after the number holds for the request."""
    await tell("龙黄村有人在河里电鱼")
    said = await tell("请保密")
    (request,) = await rows(town)

    assert "保密办理" in said
    assert request.confidential


async def test_in_pieces(town, tell) -> None:
    """Words that say nothing yet are kept, and belong to the matter that comes."""
    await tell("我家门口")
    on = await tell("那个")
    await tell("水管爆了")
    await tell("幸福路23号")
    (request,) = await rows(town)

    assert "您接着说" in on
    assert "我家门口，那个，水管爆了" == request.content


async def test_danger_keeps_what_was_told(town, tell) -> None:
    """Danger in the middle of a matter takes along what was told, and its pictures."""
    await town.box.citizen_picture("city", openid(town), png(1))
    await tell("路面塌了一个大坑")
    await tell("有人掉下去受伤了")
    await town.box.expect(HEAD, CODE)
    (request,) = await rows(town)

    assert "路面塌了一个大坑\n有人掉下去受伤了" == request.content
    assert 1 == len(request.media)


async def test_after_the_answer(town, tell) -> None:
    """What the answer tells to send does what it says; 修好了 is thanked for, and rated."""
    await tell("幸福路12号门口的路灯不亮了")
    await town.box.advance(9000)
    await town.box.expect(HEAD, CODE)
    await town.app(HEAD, f"{CODE} 答复：已修好，完毕")
    await town.box.settle()
    await town.box.expect(openid(town), CODE, "已修好")
    thanks = await tell("修好了，谢谢")
    rated = await tell("满意")
    why = await tell("0001 没解决")
    opened = await tell("又不亮了")
    await town.box.expect(HEAD, CODE, "又不亮了")

    assert "谢谢您告诉我们" in thanks
    assert "谢谢您的评价" in rated
    assert "哪里没有解决" in why
    assert "重新办理，已交党政办公室" in opened


async def test_rubbish_is_no_insult(town, tell) -> None:
    """垃圾 in a complaint is what it is about, not a word of abuse."""
    asked = await tell("垃圾没人收")
    said = await tell("我在龙黄村二组")
    (request,) = await rows(town)

    assert "请问是哪里的事" in asked
    assert "投诉已登记" in said
    assert "龙黄村二组" == request.place


async def test_ones_own_father(town, tell) -> None:
    """我爸晕倒了 is danger: 120 at once, and what follows goes to the same request."""
    said = await tell("我爸晕倒了")
    await tell("龙黄村三组")
    await tell("快点啊")
    await town.box.expect(HEAD, CODE, "我爸晕倒了")
    await town.box.expect(HEAD, CODE, "群众已补充", "龙黄村三组")
    await town.box.expect(HEAD, CODE, "群众已补充", "快点啊")
    (request,) = await rows(town)

    assert said.startswith("请马上打120")
    assert "龙黄村三组" == request.place
    assert "快点啊" in request.content


async def test_praise_needs_no_place(town, tell) -> None:
    """Nobody is asked where a praise was."""
    await tell("我要表扬")
    said = await tell("便民服务中心小王帮我办证很耐心")

    assert "表扬已登记" in said
    assert "地点" not in said

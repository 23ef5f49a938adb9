"""一句话进来，一个编号出去: a matter is told in one sentence or in pieces, and is never lost."""

from __future__ import annotations

import pytest

from tasks.requests.models import Request
from tests.samples_media import AMR, png

CODE = "S20261124-0001"
HEAD = "sunli"
"""Who takes what has no office: the head of the first unit under the root."""


@pytest.fixture
def openid(town) -> str:
    """Give the citizen of the bundled township."""
    return next(iter(town.box.world.citizens))


@pytest.fixture
def tell(town, openid):
    """Give a way to write as the citizen and read the answer."""

    async def told(text: str) -> str:
        heard = await town.box.say_citizen("city", openid, text)
        assert heard.ok, heard
        return str(heard.words)

    return told


async def requests(town) -> list[Request]:
    """Give the requests there are."""
    return await Request.all().using_db(town.service.storage.reader).order_by("id")


async def test_one_sentence(town, tell) -> None:
    """Who says what and where at once has a number at once, with office, date and the way to follow it."""
    said = await tell("幸福路12号门口的路灯不亮了,晚上看不见路")
    await town.box.advance(3600)
    await town.box.expect(HEAD, CODE)
    (request,) = await requests(town)

    assert f"求助已登记，编号{CODE}" in said
    assert "党政办公室办理" in said
    assert "12月8日(周二)17:30前答复" in said
    assert ("help", "幸福路12号门口") == (request.kind, request.place)


async def test_only_what_is_missing_is_asked(town, tell) -> None:
    """Where it is missing it is asked once; the answer brings the number."""
    asked = await tell("我要投诉")
    where = await tell("楼下烧烤店每天半夜吵得人睡不着")
    said = await tell("老榕树旁边那家")
    await town.box.advance(3600)
    await town.box.expect(HEAD, CODE)
    (request,) = await requests(town)

    assert "要投诉的事" in asked
    assert "哪里" in where
    assert f"投诉已登记，编号{CODE}" in said
    assert ("complaint", "老榕树旁边那家") == (request.kind, request.place)
    assert "楼下烧烤店每天半夜吵得人睡不着" == request.content


async def test_a_restart_and_a_question_in_between(town, tell) -> None:
    """A restart forgets nothing, and small talk in between is answered without ending the talk."""
    await tell("路面塌了一个大坑,好危险")
    await town.restart()
    small = await tell("在吗")
    said = await tell("竹里村村口")
    await town.box.advance(3600)
    await town.box.expect("weiguo", CODE)

    assert "在的" in small
    assert CODE in said
    assert 1 == len(await requests(town))


async def test_who_falls_silent_is_not_lost(town, tell, openid) -> None:
    """After half an hour what is known is sent, and the citizen is told the number."""
    await tell("下水道堵了,污水冒出来")
    await town.box.advance(1801)
    said = await town.box.expect(openid, CODE)
    await town.box.advance(1800)
    await town.box.expect(HEAD, CODE)

    assert "先按已知的情况登记" in said.words


async def test_a_beginning_lapses(town, tell) -> None:
    """我要反映 and then nothing makes no request; neither does what was called off."""
    await tell("我要反映问题")
    await town.box.advance(3600)
    await tell("停水三天了没人管")
    dropped = await tell("算了")
    await town.box.advance(3600)

    assert "没有登记" in dropped
    assert [] == await requests(town)


async def test_personal_data_is_kept_apart(town, tell) -> None:
    """Number, name and dwelling are masked in what everybody sees; who asks for confidence has it said."""
    said = await tell("举报幸福路8号3栋502室聚众赌博,我叫王小明,电话13812345678,请保密")
    await town.box.advance(3600)
    card = await town.box.expect(HEAD, CODE)
    (request,) = await requests(town)

    assert "已按保密办理" in said
    assert "幸福路***聚众赌博,我叫王**,电话138****5678" in request.content
    assert ("report", True, True) == (request.kind, request.confidential, request.may_call)
    assert "13812345678" not in f"{request.content}{request.place}{request.sealed}{card.card.text}"


async def test_anonymous(town, tell) -> None:
    """Who wants to be unknown leaves no number behind."""
    said = await tell("我要匿名举报龙黄村有人在河里电鱼 电话13812345678")
    await town.box.advance(3600)
    await town.box.expect("jiangbo", CODE)
    (request,) = await requests(town)

    assert "已按匿名办理" in said
    assert (True, False, "") == (request.anonymous, request.may_call, request.phone_key)


async def test_a_word_more(town, tell) -> None:
    """What comes right after the number goes to the same request; so does a number to call."""
    await tell("幸福路12号门口的路灯不亮了")
    more = await tell("补充:已经三天了")
    phone = await tell("13812345678")
    thanks = await tell("谢谢")
    await town.box.advance(3600)
    await town.box.expect(HEAD, CODE, "群众已补充", "补充:已经三天了")
    await town.box.expect(HEAD, CODE, "群众已补充", "138")
    await town.box.expect(HEAD, CODE, "收到")
    (request,) = await requests(town)

    assert f"已经补充到{CODE}" in more
    assert "号码收到了" in phone
    assert "不客气" in thanks
    assert request.may_call
    assert "补充:已经三天了" in request.content


async def test_danger_comes_first(town, tell) -> None:
    """着火 is answered with 119, and told although the office is closed; more of it is no second one."""
    said = await tell("红旗村着火了 快来人")
    await town.box.expect("hanmei", CODE)
    again = await tell("着火了 里面还有老人")
    await town.box.expect("hanmei", "里面还有老人")
    (request,) = await requests(town)
    rows = await town.rows("SELECT urgency FROM directive")

    assert said.startswith("请马上打119")
    assert CODE in said
    assert CODE in again
    assert "里面还有老人" in request.content
    assert [{"urgency": "critical"}] == rows


async def test_not_ours(town, tell) -> None:
    """A case at court is explained, and taken down only if the citizen insists."""
    door = await tell("法院判决不公,我不服")
    none = await requests(town)
    said = await tell("还是要提交")
    await town.box.advance(3600)
    await town.box.expect(HEAD, CODE)

    assert "12368" in door
    assert [] == none
    assert CODE in said


@pytest.mark.parametrize("changes", [{"citizens": {"per_day": 1}}])
async def test_limit_of_a_day(town, tell) -> None:
    """Beyond the day's limit it is kept, not lost; danger is never limited."""
    await tell("幸福路的路灯不亮了")
    full = await tell("建设大道下水道堵了 污水满地")
    danger = await tell("有人触电了 在红旗村")
    await town.box.expect("hanmei", "S20261124-0002")
    await town.box.advance(3600)
    await town.box.expect(HEAD, CODE)

    assert "替您留着" in full
    assert "打120" in danger
    assert 2 == len(await requests(town))


async def test_small_talk(town, tell) -> None:
    """Small talk never becomes a request."""
    heard = [await tell(text) for text in ("你好", "在吗", "谢谢", "[微笑]")]

    assert all(heard)
    assert [] == await requests(town)


async def test_pictures_and_place(town, tell, openid) -> None:
    """Pictures before, between and after the words, and a place that is sent, belong to the one request."""
    first = await town.box.citizen_picture("city", openid, png(1))
    asked = await tell("路面塌了一个大坑")
    said = await town.box.citizen_location("city", openid, 19.1, 109.5, "幸福路农业银行")
    await town.box.settle()
    after = await town.box.citizen_picture("city", openid, png(2))
    await town.box.advance(3600)
    await town.box.expect(HEAD, CODE, "收到")
    await town.box.expect(HEAD, CODE, "群众已补充")
    (request,) = await requests(town)

    assert "收到了" in first.words
    assert "在什么地方" in asked
    assert CODE in said.words
    assert f"已经补充到{CODE}" in after.words
    assert "幸福路农业银行" == request.place
    assert ["image", "location", "image"] == [one["kind"] for one in request.media]
    assert all("digest" in one for one in request.media if one["kind"] == "image")


async def test_spoken(town, openid) -> None:
    """What was recognised of a voice is taken as if it had been typed."""
    said = await town.box.citizen_voice("city", openid, AMR, recognized="红旗村断电一下午了,老人受不了")
    await town.box.advance(3600)
    await town.box.expect("hanmei", CODE)

    assert CODE in said.words


async def test_by_the_menu(town, tell, openid) -> None:
    """我要反映 of the menu asks what it is; a picture is no sentence, a sentence is."""
    asked = await town.box.citizen_click("city", openid, "我要反映")
    said = await tell("竹里村三组路口有个大坑")
    await town.box.advance(3600)
    await town.box.expect("weiguo", CODE)

    assert "直接说是什么事" in asked.words
    assert CODE in said


async def test_the_same_again(town, tell) -> None:
    """The same said again gets the number there is, unless it is another matter."""
    await tell("金源小区门口垃圾堆了一个星期没人清")
    await town.box.advance(3600)
    await town.box.expect(HEAD, CODE)
    again = await tell("金源小区门口垃圾堆了一个星期还是没人清")
    other = await tell("另一件事")
    await town.box.expect(HEAD, "S20261124-0002", "群众投诉")
    await town.box.expect(HEAD, "S20261124-0002", "较早的")

    assert f"反映过，编号{CODE}" in again
    assert "编号S20261124-0002" in other

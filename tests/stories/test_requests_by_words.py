"""Requests as their offices write about them: short codes, pictures, call backs, who is left."""

from __future__ import annotations

import pytest

from tests.samples_media import png
from tests.stories.citizens import WATER, actions, citizen, comes, openid, request
from tests.stories.leaving import leave

FIRST, SECOND = "S20261124-0001", "S20261124-0002"
TASK = "Z20261124-001"

pytestmark = pytest.mark.parametrize("changes", [WATER])


def picture(town, number: int) -> dict[str, str]:
    """Give a picture as it comes with a request."""
    media_id = town.box.hub.keep_file("", png(number), "image/png")
    return {"kind": "image", "media_id": media_id, "account": "city", "name": ""}


async def water(town, text: str = "幸福小区停水三天了没人管", **more: object) -> str:
    """Have a citizen say so, and 环卫所 get it."""
    code = await comes(town, text, citizen=await citizen(town, openid(town)), **more)
    await town.box.advance(3600)
    await town.box.expect("zhengjun", code, "收到")
    return code


async def test_four_digits_mean_the_request(town) -> None:
    """0001 is the request and 001 the directive, without a word for either; nobody is asked which."""
    await water(town)
    await town.say("zhaoming", "请郑军今天17点前上报清运台账")
    await town.box.expect("zhengjun", TASK)
    town.box.ignore_rest(town.chat)
    said = await town.app("zhengjun", "0001 线路已更换，恢复供水")
    await town.box.settle()
    await town.box.expect(openid(town), FIRST, "恢复供水")
    await town.app("zhengjun", "001 台账已报送")
    await town.box.expect("zhaoming", TASK, "台账已报送")
    await town.box.settle()
    town.box.ignore_rest()

    assert f"{FIRST} 已答复" in said
    assert "0001" not in (await request(town, FIRST)).answer


async def test_a_bare_word_opens_the_answer(town) -> None:
    """0001 答复 alone asks for the words; 答：… is what an answer begins with, and is not sent."""
    await water(town)
    said = await town.app("zhengjun", "0001 答复")
    await town.app("zhengjun", "答：今晚恢复供水")
    await town.app("zhengjun", "完成")
    await town.box.settle()
    answer = await town.box.expect(openid(town), FIRST, "今晚恢复供水")

    assert "会发给群众" in said
    assert "答：今晚" not in answer.words


async def test_the_same_matter_in_a_clerks_words(town) -> None:
    """«是一件事，合并» with short codes joins them; each citizen has the answer under the own number."""
    await water(town)
    second = await citizen(town, openid(town, 1))
    await comes(town, "幸福小区没水用了，已经好几天", citizen=second)
    await town.box.settle()
    town.box.ignore_rest()
    said = await town.app("chujing", "0001和0002是一件事，合并")
    await town.box.settle()
    await town.box.expect(openid(town, 1), SECOND, "一起办理")
    await town.app("zhengjun", "0001 水管已修好，恢复供水")
    await town.box.settle()
    first = await town.box.expect(openid(town), FIRST, "恢复供水")
    await town.box.settle()
    other = await town.box.expect(openid(town, 1), SECOND, "恢复供水")
    town.box.ignore_rest()

    assert "现在共2件一起办理" in said
    assert SECOND not in first.words
    assert FIRST not in other.words


async def test_pictures_on_every_card(town) -> None:
    """What came with a request is a tap away on its cards, also on the one that sends an answer back."""
    await water(town, kind="complaint", media=[picture(town, 1)])
    await town.app("zhengjun", "0001 答复：在修")
    await town.box.expect("sunli", FIRST, "拟答复群众")
    await town.app("sunli", "退回：没说清什么时候修好")
    card = await town.box.expect("zhengjun", FIRST, "没说清什么时候修好")
    await town.box.tap_app("zhengjun", card, "附件")
    line = await town.box.expect("zhengjun", FIRST, "附件共1个")
    await town.box.settle()
    sent = [m.kind for m in town.box.phone("zhengjun") if m.kind == "image"]
    town.box.ignore_rest("zhengjun")

    assert ["答复", "更多", "附件"] == [button.text for button in card.card.buttons]
    assert line.words
    assert ["image"] == sent


async def test_a_picture_is_what_was_missing(town) -> None:
    """A picture alone supplies what was asked for: nobody speaks of words, and the card offers it then."""
    await water(town)
    await town.app("zhengjun", "请群众补充照片")
    await town.box.settle()
    await town.box.expect(openid(town), FIRST, "照片")
    await town.box.citizen_picture("city", openid(town), png(2))
    told = await town.box.expect("zhengjun", FIRST, "1个附件")
    await town.box.settle()
    last = town.box.citizen(openid(town))[-1].words
    await town.app("zhengjun", "0001附件")
    await town.box.expect("zhengjun", FIRST, "附件共1个")
    card = next(m for m in town.box.phone("zhengjun") if m.card and FIRST in m.words)
    await town.box.tap_app("zhengjun", card, "收到")
    card = next(m for m in town.box.phone("zhengjun") if m.card and FIRST in m.words)
    town.box.ignore_rest("zhengjun")

    assert "，(" not in told.words
    assert "您补充的1个附件已转给" in last
    assert "附件" in [button.text for button in card.card.buttons]


async def test_another_date_with_its_reason(town) -> None:
    """Who sends it on changes the date with a reason the citizen reads; a nearer one is no longer wait."""
    await water(town)
    await town.app("sunli", "0001 延期到12月18日，要等配件")
    await town.box.settle()
    later = await town.box.expect(openid(town), FIRST, "12月18日")
    await town.app("sunli", "0001 延期到下周五，配件提前到了")
    await town.box.settle()
    sooner = await town.box.expect(openid(town), FIRST, "12月4日")
    town.box.ignore_rest("zhengjun")

    assert "原因：要等配件" in later.words
    assert "提前到12月4日" in sooner.words
    assert "久等" not in sooner.words


async def test_a_call_back_without_a_code(town) -> None:
    """回访：… is about the only call back there is; an appeal without a code is asked for one."""
    await water(town)
    await town.app("zhengjun", "0001 答复：已修好")
    await town.box.settle()
    await town.box.expect(openid(town), FIRST, "已修好")
    await town.box.say_citizen("city", openid(town), "5")
    await town.box.expect("sunli", FIRST, "回访")
    said = await town.app("sunli", "回访：已电话联系，群众表示满意")
    asked = await town.app("zhengjun", "评价申诉：水是有的")
    appealed = await town.app("zhengjun", "0001评价申诉：水是有的")
    await town.box.expect("zhangwei", FIRST, "申诉")

    assert f"{FIRST} 的回访已记录" in said
    assert "请写上是哪一件诉求" in asked
    assert "评价申诉已提交" in appealed
    assert "followed_up" in await actions(town, FIRST)


async def test_whoever_is_left_answers(town) -> None:
    """The heir of a head who leaves has it, and answers by the short code; the citizen hears whose it is."""
    await water(town)
    await leave(town, "zhengjun")
    await town.box.settle()
    told = await town.box.expect(openid(town), FIRST, "已转到")
    card = await town.box.expect("zhaoming", FIRST, "郑军已离开，由您接办")
    town.box.ignore_rest("zhaoming")
    town.box.ignore_rest("sunli")
    said = await town.app("zhaoming", "0001 答复：水管已修好")
    await town.box.settle()
    await town.box.expect(openid(town), FIRST, "水管已修好")

    assert "答复时间不变" in told.words
    assert "群众求助" in card.card.title
    assert f"{FIRST} 已答复" in said


async def test_a_preview_of_a_request(town) -> None:
    """催办预演 reads a request's code, whole and short."""
    await water(town)
    whole = await town.app("sunli", f"催办预演 {FIRST}")

    assert f"催办预演 {FIRST}" in whole
    assert whole == await town.app("sunli", "催办预演 0001")

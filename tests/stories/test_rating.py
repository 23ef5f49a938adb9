"""好差评: five levels once for each handling, reasons and a call back for the lowest, reopening, appeals."""

from __future__ import annotations

from typing import Any

import pytest

from tasks.requests.models import FollowUp, Rating
from tests.stories.requesting import CODE, moves, office_opens, openid, request, wants

DAY = 86400
ROLES = {"roles": {"supervisors": ["chujing"], "intake": ["hanmei"], "administrators": ["zhangwei"]}}


async def citizen(town: Any, text: str) -> str:
    """Have the citizen write, and give the words of the answer."""
    heard = await town.box.say_citizen("city", openid(town), text)
    return str(heard.words)


async def answer(town: Any, text: str = "路灯已修好") -> None:
    """Have the office answer, and the citizen get it."""
    await town.app("sunli", f"{CODE} 答复：{text}，完毕")
    await town.app("sunli", "完成")
    await town.box.settle()
    await town.box.expect(openid(town), CODE, text)


async def answered(town: Any) -> None:
    """Have the citizen's request answered."""
    await wants(town)
    await office_opens(town)
    await town.box.expect("sunli", CODE)
    await answer(town)


async def ratings(town: Any) -> list[Rating]:
    """Give all rows of ratings."""
    return await Rating.all().using_db(town.service.storage.reader).order_by("id")


@pytest.mark.parametrize("changes", [ROLES])
@pytest.mark.parametrize(("said", "stars"), [("1", 5), ("满意", 4), ("0001 基本满意", 3), ("5分", 5)])
async def test_a_good_one(town, said, stars) -> None:
    """By number, by word or by code, it is thanked for and nobody is called back."""
    await answered(town)
    first = await citizen(town, said)
    second = await citizen(town, "0001 非常满意")
    rows = await ratings(town)

    assert "谢谢您的评价" in first
    assert "已经评价过" in second
    assert [stars] == [row.stars for row in rows]
    assert 0 == await FollowUp.all().using_db(town.service.storage.reader).count()


@pytest.mark.parametrize("changes", [ROLES | {"requests": {"follow_up_days": 1}}])
async def test_a_poor_one_is_followed_up(town) -> None:
    """不满意 asks for the reasons; the call back is reminded of, recorded, and has it handled again."""
    await answered(town)
    asked = await citizen(town, "4")
    call = await town.box.expect("chujing", CODE, "请您回访", "11月25日(周三)17:30前")
    thanks = await citizen(town, "1 3")
    await town.box.advance(DAY)
    await town.box.expect("chujing", CODE, "今天到期")
    await town.box.advance(DAY)
    await town.box.expect("chujing", CODE, "已到时限")
    refused = await town.app("lisi", f"{CODE} 回访：已联系")
    said = await town.app("chujing", f"{CODE} 回访：群众13812345678说还是不亮，请重新办理")
    await town.box.expect("sunli", "重新办理", "第2次办理", "还是不亮")
    # More than 48 hours after the last word nothing can be sent: it comes first when the citizen writes.
    waited = await citizen(town, "进度")
    rows = await ratings(town)

    assert "重新办理，已交" in waited
    assert "主要是什么原因" in asked
    assert "1个工作日内给您回访" in asked
    assert "已记下" in thanks
    assert "13812345678" not in call.words + said
    assert "由褚静负责" in refused or "没有" in refused
    assert "已交" in said
    assert (2, ["unsolved", "untrue"]) == (rows[0].stars, rows[0].reasons)
    assert ("chujing", "followed_up") in await moves(town)


@pytest.mark.parametrize("changes", [ROLES])
async def test_not_solved(town) -> None:
    """没解决 asks what is wrong, the office has it back with a new date; twice, then the supervisors."""
    await answered(town)
    why = await citizen(town, "没解决")
    again = await citizen(town, "只修了一盏，门口那盏还是黑的")
    await town.box.expect("sunli", "第2次办理", "门口那盏还是黑的")
    second = await request(town)
    await answer(town, "门口的也修好了")
    rated = await citizen(town, "2")
    twice = await citizen(town, "0001 还是没修好，又黑了")
    await town.box.expect("sunli", "第3次办理", "又黑了")
    await answer(town, "现在都修好了")
    above = await citizen(town, "还是没解决，昨晚又灭了")
    await town.box.expect("chujing", CODE, "多次反映没有解决")

    assert "哪里没有解决" in why
    assert "重新办理" in again
    assert "12月8日(周二)17:30前答复您" in again
    assert ("handed", 2) == (second.state, second.round)
    assert "谢谢您的评价：满意" in rated
    assert "重新办理" in twice
    assert "督查部门" in above
    assert [None, 4, None] == [row.stars for row in await ratings(town)]


@pytest.mark.parametrize("changes", [ROLES])
async def test_appeal(town) -> None:
    """The office appeals against a rating; a supervisor decides; an upheld one counts no more."""
    await answered(town)
    await citizen(town, "非常不满意")
    await town.box.expect("chujing", CODE, "请您回访")
    other = await town.app("lisi", f"{CODE} 评价申诉：不合理")
    bare = await town.app("sunli", f"{CODE} 评价申诉")
    said = await town.app("sunli", f"{CODE} 评价申诉：当天已修好，有照片")
    await town.box.expect("chujing", CODE, "提出申诉", "当天已修好")
    own = await town.app("sunli", f"{CODE} 申诉成立：没有问题")
    decided = await town.app("chujing", f"{CODE} 申诉成立：经核实当天已修好")
    await town.box.expect("sunli", CODE, "成立，不计入统计")
    await town.box.expect(openid(town), CODE, "不计入统计")
    figures = await town.app("chujing", "本月诉求统计")

    assert "不是您承办的" in other
    assert "请写明理由" in bare
    assert "已提交" in said
    assert "由督查人员裁定" in own
    assert "裁定为成立" in decided
    assert "评价1件" not in figures
    assert "yes" == (await ratings(town))[0].upheld

"""Once and only once: repeats, crowds, restarts."""

from __future__ import annotations

import asyncio

import pytest

TASK = "加急 请李四、王五今天17点前报送材料"
CODE = "Z20261124-001"


def plains(heard) -> list[object]:
    """Give the deciphered answers of all deliveries of one letter."""
    found = [one.plain for one in (heard, *heard.twins)]
    return [{k: v for k, v in p.items() if k != "CreateTime"} if isinstance(p, dict) else p for p in found]


@pytest.mark.parametrize("place", ["group", "robot", "app"])
async def test_same_message_five_times_at_once(town, place) -> None:
    """One effect and five equal answers; a later repeat gets the same once more."""
    say = {
        "group": lambda: town.box.say_group(town.chat, "zhaoming", TASK, times=5),
        "robot": lambda: town.box.say_robot("zhaoming", TASK, times=5),
        "app": lambda: town.box.say_app("zhaoming", TASK, times=5),
    }[place]
    heard = await say()
    await town.box.expect_all(["lisi", "wangwu"])
    later = await town.box.repeat(heard)
    answers = plains(heard)

    assert 1 == await town.count()
    assert 5 == len(answers)
    assert [answers[0]] * 6 == [*answers, *plains(later)]
    assert CODE in heard.text


async def test_same_tap_five_times_at_once(town) -> None:
    """A tap delivered five times acknowledges once and is answered alike."""
    await town.say("zhaoming", TASK)
    card = await town.box.expect("lisi")
    await town.box.expect("wangwu")
    heard = await town.box.tap_app("lisi", card, "收到", times=5)
    answers = plains(heard)

    assert [answers[0]] * 5 == answers
    assert [("zhaoming", "issued"), ("lisi", "acknowledged")] == await town.moves()


async def test_same_report_five_times_at_once(town) -> None:
    """A report delivered five times is one report, told once."""
    await town.say("zhaoming", TASK)
    await town.box.expect_all(["lisi", "wangwu"])
    await town.box.say_app("lisi", f"{CODE} 已完成", times=5)
    await town.box.expect("zhaoming", "李四反馈")

    assert 1 == len((await town.directive())["assignments"][0]["feedback"])


FIFTY = {
    f"staff{n:02}": {
        "userid": f"staff{n:02}",
        "name": f"干部{n:02}",
        "department": [2],
        "is_leader_in_dept": [0],
    }
    for n in range(50)
}


@pytest.mark.parametrize("members", [FIFTY])
async def test_fifty_people_tap_at_once(town) -> None:
    """Fifty taps at once are fifty effects; the count is right, each card is redrawn, the chain adds up."""
    await town.say("zhaoming", "加急 请全体人员明天17点前完成学习")
    people = list(FIFTY)
    cards = await town.box.expect_all(people, CODE)
    others = await town.box.expect_all([who for who in await town.states() if who not in FIFTY], CODE)
    heard = await asyncio.gather(
        *[town.box.tap_app(who, card, "收到") for who, card in zip(people, cards, strict=True)]
    )
    await town.box.settle()
    directive = await town.directive()
    done = [share for share in directive["assignments"] if share["state"] == "acknowledged"]

    assert all(one.ok for one in heard)
    assert sorted(people) == sorted(share["assignee"] for share in done)
    assert 51 == len(directive["history"])
    assert 50 == len(town.box.hub.records.to("/cgi-bin/message/update_template_card"))
    assert [False] * len(others) == [bool(card.card.done) for card in others]


async def test_five_issue_at_once(town) -> None:
    """Directives issued at the same moment get codes of their own."""
    leaders = ["zhaoming", "qianjin", "sunli", "zhouqiang", "wufang"]
    heard = await asyncio.gather(*[town.box.say_app(who, "加急 请李四今天17点前报送材料") for who in leaders])
    codes = sorted(one.text.split("Z20261124-")[1][:3] for one in heard)
    await town.box.settle()
    for _ in leaders:
        await town.box.expect("lisi")

    assert ["001", "002", "003", "004", "005"] == codes


async def test_nothing_twice_after_a_restart(town) -> None:
    """A restart on the same database sends nothing again, and still knows what it had answered."""
    heard = await town.box.say_group(town.chat, "zhaoming", TASK)
    cards = await town.box.expect_all(["lisi", "wangwu"])
    await town.box.settle()
    await town.restart()
    again = await town.box.repeat(heard)
    await town.box.assert_quiet()
    await town.box.tap_app("lisi", cards[0], "收到")

    assert heard.plain == again.plain
    assert 1 == await town.count()
    assert {"lisi": "acknowledged", "wangwu": "assigned"} == await town.states()


async def test_held_card_survives_a_restart(town) -> None:
    """What waits for office hours goes out after a restart, once."""
    await town.say("zhaoming", "请李四今天17点前报送材料")
    await town.restart()
    await town.box.advance(3600)
    await town.box.expect("lisi", CODE)


async def test_question_survives_a_restart(town) -> None:
    """An open question is answered after a restart like before."""
    await town.say("zhaoming", "加急 请张伟今天17点前报送材料")
    await town.restart()
    await town.say("zhaoming", "2")
    await town.box.expect("zhangwei2", CODE)

"""What turns up in a week: leave, a head who gives out, a time that moves, what is undone or returned."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.week import AUTOMATIC, reminded, reminders, turn_to

pytestmark = pytest.mark.weeks

CODE = "Z20261124-001"


@pytest.fixture
def changes() -> dict[str, object]:
    """Remind by the rules; a supervisor watches."""
    return {**AUTOMATIC, "roles": {"supervisors": ["chujing"]}}


async def issued(town: Any, text: str, who: str = "zhaoming", at: str = "2026-11-24 09:00") -> None:
    """Issue it at nine o'clock."""
    await turn_to(town, at)
    await town.say(who, text)


async def after(town: Any, at: str) -> list[tuple[str, str, str]]:
    """Let time pass and give every reminder besides the group's line."""
    await turn_to(town, at)
    town.box.ignore_rest()
    return [one for one in await reminders(town) if one[1] != town.chat]


async def test_the_stand_in_gets_what_the_absent_would_get(town) -> None:
    """On leave from the middle of it: the stand-in hears the rest, and nobody hears it twice."""
    await issued(town, "请李四11月27日17点30分前报送材料")
    await turn_to(town, "2026-11-24 11:30")
    await town.app("lisi", "我11月24日14点到11月26日12点请假，由张三代")
    found = await after(town, "2026-11-27 16:00")

    assert [
        ("11-24 11:00", "lisi", "unseen_half"),
        ("11-24 15:00", "zhangsan", "unseen"),
        ("11-25 10:00", "sunli", "unseen_leader"),
        ("11-26 16:30", "lisi", "behind+day_before"),
        ("11-27 15:30", "lisi", "hours_before"),
    ] == found


async def test_supervisors_hear_of_it_after_five_days(town) -> None:
    """逾期五个工作日: the supervisors, in their digest, once."""
    await issued(town, "请李四11月24日12点前报送材料")
    await town.app("lisi", f"{CODE} 收到")
    await turn_to(town, "2026-12-01 08:50")
    said = await town.box.expect("chujing", CODE, "请督查了解", "李四")
    found = await after(town, "2026-12-04 12:00")

    assert "发“编号 进度”可看名单" in said.words
    assert [("12-01 08:45", "overdue_supervisors")] == [
        (at, rule) for at, who, rule in found if who == "chujing"
    ]
    assert [("11-26 08:45", "overdue_leader")] == [(at, rule) for at, who, rule in found if who == "sunli"]


@pytest.mark.parametrize(
    ("members", "who"),
    [
        ({"sunli": {"direct_leader": []}}, "zhaoming"),
        ({"sunli": {"direct_leader": []}, "zhaoming": {"status": 4}}, "qianjin"),
    ],
    ids=["the_unit_above", "nobody"],
)
async def test_nobody_above_the_assignee(town, who) -> None:
    """The head of the unit above is the leader; where nobody is, the issuer hears it, once."""
    await issued(town, "请孙丽11月27日17点30分前报送方案", who="qianjin")
    found = await after(town, "2026-11-25 12:00")

    assert [
        ("11-24 11:00", "sunli", "unseen_half"),
        ("11-24 15:00", "sunli", "unseen"),
        ("11-25 10:00", who, "unseen_leader"),
    ] == found


async def test_what_a_head_gave_out(town) -> None:
    """分办: the one below is reminded, and the head is asked to look at what was reported, not the issuer."""
    await issued(town, "请应急办11月27日17点30分前报送材料")
    await town.app("zhouqiang", f"{CODE} 分办给王五")
    await turn_to(town, "2026-11-24 09:30")
    await town.app("wangwu", f"{CODE} 已完成，材料已送")
    found = await after(town, "2026-11-25 12:00")

    assert [("11-25 08:45", "zhouqiang", "unreviewed")] == found


async def test_the_head_has_reported_so_the_issuer_looks_at_it(town) -> None:
    """The head reported for all: nobody waits for the head any more, the issuer hears of both."""
    await issued(town, "请应急办11月27日17点30分前报送材料")
    await town.app("zhouqiang", f"{CODE} 分办给王五")
    await turn_to(town, "2026-11-24 09:30")
    await town.app("wangwu", f"{CODE} 已完成，材料已送")
    await town.app("zhouqiang", f"{CODE} 已完成，都办好了")
    found = await after(town, "2026-11-25 12:00")

    assert [("11-25 08:45", "zhaoming", "unreviewed")] == found


async def test_a_notice(town) -> None:
    """通知: until 收到, and never of a time that comes near or of feedback."""
    await issued(town, "通知李四、王五11月26日上午9点在三楼会议室开会")
    await turn_to(town, "2026-11-24 11:30")
    await town.app("lisi", f"{CODE} 收到")
    found = await after(town, "2026-11-27 12:00")

    assert [("11-24 11:00", "unseen_half")] == [(at, rule) for at, who, rule in found if who == "lisi"]
    assert {"unseen_half", "unseen", "overdue"} >= {rule for _, who, rule in found if who == "wangwu"}


async def test_reporting_closes_it(town) -> None:
    """办结即报: after the report there is nothing to review and nothing to remind of."""
    await issued(town, "请李四11月27日17点30分前核查路灯，办结即报")
    await town.app("lisi", f"{CODE} 已完成，共3处")

    assert [] == await after(town, "2026-12-04 12:00")


async def test_a_time_that_comes_nearer(town) -> None:
    """改期 nearer: 收到 is asked again and counts anew; nothing is said of the moments that are over."""
    await issued(town, "请李四11月30日17点30分前报送材料")
    await town.app("lisi", f"{CODE} 收到")
    await turn_to(town, "2026-11-25 10:00")
    await town.say("zhaoming", f"{CODE} 改到11月25日17点")
    found = await after(town, "2026-11-25 17:00")

    assert [
        ("11-25 11:15", "lisi", "unseen_half"),
        ("11-25 14:30", "lisi", "unseen"),
        ("11-25 15:00", "lisi", "hours_before"),
    ] == found


async def test_a_time_that_moves_away(town) -> None:
    """改期 farther: the new time is reminded of, what waited about the old one is dropped."""
    await issued(town, "请李四11月25日17点前报送材料")
    await town.app("lisi", f"{CODE} 收到")
    await turn_to(town, "2026-11-25 14:59")
    await town.say("zhaoming", f"{CODE} 改到12月2日17点")
    found = [one for one in await after(town, "2026-12-02 16:00") if one[0] > "11-25 12"]

    assert [
        ("11-27 08:45", "lisi", "silent"),
        ("11-30 16:30", "lisi", "behind"),
        ("12-01 17:00", "lisi", "day_before"),
        ("12-02 15:00", "lisi", "hours_before"),
    ] == found


async def test_a_receipt_that_is_taken_back(town) -> None:
    """A mistaken 收到: reminders go on as if it had not been, none is made up for."""
    await issued(town, "请李四11月27日17点30分前报送材料")
    await turn_to(town, "2026-11-24 10:55")
    await town.app("lisi", f"{CODE} 收到")
    await turn_to(town, "2026-11-24 11:03")
    await town.app("lisi", f"{CODE} 撤销收到")
    found = await after(town, "2026-11-24 17:00")

    assert [("11-24 15:00", "lisi", "unseen")] == found


async def test_returned(town) -> None:
    """退回: what fell due while it lay with the issuer is not said at once, what comes is."""
    await issued(town, "请李四11月24日16点前报送材料")
    await town.app("lisi", f"{CODE} 已完成，材料已送")
    await turn_to(town, "2026-11-25 09:10")
    await town.app("zhaoming", f"{CODE} 退回：请补充照片")
    found = await after(town, "2026-11-26 12:00")

    assert [
        ("11-25 08:45", "zhaoming", "unreviewed"),
        ("11-26 08:45", "lisi", "overdue"),
        ("11-26 08:45", "sunli", "overdue_leader"),
    ] == found


async def test_the_leader_of_many_hears_one_message(town) -> None:
    """特急 for a whole office: the leader has one message about all of them, the group one line."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", "特急 请张三、李四11月24日17点前报送材料")
    await turn_to(town, "2026-11-24 09:20")
    said = await town.box.expect("sunli", CODE, "张三、李四")
    await turn_to(town, "2026-11-24 09:45")
    lines = [one for one in await reminders(town) if one[1] == town.chat]
    town.box.ignore_rest()

    assert "还没有签收" in said.words
    assert [("09:20", "sunli")] == [(at[6:], who) for at, who, _ in await reminders(town) if who == "sunli"]
    assert 1 == len(lines)
    assert [] == await reminded(town, "zhaoming")

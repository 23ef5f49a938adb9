"""Reminders that fall due by themselves: who hears what when, and when it stops."""

from __future__ import annotations

import pytest

from tests.stories.week import AUTOMATIC, down_until, reminded, reminders, turn_to

CODE = "Z20261124-001"
TASK = "请李四、王五11月27日17点30分前报送材料"


@pytest.fixture
def changes() -> dict[str, object]:
    """Remind by the rules."""
    return AUTOMATIC


@pytest.fixture
async def issued(town):
    """Issue a task at nine o'clock."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("zhaoming", TASK)
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    return town


async def test_a_normal_week(issued) -> None:
    """One who taps 收到 and then forgets, one who never answers, their leaders, the group's one line."""
    town = issued
    await town.app("lisi", f"{CODE} 收到")
    await turn_to(town, "2026-12-04 12:00")
    group = town.chat
    town.box.ignore_rest()

    assert [
        ("11-24 11:00", "wangwu", "unseen_half"),
        ("11-24 15:00", "wangwu", "unseen"),
        ("11-25 10:00", "zhouqiang", "unseen_leader"),
        ("11-25 16:00", group, "unseen_group"),
        ("11-26 16:30", "lisi", "behind+day_before"),
        ("11-26 16:30", "wangwu", "behind+day_before"),
        ("11-27 08:45", "lisi", "silent"),
        ("11-27 15:30", "lisi", "hours_before"),
        ("11-27 15:30", "wangwu", "hours_before"),
        ("11-30 08:45", "lisi", "overdue"),
        ("11-30 08:45", "wangwu", "overdue"),
        ("12-01 08:45", "lisi", "overdue"),
        ("12-01 08:45", "sunli", "overdue_leader"),
        ("12-01 08:45", "wangwu", "overdue"),
        ("12-01 08:45", "zhouqiang", "overdue_leader"),
        ("12-02 08:45", "lisi", "overdue"),
        ("12-02 08:45", "wangwu", "overdue"),
        ("12-03 08:45", "lisi", "overdue"),
        ("12-03 08:45", "wangwu", "overdue"),
        ("12-04 08:45", "lisi", "overdue"),
        ("12-04 08:45", "wangwu", "overdue"),
    ] == await reminders(town)


async def test_acting_from_the_reminder_stops_it(issued) -> None:
    """收到 on the reminder acknowledges, a report ends it; nothing comes afterwards."""
    town = issued
    await turn_to(town, "2026-11-24 11:00")
    card = await town.box.expect("wangwu", CODE, "您是承办人，还没有签收", "点“收到”签收")
    await town.box.tap_app("wangwu", card, "收到")
    lisi = await town.box.expect("lisi", CODE, "还没有签收")
    await town.box.tap_app("lisi", lisi, "收到")
    for who in ("lisi", "wangwu"):
        await town.app(who, f"{CODE} 已完成，材料已送")
    await turn_to(town, "2026-11-24 11:30")
    await town.app("zhaoming", f"{CODE} 同意")
    await turn_to(town, "2026-12-04 12:00")
    town.box.ignore_rest()

    assert ["11-24 11:00"] == [at for at, rule in await reminded(town, "wangwu") if rule != "news"]
    assert [] == [one for one in await reminders(town) if one[0] > "11-24 17:00"]


async def test_reported_and_not_reviewed(issued) -> None:
    """The issuer is reminded too, once for all that wait, until it is decided."""
    town = issued
    for who in ("lisi", "wangwu"):
        await town.app(who, f"{CODE} 已完成，材料已送")
    await turn_to(town, "2026-11-25 09:00")
    said = await town.box.expect("zhaoming", "以下等您审核，您是交办人", "李四、王五已反馈")
    await town.app("zhaoming", f"{CODE} 同意")
    await turn_to(town, "2026-12-04 12:00")
    town.box.ignore_rest()

    assert "发“编号 同意”办结" in said.words
    assert [("11-25 08:45", "unreviewed")] == await reminded(town, "zhaoming")


async def test_what_is_due_together_is_said_together(issued) -> None:
    """Three directives of two leaders, due at the same time: one message."""
    town = issued
    await town.say("zhaoming", "请李四11月27日17点30分前报送名单")
    await town.say("qianjin", "请李四11月27日17点30分前报送台账")
    for number in (1, 2, 3):
        await town.app("lisi", f"Z20261124-00{number} 收到")
    await turn_to(town, "2026-11-27 15:30")
    said = await town.box.expect("lisi", "合并提醒，以下3项还等您办理", "报送材料", "报送名单", "报送台账")
    town.box.ignore_rest()

    assert ("11-27 15:30", "hours_before") == (await reminded(town, "lisi"))[-1]
    assert "临近时限" in said.words


async def test_three_a_day_across_everybody(town) -> None:
    """The fourth reminder of a day waits for the digest, whoever it is from."""
    await turn_to(town, "2026-11-24 08:30")
    for minute, who in ((30, "zhaoming"), (40, "qianjin"), (50, "zhaoming")):
        await turn_to(town, f"2026-11-24 08:{minute}")
        await town.say(who, f"加急 请李四11月27日17点前报送第{minute}号材料")
    await turn_to(town, "2026-11-24 12:00")
    found = await reminded(town, "lisi")
    await turn_to(town, "2026-11-24 17:00")
    later = (await reminded(town, "lisi"))[len(found) :]
    town.box.ignore_rest()

    assert ["11-24 09:00", "11-24 09:10", "11-24 09:20"] == [at for at, _ in found]
    assert ["11-24 16:30"] == [at for at, _ in later]


async def test_critical_passes(town) -> None:
    """特急: every ten minutes until 收到, before the offices open, the leader once."""
    await town.say("zhaoming", "特急 请李四11月24日12点前报送材料")
    await turn_to(town, "2026-11-24 07:55")
    await town.app("lisi", f"{CODE} 收到")
    await turn_to(town, "2026-11-24 09:30")
    town.box.ignore_rest()

    assert [
        ("11-24 07:40", "lisi", "unseen_critical"),
        ("11-24 07:50", "lisi", "unseen_critical"),
        ("11-24 07:50", "sunli", "unseen_critical_leader"),
    ] == await reminders(town)


async def test_the_leader_who_is_the_issuer_hears_it_once(town) -> None:
    """The own leader is the issuer: one message, not two."""
    await turn_to(town, "2026-11-24 09:00")
    await town.say("sunli", "请李四11月27日17点30分前报送材料")
    await turn_to(town, "2026-11-25 12:00")
    town.box.ignore_rest()

    assert [("11-25 10:00", "unseen_leader")] == await reminded(town, "sunli")


@pytest.mark.parametrize(
    "act", ["撤回 {code}", "{code} 去掉@李四", "全部办结 {code}"], ids=["withdrawn", "taken_off", "closed"]
)
async def test_what_is_over_is_not_reminded_of(issued, act) -> None:
    """Withdrawn, taken off or closed in the minute before: dropped."""
    town = issued
    await turn_to(town, "2026-11-24 10:59")
    await town.say("zhaoming", act.format(code=CODE))
    await turn_to(town, "2026-12-04 12:00")
    town.box.ignore_rest()

    assert [] == await reminded(town, "lisi")


async def test_an_extension_moves_it(issued) -> None:
    """Extended: nothing about the old time, and the new one is reminded of."""
    town = issued
    await town.app("lisi", f"{CODE} 收到")
    await town.app("lisi", f"{CODE} 申请延期到12月1日17点30分，数据还没报齐")
    await town.app("zhaoming", f"{CODE} 同意延期")
    await turn_to(town, "2026-12-02 09:00")
    town.box.ignore_rest()
    found = await reminded(town, "lisi")

    assert ("12-01 15:30", "hours_before") in found
    assert not [at for at, rule in found if "hours_before" in rule and at < "12-01"]
    assert ("12-02 08:45", "overdue") == found[-1]


async def test_handed_on(issued) -> None:
    """The old assignee hears no more, the new one gets what belongs to the new share."""
    town = issued
    await town.app("lisi", f"{CODE} 转给张三，材料在他那里")
    await turn_to(town, "2026-11-27 16:00")
    town.box.ignore_rest()

    assert [] == await reminded(town, "lisi")
    assert ("11-27 15:30", "hours_before") in await reminded(town, "zhangsan")


async def test_down_from_thursday_to_monday(issued) -> None:
    """What is still sensible on Monday is said once, merged; what lost its sense is dropped."""
    town = issued
    await town.say("zhaoming", "请李四11月27日12点前报送名单")
    await turn_to(town, "2026-11-26 12:00")
    before = len(await reminders(town))
    await down_until(town, "2026-11-30 09:10")
    await turn_to(town, "2026-11-30 17:00")
    after = (await reminders(town))[before:]
    town.box.ignore_rest()

    assert ["11-30 09:10"] == sorted({at for at, who, _ in after if who == "lisi"})
    assert not [one for one in after if "before" in one[2]]
    assert all(len([one for one in after if one[1] == who]) <= 2 for who in ("lisi", "wangwu"))


async def test_a_restart_at_any_moment_changes_nothing(issued) -> None:
    """Stopped and started before every due moment: the same reminders, none twice."""
    town = issued
    for hour in ("24 10:59", "24 11:00", "24 15:00", "25 10:00"):
        await turn_to(town, f"2026-11-{hour}")
        await town.restart()
    await turn_to(town, "2026-11-25 11:00")
    town.box.ignore_rest()

    assert [("11-24 11:00", "unseen_half"), ("11-24 15:00", "unseen")] == await reminded(town, "wangwu")

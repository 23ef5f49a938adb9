"""催办预演: what would be sent when to whom, before anything is; the weeks then played say the same."""

from __future__ import annotations

import re

import pytest

from tests.stories.asking import quiet
from tests.stories.week import AUTOMATIC, reminders, turn_to

pytestmark = pytest.mark.weeks

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


IN_GROUP = "11月25日(周三)16:00 群里说一句还有几人没签收，只说一次\n"
WEEK = """\
11月24日(周二)11:00 请签收，发给承办人李四、王五
11月24日(周二)15:00 再请签收，发给承办人李四、王五
11月25日(周三)10:00 告知还没有签收，发给直接领导孙丽、周强(涉及2份)
11月25日(周三)16:00 群里说一句还有几人没签收，只说一次
11月26日(周四)16:30 临近时限(蓝灯)，发给承办人李四、王五(随汇总)
11月27日(周五)15:30 马上到时限(蓝灯)，发给承办人李四、王五
11月30日(周一)08:45起共10次，到12月11日(周五)08:45 已过时限(红灯)，发给承办人李四、王五(随汇总)
12月1日(周二)08:45 告知逾期没有反馈，发给直接领导孙丽、周强(涉及2份)(随汇总)"""


async def test_before_it_is_sent(town) -> None:
    """Of what is only thought of it says who, until when, the card and every reminder; nothing goes."""
    await turn_to(town, "2026-11-24 09:00")
    said = await town.app("zhaoming", f"催办预演 {TASK}")

    assert "催办预演(还没有发出)" in said
    assert "时限：11月27日(周五)17:30" in said
    assert "11月24日(周二)09:00 任务卡片：发给2人" in said
    assert WEEK.replace(IN_GROUP, "") in said
    assert 0 == await town.count()


@pytest.mark.parametrize(
    "words",
    [f"催办预演 {CODE}", "001 催办预演", "催办预演001", "会怎么催", "看看后面怎么提醒", "001 会怎么催？"],
)
async def test_of_what_is_under_way(issued, words) -> None:
    """By code, or of the only one there is; looking changes nothing."""
    said = await issued.app("zhaoming", words)

    assert f"催办预演 {CODE}" in said
    assert WEEK in said
    assert [("zhaoming", "issued")] == await issued.moves()


async def test_what_was_foretold_is_what_comes(issued) -> None:
    """Nobody does anything for a week and a half: every moment of the preview comes true, and no other."""
    town = issued
    said = await town.app("zhaoming", "催办预演 001")
    await turn_to(town, "2026-12-11 17:30")
    town.box.ignore_rest()
    came = [at for at, _, _ in await reminders(town)]
    foretold = {f"{month}-{int(day):02d} {clock}" for month, day, clock in _moments(said)}
    days = {f"{day} 08:45" for day in ("11-30", *(f"12-{n:02d}" for n in (1, 2, 3, 4, 7, 8, 9, 10, 11)))}

    assert foretold | days == set(came)


def _moments(said: str) -> list[tuple[str, str, str]]:
    return re.findall(r"(?m)^(1[12])月(\d+)日\(周.\)(\d\d:\d\d)", said)


async def test_who_acts_hears_no_more(issued) -> None:
    """收到 of one leaves the other's 收到 to be reminded of; when both reported the issuer alone hears."""
    town = issued
    await town.app("lisi", f"{CODE} 收到")
    half = await town.app("zhaoming", "催办预演 001")
    for who in ("lisi", "wangwu"):
        await town.app(who, f"{CODE} 已完成，材料已送")
    await quiet(town)
    reported = await town.app("zhaoming", "催办预演 001")

    assert "11月24日(周二)11:00 请签收，发给承办人王五\n" in half
    assert "签收后没有进展，问一下，发给承办人李四(随汇总)" in half
    assert "已有反馈，请审核，发给交办人赵明" in reported
    assert "请签收" not in reported.replace("签收、反馈", "")


async def test_who_has_a_share_sees_the_own(issued) -> None:
    """李四 sees what is about 李四; somebody else sees nothing."""
    own = await issued.app("lisi", "催办预演 001")
    stranger = await issued.app("hanmei", f"催办预演 {CODE}")

    assert "只看您和您所负责的几份" in own
    assert "11月24日(周二)11:00 请签收，发给承办人李四" in own
    assert "王五" not in own
    assert "李四" not in stranger
    assert "催办预演" not in stranger


async def test_in_a_group_there_are_numbers(issued) -> None:
    """No name is said in the group."""
    said = await issued.say("zhaoming", "催办预演 001")

    assert "11月24日(周二)11:00 请签收，发给承办人2人" in said
    assert "发给直接领导2人(涉及2份)" in said
    for name in ("李四", "王五", "周强", "孙丽"):
        assert name not in said


async def test_which_is_meant_is_asked(issued) -> None:
    """With two open ones the question names both."""
    await issued.say("zhaoming", "请李四11月27日17点30分前报送名单")
    await issued.box.expect("lisi", "Z20261124-002")
    asked = await issued.robot("zhaoming", "会怎么催")
    said = await issued.robot("zhaoming", "1")

    assert "请问是哪一项" in asked
    assert "催办预演 Z20261124-002" in said


async def test_what_is_over_is_not_reminded_of(issued) -> None:
    """A withdrawn one says so."""
    await issued.app("zhaoming", f"{CODE} 撤回")
    await quiet(issued)

    assert "已撤回，后面不会再提醒" in await issued.app("zhaoming", f"催办预演 {CODE}")


async def test_the_days_budget_is_kept(town) -> None:
    """Who got three already today hears the fourth with the digest, and the issuer sees that."""
    await turn_to(town, "2026-11-24 08:30")
    for thing in ("材料", "名单", "台账"):
        await town.say("zhaoming", f"加急 请李四11月27日17点30分前报送{thing}")
        await town.box.expect("lisi", thing)
        await turn_to(
            town, f"2026-11-24 {town.service.clock.now():%H}:{town.service.clock.now().minute + 7:02d}"
        )
    await turn_to(town, "2026-11-24 09:20")
    town.box.ignore_rest()
    said = await town.app("zhaoming", "催办预演 请李四11月27日17点30分前报送照片清单")

    assert "再请签收，发给承办人李四(当天提醒已满3次，改随汇总)" in said


async def test_critical_pays_no_heed_to_the_hour(town) -> None:
    """特急 in the evening: every ten minutes for two hours, the leader once."""
    await turn_to(town, "2026-11-24 20:00")
    said = await town.app("zhaoming", "催办预演 特急 请李四今晚23点前报送伤亡情况")

    assert "11月24日(周二)20:10起共12次，到11月24日(周二)22:00 特急，请签收，发给承办人李四" in said
    assert "11月24日(周二)20:20 特急，告知还没有签收，发给直接领导孙丽" in said


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("催办预演", "没有什么可预演"),
        ("催办预演 今天天气不错", "没有看出要交办什么"),
        ("催办预演 今天17点前报送防汛值班表", "没有看出交给谁办"),
        ("催办预演 Z20261124-099", "Z20261124-099"),
        ("催办预演 请李四、王五11月27日17点前群里接龙报送材料", "发出前会先请您看一下"),
        ("催办预演 请张伟、李四11月27日17点前报送材料", "有1处还不确定"),
        ("催办预演 请李四每周五下午3点前报周汇报", "这是周期任务"),
    ],
)
async def test_what_cannot_be_previewed_says_why(town, words, answer) -> None:
    """Every answer names the cure, and nothing is issued."""
    assert answer in await town.app("zhaoming", words)
    assert 0 == await town.count()


async def test_who_may_not_issue_may_not_preview_an_order(town) -> None:
    """The answer is the one an order would get."""
    assert "催办预演(" not in await town.app("lisi", f"催办预演 {TASK}")


@pytest.mark.parametrize("changes", [{"nudges": {"automatic": False}}])
async def test_where_nothing_is_reminded_of_it_says_so(town) -> None:
    """The preview is of what would be, and says that it is off."""
    assert "目前没有开启自动提醒" in await town.app("zhaoming", f"催办预演 {TASK}")

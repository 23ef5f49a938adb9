"""Words to one's own leader and words about a code are no orders before they are asked about."""

from __future__ import annotations

import pytest
from doubts import ask, card_in, tap

from tests.samples_media import png

FIRST, SECOND = "Z20261124-001", "Z20261124-002"
TALK = {
    "wufang": "赵镇长，房屋安全不归我们民政办管，应该找城建的",
    "jiangbo": "照片重新拍了，请镇长审阅",
    "zhuhong": "赵镇长，我们社区没有山林，不用巡查吧？",
}
PLACES = pytest.mark.parametrize("place", ["group", "robot", "app"])


async def answer(town, place: str, who: str, words: str) -> str:
    """Answer where the question was asked."""
    return await {"group": town.say, "robot": town.robot, "app": town.app}[place](who, words)


async def give(town, code: str = FIRST) -> None:
    """Have 赵明 give 蒋波 a task."""
    await town.say("zhaoming", "加急 请蒋波今天17点前报送山林巡查照片")
    await town.box.expect("jiangbo", code)


async def all_have_it(town) -> None:
    """Expect what 赵明 and the group hear once 蒋波 has acknowledged by reporting."""
    await town.box.expect("zhaoming", FIRST, "全部收到")
    await town.box.expect(town.chat, FIRST, "已全部收到")


@pytest.mark.parametrize("who", TALK)
@PLACES
async def test_leader_is_given_nothing_unasked(town, who, place) -> None:
    """What is said to one's own leader is asked about first: yes or no; nothing has gone out."""
    said = await ask(town, place, TALK[who], who)

    assert "还没有做任何处理" in said
    assert "是要交办给赵明吗？" in said
    assert "1. 是，交办给赵明\n2. 不是，不发" in said
    assert 0 == await town.count()


@pytest.mark.parametrize("words", ["2", "不是", "不发", "不是，不发了"])
async def test_no_sends_nothing(town, words) -> None:
    """不是，不发 leaves it at that."""
    await ask(town, "group", TALK["wufang"], "wufang")

    assert "没有发出" in await town.say("wufang", words)
    assert 0 == await town.count()


@pytest.mark.parametrize("words", ["1", "是", "是的，交办"])
async def test_yes_gives_it_to_the_leader(town, words) -> None:
    """是 issues it after all, to the leader, and does not ask again."""
    await ask(town, "group", "加急 请赵镇长今天17点前审定防汛方案", "wufang")
    said = await town.say("wufang", words)
    await town.box.expect("zhaoming", FIRST)

    assert f"已交办 {FIRST}" in said
    assert {"zhaoming": "assigned"} == await town.states()


@PLACES
async def test_it_was_a_report(town, place) -> None:
    """Who has a task from that leader is offered it, and the words are the report on it."""
    await give(town)
    said = await ask(town, place, TALK["jiangbo"], "jiangbo")

    assert f"1. 作为 {FIRST}「报送山林巡查照片」的反馈\n2. 是，交办给赵明\n3. 不是，不发" in said
    heard = await tap(town, place, "jiangbo", f"{FIRST}的反馈")
    await town.box.expect("zhaoming", "蒋波反馈", FIRST, TALK["jiangbo"])
    await all_have_it(town)

    assert heard.ok
    assert "已反馈" in heard.card.text
    assert {"jiangbo": "reported"} == await town.states()
    assert 1 == await town.count()


@pytest.mark.parametrize("words", ["1", "反馈", "作为反馈"])
async def test_it_was_a_report_in_words(town, words) -> None:
    """A number or 作为反馈 is as good as the button; 赵明 hears the words without the robot's name."""
    await give(town)
    await ask(town, "group", TALK["jiangbo"], "jiangbo")
    said = await town.say("jiangbo", words)
    heard = await town.box.expect("zhaoming", "蒋波反馈", FIRST, TALK["jiangbo"])
    await all_have_it(town)

    assert f"{FIRST} 已反馈" in said
    assert "@指尖办" not in heard.card.text


async def test_pictures_stay_with_the_report(town) -> None:
    """A picture that came with the words is part of the report."""
    await give(town)
    await town.robot("jiangbo", TALK["jiangbo"], images=[png(1)])
    await town.robot("jiangbo", "1")
    await town.box.expect("zhaoming", "蒋波反馈", FIRST, "附件:1个")
    await all_have_it(town)


async def test_at_most_three_and_the_returned_one_first(town) -> None:
    """Of many tasks three are offered: what was sent back, then the newest."""
    for number in range(1, 5):
        await give(town, f"Z20261124-00{number}")
    await town.app("jiangbo", f"{FIRST} 已完成，照片3张")
    await town.box.expect("zhaoming", "蒋波反馈")
    await all_have_it(town)
    await town.app("zhaoming", f"{FIRST} 退回，照片不清楚")
    await town.box.expect("jiangbo", FIRST, "照片不清楚")
    await town.robot("jiangbo", TALK["jiangbo"])
    offered = [button.text for button in card_in(town, "robot", "jiangbo").card.buttons]

    assert [*(f"Z20261124-00{n}的反馈" for n in (1, 4, 3)), "是，交办", "不是，不发"] == offered


async def test_other_leaders_tasks_are_not_offered(town) -> None:
    """A task of somebody else is nothing to tell this leader about."""
    await town.say("qianjin", "加急 请蒋波今天17点前报送山林巡查照片")
    await town.box.expect("jiangbo", FIRST)

    assert "的反馈" not in await ask(town, "group", TALK["jiangbo"], "jiangbo")


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("zhouqiang", "钱镇长，这个事我们办不了，请协调"),
        ("chenjie", "加急 请孙丽今天17点前报送值班表"),
        ("chenjie", "加急 请党政办今天17点前报送值班表"),
        ("weiguo", "加急 请赵明、钱进今天17点前审定方案"),
    ],
)
async def test_leaders_of_leaders(town, who, text) -> None:
    """Direct leaders, theirs, and heads of units above count, named as persons or by their unit."""
    assert "是要交办给" in await ask(town, "group", text, who)
    assert 0 == await town.count()


@pytest.mark.parametrize(
    ("who", "text", "got"),
    [
        ("wufang", "加急 请赵镇长、韩梅今天17点前报送材料", ["zhaoming", "hanmei"]),
        ("zhaoming", "加急 请钱进今天17点前报送材料", ["qianjin"]),
        ("wufang", "加急 请周强今天17点前报送材料", ["zhouqiang"]),
        ("sunli", "加急 请钱进今天17点前报送材料", ["qianjin"]),
    ],
)
async def test_who_is_no_leader_is_given_it_as_before(town, who, text, got) -> None:
    """A leader among others, those below and colleagues get it at once."""
    assert f"已交办 {FIRST}" in await town.say(who, text)
    await town.box.expect_all(got, FIRST)


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"qianjin": ["sunli"]}}}])
async def test_delegate_is_the_leader(town) -> None:
    """In a leader's name the leader counts: 钱进 gives 赵明 nothing unasked, and 吴芳 at once."""
    said = await town.say("sunli", "代钱进 加急 请赵镇长今天17点前审定方案")

    assert "以钱进的名义交办给赵明吗" in said
    assert "没有发出" in await town.say("sunli", "不发")
    await town.say("sunli", "代钱进 加急 请吴芳今天17点前报送材料")
    await town.box.expect("wufang", FIRST)


@PLACES
async def test_who_may_not_issue_is_not_scolded(town, place) -> None:
    """Who may not issue and speaks to a leader hears that nothing was done, and how to say it."""
    said = await answer(town, place, "shenhua", "请蒋书记审阅照片，已重新拍好")

    assert "没有做任何处理" in said
    assert "权限" not in said
    assert "反馈" in said
    assert "申请延期" in said
    assert 0 == await town.count()


ABOUT = {
    "zhaoming": "蒋波，你再去龙黄村跑一趟，001这个事你来办",
    "qianjin": f"王五，你去龙黄村跑一趟，{FIRST}这个事你来办",
    "jiangbo": "沈华，你去龙黄村跑一趟，001这个事你来办",
}


@pytest.mark.parametrize("who", ABOUT)
@PLACES
async def test_code_is_asked_about(town, who, place) -> None:
    """A sentence that names a directive is asked about before it becomes another one."""
    await give(town)
    said = await ask(town, place, ABOUT[who], who)

    assert f"请问是说 {FIRST}「报送山林巡查照片」这一项吗？" in said
    assert "1. 看这一项的进度\n2. 另发一项新任务\n3. 不发" in said
    assert 1 == await town.count()


@pytest.mark.parametrize("words", ["1", "是", "看进度"])
async def test_how_it_stands(town, words) -> None:
    """看这一项的进度 answers as if the code had been said."""
    await give(town)
    await ask(town, "app", ABOUT["zhaoming"])
    said = await town.app("zhaoming", words)
    await town.box.expect("zhaoming", FIRST, "我交办的")

    assert FIRST in said
    assert "蒋波" in said
    assert 1 == await town.count()


@PLACES
async def test_how_it_stands_by_tap(town, place) -> None:
    """The button answers on the card."""
    await give(town)
    await ask(town, place, ABOUT["zhaoming"])
    heard = await tap(town, place, "zhaoming", "看进度")
    await town.box.expect("zhaoming", FIRST, "未签收：蒋波" if place == "group" else "我交办的")

    assert heard.ok
    assert FIRST in heard.card.text


@pytest.mark.parametrize("words", ["2", "另发一项", "新任务"])
async def test_another_one_after_all(town, words) -> None:
    """另发一项新任务 issues it."""
    await give(town)
    await ask(town, "group", "加急 请王五今天17点前核实001的照片")
    said = await town.say("zhaoming", words)
    await town.box.expect("wangwu", SECOND)

    assert f"已交办 {SECOND}" in said


async def test_neither(town) -> None:
    """不发 leaves it at that."""
    await give(town)
    await ask(town, "group", ABOUT["zhaoming"])

    assert "没有发出" in await town.say("zhaoming", "3")
    assert 1 == await town.count()


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("zhaoming", "加急 请王五今天17点前核实007的照片"),
        ("zhaoming", "加急 请王五今天17点前核实Z20261124-077的照片"),
        ("qianjin", "加急 请王五今天17点前核实001号楼的照片"),
    ],
)
async def test_no_such_directive_is_no_doubt(town, who, text) -> None:
    """A number nobody knows, or of a directive the speaker has nothing to do with, asks nothing."""
    await town.app("zhaoming", "加急 请蒋波今天17点前报送山林巡查照片")
    await town.box.expect("jiangbo", FIRST)
    await town.robot(who, text)
    await town.box.expect("wangwu", SECOND)


async def test_code_and_leader_are_asked_one_after_the_other(town) -> None:
    """A sentence to the leader about a code is asked about twice at most, and then goes out."""
    await give(town)
    await ask(town, "group", "加急 照片的事请镇长今天17点前在001上审阅", "jiangbo")
    said = await town.say("jiangbo", "2")

    assert "是要交办给赵明吗" in said
    await town.say("jiangbo", "2")
    await town.box.expect("zhaoming", SECOND)

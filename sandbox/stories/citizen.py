"""A street light: asked, told, answered, rated, done again.

刘阿姨 follows the account, asks what to bring for a certificate, then reports a dark street light with a
photo. The office takes it, asks back, answers; she is not content, is called, and it is done again. 陈师傅
reports the same lamp and is joined to her matter: he keeps his own number, answer and rating.
"""

from __future__ import annotations

from sandbox.courier import Heard
from sandbox.json_types import objects_of, text_of
from sandbox.links import bare
from sandbox.pictures import dark_street
from sandbox.state import Message, official
from sandbox.stories.steps import REQUEST_CODE, press, seconds_to_morning, shown_time
from sandbox.story import Step, Story, Told

OFFICE, CLERK = "zhengjun", "sunli"
QUESTION = "老人优待证怎么办，要带什么"
TROUBLE = "幸福路17号门口的路灯坏了三天，晚上看不见路，老人出门怕摔跤，请派人修一下"
SAME = "幸福路17号那里的路灯不亮，好几天了，麻烦修修"
MISSING, SUPPLIED = "灯杆上的编号", "灯杆上写的是幸福07号"
ANSWER = "幸福07号灯已经修好，请看看今晚亮不亮"
CALLED = "已电话联系，灯晚上九点又灭了，是线路老化，请重新办理"
AGAIN = "老化的线路已经重新接好，连续三晚亮灯正常"


def _account(told: Told) -> str:
    return next(iter(told.box.world.accounts))


def _citizen(told: Told, number: int) -> str:
    return list(told.box.world.citizens)[number]


def _answer(told: Told, heard: Heard, *contains: str, without: tuple[str, ...] = ()) -> str:
    """Check what the account answers at once; links are given by their words."""
    return bare(told.check(heard, *contains, without=without))


async def _hears(told: Told, number: int, *contains: str) -> Message:
    """Expect what the account sends a citizen of its own accord."""
    await told.box.settle()
    room = official(_account(told))
    return await told.box.expect(_citizen(told, number), *contains, room=room)


async def follows(told: Told) -> str:
    """Follow the account on the next working morning; it says what can be said to it."""
    await told.box.advance(seconds_to_morning(told.box.hub.clock.now))
    return _answer(told, await told.box.citizen_follow(_account(told), _citizen(told, 0)), "您好")


async def asks(told: Told) -> str:
    """Ask in one's own words what to bring: all materials at once, and where that is from."""
    heard = await told.box.say_citizen(_account(told), _citizen(told, 0), QUESTION)
    return _answer(told, heard, "老年人优待证办理", "身份证", "来源")


async def reports(told: Told) -> str:
    """Tell the trouble; there is a number at once, or one question more."""
    heard = await told.box.say_citizen(_account(told), _citizen(told, 0), TROUBLE)
    line = _answer(told, heard)
    _keep_code(told, heard)
    return line


async def adds_a_picture(told: Told) -> str:
    """Send a photo after it; it belongs to the same matter, which has its number now."""
    heard = await told.box.citizen_picture(_account(told), _citizen(told, 0), dark_street())
    line = _answer(told, heard)
    _keep_code(told, heard)
    if not told.code:
        raise AssertionError(f"还没有编号：{line}")
    return line


def _keep_code(told: Told, heard: Heard) -> None:
    if found := REQUEST_CODE.search(heard.words):
        told.code = found[0]


async def office_signs(told: Told) -> str:
    """Take it by one tap; the card shows what was said, not who said it."""
    message = told.kept["card"] = await told.box.expect(OFFICE, told.code, "时限", room="app")
    await told.box.expect(OFFICE, told.code, "附件", room="app")
    told.words(message.words, without=(_citizen(told, 0), told.box.world.name_of(_citizen(told, 0))))
    return await press(told, OFFICE, message, "收到")


async def office_asks(told: Told) -> str:
    """Ask for what is missing; the citizen is asked at once, and the clock stands still."""
    told.check(await told.box.say_app(OFFICE, f"{told.code} 请群众补充：{MISSING}"), told.code)
    return bare(told.words((await _hears(told, 0, MISSING)).words))


async def citizen_supplies(told: Told) -> str:
    """Just answer; the office has it."""
    heard = await told.box.say_citizen(_account(told), _citizen(told, 0), SUPPLIED)
    line = _answer(told, heard)
    await told.box.expect(OFFICE, told.code, SUPPLIED, room="app")
    return line


async def asks_how_far(told: Told) -> str:
    """Ask for progress by one tap on the menu: state, office and date."""
    heard = await told.box.citizen_click(_account(told), _citizen(told, 0), "我的诉求")
    return _answer(told, heard, told.code)


async def another_reports(told: Told) -> str:
    """Another citizen reports the same lamp: an own number, and the clerk is shown that it is the same."""
    heard = await told.box.say_citizen(_account(told), _citizen(told, 1), SAME)
    line = _answer(told, heard)
    found = REQUEST_CODE.search(heard.words)
    if found is None or found[0] == told.code:
        raise AssertionError(f"应有自己的编号，却是：{line}")
    second = told.codes["second"] = found[0]
    told.kept["same"] = await told.box.expect(CLERK, told.code, second, room="app")
    for part in ("时限", "同一件事"):
        await told.box.expect(OFFICE, second, part, room="app")
    return line


async def joins(told: Told) -> str:
    """Join both by one tap: the other citizen keeps the number, the office answers once."""
    line = await press(told, CLERK, told.recall("same"), "合并")
    second = told.codes["second"]
    await told.box.expect(OFFICE, told.code, second, room="app")
    hears = await _hears(told, 1, second, "编号不变")
    return f"{line}；陈师傅：{bare(told.words(hears.words))}"


async def answers(told: Told) -> str:
    """Answer: whoever told of it hears it at once, with what to tap to say how good it was."""
    return await _office_answers(told, ANSWER, (0, 1))


async def _office_answers(told: Told, words: str, citizens: tuple[int, ...]) -> str:
    told.check(await told.box.say_app(OFFICE, f"{told.code} 答复：{words}"), told.code)
    lines = [bare(told.words((await _hears(told, number, words)).words)) for number in citizens]
    return lines[0]


async def rates_poorly(told: Told) -> str:
    """Tap 不满意 and a reason; somebody else than the office is to call back."""
    account, citizen = _account(told), _citizen(told, 0)
    told.check(await told.box.citizen_tap(account, citizen, "不满意"), "原因")
    line = _answer(told, await told.box.citizen_tap(account, citizen, 1), "记下")
    await told.box.expect(CLERK, told.code, "回访", room="app")
    return line


async def another_is_content(told: Told) -> str:
    """Rate the same answer under the own number."""
    heard = await told.box.citizen_tap(_account(told), _citizen(told, 1), "满意")
    return _answer(told, heard, "谢谢")


async def calls_back(told: Told) -> str:
    """Record the call back; it is to be done again, and the citizen hears until when."""
    line = told.check(await told.box.say_app(CLERK, f"{told.code} 回访：{CALLED}"), told.code)
    await told.box.expect(OFFICE, told.code, "重新办理", room="app")
    again = await _hears(told, 0, told.code, "重新办理")
    return f"{line}；刘阿姨：{bare(told.words(again.words))}"


async def answers_again(told: Told) -> str:
    """Answer for the second time; only who had it opened again is asked."""
    return await _office_answers(told, AGAIN, (0,))


async def is_content(told: Told) -> str:
    """Rate the second handling."""
    heard = await told.box.citizen_tap(_account(told), _citizen(told, 0), "非常满意")
    return _answer(told, heard, "谢谢")


async def quota(told: Told) -> str:
    """Count what the account sent of its own accord against what the platform allows: nothing was refused."""
    sends = [call for call in told.box.calls if call.path.endswith("/message/custom/send")]
    refused = [call.errcode for call in sends if call.errcode]
    if refused or not sends:
        raise AssertionError(f"客服消息 {len(sends)} 条，平台拒绝了 {refused}")
    lines = [f"主动发 {len(sends)} 条，平台没有拒绝"]
    for number in (0, 1):
        openid = _citizen(told, number)
        grants = told.box.hub.allowances[f"{official(_account(told))}/{openid}"].grants
        left = sum(count for until, count in grants if until > told.box.hub.clock.now)
        lines.append(f"{told.box.world.name_of(openid)}还可以收 {left} 条")
    return "，".join(lines)


MOVES = ("received", "handed", "signed", "paused", "resumed", "answered", "rated", "followed_up", "reopened")


async def record(told: Told) -> str:
    """Read the record: every move with its time, and nothing of who the citizen is."""
    status, found = await told.box.get_json(f"/api/v1/requests/{told.code}")
    if status != 200 or not isinstance(found, dict):
        raise AssertionError(f"GET /api/v1/requests/{told.code}: HTTP {status}")
    history = objects_of(found, "history")
    actions = [text_of(move, "action") for move in history]
    if missing := [action for action in MOVES if action not in actions]:
        raise AssertionError(f"经过里少了 {'、'.join(missing)}：{actions}")
    if _citizen(told, 0) in str(found):
        raise AssertionError("接口里有群众的 openid")
    return f"{told.code}：" + " → ".join(f"{shown_time(move)} {text_of(move, 'action')}" for move in history)


async def silence(told: Told) -> str:
    """Make sure that nobody is told anything for nothing in the week after."""
    if rest := [message.line() for message in told.box.unexpected()]:
        raise AssertionError(f"多出 {len(rest)} 条：{rest[0]}")
    return "没有多余的消息"


MINUTE, HOUR = 60, 3600
STORY = Story(
    name="citizen",
    title="群众的一盏路灯：问、报、答、评、重办",
    steps=(
        Step("刘阿姨", "关注公众号", "告诉她能说什么", follows),
        Step("刘阿姨", f"问「{QUESTION}」", "一次说全要带的材料，注明出处", asks, MINUTE),
        Step("刘阿姨", f"说「{TROUBLE}」", "当场收下", reports, 5 * MINUTE),
        Step("刘阿姨", "再发一张照片", "有编号、有承办单位、有时限", adds_a_picture, MINUTE, vital=True),
        Step("郑军", "点「收到」", "卡片上有事没有人", office_signs, 10 * MINUTE, vital=True),
        Step("郑军", f"回「请群众补充：{MISSING}」", "刘阿姨马上被问到", office_asks, 40 * MINUTE),
        Step("刘阿姨", f"答「{SUPPLIED}」", "郑军看到了，时限接着算", citizen_supplies, 5 * MINUTE),
        Step("刘阿姨", "点菜单「我的诉求」", "办到哪一步、谁在办、到哪天", asks_how_far, 5 * MINUTE),
        Step("陈师傅", f"说「{SAME}」", "有自己的编号，孙丽被提示是同一件", another_reports, 10 * MINUTE),
        Step("孙丽", "点「合并」", "陈师傅的编号不变，郑军只用答一次", joins, 5 * MINUTE),
        Step("郑军", f"回「答复：{ANSWER}」", "两人都收到答复，可以点选评价", answers, 5 * HOUR),
        Step("刘阿姨", "点「不满意」，再点原因", "记下，安排别人回访", rates_poorly, 20 * MINUTE),
        Step("陈师傅", "点「满意」", "各评各的", another_is_content, 5 * MINUTE),
        Step("孙丽", f"回「回访：{CALLED}」", "重新办理，刘阿姨得知新期限", calls_back, HOUR),
        Step("郑军", f"回「答复：{AGAIN}」", "刘阿姨再次收到答复", answers_again, 24 * HOUR),
        Step("刘阿姨", "点「非常满意」", "谢谢她", is_content, 10 * MINUTE),
        Step("平台", "数公众号主动发的消息", "都在额度内，没有一条被拒", quota),
        Step("接口", "查这一件", "每一步都有时间，没有群众是谁", record),
        Step("时钟", "拨过七天", "没有多余的消息", silence, 7 * 24 * HOUR),
    ),
)

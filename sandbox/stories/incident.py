"""07:30: a television report about an illegal building with a fire hazard.

The leader decides in one sentence; two units get it, one acknowledges, one is found by 谁没收到; both report,
both are accepted, the directive is closed, and nobody hears of it afterwards.
"""

from __future__ import annotations

from sandbox.json_types import objects_of, text_of
from sandbox.stories.steps import deed, post, press, shown_time
from sandbox.story import Step, Story, Told

LEADER, EMERGENCY, VILLAGE = "zhaoming", "zhouqiang", "weiguo"
SENTENCE = "特急!电视曝光竹里村违法建筑存在火灾隐患,请应急办、竹里村立即处置,2小时内反馈"
FIRST_REPORT, SECOND_REPORT = "反馈:已组织人员到场,火势已控制", "反馈:住户已劝离,违法建筑已断电封存"


async def issue(told: Told) -> str:
    """Post the sentence; the group gets a code at once."""
    return await post(told, LEADER, SENTENCE)


async def cards_arrive(told: Told) -> str:
    """Expect a card with two buttons for each of both heads."""
    lines = []
    for who in (EMERGENCY, VILLAGE):
        message = told.kept[who] = await told.box.expect(who, told.code, room="app")
        if message.card is None:
            raise AssertionError(f"{who} 收到的不是卡片：{message.line()}")
        for button in ("收到", "反馈"):
            message.card.button(button)
        lines.append(f"{told.box.world.name_of(who)}: {message.card.title}")
    return "; ".join(lines)


async def village_acknowledges(told: Told) -> str:
    """Acknowledge by one tap; the card shows it."""
    return await press(told, VILLAGE, told.recall(VILLAGE), "收到")


async def refresh(told: Told) -> str:
    """Redraw the group's card for everybody; it counts one of two."""
    cards = [m for m in told.box.group(told.group) if m.card and told.code in m.words]
    if not cards:
        raise AssertionError("群里没有这件事的卡片")
    message = cards[-1]
    told.check(await told.box.tap_group(told.group, LEADER, message, "刷新"))
    return told.words(message.words, told.code, "1/2")


async def who_is_missing(told: Told) -> str:
    """Ask in the group: it hears numbers only, the name goes to the one who asked."""
    heard = await told.box.say_group(told.group, LEADER, "谁没收到")
    line = told.check(heard, "1/2", without=("周强",))
    message = await told.box.expect(LEADER, "周强", room="app")
    await told.may_hear(EMERGENCY, told.code, "催")
    return f"群里：{line}；单独：{told.words(message.words)}"


async def emergency_acknowledges(told: Told) -> str:
    """Tap last of all; the issuer and the group hear that all have it."""
    await press(told, EMERGENCY, told.recall(EMERGENCY), "收到")
    message = await told.box.expect(LEADER, told.code, "收到", room="app")
    if told.box.world.groups[told.group].webhook_key:
        await told.may_hear(told.group, told.code)
    return told.words(message.words)


async def _feedback(told: Told, who: str, words: str) -> str:
    message = told.kept[f"feedback:{who}"] = await told.box.expect(LEADER, told.code, words, room="app")
    if message.card is None:
        raise AssertionError(f"反馈没有带卡片：{message.line()}")
    message.card.button("同意办结")
    return told.words(message.words)


async def emergency_reports(told: Told) -> str:
    """Report one to one; the issuer gets it with a button."""
    told.check(await told.box.say_app(EMERGENCY, FIRST_REPORT), told.code)
    return await _feedback(told, EMERGENCY, "火势已控制")


async def village_reports(told: Told) -> str:
    """Report in the group; the issuer gets it likewise."""
    told.check(await told.box.say_group(told.group, VILLAGE, SECOND_REPORT), told.code)
    return await _feedback(told, VILLAGE, "断电封存")


async def accept_by_card(told: Told) -> str:
    """Accept the first report by its button."""
    line = await press(told, LEADER, told.recall(f"feedback:{EMERGENCY}"), "同意办结")
    await told.may_hear(EMERGENCY, told.code)
    return line


async def accept_by_words(told: Told) -> str:
    """Accept the other one by words; the directive closes."""
    line = told.check(await told.box.say_group(told.group, LEADER, f"{told.code} 同意办结"), told.code)
    for who in (VILLAGE, EMERGENCY, LEADER, told.group):
        await told.may_hear(who, told.code)
    return line


async def summary(told: Told) -> str:
    """Read the record: closed, both shares accepted, every move with who and when."""
    status, found = await told.box.get_json(f"/api/v1/directives/{told.code}")
    if status != 200 or not isinstance(found, dict):
        raise AssertionError(f"GET /api/v1/directives/{told.code}: HTTP {status}")
    shares, history = objects_of(found, "assignments"), objects_of(found, "history")
    states = {text_of(share, "assignee"): text_of(share, "state") for share in shares}
    if found.get("state") != "closed" or states != {EMERGENCY: "accepted", VILLAGE: "accepted"}:
        raise AssertionError(f"应当已办结，却是 {found.get('state')} {states}")
    times = [text_of(move, "at") for move in history]
    if len(history) < 6 or times != sorted(times):
        raise AssertionError(f"经过应当至少有 6 条并按时间排列，却是 {times}")
    moves = [f"{shown_time(m)} {told.box.world.name_of(text_of(m, 'actor'))}{deed(m)}" for m in history]
    return f"{told.code} 已办结：" + " → ".join(moves)


async def silence(told: Told) -> str:
    """Make sure that past the old deadline nobody is reminded of what is done.

    That a share was accepted may be told once offices have opened: it could wait.
    """
    for who in (EMERGENCY, VILLAGE):
        await told.may_hear(who, told.code, "办结")
    rest = [message.line() for message in told.box.unexpected()]
    if rest:
        raise AssertionError(f"多出 {len(rest)} 条：{rest[0]}")
    return f"从头到尾服务主动发了 {len(told.box.hub.phones.pushed)} 条，没有多余的"


MINUTE = 60
STORY = Story(
    name="incident",
    title="07:30 电视曝光竹里村违法建筑，有火灾隐患",
    group_members=(LEADER, EMERGENCY, VILLAGE),
    steps=(
        Step("赵明", f"在群里说「{SENTENCE}」", "群里立刻有编号、承办人和时限", issue, vital=True),
        Step("周强、卫国", "看手机", "各有一张卡片，有「收到」「反馈」", cards_arrive, vital=True),
        Step("卫国", "点「收到」", "卡片变了", village_acknowledges, 2 * MINUTE),
        Step("赵明", "在群卡片上点「刷新」", "全群看到 1/2", refresh, MINUTE),
        Step("赵明", "在群里问「谁没收到」", "群里只有数字，周强的名字单独给他", who_is_missing, 2 * MINUTE),
        Step("周强", "点「收到」", "赵明得知已全部收到", emergency_acknowledges, 2 * MINUTE),
        Step(
            "周强",
            f"单独说「{FIRST_REPORT}」",
            "赵明收到反馈，可「同意办结」",
            emergency_reports,
            28 * MINUTE,
        ),
        Step(
            "卫国",
            f"在群里说「{SECOND_REPORT}」",
            "赵明收到反馈，可「同意办结」",
            village_reports,
            15 * MINUTE,
        ),
        Step("赵明", "点「同意办结」", "周强的一份办结", accept_by_card, 5 * MINUTE),
        Step("赵明", "在群里说「（编号）同意办结」", "另一份也办结，全部办结", accept_by_words, MINUTE),
        Step("接口", "查这一件", "已办结，每一步有谁、何时", summary),
        Step("时钟", "拨过原定时限", "没有催办，最多得知自己的一份已办结", silence, 120 * MINUTE),
    ),
)

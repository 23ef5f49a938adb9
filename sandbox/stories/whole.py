"""The whole life of a directive: declined, handed to another unit, extended, returned, accepted.

The leader gives two units a task. One says that it is not theirs, the leader hands it to a third, which asks
for more time and gets it; the other reports too little, gets it back and reports again. All is accepted.
"""

from __future__ import annotations

from sandbox.json_types import objects_of, text_of
from sandbox.stories.steps import deed, post, press, shown_time
from sandbox.story import Step, Story, Told

LEADER, EMERGENCY, CIVIL, CLEANING = "zhaoming", "zhouqiang", "wufang", "zhengjun"
SENTENCE = "加急 请应急办、民政办明天17点前报送防汛物资台账"
NOT_OURS = "防汛物资由环卫所保管，我们没有台账"
TO_WHOM = "郑军"
MORE_TIME = "申请延期到后天17点，仓库要逐件清点"
TOO_LITTLE, MISSING, ENOUGH = "反馈:台账已报送", "请补充各仓库的数量", "反馈:已补充三个仓库的数量，共860件"
COUNTED = "反馈:环卫所已清点完毕，台账已报送"


async def issue(told: Told) -> str:
    """Post the sentence; the group gets a code at once."""
    return await post(told, LEADER, SENTENCE)


async def cards_arrive(told: Told) -> str:
    """Expect a card for each of both heads."""
    return "；".join([await _card_for(told, who) for who in (EMERGENCY, CIVIL)])


async def _card_for(told: Told, who: str, *contains: str) -> str:
    message = told.kept[who] = await told.box.expect(who, told.code, *contains, room="app")
    if message.card is None:
        raise AssertionError(f"{who} 收到的不是卡片：{message.line()}")
    message.card.button("收到")
    return f"{told.box.world.name_of(who)}: {message.card.title}"


async def emergency_acknowledges(told: Told) -> str:
    """Acknowledge by one tap."""
    return await press(told, EMERGENCY, told.recall(EMERGENCY), "收到")


async def civil_declines(told: Told) -> str:
    """Find 不属于我单位 behind 更多; the reason is asked for one to one."""
    message = told.recall(CIVIL)
    await press(told, CIVIL, message, "更多")
    told.check(await told.box.tap_app(CIVIL, message, "不属于我单位"))
    return told.words((await told.box.expect(CIVIL, told.code, room="app")).words)


async def civil_says_why(told: Told) -> str:
    """Say why; the issuer gets a card with 改派 and 维持."""
    told.check(await told.box.say_app(CIVIL, NOT_OURS), told.code)
    message = told.kept["declined"] = await told.box.expect(LEADER, told.code, "环卫所保管", room="app")
    if message.card is None:
        raise AssertionError(f"退办没有带卡片：{message.line()}")
    for button in ("改派", "维持"):
        message.card.button(button)
    # Of those who still have it everybody has acknowledged.
    await told.may_hear(LEADER, told.code, "全部收到")
    await told.may_hear(told.group, told.code, "全部收到")
    return told.words(message.words)


async def leader_hands_on(told: Told) -> str:
    """Press 改派; to whom is asked one to one."""
    told.check(await told.box.tap_app(LEADER, told.recall("declined"), "改派"))
    return told.words((await told.box.expect(LEADER, told.code, room="app")).words)


async def leader_names_somebody(told: Told) -> str:
    """Name who is to have it: that one gets a card, the other hears that it is done with."""
    line = told.check(await told.box.say_app(LEADER, TO_WHOM), told.code)
    card = await _card_for(told, CLEANING)
    gone = await told.box.expect(CIVIL, told.code, room="app")
    return f"{line}；{card}；吴芳：{told.words(gone.words)}"


async def cleaning_acknowledges(told: Told) -> str:
    """Acknowledge; with that everybody has."""
    line = await press(told, CLEANING, told.recall(CLEANING), "收到")
    await told.may_hear(LEADER, told.code, "全部收到")
    await told.may_hear(told.group, told.code, "全部收到")
    return line


async def cleaning_asks_for_time(told: Told) -> str:
    """Ask for more time in one sentence; the issuer gets a card with both times."""
    told.check(await told.box.say_app(CLEANING, f"{told.code} {MORE_TIME}"), told.code)
    message = told.kept["extension"] = await told.box.expect(LEADER, told.code, "逐件清点", room="app")
    if message.card is None:
        raise AssertionError(f"延期申请没有带卡片：{message.line()}")
    return told.words(message.words, "11月26日", "11月25日")


async def leader_grants(told: Told) -> str:
    """Grant it by one tap; the assignee hears the new time, the old one stays visible."""
    await press(told, LEADER, told.recall("extension"), "同意")
    message = await told.box.expect(CLEANING, told.code, "11月26日", room="app")
    return told.words(message.words)


async def _reports(told: Told, who: str, words: str, shows: str) -> str:
    told.check(await told.box.say_app(who, f"{told.code} {words}"), told.code)
    message = told.kept[f"feedback:{who}"] = await told.box.expect(LEADER, told.code, shows, room="app")
    if message.card is None:
        raise AssertionError(f"反馈没有带卡片：{message.line()}")
    return told.words(message.words)


async def emergency_reports(told: Told) -> str:
    """Report too little; the issuer can 退回."""
    return await _reports(told, EMERGENCY, TOO_LITTLE, "台账已报送")


async def leader_returns(told: Told) -> str:
    """Return it by its button and say what is missing; the assignee is asked for exactly that."""
    told.check(await told.box.tap_app(LEADER, told.recall(f"feedback:{EMERGENCY}"), "退回"))
    await told.box.expect(LEADER, told.code, room="app")
    told.check(await told.box.say_app(LEADER, MISSING), told.code)
    message = await told.box.expect(EMERGENCY, told.code, MISSING, room="app")
    return told.words(message.words)


async def emergency_reports_again(told: Told) -> str:
    """Report what was missing."""
    return await _reports(told, EMERGENCY, ENOUGH, "860件")


async def leader_accepts(told: Told) -> str:
    """Accept by the button."""
    line = await press(told, LEADER, told.recall(f"feedback:{EMERGENCY}"), "同意办结")
    await told.may_hear(EMERGENCY, told.code, "办结")
    return line


async def cleaning_reports(told: Told) -> str:
    """Report within the new time."""
    return await _reports(told, CLEANING, COUNTED, "清点完毕")


async def leader_closes(told: Told) -> str:
    """Accept the last share by words in the group; the directive closes."""
    line = told.check(
        await told.box.say_group(told.group, LEADER, f"{told.code} 同意办结"), told.code, "全部办结"
    )
    for who in (CLEANING, told.group):
        await told.may_hear(who, told.code, "办结")
    return line


EXPECTED = {EMERGENCY: "accepted", CIVIL: "reassigned", CLEANING: "accepted"}
MOVES = ("issued", "declined", "reassigned", "extended", "returned", "accepted", "closed")


async def record(told: Told) -> str:
    """Read the record: closed, every share as it ended, every move with who and when."""
    status, found = await told.box.get_json(f"/api/v1/directives/{told.code}")
    if status != 200 or not isinstance(found, dict):
        raise AssertionError(f"GET /api/v1/directives/{told.code}: HTTP {status}")
    shares, history = objects_of(found, "assignments"), objects_of(found, "history")
    states = {text_of(share, "assignee"): text_of(share, "state") for share in shares}
    if found.get("state") != "closed" or states != EXPECTED:
        raise AssertionError(f"应当已办结，却是 {found.get('state')} {states}")
    actions = [text_of(move, "action") for move in history]
    if missing := [action for action in MOVES if action not in actions]:
        raise AssertionError(f"经过里少了 {'、'.join(missing)}：{actions}")
    moves = [f"{shown_time(m)} {told.box.world.name_of(text_of(m, 'actor'))}{deed(m)}" for m in history]
    return f"{told.code} 已办结：" + " → ".join(moves)


async def silence(told: Told) -> str:
    """Make sure that past both due times nobody is reminded; that a share was accepted may be told later."""
    for who in (EMERGENCY, CLEANING):
        await told.may_hear(who, told.code, "办结")
    if rest := [message.line() for message in told.box.unexpected()]:
        raise AssertionError(f"多出 {len(rest)} 条：{rest[0]}")
    return f"从头到尾服务主动发了 {len(told.box.hub.phones.pushed)} 条，没有多余的"


MINUTE, HOUR = 60, 3600
STORY = Story(
    name="whole",
    title="一项任务的一生：退办、改派、延期、退回、办结",
    group_members=(LEADER, EMERGENCY, CIVIL, CLEANING),
    steps=(
        Step("赵明", f"在群里说「{SENTENCE}」", "群里立刻有编号、承办人和时限", issue, HOUR, vital=True),
        Step("周强、吴芳", "看手机", "各有一张卡片", cards_arrive, vital=True),
        Step("周强", "点「收到」", "卡片变了", emergency_acknowledges, 5 * MINUTE),
        Step("吴芳", "点「更多」「不属于我单位」", "单独问她为什么", civil_declines, 5 * MINUTE),
        Step("吴芳", f"回复「{NOT_OURS}」", "赵明收到退办，可「改派」「维持」", civil_says_why, MINUTE),
        Step("赵明", "点「改派」", "单独问他改派给谁", leader_hands_on, 10 * MINUTE),
        Step("赵明", f"回复「{TO_WHOM}」", "郑军有卡片，吴芳得知不用办了", leader_names_somebody, MINUTE),
        Step("郑军", "点「收到」", "卡片变了", cleaning_acknowledges, 5 * MINUTE),
        Step("郑军", f"说「{MORE_TIME}」", "赵明收到申请，新旧时限都在", cleaning_asks_for_time, 30 * MINUTE),
        Step("赵明", "点「同意」", "郑军得知新时限", leader_grants, 5 * MINUTE),
        Step("周强", f"说「{TOO_LITTLE}」", "赵明收到反馈", emergency_reports, HOUR),
        Step("赵明", f"点「退回」，回复「{MISSING}」", "周强得知要补什么", leader_returns, 5 * MINUTE),
        Step("周强", f"说「{ENOUGH}」", "赵明收到反馈，可「同意办结」", emergency_reports_again, 15 * MINUTE),
        Step("赵明", "点「同意办结」", "周强的一份办结", leader_accepts, 5 * MINUTE),
        Step("郑军", f"说「{COUNTED}」", "赵明收到反馈", cleaning_reports, 24 * HOUR),
        Step("赵明", "在群里说「（编号）同意办结」", "全部办结", leader_closes, 15 * MINUTE),
        Step("接口", "查这一件", "已办结，退办、改派、延期、退回都有谁、何时", record),
        Step("时钟", "拨过新时限", "没有催办，最多得知自己的一份已办结", silence, 48 * HOUR),
    ),
)

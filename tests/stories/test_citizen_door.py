"""The door of the official account: in time whatever happens, what waited comes first, who is held back."""

from __future__ import annotations

import asyncio

import pytest

from bot import replaying, writer
from handlers.citizen import door
from sandbox import letters
from tasks.notices import Notice, Outcome, Receiver

CLERKS = [{"roles": {"intake": ["sunli"], "administrators": ["qianjin"]}}]
ADVERT = "无抵押贷款，当天放款，加微信 daikuan888"


def citizen_of(town) -> str:
    """Give the citizen of the bundled township."""
    return next(iter(town.box.world.citizens))


async def say(town, text, **more):
    """Write to the account as the citizen."""
    return await town.box.say_citizen("city", citizen_of(town), text, **more)


async def send(town, kind, **fields):
    """Send something that has no words."""
    letter = letters.citizen_message(town.box.hub, "city", citizen_of(town), kind, fields)
    return (await town.box.courier.deliver(letter)).text


class Slow:
    """A room that takes its time, and says then who it was."""

    def __init__(self) -> None:
        self.gate, self.asked = asyncio.Event(), 0

    async def __call__(self, _db, _incoming, citizen, _context) -> Outcome:
        """Wait, then answer."""
        self.asked += 1
        await self.gate.wait()
        return Outcome("citizen.calm", {"n": citizen.id})


@pytest.fixture
def slow(town, monkeypatch) -> Slow:
    """Have every message handled slowly, at a service that waits almost not at all."""
    room = Slow()
    monkeypatch.setattr(door, "FIRST", (room,))
    town.service.corridor.patience.patience_s = 0.05
    return room


async def test_a_slow_handler_three_deliveries_one_answer(town, slow) -> None:
    """Each delivery hears the one sentence in time, and the one answer follows as a message."""
    heard = await say(town, "路灯坏了", times=3)
    again = await town.box.repeat(heard)
    slow.gate.set()
    await town.box.expect(citizen_of(town), "让您着急了")
    once_more = await town.box.repeat(heard)

    assert [True] * 4 == ["正在为您办" in one.text for one in (heard, *heard.twins, again)]
    assert heard.text == once_more.text
    assert 1 == slow.asked


async def test_a_restart_in_the_middle(town, slow, monkeypatch) -> None:
    """What was promised an answer and not handled when the service ended is handled by the next one."""
    monkeypatch.setattr(writer, "STOP_S", 0.05)
    heard = await say(town, "路灯坏了")
    await town.stop()
    slow.gate.set()
    await town.start()
    await town.box.expect(citizen_of(town), "让您着急了")
    again = await town.box.repeat(heard)

    assert ("正在为您办" in heard.text, heard.text) == (True, again.text)
    assert 2 == slow.asked
    assert 1 == len(await town.rows("SELECT id FROM sending WHERE place = 'citizen'"))


async def test_a_late_event_says_nothing(town, slow, monkeypatch) -> None:
    """Who leaves while the service is busy is not written to, and not called present either."""
    monkeypatch.setitem(door.EVENTS, "unsubscribe", slow)
    left = await town.box.citizen_event("city", citizen_of(town), "unsubscribe")
    slow.gate.set()
    while not town.service.corridor.idle:  # noqa: ASYNC110 - nothing tells when it is
        await asyncio.sleep(0.005)
    rows = await town.rows("SELECT followed FROM citizen")

    assert "" == left.text
    assert [False] == [bool(row["followed"]) for row in rows]


async def owe(town, kind, number, **facts) -> None:
    """Owe the citizen a message, as a handler does."""
    now = town.service.clock.now()

    async def work(_db) -> Outcome:
        to = (Receiver("1"),)
        return Outcome("", {}, (Notice(kind, to, facts, f"test:{number}", now, place="citizen"),))

    await town.service.corridor.work(work)


async def test_what_waited_comes_first(town) -> None:
    """With no way out a message waits; it stands in front of the next answer, and comes once."""
    await say(town, "您好")
    await town.box.advance(49 * 3600)
    await owe(town, "citizen.released", 1)
    await town.box.settle()
    heard = await say(town, "您好")
    again = await town.box.repeat(heard)
    rows = await town.rows("SELECT state, path FROM sending WHERE place = 'citizen'")

    assert heard.text.startswith("工作人员看过了")
    assert len(heard.text.split("\n\n")) > 1
    assert heard.text == again.text
    assert [("sent", "passive")] == [(row["state"], row["path"]) for row in rows]


async def test_what_does_not_fit_follows(town) -> None:
    """Of much that waited as much as fits comes with the answer, the rest as messages: the window is open."""
    await say(town, "您好")
    await town.box.advance(49 * 3600)
    for number in range(7):
        await owe(town, "citizen.welcome", number, menu=bool(number % 2))
    await town.box.settle()
    heard = await say(town, "您好")
    with_it = heard.text.count("欢迎关注")
    for _ in range(7 - with_it):
        await town.box.expect(citizen_of(town), "欢迎关注")
    await town.box.settle()
    states = {row["state"] for row in await town.rows("SELECT state FROM sending WHERE place = 'citizen'")}

    assert 2 <= with_it < 7
    assert len(heard.text.encode()) <= 2048
    assert {"sent"} == states


async def test_a_failure_is_kept_sealed_and_handled_again(town, monkeypatch) -> None:
    """The citizen hears a plain sentence, then the answer; nobody reads their words in between."""

    async def broken(_db, incoming, _citizen, _context) -> None:
        raise ValueError(incoming.text)

    with monkeypatch.context() as patch:
        patch.setattr(door, "FIRST", (broken,))
        heard = await say(town, "幸福路12号的灯，电话13812345678")
    (row,) = await town.rows("SELECT incoming, error FROM failed")
    await town.stop()
    lines = await replaying.listed(town.config)
    done = await replaying.replayed(town.config, 1)
    monkeypatch.setattr(door, "FIRST", ())
    await town.start()
    await town.box.settle()
    answers = [message.owner for message in town.box.unexpected()]
    town.box.ignore_rest()

    assert "没有处理成功" in heard.text
    assert [] == [word for word in ("幸福路", "138", citizen_of(town)) if word in f"{row}{lines}{done}"]
    assert "ValueError < stories/test_citizen_door.py" in row["error"]
    assert 1 == answers.count(citizen_of(town))


@pytest.mark.parametrize("changes", CLERKS)
async def test_adverts_are_held_back_and_released(town) -> None:
    """Twice it is said what it looks like, then held back; the clerk hears the appeal and releases."""
    said = [(await say(town, f"{ADVERT}{n}")).text for n in range(3)]
    blocked = (await say(town, "你好")).text
    urgent = [(await say(town, text)).text for text in ("我家着火了", "在竹里村3组，楼下小卖部旁边")]
    await town.box.settle()
    town.box.ignore_rest()
    appealed = (await say(town, "申诉 那是别人发的，我的电话13812345678")).text
    again = (await say(town, "申诉 快看")).text
    await town.box.advance(3600)
    appeal = await town.box.expect("sunli", "申诉", "138", "5678", "解除限制 1")
    town.box.ignore_rest()
    listed = await town.app("sunli", "限制名单")
    in_group = await town.say("sunli", "限制名单")
    not_theirs = await town.app("lisi", "解除限制 1")
    released = await town.app("sunli", "解除限制 1")
    await town.box.expect(citizen_of(town), "可以正常留言")
    empty = await town.app("qianjin", "限制名单")
    wrong = await town.app("qianjin", "解除限制 1")

    assert [True, True, False] == ["看起来像广告" in one for one in said]
    assert [True] * 2 == ["申诉" in one and "11月25日(周三)07:30" in one for one in (said[2], blocked)]
    assert [False, False] == ["申诉" in one for one in urgent]
    assert ["已经转给工作人员"] * 2 == [one[4:12] for one in (appealed, again)]
    assert "13812345678" not in appeal.words
    assert "1号（city）：多次发广告" in listed
    assert "一对一" in in_group
    assert "受理员和管理员" in not_theirs
    assert "已解除" in released
    assert ("没有被限制的用户" in empty, "没有被限制" in wrong) == (True, True)


async def test_too_fast_and_the_same(town) -> None:
    """Beyond thirty in a minute somebody is asked to go slower; the same words are heard three times."""
    said = [(await say(town, "谢谢")).text for _ in range(31)]
    await town.box.advance(61)
    same = [(await say(town, "谢谢你们的帮助啊谢谢")).text for _ in range(4)]

    assert (30, True) == ([("有点快" in one) for one in said].index(True), "有点快" in said[-1])
    assert [False, False, False, True] == ["不用重复发" in one for one in same]


async def test_insults_are_answered_once(town) -> None:
    """Politely once in an hour; with a matter in it it is a matter."""
    said = [(await say(town, text)).text for text in ("你们这群废物", "傻逼", "幸福路的灯又坏了，一群废物")]

    assert ("让您着急了" in said[0], "") == (True, said[1])
    assert [False, True] == ["让您着急了" in said[2], bool(said[2])]


async def test_what_cannot_be_read(town) -> None:
    """A film, a link and a voice without its text get a helpful sentence; a voice with its text is words."""
    film = await send(town, "video", MediaId="m1", ThumbMediaId="m2")
    link = await send(town, "link", Title="看看", Description="", Url="http://example.com/")
    mute = await send(town, "voice", MediaId="m3", Format="amr")
    spoken = await send(town, "voice", MediaId="m4", Format="amr", Recognition="您好")

    assert [True] * 3 == ["视频" in film, "链接" in link, "语音" in mute]
    assert "没有转成文字" not in spoken


@pytest.mark.parametrize("many", [False, True])
async def test_leave_for_notices(town, many) -> None:
    """Leave for notices is counted, whether the platform writes one entry or a list; a refusal ends it."""
    one = {"TemplateId": "t1", "SubscribeStatusString": "accept", "PopupScene": "0"}
    listed = [one, {**one, "TemplateId": "t2"}] if many else one
    who, sub = citizen_of(town), "subscribe_msg_popup_event"
    for _ in range(2):
        await town.box.citizen_event("city", who, sub, fields={"SubscribeMsgPopupEvent": {"List": listed}})
        await town.box.advance(1)  # the same in the same second is a repeat
    (row,) = await town.rows("SELECT accepts FROM citizen")
    gone = {"TemplateId": "t1", "SubscribeStatusString": "reject"}
    change = {"SubscribeMsgChangeEvent": {"List": gone}}
    await town.box.citizen_event("city", who, "subscribe_msg_change_event", fields=change)
    (after,) = await town.rows("SELECT accepts FROM citizen")

    assert ('"t1":2' in row["accepts"].replace(" ", ""), many) == (True, '"t2"' in row["accepts"])
    assert '"t1":0' in after["accepts"].replace(" ", "")

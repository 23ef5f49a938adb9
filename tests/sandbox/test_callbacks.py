"""Callbacks as the platform delivers them, and its judgement of the answers."""

from __future__ import annotations

import asyncio
import json

import pytest
from conftest import GROUP
from fake_service import FakeService
from fake_wire import card, stream

from sandbox.app import Sandbox
from sandbox.crypto import Box, open_bytes
from sandbox.json_types import Json, Object

SENTENCE = "特急!请应急办、竹里村立即处置"


@pytest.mark.parametrize(("door", "account"), [("app", ""), ("robot", ""), ("official", "city")])
async def test_the_url_check_wants_the_echo(
    box: Sandbox, service: FakeService, door: str, account: str
) -> None:
    """Every door gives the echostr back, deciphered where it was enciphered."""
    heard = await box.check_url(door, account)  # type: ignore[arg-type]

    assert heard.ok


async def test_a_group_message_has_the_robots_fields(box: Sandbox, service: FakeService) -> None:
    """The text holds the mention; chat, kind, sender and a one-use response_url are told."""
    await box.say_group(GROUP, "zhaoming", "谁没收到", quote="上一条")
    plain = service.heard[0]

    assert {
        "msgid",
        "aibotid",
        "chatid",
        "chattype",
        "from",
        "response_url",
        "msgtype",
        "text",
        "quote",
    } == set(plain)
    assert {"content": "@指尖办 谁没收到"} == plain["text"]
    assert ("group", {"userid": "zhaoming"}) == (plain["chattype"], plain["from"])


async def test_without_a_mention_the_robot_hears_nothing(box: Sandbox, service: FakeService) -> None:
    """The group shows the line, the service never learns of it."""
    heard = await box.say_group(GROUP, "zhaoming", "大家早", mention=False)

    assert (0, [], ["大家早"]) == (heard.status, service.heard, [m.text for m in box.group(GROUP)])


async def test_a_picture_is_a_link_that_opens_with_the_key(box: Sandbox, service: FakeService) -> None:
    """Pictures come enciphered with the robot's key, for five minutes of the world's time."""
    await box.say_group(GROUP, "weiguo", "反馈:现场照片", images=[b"a picture"])
    items = service.heard[0]["mixed"]["msg_item"]  # type: ignore[index,call-overload]
    url = str(items[1]["image"]["url"])  # type: ignore[index,call-overload]
    async with service.session.get(url) as answer:
        sealed = await answer.read()
    box.hub.clock.advance(301)
    async with service.session.get(url) as answer:
        late = answer.status

    assert (b"a picture", 404) == (open_bytes(box.world.robot.box.key, sealed), late)


async def test_a_stream_is_asked_for_until_it_is_finished(box: Sandbox, service: FakeService) -> None:
    """An unfinished stream is polled; the bubble shows the last content."""
    heard = await box.say_group(GROUP, "zhaoming", "慢慢想")

    assert ("想好了", 1, 1) == (heard.text, heard.polls, service.streams)
    assert ["想好了"] == [m.text for m in box.group(GROUP)[1:]]


async def test_one_message_delivered_five_times_shows_once(box: Sandbox, service: FakeService) -> None:
    """The same msgid five times at once: five answers, one bubble."""
    heard = await box.say_group(GROUP, "zhaoming", "谁没收到", times=5)

    assert (4, 1) == (len(heard.twins), len({str(plain["msgid"]) for plain in service.heard}))
    assert 2 == len(box.group(GROUP))


async def test_a_repeat_has_the_same_msgid(box: Sandbox, service: FakeService) -> None:
    """A repeat is the same letter under a new nonce."""
    first = await box.say_app("weiguo", "您好")
    await box.repeat(first, 2)

    assert 3 == len(service.heard)
    assert 1 == len({str(plain["MsgId"]) for plain in service.heard})


async def test_four_messages_at_once_are_one_too_many(box: Sandbox, service: FakeService) -> None:
    """At most three messages of one person wait for the robot."""
    heard = await asyncio.gather(*[box.say_robot("weiguo", f"第{n}句") for n in range(4)])

    assert [0, 200, 200, 200] == sorted(one.status for one in heard)


async def test_an_app_message_is_tried_three_times(box: Sandbox, service: FakeService) -> None:
    """Any status but 200 is a failure and repeated; the person sees that it did not get through."""
    service.broken = 500
    heard = await box.say_app("weiguo", "您好")

    assert (500, 3, "服务返回 HTTP 500") == (heard.status, heard.attempts, heard.error)
    assert "error" == box.phone("weiguo")[-1].kind
    assert 1 == len(box.complaints)


async def test_a_tap_carries_a_one_use_code(box: Sandbox, service: FakeService) -> None:
    """A tap on the app's card is an event with task id, card type and response code."""
    await box.say_group(GROUP, "zhaoming", SENTENCE)
    message = await box.expect("weiguo", "Z2026")
    await box.tap_app("weiguo", message, "收到")
    await box.settle()
    tap = service.heard[-1]

    assert ("template_card_event", "k-收到") == (tap["Event"], tap["EventKey"])
    assert str(tap["ResponseCode"]) in box.hub.codes
    assert message.card is not None
    assert "收到" == message.card.done
    with pytest.raises(LookupError, match="置灰"):
        await box.tap_app("weiguo", message, "反馈")


async def test_the_passive_card_can_be_ignored_as_the_platform_may(
    box: Sandbox, service: FakeService
) -> None:
    """With `passive_cards` off only update_template_card changes a card."""
    box.hub.passive_cards = False
    await box.say_group(GROUP, "zhaoming", SENTENCE)
    message = await box.expect("weiguo", "Z2026")
    box.faults.add("/cgi-bin/message/update_template_card", "errcode")
    await box.tap_app("weiguo", message, "收到")
    await box.settle()

    assert message.card is not None
    assert "" == message.card.done


async def test_a_group_card_is_redrawn_for_everybody(box: Sandbox, service: FakeService) -> None:
    """A tap without `userids` in the answer moves the count the whole group sees."""
    await box.say_group(GROUP, "zhaoming", SENTENCE)
    await box.tap_app("weiguo", await box.expect("weiguo"), "收到")
    await box.tap_group(GROUP, "qianjin", f"{service.code}-group", "刷新")

    assert "已收到 1/2" in box.group(GROUP)[-1].words


async def test_a_group_card_can_be_redrawn_for_some(box: Sandbox, service: FakeService) -> None:
    """With `userids` only those see the new card."""
    await box.say_group(GROUP, "zhaoming", SENTENCE)
    task_id = f"{service.code}-group"
    service.reply = {
        "response_type": "update_template_card",
        "userids": ["qianjin"],
        "template_card": card(task_id, "只给您看", "刷新"),
    }
    await box.tap_group(GROUP, "qianjin", task_id, "刷新")
    message = box.group(GROUP)[-1]

    assert ["qianjin"] == list(message.views)
    assert "只给您看" not in message.words


async def test_a_stranger_has_no_card_to_tap(box: Sandbox, service: FakeService) -> None:
    """Who has no such card cannot press it, unless forced, as a forger would."""
    await box.say_group(GROUP, "zhaoming", SENTENCE)
    message = await box.expect("weiguo", "Z2026")
    with pytest.raises(LookupError):
        await box.tap_app("fenggang", message, "收到")
    heard = await box.tap_app("fenggang", message, "k-收到", force=True)

    assert 200 == heard.status


ANSWERS: list[tuple[Json, str]] = [
    ({"msgtype": "text", "text": {"content": "您好"}}, "not allowed"),
    ({"msgtype": "markdown", "markdown": {"content": "您好"}}, "not allowed"),
    ({"msgtype": "stream", "stream": {"finish": True, "content": "您好"}}, "stream.id is required"),
    ({"msgtype": "stream", "stream": {"id": "s", "finish": 1, "content": "您好"}}, "boolean"),
    (stream("s", "长" * 7000, finish=True), "20480"),
    ({"msgtype": "template_card", "template_card": card("坏", "标题", "收到")}, "42014"),
    (
        {"msgtype": "template_card", "template_card": card("t", "标题", "收到"), "more": 1},
        "unknown field more",
    ),
    ([1, 2], "no JSON object"),
]


@pytest.mark.parametrize(("answer", "complaint"), ANSWERS)
async def test_what_the_robot_may_not_answer_is_complained_of(
    box: Sandbox, service: FakeService, answer: Json, complaint: str
) -> None:
    """Each answer outside the table of allowed kinds, or with a wrong field, is a complaint."""
    service.reply = answer
    heard = await box.say_group(GROUP, "zhaoming", "您好")

    assert not heard.ok
    assert complaint in str(box.complaints[0])


async def test_a_tap_is_answered_for_the_same_task(box: Sandbox, service: FakeService) -> None:
    """An update for another task id is a complaint."""
    await box.say_group(GROUP, "zhaoming", SENTENCE)
    service.reply = {"response_type": "update_template_card", "template_card": card("other", "标题", "刷新")}
    await box.tap_group(GROUP, "zhaoming", f"{service.code}-group", "刷新")

    assert "is not the tapped card's" in str(box.complaints[0])


async def test_a_robots_task_id_is_not_used_twice(box: Sandbox, service: FakeService) -> None:
    """A second card of the robot with an old task id is a complaint."""
    service.reply = {"msgtype": "template_card", "template_card": card("t-1", "标题", "刷新")}
    await box.say_group(GROUP, "zhaoming", "一")
    await box.say_group(GROUP, "zhaoming", "二")

    assert "has existed" in str(box.complaints[0])


async def test_a_forged_request_goes_out_as_it_is(box: Sandbox, service: FakeService) -> None:
    """A letter can be sealed with another token, time or nonce and posted raw."""
    letter = box.letter_app("weiguo", "收到")
    wrong = Box("another", box.world.app.box.aes_key, box.world.corp_id)
    sealed = box.courier.seal(letter, box=wrong, timestamp="1", nonce="n")
    heard = await box.raw_post(sealed.path, sealed.body, sealed.query)

    assert ({"1"}, 200, []) == ({sealed.query["timestamp"]}, heard.status, box.complaints)


async def test_response_url_takes_one_answer(box: Sandbox, service: FakeService) -> None:
    """Markdown or a card, once, within the hour; text is refused."""
    await box.say_group(GROUP, "zhaoming", "您好")
    url = str(service.heard[0]["response_url"])
    bodies: list[Object] = [
        {"msgtype": "text", "text": {"content": "x"}},
        {"msgtype": "markdown", "markdown": {"content": "**好了**"}},
        {"msgtype": "markdown", "markdown": {"content": "again"}},
    ]
    codes = []
    for body in bodies:
        async with service.session.post(url, data=json.dumps(body)) as answer:
            codes.append((await answer.json())["errcode"])

    assert [40008, 0, 42022] == codes
    assert "**好了**" == (await box.expect(GROUP, "好了")).text


async def test_a_response_url_lives_one_hour(box: Sandbox, service: FakeService) -> None:
    """Later than an hour the code is refused."""
    await box.say_group(GROUP, "zhaoming", "您好")
    box.hub.clock.advance(3600)
    body = {"msgtype": "markdown", "markdown": {"content": "late"}}
    async with service.session.post(str(service.heard[0]["response_url"]), json=body) as answer:
        found = await answer.json()

    assert 60140 == found["errcode"]


async def test_entering_twice_is_two_events(box: Sandbox, service: FakeService) -> None:
    """The clock may stand still, but nobody enters twice in one second."""
    await box.enter_app("weiguo")
    await box.enter_app("weiguo")
    times = [int(str(fields["CreateTime"])) for fields in service.heard]

    assert [box.hub.clock.stamp, box.hub.clock.stamp + 1] == times


async def test_the_first_entry_may_be_answered_with_text(box: Sandbox, service: FakeService) -> None:
    """enter_chat takes text, which a message does not."""
    heard = await box.enter_robot("weiguo")

    assert (True, "您好") == (heard.ok, heard.text)

"""The robot's callbacks and answers, field by field."""

import pytest

from bot.errors import BadCipher, BadForm, BadSignature, DoorError
from handlers.message import Media, Quote, Tap
from tests.bot.channels.wire import COMMON, GROUP

NOW = 1_700_000_000.0


@pytest.fixture
def receive(robot, aibot):
    """Bring a message through the door."""
    return lambda message: robot.parse(*aibot.json(message), NOW)


def test_text_in_a_group(receive):
    """A text keeps its mention; chat, account, sender and response_url are told."""
    incoming = receive({**GROUP, "msgtype": "text", "text": {"content": "@指尖办 谁没收到"}})

    assert ("work_robot", "BOT", "msgid:M1", "text") == (
        incoming.channel,
        incoming.account,
        incoming.dedupe,
        incoming.kind,
    )
    assert ("zhouqiang", "wrk1", "@指尖办 谁没收到", "https://r/1") == (
        incoming.sender,
        incoming.chat,
        incoming.text,
        incoming.response_url,
    )
    assert {"nonce": "263014780", "timestamp": "1700000000", "now": "1700000000"} == incoming.door
    assert incoming.quote is None


@pytest.mark.parametrize(
    ("body", "kind", "text", "media"),
    [
        ({"voice": {"content": "说的话"}}, "voice", "说的话", ()),
        ({"image": {"url": "https://i"}}, "image", "", (Media("image", url="https://i"),)),
        ({"file": {"url": "https://f"}}, "file", "", (Media("file", url="https://f"),)),
        ({"video": {"url": "https://v"}}, "video", "", (Media("video", url="https://v"),)),
        (
            {
                "mixed": {
                    "msg_item": [
                        {"msgtype": "text", "text": {"content": "一"}},
                        {"msgtype": "image", "image": {"url": "https://i"}},
                        {"msgtype": "text", "text": {"content": "二"}},
                        {"msgtype": "hologram", "hologram": 5},
                        {"msgtype": "mixed", "mixed": {"msg_item": []}},
                    ]
                }
            },
            "mixed",
            "一\n二",
            (Media("image", url="https://i"),),
        ),
        ({"hologram": 5}, "other", "", ()),
    ],
)
def test_kinds(receive, body, kind, text, media):
    """Each kind has its words and media; an unknown one is no error."""
    incoming = receive({**COMMON, "msgtype": next(iter(body)), **body})

    assert (kind, text, media, "") == (incoming.kind, incoming.text, incoming.media, incoming.chat)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ({"msgtype": "text", "text": {"content": "原话"}}, Quote("原话")),
        ({"msgtype": "image", "image": {"url": "u"}}, Quote("", (Media("image", url="u"),))),
        (
            {
                "msgtype": "mixed",
                "mixed": {
                    "msg_item": [
                        {"msgtype": "text", "text": {"content": "看"}},
                        {"msgtype": "image", "image": {"url": "u"}},
                    ]
                },
            },
            Quote("看", (Media("image", url="u"),)),
        ),
        ({"msgtype": "hologram"}, Quote()),
    ],
)
def test_quote(receive, quote, expected):
    """What was quoted comes with the message, also a mixed one."""
    incoming = receive({**GROUP, "msgtype": "text", "text": {"content": "x"}, "quote": quote})

    assert expected == incoming.quote


def test_one_to_one_has_no_chat(receive):
    """A chatid in a single chat is no group."""
    assert "" == receive({**GROUP, "chattype": "single", "msgtype": "text"}).chat


def test_refresh(receive):
    """A stream refresh tells its stream, and nothing else."""
    incoming = receive({"msgid": "M2", "msgtype": "stream", "stream": {"id": "S1"}, "from": {"userid": "a"}})

    assert ("refresh", "S1", "", "robot") == (
        incoming.kind,
        incoming.stream,
        incoming.response_url,
        incoming.account,
    )


@pytest.mark.parametrize(
    "detail",
    [
        {
            "card_type": "vote",
            "event_key": "K",
            "task_id": "Z1",
            "selected_items": {
                "selected_item": [{"question_key": "q", "option_ids": {"option_id": ["1", "2"]}}]
            },
        },
        {
            "cardtype": "vote",
            "eventkey": "K",
            "taskid": "Z1",
            "selecteditems": {"selecteditem": {"questionkey": "q", "optionids": {"optionid": ["1", "2"]}}},
        },
    ],
)
def test_tap_in_both_spellings(receive, detail):
    """The field table and the samples spell a tap differently; both are read."""
    incoming = receive(
        {
            **GROUP,
            "msgtype": "event",
            "event": {"eventtype": "template_card_event", "template_card_event": detail},
        }
    )

    assert ("tap", "template_card_event") == (incoming.kind, incoming.event)
    assert Tap("K", "Z1", "vote", "", (("q", ("1", "2")),)) == incoming.tap


def test_events(receive):
    """Other events are told in lower case; without a msgid a digest knows the repeat."""
    enter = receive(
        {"msgtype": "event", "create_time": 5, "from": {"userid": "A"}, "event": {"eventtype": "Enter_Chat"}}
    )

    assert ("event", "enter_chat", None) == (enter.kind, enter.event, enter.tap)
    assert enter.dedupe.startswith("event:a|5|enter_chat||||")


@pytest.mark.parametrize(
    "message",
    [
        b"[]",
        b"5",
        b"",
        b"{",
        b'{"msgtype":NaN}',
        b'{"create_time":1e999}',
        b'{"a":' + b"9" * 5000 + b"}",
        b"[" * 100000,
        b'{"a":' * 50 + b"1" + b"}" * 50,
        b'{"msgtype":"\xff"}',
        {"msgtype": 5.5},
        {"msgtype": ["text"]},
        {"msgtype": "text", "text": "x"},
        {"msgtype": "text", "text": {"content": {}}},
        {"msgtype": "text", "from": "a"},
        {"msgtype": "text", "from": {"userid": True}},
        {"msgtype": "text", "quote": ["x"]},
        {"msgtype": "mixed", "mixed": {"msg_item": ["x"]}},
        {"msgtype": "event", "event": "x"},
        {
            "msgtype": "event",
            "event": {"eventtype": "template_card_event", "template_card_event": {"task_id": []}},
        },
    ],
)
def test_wrong_content_is_bad_cipher(receive, message):
    """What is no JSON object, or has a known field of a wrong type, is BadCipher."""
    with pytest.raises(BadCipher):
        receive(message)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"[]",
        b"<xml/>",
        b"{}",
        b'{"encrypt":5}',
        b'{"encrypt":null}',
        b'{"Encrypt":"AAAA"}',
        b"\xff",
    ],
)
def test_wrong_envelope_is_bad_form(robot, aibot, body):
    """What is not the robot's JSON envelope is BadForm."""
    with pytest.raises(BadForm):
        robot.parse(aibot.query("AAAA"), body, NOW)


def test_signature_and_url_check(robot, aibot):
    """The robot's door signs and echoes as the app's does, with nobody named inside."""
    query, body = aibot.json({})
    echo = aibot.encrypt(b"test_echostr_123")

    assert "test_echostr_123" == robot.check_url(aibot.query(echo, echostr=echo), NOW)
    with pytest.raises(BadSignature):
        robot.parse({**query, "nonce": "x"}, body, NOW)
    with pytest.raises(DoorError):
        robot.check_url(query, NOW)


def test_surrogates_and_nulls_are_dropped(receive):
    """Half characters and NULs never reach a handler; whole pairs do."""
    raw = b'{"msgtype":"text","text":{"content":"a\\ud800b\\u0000c\\ud83d\\ude42"}}'

    assert "abc🙂" == receive(raw).text

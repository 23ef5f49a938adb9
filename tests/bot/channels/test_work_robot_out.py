"""What the robot answers to what, field by field."""

import json

import pytest

from bot.channels.work_robot import EMPTY, response_card, response_markdown
from handlers.message import Button, Card, Reply, Words
from tests.bot.channels.wire import COMMON, GROUP

NOW = 1_700_000_000.0
CARD = Card(task_id="Z1", title="t", buttons=(Button("刷新", "refresh"),))
SENT = {
    "card_type": "button_interaction",
    "main_title": {"title": "t"},
    "task_id": "Z1",
    "button_list": [{"text": "刷新", "style": 1, "key": "refresh"}],
}


@pytest.fixture
def receive(robot, aibot):
    """Bring a message through the door."""
    return lambda message: robot.parse(*aibot.json(message), NOW)


@pytest.fixture
def answer(robot, aibot, receive):
    """Bring a message in and open its answer."""

    def ask(message, reply, **more):
        body, kind = robot.render(receive(message), reply, **more)
        if not body:
            return kind
        fields, nonce = aibot.open_json(body)
        assert ("application/json", "263014780") == (kind, nonce)
        return fields

    return ask


TEXT = {**GROUP, "msgtype": "text", "text": {"content": "x"}}
TAP = {
    **GROUP,
    "msgtype": "event",
    "event": {"eventtype": "template_card_event", "template_card_event": {"task_id": "Z1"}},
}
ENTER = {**COMMON, "msgtype": "event", "event": {"eventtype": "enter_chat"}}
REFRESH = {**GROUP, "msgtype": "stream", "stream": {"id": "S9"}}
FEEDBACK = {**GROUP, "msgtype": "event", "event": {"eventtype": "feedback_event"}}
BOTH = Reply(words=Words("**好**", markdown=True), card=CARD)
STREAM = {"finish": True, "content": "**好**"}


@pytest.mark.parametrize(
    ("message", "reply", "expected"),
    [
        (TEXT, Reply(words=BOTH.words), {"msgtype": "stream", "stream": {"id": "S1", **STREAM}}),
        (TEXT, Reply(card=CARD), {"msgtype": "template_card", "template_card": SENT}),
        (
            TEXT,
            BOTH,
            {
                "msgtype": "stream_with_template_card",
                "stream": {"id": "S1", **STREAM},
                "template_card": SENT,
            },
        ),
        (TEXT, Reply(), "text/plain"),
        (TAP, BOTH, {"response_type": "update_template_card", "template_card": SENT}),
        (TAP, Reply(words=BOTH.words), "text/plain"),
        (ENTER, Reply(words=BOTH.words), {"msgtype": "text", "text": {"content": "好"}}),
        (ENTER, BOTH, {"msgtype": "template_card", "template_card": SENT}),
        (ENTER, Reply(), "text/plain"),
        (REFRESH, BOTH, {"msgtype": "stream", "stream": {"id": "S1", **STREAM}}),
        (REFRESH, Reply(card=CARD), "text/plain"),
        (FEEDBACK, BOTH, "text/plain"),
    ],
)
def test_what_may_answer_what(answer, message, reply, expected):
    """Each kind is answered only by what the platform allows, under the request's nonce."""
    assert expected == answer(message, reply, stream_id="S1")


def test_a_stream_always_has_an_id(answer):
    """Without one from outside it is the refresh's, or one made from the message, the same for a repeat."""
    assert "S9" == answer(REFRESH, BOTH)["stream"]["id"]
    made = answer(TEXT, BOTH)["stream"]["id"]
    assert 32 == len(made)
    assert made == answer(TEXT, BOTH)["stream"]["id"]


def test_a_done_card_greys_its_buttons(answer):
    """Only a change knows replace_text."""
    done = Card(task_id="Z1", title="t", buttons=CARD.buttons, done="已办结")

    assert {**SENT, "replace_text": "已办结"} == answer(TAP, Reply(card=done))["template_card"]
    assert "replace_text" not in answer(TEXT, Reply(card=done))["template_card"]


def test_streams_are_cut(answer):
    """A stream has at most 20480 bytes."""
    content = answer(TEXT, Reply(words=Words("字" * 7000)))["stream"]["content"]

    assert "字" * 6825 + "…" == content


def test_one_later_answer():
    """To the response_url go markdown or a card, without a cipher."""
    assert {"msgtype": "markdown", "markdown": {"content": "**好**"}} == json.loads(
        response_markdown("**好**")
    )
    assert {"msgtype": "template_card", "template_card": SENT} == json.loads(
        response_card(CARD, "https://z.cn")
    )


def test_empty():
    """Nothing to say is an empty body."""
    assert (b"", "text/plain") == EMPTY

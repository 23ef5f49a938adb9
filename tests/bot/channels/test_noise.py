"""Noise at every door: whatever comes, it is DoorError or Incoming, and never anything else."""

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.official_account import OfficialAccount
from bot.channels.work_app import WorkApp
from bot.channels.work_robot import WorkRobot
from bot.errors import BadCipher, DoorError
from handlers.message import Card, Incoming, Reply, Words

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
TOKEN = "QDG6eK"
CORP = "wx5823bf96d3bd56c7"
NOW = 1_700_000_000.0
APP = WorkApp(corp_id=CORP, agent_id=1, token=TOKEN, aes_key=KEY, max_skew_s=900, public_url="https://z.cn")
ROBOT = WorkRobot(name="指尖办", token=TOKEN, aes_key=KEY, max_skew_s=900, public_url="https://z.cn")
CITY = OfficialAccount(name="c", app_id=CORP, token=TOKEN, aes_key=KEY, mode="compat", max_skew_s=900)
DOORS = [APP, ROBOT, CITY]
SAID = Reply(words=Words("好]]>\x00"), card=Card(task_id="1", title="t", done="d"))

NAMES = ["msgid", "msgtype", "from", "userid", "text", "content", "event", "eventtype", "mixed", "msg_item"]
NAMES += [
    "quote",
    "stream",
    "id",
    "template_card_event",
    "selected_items",
    "selected_item",
    "option_ids",
    "image",
]
KINDS = ["text", "mixed", "image", "voice", "file", "stream", "event", "template_card_event", "enter_chat"]
LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(KINDS)
JSONS = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=20,
)
TAGS = [
    "MsgType",
    "Event",
    "FromUserName",
    "Content",
    "SelectedItems",
    "SelectedItem",
    "OptionIds",
    "OptionId",
]
XML_LEAF = st.sampled_from(
    ["text", "event", "template_card_event", "<!DOCTYPE a>", "&#0;", "&amp;", "\x00", "]]>"]
)
XMLS = st.recursive(
    XML_LEAF | st.text(max_size=6),
    lambda inner: st.lists(st.tuples(st.sampled_from(TAGS), inner), max_size=5).map(
        lambda parts: "".join(f"<{tag}>{inside}</{tag}>" for tag, inside in parts)
    ),
    max_leaves=20,
)


def enter(door, query, body) -> Incoming | None:
    """Try the door; what came in can be answered too."""
    try:
        incoming = door.parse(query, body, NOW)
    except DoorError:
        return None
    assert isinstance(door.render(incoming, SAID)[0], bytes)
    return incoming


@pytest.mark.parametrize("door", DOORS)
@given(
    query=st.dictionaries(
        st.sampled_from(["msg_signature", "signature", "timestamp", "nonce", "echostr", "encrypt_type"]),
        st.text(max_size=20) | st.sampled_from(["1700000000", "aes", "raw"]),
    ),
    body=st.binary(max_size=200) | JSONS.map(lambda value: json.dumps(value).encode()),
)
@settings(max_examples=150, deadline=None)
def test_noise_is_refused(door, query, body):
    """Nobody without the token gets in, by either method."""
    assert enter(door, query, body) is None
    with pytest.raises(DoorError):
        door.check_url(query, NOW)


@given(value=JSONS)
@settings(max_examples=300, deadline=None)
def test_signed_json_of_any_shape(aibot, value):
    """Any JSON, sealed rightly, is read or is DoorError; what is read can be answered."""
    enter(ROBOT, *aibot.json(value))


@given(document=XMLS)
@settings(max_examples=300, deadline=None)
def test_signed_xml_of_any_shape(work, document):
    """Any document, sealed rightly, is read or is DoorError."""
    query, body = work.xml(f"<xml>{document}</xml>".encode("utf-8", "surrogatepass"))

    enter(APP, query, body)
    enter(CITY, query, body)


@given(content=st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_signed_bytes(work, aibot, content):
    """Bytes of no form, sealed rightly, are BadCipher."""
    for door, (query, body) in ((APP, work.xml(content)), (ROBOT, aibot.json(content))):
        with pytest.raises(BadCipher):
            door.parse(query, body, NOW)


@given(blocks=st.binary(min_size=0, max_size=200))
@settings(max_examples=150, deadline=None)
def test_signed_ciphers_of_noise(work, blocks):
    """A signed cipher of random bytes is BadCipher."""
    encrypt = base64.b64encode(blocks).decode()

    with pytest.raises(BadCipher):
        APP.parse(work.query(encrypt), work.xml_body(encrypt), NOW)


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_cut_and_bent_callbacks(work, data):
    """A callback cut anywhere, or with any bit turned, does not come in as another one."""
    query, body = work.xml("<xml><MsgType>text</MsgType><MsgId>1</MsgId><Content>收到</Content></xml>")
    whole = enter(APP, query, body)
    at = data.draw(st.integers(0, len(body) - 1))
    bent = bytes([*body[:at], body[at] ^ (1 << data.draw(st.integers(0, 7))), *body[at + 1 :]])

    assert enter(APP, query, body[:at]) is None
    assert enter(APP, query, bent) in (None, whole)

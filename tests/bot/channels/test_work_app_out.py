"""What the app sends, field by field, and what it is told."""

import json

import pytest

from bot.channels import work_app
from bot.channels.work_app import SendResult
from handlers.message import Card
from tests.bot.channels.wire import CARD


def test_send_card_is_the_platforms_request():
    """A card to many is one request, with the duplicate check on, the same bytes every time."""
    body = work_app.send_card(["a", "b"], CARD, 1000002, "https://z.cn")

    assert {
        "touser": "a|b",
        "msgtype": "template_card",
        "agentid": 1000002,
        "template_card": {
            "card_type": "button_interaction",
            "source": {"desc": "指尖办"},
            "main_title": {"title": "排查青溪路违建", "desc": "赵明交办"},
            "quote_area": {"type": 0, "title": "原话", "quote_text": "请应急办牵头"},
            "sub_title_text": "今天12点前报情况",
            "horizontal_content_list": [{"keyname": "时限", "value": "11月24日(周二)12:00"}],
            "task_id": "Z20261124-001",
            "button_list": [
                {"text": "收到", "style": 1, "key": "ack:1"},
                {"text": "反馈", "style": 2, "key": "fb:1"},
            ],
        },
        "enable_duplicate_check": 1,
        "duplicate_check_interval": 1800,
    } == json.loads(body)
    assert body == work_app.send_card(["a", "b"], CARD, 1000002, "https://z.cn")
    assert "排查青溪路违建".encode() in body
    assert b": " not in body


@pytest.mark.parametrize(
    ("build", "kind"), [(work_app.send_text, "text"), (work_app.send_markdown, "markdown")]
)
def test_send_words(build, kind):
    """Text and markdown have at most 2048 bytes; the interval of the duplicate check is an argument."""
    request = json.loads(build(["a"], "字" * 1000, 7, duplicate_interval=14400))

    assert {"touser": "a", "msgtype": kind, "agentid": 7} == {
        k: request[k] for k in ("touser", "msgtype", "agentid")
    }
    assert (1, 14400) == (request["enable_duplicate_check"], request["duplicate_check_interval"])
    assert "字" * 681 + "…" == request[kind]["content"]


def test_send_media():
    """A file goes by its media_id."""
    request = json.loads(work_app.send_media(["a"], "file", "M", 7))

    assert ("file", {"media_id": "M"}) == (request["msgtype"], request["file"])


@pytest.mark.parametrize("count", [0, 1001])
def test_a_call_has_one_to_a_thousand_receivers(count):
    """Nobody, or more than a thousand, is an error of ours and is never sent."""
    with pytest.raises(ValueError, match="1 to 1000"):
        work_app.send_text(["u"] * count, "x", 1)


def test_update_card():
    """A change names its receivers, or everybody; the word greys the buttons."""
    card = Card(task_id="Z1", title="t", done="已收到")
    named = json.loads(work_app.update_card("RC", ["a"], card, 7, "https://z.cn"))
    everybody = json.loads(work_app.update_card("RC", [], card, 7, "https://z.cn"))

    assert {
        "userids": ["a"],
        "agentid": 7,
        "response_code": "RC",
        "template_card": {
            "card_type": "button_interaction",
            "main_title": {"title": "t"},
            "task_id": "Z1",
            "button_list": [{"text": "已收到", "style": 2, "key": "done"}],
            "replace_text": "已收到",
        },
    } == named
    assert 1 == everybody["atall"]
    assert "userids" not in everybody


def test_recall():
    """A recall names the msgid."""
    assert b'{"msgid":"M1"}' == work_app.recall("M1")


def test_send_result():
    """Who was not reached comes in lower case; what is absent is empty."""
    answer = {"errcode": 0, "invaliduser": "A|b", "unlicenseduser": "C", "msgid": "M", "response_code": "R"}

    assert SendResult(("a", "b"), ("c",), "M", "R") == work_app.send_result(answer)
    assert SendResult() == work_app.send_result({"errcode": 0, "invaliduser": "", "msgid": None})

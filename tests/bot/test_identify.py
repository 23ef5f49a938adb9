"""Enciphered ids: how they come in, how the platform answers, what is remembered and said later."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.cards import Renderer
from bot.channels.directory_api import read_userid
from bot.channels.robot_message import read_robot_message
from bot.explain import explain
from bot.people import People
from bot.posting import Parcel, Post
from bot.wording import load
from handlers.message import Incoming, Tap, as_facts, from_facts
from tasks.people import open_ids
from tasks.people.models import OpenId
from tasks.people.org import Org, Person
from tests.sample_facts import GROUPS

SEALED = "woAbCdEf"
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_the_case_of_an_id_is_kept() -> None:
    """The sender is compared without case; the id is kept letter for letter."""
    fields = {"msgtype": "text", "msgid": "m", "from": {"userid": SEALED}, "text": {"content": "收到"}}
    incoming = read_robot_message(fields, b"", {})

    assert (SEALED.lower(), SEALED) == (incoming.sender, incoming.open_id)


@pytest.mark.parametrize(
    ("answer", "userid"),
    [
        ({"userid_list": [{"open_userid": SEALED, "userid": "ZhaoMing"}]}, "zhaoming"),
        ({"userid_list": [], "invalid_open_userid_list": [SEALED]}, ""),
        ({"invalid_open_userid_list": [SEALED]}, ""),
        ({"userid_list": [{"open_userid": SEALED.lower(), "userid": "zhaoming"}]}, ""),
        ({"userid_list": [{"open_userid": SEALED}, "x"]}, ""),
    ],
)
async def test_answer_of_the_platform(answer: dict[str, Any], userid: str) -> None:
    """Only the very id that was asked for counts; one that is invalid or not mentioned is nobody's."""
    asked = []

    async def post(path: str, body: bytes) -> dict[str, Any]:
        asked.append((path, json.loads(body)))
        return answer

    found = await read_userid(SimpleNamespace(post=post), SEALED)  # type: ignore[arg-type]  # all it needs

    assert userid == found
    assert [("/cgi-bin/batch/openuserid_to_userid", {"open_userid_list": [SEALED]})] == asked


def test_a_pair_names_members_alone() -> None:
    """A known pair gives the message its member's name; one of somebody who is gone gives nothing."""
    people = People.__new__(People)
    people._open_ids = {SEALED: "zhaoming", "woGone": "gone"}
    people.org = Org(people={"zhaoming": Person("zhaoming", "赵明")})
    said = [
        people.known_as(Incoming("work_robot", "r", "d", "text", sender=one.lower(), open_id=one)).sender
        for one in (SEALED, "woGone", SEALED.upper(), "")
    ]

    assert ["zhaoming", "wogone", SEALED.lower(), ""][:2] == said[:2]
    assert [SEALED.lower(), ""] == said[2:]


def test_how_long_nobody_is_remembered() -> None:
    """For ten minutes an id that stands for nobody is not asked about again."""
    known = OpenId(open_userid=SEALED, userid="", known_at=NOW)

    assert [True, False] == [
        open_ids.is_fresh(known, NOW + after) for after in (timedelta(minutes=9), timedelta(minutes=10))
    ]


def test_a_waiting_message_comes_back_whole() -> None:
    """What waits is kept without the raw fields and what binds an answer, and is the same message again."""
    incoming = Incoming(
        "work_robot", "r", "d", "tap", sender="a", open_id="A", tap=Tap("ack:Z1", "t"), door={"nonce": "n"}
    )
    again = from_facts(json.loads(json.dumps(as_facts(incoming))))

    assert (incoming.sender, incoming.open_id, incoming.tap) == (again.sender, again.open_id, again.tap)
    assert {} == again.door


@pytest.mark.parametrize(
    ("kind", "facts", "what"), [("help", None, "markdown"), ("card.group", 0, "template_card")]
)
def test_one_answer_is_words_or_a_card(kind: str, facts: int | None, what: str) -> None:
    """The platform takes one of both: words where there are any, else the card."""
    from tests.samples_contact import NOBODY

    post = Post(Renderer(load()), None, agent_id=1, public_url="http://127.0.0.1", webhooks={}, jobs={})
    known = NOBODY if facts is None else GROUPS[facts]
    _, body = post.write(Parcel(7, "asked", kind, ("http://x",), (7,), known))

    assert what == json.loads(body)["msgtype"]


def test_check_says_that_nobody_can_be_identified() -> None:
    """A robot without an app is a problem, with its cure."""
    from bot.config import Config

    robot = {"name": "指尖办", "token": "t" * 8, "aes_key": "a" * 43}
    config = Config.model_validate({"work": {"corp_id": "ww1", "robot": robot}})
    found = [one for one in explain(config).problems if one.where == "work.robot"]

    assert ["problem"] == [one.level for one in found]
    assert "加密账号" in found[0].what

"""message/send, update_template_card, recall and media: checks, limits and one-use codes."""

from __future__ import annotations

import asyncio

import pytest
from platform_client import Client, card, without

from sandbox.app import Sandbox
from sandbox.json_types import Json, Object


@pytest.fixture
async def client(box: Sandbox) -> Client:
    """Make a client with the app's token."""
    made = Client(box)
    await made.log_in()
    return made


BAD: list[tuple[Object, int]] = [
    ({"agentid": "no"}, 40056),
    ({"agentid": 1}, 301002),
    ({"msgtype": "nonsense"}, 40008),
    ({"touser": "", "toparty": ""}, 82001),
    ({"touser": "nobody|noone"}, 81013),
    ({"touser": "|".join(f"u{n}" for n in range(1001))}, 40032),
    ({"toparty": "|".join(str(n) for n in range(101))}, 82002),
    ({"touser": ["zhouqiang"]}, 40058),
    ({"text": {"content": ""}, "msgtype": "text"}, 44004),
    ({"text": {"content": 5}, "msgtype": "text"}, 40058),
    ({"markdown": {"content": "长" * 700}, "msgtype": "markdown"}, 45002),
    ({"enable_duplicate_check": True}, 40058),
    ({"duplicate_check_interval": 4 * 3600 + 1}, 40058),
    ({"msgtype": "image", "image": {"media_id": "none"}}, 40007),
]


@pytest.mark.parametrize(("change", "code"), BAD)
async def test_a_bad_message_has_its_documented_code(client: Client, change: Object, code: int) -> None:
    """Every wrong field is refused with the platform's code."""
    assert code == (await client.send(**change))["errcode"]


async def test_a_missing_agentid_is_41011(client: Client) -> None:
    """The app has to say which one it is."""
    body: Object = {"touser": "zhouqiang", "msgtype": "text", "text": {"content": "您好"}}

    assert (await client.post("message/send", body))["errcode"] == 41011


@pytest.mark.parametrize("raw", [b"{", b"[1]", b"\xff\xfe"])
async def test_no_json_object_is_47001(client: Client, raw: bytes) -> None:
    """What is no JSON object is refused as such."""
    assert (await client.post("message/send", raw=raw))["errcode"] == 47001


CARDS: list[tuple[Json, int]] = [
    (card("字"), 42014),
    (card("x" * 129), 42014),
    (without(card(), "task_id"), 42014),
    (card(main_title={"desc": "only"}), 41016),
    (card(button_list=[]), 42027),
    (card(button_list=[{"text": "收到", "key": "k"}] * 7), 42027),
    (card(button_list=[{"text": "收到", "key": ""}]), 42018),
    (card(button_list=[{"text": "收到", "key": "k" * 1025}]), 42018),
    (card(button_list=[{"text": "收到", "key": "same"}, {"text": "反馈", "key": "same"}]), 42018),
    (card(button_list=[{"text": "", "key": "k"}]), 42020),
    (card(button_list=[{"text": "收到", "key": "k", "style": "1"}]), 40058),
    (card(horizontal_content_list=[{"keyname": "时限", "value": "今天"}] * 7), 42036),
    (card(horizontal_content_list=[{"value": "今天"}]), 42040),
    (card(nonsense=1), 40058),
    (card(replace_text="已收到"), 40058),
    ({"card_type": "text_notice", "main_title": {"title": "通知"}}, 42045),
    ({"card_type": "nonsense"}, 42051),
    ("card", 40058),
]


@pytest.mark.parametrize(("template_card", "code"), CARDS)
async def test_a_bad_card_is_refused(client: Client, template_card: Json, code: int) -> None:
    """Each rule of the template card has its code, and nothing arrives."""
    answer = await client.send(msgtype="template_card", template_card=template_card)

    assert (code, []) == (answer["errcode"], client.box.phone("zhouqiang"))


async def test_a_task_id_is_used_once(client: Client) -> None:
    """The second card with the same task id is 42014."""
    first = await client.send(msgtype="template_card", template_card=card())
    second = await client.send(msgtype="template_card", template_card=card())

    assert (first["errcode"], second["errcode"]) == (0, 42014)
    assert first["response_code"]


async def test_part_of_the_receivers_may_be_wrong(client: Client, box: Sandbox) -> None:
    """A partial failure is errcode 0 and names who was not reached; userids are compared without case."""
    answer = await client.send(touser="ZhouQiang|nobody", toparty="11|999", totag="7|8")

    assert (
        answer["errcode"],
        answer["invaliduser"],
        answer["invalidparty"],
        answer["invalidtag"],
    ) == (0, "nobody", "999", "8")
    assert [len(box.phone(u)) for u in ("zhouqiang", "weiguo", "zhangwei2", "lisi")] == [1, 1, 1, 1]


async def test_everybody_is_reached_at_once(client: Client, box: Sandbox) -> None:
    """@all goes to the whole directory."""
    await client.send(touser="@all")

    assert len(box.world.members) == len(box.unexpected())


async def test_the_duplicate_check_compares_the_whole_request(client: Client, box: Sandbox) -> None:
    """The same bytes within the interval are sent once and answered alike; later they are sent again."""
    body: Object = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    first = await client.send(**body)
    again = await client.send(**body)
    await client.send(**body, touser="ZHOUQIANG")
    box.hub.clock.advance(601)
    await client.send(**body)

    assert (first, 3) == (again, len(box.phone("zhouqiang")))


async def test_the_surplus_of_a_minute_is_dropped_in_silence(client: Client, box: Sandbox) -> None:
    """Thirty a minute reach a member, the rest is lost with errcode 0; the next minute counts anew."""
    codes = [(await client.send(text={"content": str(n)}, msgtype="text"))["errcode"] for n in range(32)]
    lost = len(box.hub.dropped)
    box.hub.clock.advance(60)
    await client.send()

    assert (codes, lost, len(box.phone("zhouqiang"))) == ([0] * 32, 2, 31)


async def test_long_text_is_cut_at_2048_bytes(client: Client, box: Sandbox) -> None:
    """Text is cut without halving a character; markdown would be refused."""
    await client.send(msgtype="text", text={"content": "长" * 700})

    assert box.phone("zhouqiang")[0].text == "长" * 682


async def test_a_response_code_works_once(client: Client, box: Sandbox) -> None:
    """The code of a sending greys the card once; then it is 42022, an unknown one 60140."""
    code = (await client.send(msgtype="template_card", template_card=card()))["response_code"]
    ask: Object = {
        "userids": ["ZhouQiang"],
        "agentid": box.world.app.agent_id,
        "response_code": code,
        "button": {"replace_name": "已收到"},
    }
    answers = [
        await client.post("message/update_template_card", a) for a in (ask, ask, ask | {"response_code": "x"})
    ]
    shown = box.phone("zhouqiang")[0].card

    assert [a["errcode"] for a in answers] == [0, 42022, 60140]
    assert shown is not None
    assert shown.done == "已收到"


async def test_a_response_code_lives_72_hours(client: Client, box: Sandbox) -> None:
    """After 72 hours the code is refused."""
    code = (await client.send(msgtype="template_card", template_card=card()))["response_code"]
    box.hub.clock.advance(72 * 3600)
    ask: Object = {
        "atall": 1,
        "agentid": box.world.app.agent_id,
        "response_code": code,
        "button": {"replace_name": "x"},
    }

    assert (await client.post("message/update_template_card", ask))["errcode"] == 60140


async def test_a_card_can_be_replaced_by_another(client: Client, box: Sandbox) -> None:
    """An update may draw a new card without a task id; the old one stays."""
    code = (await client.send(msgtype="template_card", template_card=card()))["response_code"]
    new = without(card(main_title={"title": "已收到"}), "task_id")
    ask: Object = {
        "userids": ["zhouqiang"],
        "agentid": box.world.app.agent_id,
        "response_code": code,
        "template_card": new,
    }
    answer = await client.post("message/update_template_card", ask)
    message = box.phone("zhouqiang")[0]

    assert (answer["errcode"], message.task_id, message.card and message.card.title) == (0, "t-1", "已收到")


async def test_a_message_is_recalled_within_a_day(client: Client, box: Sandbox) -> None:
    """Recall takes the message off the phone; later than 24 hours it is 42052."""
    first, second = await client.send(), await client.send()
    done = await client.post("message/recall", {"msgid": first["msgid"]})
    box.hub.clock.advance(25 * 3600)
    late = await client.post("message/recall", {"msgid": second["msgid"]})

    assert (done["errcode"], late["errcode"]) == (0, 42052)
    assert [m.recalled for m in box.phone("zhouqiang")] == [True, False]


async def test_media_go_up_and_down_for_three_days(client: Client, box: Sandbox) -> None:
    """A file comes back as it was, and is gone after three days; five bytes are too few."""
    media_id = str((await client.upload("image", "现场.png", b"picture"))["media_id"])
    got = await client.download(media_id)
    small = await client.upload("image", "x.png", b"12345")
    wrong = await client.upload("nonsense", "x.png", b"picture")
    box.hub.clock.advance(3 * 86400)
    gone = await client.download(media_id)

    assert (got, small["errcode"], wrong["errcode"]) == (b"picture", 40009, 40004)
    assert b"40007" in gone


async def test_disabled_and_unlicensed_members_are_named(box: Sandbox) -> None:
    """A disabled member is invalid, an unlicensed one is named apart, one not activated has no phone."""
    members = dict(box.hub.world.members)
    for userid, change in (
        ("lisi", {"status": 2}),
        ("wangwu", {"unlicensed": True}),
        ("fenggang", {"status": 4}),
    ):
        import dataclasses

        members[userid] = dataclasses.replace(members[userid], **change)  # type: ignore[arg-type]
    box.hub.world = dataclasses.replace(box.hub.world, members=members)
    client = Client(box)
    await client.log_in()
    answer = await client.send(touser="lisi|wangwu|fenggang|zhouqiang")

    assert (answer["errcode"], answer["invaliduser"], answer["unlicenseduser"]) == (0, "lisi", "wangwu")
    assert [len(box.phone(u)) for u in ("lisi", "wangwu", "fenggang", "zhouqiang")] == [0, 0, 0, 1]


async def test_calls_are_kept_in_order(client: Client, box: Sandbox) -> None:
    """Every call is kept with its body and answer, tokens left out."""
    await asyncio.gather(client.send(), client.send())
    calls = box.hub.records.to("/cgi-bin/message/send")

    assert [call.number for call in calls] == [2, 3]
    assert (calls[0].query, calls[0].errcode) == ({"access_token": "***"}, 0)
    assert isinstance(calls[0].body, dict)

"""Webhooks, official accounts, faults on demand, the clock, and expecting messages."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest
from aiohttp import ClientError, ClientPayloadError, ClientSession, ServerDisconnectedError
from conftest import CITIZEN, GROUP, SECRETS
from fake_service import FakeService
from platform_client import Client, card

from sandbox.app import Sandbox, ServiceError
from sandbox.json_types import Object
from sandbox.world import World, WorldError, qingxi

WORDS: Object = {"msgtype": "text", "text": {"content": "已全部收到"}}


async def test_a_webhook_shows_a_line_in_the_group(box: Sandbox) -> None:
    """The key decides the group; a wrong or removed key is 93000."""
    client = Client(box)
    good = await client.post("webhook/send", WORDS, key="hook-key")
    wrong = await client.post("webhook/send", WORDS, key="none")
    box.kill_webhook(GROUP)
    dead = await client.post("webhook/send", WORDS, key="hook-key")

    assert [0, 93000, 93000] == [a["errcode"] for a in (good, wrong, dead)]
    assert ["已全部收到"] == [m.text for m in box.group(GROUP)]


async def test_a_webhook_takes_twenty_a_minute(box: Sandbox) -> None:
    """The twenty-first is 45009, a minute later there is room."""
    client = Client(box)
    codes = [(await client.post("webhook/send", WORDS, key="hook-key"))["errcode"] for _ in range(21)]
    box.hub.clock.advance(60)
    later = await client.post("webhook/send", WORDS, key="hook-key")

    assert ([0] * 20 + [45009], 0) == (codes, later["errcode"])


async def test_a_webhook_takes_no_buttons(box: Sandbox) -> None:
    """Only the two notice kinds of cards."""
    body: Object = {"msgtype": "template_card", "template_card": card()}

    assert 42051 == (await Client(box).post("webhook/send", body, key="hook-key"))["errcode"]


@pytest.fixture
async def account(box: Sandbox) -> Client:
    """Make a client with the official account's token."""
    client, city = Client(box), box.world.accounts["city"]
    answer = await client.post(
        "stable_token", {"grant_type": "client_credential", "appid": city.app_id, "secret": city.secret}
    )
    client.token = str(answer["access_token"])
    return client


async def test_a_citizen_may_be_answered_five_times(box: Sandbox, account: Client) -> None:
    """Five messages within 48 hours of a citizen's word; before it 45015, the sixth 45047."""
    ask: Object = {"touser": CITIZEN, "msgtype": "text", "text": {"content": "您好"}}
    before = (await account.post("message/custom/send", ask))["errcode"]
    await box.say_citizen("city", CITIZEN, "你好")
    codes = [(await account.post("message/custom/send", ask))["errcode"] for _ in range(6)]
    box.hub.clock.advance(48 * 3600)
    late = (await account.post("message/custom/send", ask))["errcode"]

    assert (45015, [0] * 5 + [45047], 45015) == (before, codes, late)


async def test_who_left_cannot_be_written_to(box: Sandbox, account: Client) -> None:
    """43004 after unsubscribe, 40003 for an unknown openid."""
    await box.citizen_event("city", CITIZEN, "unsubscribe")
    ask: Object = {"touser": CITIZEN, "msgtype": "text", "text": {"content": "您好"}}
    gone = await account.post("message/custom/send", ask)
    unknown = await account.post("message/custom/send", ask | {"touser": "nobody"})

    assert (43004, 40003) == (gone["errcode"], unknown["errcode"])


async def test_a_template_message_is_sent_once_by_its_client_id(
    box: Sandbox, account: Client, service: FakeService
) -> None:
    """The same openid and client_msg_id is one message; its result is reported by an event."""
    ask: Object = {
        "touser": CITIZEN,
        "template_id": "t",
        "client_msg_id": "c-1",
        "data": {"thing1": {"value": "已办结"}},
    }
    first = await account.post("message/template/send", ask)
    again = await account.post("message/template/send", ask)
    bad = await account.post("message/template/send", ask | {"data": {"thing1": "x"}, "client_msg_id": "c-2"})
    await asyncio.gather(*box._background)

    assert (first, 47003, 1) == (again, bad["errcode"], len(box.citizen(CITIZEN)))
    assert ["TEMPLATESENDJOBFINISH"] == [fields["Event"] for fields in service.heard]


@pytest.mark.parametrize("mode", ["plain", "compat", "safe"])
async def test_an_official_account_speaks_in_its_mode(mode: str) -> None:
    """Plain, compatible and safe mode each carry a message and its answer."""
    raw = qingxi(api_token="bearer", secrets_given=SECRETS)
    raw["official_accounts"][0]["mode"] = mode  # type: ignore[index,call-overload]
    world = World.read(raw)
    async with Sandbox(world) as box, FakeService(world) as service:
        service.join(box)
        heard = await box.say_citizen("city", CITIZEN, "路灯坏了")

    assert (True, "您好, 诉求已收到", "路灯坏了") == (heard.ok, heard.text, service.heard[0]["Content"])


async def test_a_menu_has_three_buttons_at_most(box: Sandbox, account: Client) -> None:
    """One to three buttons with names and types."""
    button: Object = {"type": "click", "name": "我的诉求", "key": "mine"}
    good = await account.post("menu/create", {"button": [button]})
    many = await account.post("menu/create", {"button": [button] * 4})

    assert (0, 40016) == (good["errcode"], many["errcode"])


async def _fault_of(box: Sandbox, client: Client) -> str:
    try:
        answer = await client.send()
        return str(answer["errcode"]) if answer else "nothing"
    except ServerDisconnectedError:
        return "reset"
    except ClientPayloadError:
        return "cut"
    except (ClientError, ConnectionError) as error:
        return type(error).__name__


FAULTS = [
    ({"kind": "errcode", "code": 45009}, "45009", 0),
    ({"kind": "token"}, "40014", 0),
    ({"kind": "token", "code": 42001}, "42001", 0),
    ({"kind": "status", "code": 502}, "nothing", 0),
    ({"kind": "empty"}, "nothing", 0),
    ({"kind": "html"}, "ContentTypeError", 0),
    ({"kind": "reset_before"}, "reset", 0),
    ({"kind": "reset_after"}, "reset", 1),
    ({"kind": "hang", "seconds": 0.01}, "0", 1),
    ({"kind": "hang_after", "seconds": 0.01}, "0", 1),
]


@pytest.mark.parametrize(("fault", "seen", "executed"), FAULTS)
async def test_a_fault_happens_once(box: Sandbox, fault: Object, seen: str, executed: int) -> None:
    """Each kind of fault looks as described, executes or not, and is gone afterwards."""
    client = Client(box)
    await client.log_in()
    box.faults.add_json(fault | {"path": "/cgi-bin/message/send"})
    found = await _fault_of(box, client)
    executed_now = len(box.phone("zhouqiang"))

    assert (seen, executed, "0") == (found, executed_now, await _fault_of(box, client))


async def test_half_an_answer_is_cut(box: Sandbox) -> None:
    """The request is done, the connection breaks in the middle of the answer."""
    client = Client(box)
    await client.log_in()
    box.faults.add("/cgi-bin/message/send", "cut")
    with pytest.raises(ClientError):
        await client.send()

    assert (1, "cut") == (len(box.phone("zhouqiang")), box.calls[-1].fault)


async def test_faults_are_set_by_http(box: Sandbox) -> None:
    """POST /sandbox/faults adds, DELETE clears, nonsense is 400."""
    url = f"{box.address}sandbox/faults"
    async with ClientSession() as session:
        async with session.post(url, json={"path": "*", "kind": "errcode", "times": 3}) as answer:
            added = await answer.json()
        async with session.post(url, json={"kind": "nonsense"}) as answer:
            refused = answer.status
        async with session.delete(url) as answer:
            cleared = await answer.json()

    assert ({"faults": 3}, 400, {"faults": 0}) == (added, refused, cleared)


async def test_both_clocks_move_together(box: Sandbox, service: FakeService) -> None:
    """An advance turns the service's clock by the same time."""
    await box.advance(3 * 3600)

    assert ("11月24日(周二)10:30", service.now) == (box.now, box.hub.clock.now)


async def test_a_clock_that_refuses_is_an_error(world: World, service: FakeService) -> None:
    """A wrong bearer token is said, not swallowed."""
    async with Sandbox(dataclasses.replace(world, api_token="wrong")) as box:
        box.service_url = service.url
        with pytest.raises(ServiceError, match="401"):
            await box.advance(60)


async def test_an_unexpected_message_is_named(box: Sandbox) -> None:
    """What nobody expected makes `assert_quiet` fail with the message in the text."""
    client = Client(box)
    await client.log_in()
    await client.send(msgtype="text", text={"content": "多余的一条"})
    with pytest.raises(AssertionError, match="多余的一条"):
        await box.assert_quiet()
    await box.expect("ZhouQiang", "多余")
    await box.assert_quiet()

    assert [] == box.unexpected()


async def test_a_missing_message_names_those_that_came(box: Sandbox) -> None:
    """`expect` says what there is instead."""
    client = Client(box)
    await client.log_in()
    await client.send(msgtype="text", text={"content": "另一条"})
    with pytest.raises(AssertionError, match="另一条"):
        await box.expect("zhouqiang", "没有的", timeout_s=0.01)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"corp_id": ""}, "corp_id"),
        ({"app": {"agent_id": 1, "secret": "s", "token": "t", "aes_key": "short"}}, "app.aes_key"),
        ({"clock": {"start": "2026-11-24T07:30:00"}}, "clock.start"),
        ({"groups": [{"chat_id": "g", "members": ["nobody"]}]}, "groups.members"),
    ],
)
def test_a_wrong_world_says_where(change: Object, place: str) -> None:
    """The error names the path of what is wrong."""
    with pytest.raises(WorldError, match=place):
        World.read(qingxi(secrets_given=change))

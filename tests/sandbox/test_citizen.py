"""The hands of citizens: pictures, voices, places, taps, following, and answers that come late."""

from __future__ import annotations

import asyncio
import dataclasses
import re

import pytest
from aiohttp import ClientSession
from conftest import CITIZEN
from fake_service import FakeService
from platform_client import Client

from sandbox.app import Sandbox
from sandbox.json_types import Json, Object
from sandbox.links import bare
from sandbox.page import markdown
from sandbox.world import World, qingxi

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
LINK = '<a href="weixin://bizmsgmenu?msgmenucontent={}&msgmenuid={}">{}</a>'
ASKED = (
    "还想问：\n"
    + LINK.format("1", "g1", "1. 要多久")
    + "\n"
    + LINK.format("%E4%BA%BA%E5%B7%A5", "h", "转人工")
)
MENU: Object = {
    "button": [
        {"type": "click", "name": "咨询办事", "key": "consult"},
        {"name": "我要反映", "sub_button": [{"type": "click", "name": "投诉", "key": "tell"}]},
    ]
}
WORDS: Object = {"touser": CITIZEN, "msgtype": "text", "text": {"content": "您好"}}


async def _account(box: Sandbox) -> Client:
    client, city = Client(box), box.world.accounts["city"]
    ask: Object = {"grant_type": "client_credential", "appid": city.app_id, "secret": city.secret}
    client.token = str((await client.post("stable_token", ask))["access_token"])
    return client


async def test_a_picture_can_be_fetched_by_its_media_id(box: Sandbox, service: FakeService) -> None:
    """The service gets PicUrl and MediaId, and the account's API gives the file."""
    await box.citizen_picture("city", CITIZEN, PNG)
    fields = service.heard[0]
    account = await _account(box)
    fetched = await account.download(str(fields["MediaId"]))

    assert ("image", PNG) == (fields["MsgType"], fetched)
    assert str(fields["PicUrl"]).endswith(str(fields["MediaId"]))
    assert ["image", "text"] == [m.kind for m in box.citizen(CITIZEN)]


@pytest.mark.parametrize(("recognized", "found"), [("路灯坏了", "路灯坏了"), ("", None)])
async def test_a_voice_comes_with_what_was_recognised(
    box: Sandbox, service: FakeService, recognized: str, found: Json
) -> None:
    """Recognition is there where something was recognised, and only then."""
    await box.citizen_voice("city", CITIZEN, b"#!AMR\n||||", recognized=recognized)
    fields = service.heard[0]

    assert ("voice", "amr", found) == (fields["MsgType"], fields["Format"], fields.get("Recognition"))


async def test_a_place_has_its_label(box: Sandbox, service: FakeService) -> None:
    """Latitude first, as the platform writes it."""
    await box.citizen_location("city", CITIZEN, 30.12, 104.65, "幸福路17号")
    fields = service.heard[0]

    assert ("30.12", "104.65", "幸福路17号") == tuple(
        fields[name] for name in ("Location_X", "Location_Y", "Label")
    )


@pytest.mark.parametrize(
    ("choice", "content", "number"),
    [(1, "1", "g1"), ("转人工", "人工", "h"), ("1", "1", "g1"), ("要多久", "1", "g1")],
)
async def test_a_tap_sends_what_the_link_says(
    box: Sandbox, service: FakeService, choice: int | str, content: str, number: str
) -> None:
    """A choice is found by its number, by what it shows and by what it sends."""
    service.welcome = ASKED
    await box.say_citizen("city", CITIZEN, "老年证")
    await box.citizen_tap("city", CITIZEN, choice)
    fields = service.heard[-1]

    assert ("text", content, number) == (fields["MsgType"], fields["Content"], fields["bizmsgmenuid"])


async def test_a_tap_allows_three_messages_for_a_minute(box: Sandbox, service: FakeService) -> None:
    """A tap on a link counts as a tap on the menu, not as a message of 48 hours."""
    service.welcome = ASKED
    await box.say_citizen("city", CITIZEN, "老年证")
    box.hub.clock.advance(49 * 3600)
    await box.citizen_tap("city", CITIZEN, 1)
    account = await _account(box)
    codes = [(await account.post("message/custom/send", WORDS))["errcode"] for _ in range(4)]

    assert [0, 0, 0, 45047] == codes


async def test_what_is_not_offered_cannot_be_tapped(box: Sandbox, service: FakeService) -> None:
    """The error names what there is to tap."""
    service.welcome = ASKED
    await box.say_citizen("city", CITIZEN, "老年证")

    with pytest.raises(LookupError, match="要多久、转人工"):
        await box.citizen_tap("city", CITIZEN, "没有的")


@pytest.mark.parametrize("button", ["投诉", "tell"])
async def test_the_menu_is_tapped_by_name_or_key(box: Sandbox, service: FakeService, button: str) -> None:
    """Also what stands below another button; what is not there is refused."""
    await (await _account(box)).post("menu/create", MENU)
    await box.citizen_click("city", CITIZEN, button)

    assert ("CLICK", "tell") == tuple(service.heard[0][name] for name in ("Event", "EventKey"))
    with pytest.raises(LookupError, match="没有的"):
        await box.citizen_click("city", CITIZEN, "没有的")


async def test_following_and_leaving(box: Sandbox, service: FakeService) -> None:
    """Who leaves cannot be written to until they follow again."""
    account = await _account(box)
    await box.say_citizen("city", CITIZEN, "你好")
    await box.citizen_unfollow("city", CITIZEN)
    gone = (await account.post("message/custom/send", WORDS))["errcode"]
    await box.citizen_follow("city", CITIZEN, scene="hall")
    back = (await account.post("message/custom/send", WORDS))["errcode"]
    events = [fields.get("Event") for fields in service.heard]

    assert ([None, "unsubscribe", "subscribe"], 43004, 0) == (events, gone, back)
    assert "qrscene_hall" == service.heard[-1]["EventKey"]


async def test_a_late_answer_is_asked_for_three_times(box: Sandbox, service: FakeService) -> None:
    """The connection is dropped when the time is over, and the same message comes again."""
    service.held, box.courier.answer_s = asyncio.Event(), 0.05
    heard = await box.say_citizen("city", CITIZEN, "路灯坏了")
    service.held.set()

    assert (0, 3) == (heard.status, heard.attempts)
    assert 1 == len({str(fields["MsgId"]) for fields in service.heard})
    assert ["路灯坏了", "该公众号提供的服务出现故障，请稍后再试"] == [m.text for m in box.citizen(CITIZEN)]


async def test_a_message_may_come_three_times_at_once(box: Sandbox, service: FakeService) -> None:
    """One message, three deliveries, one answer on the phone."""
    await box.citizen_picture("city", CITIZEN, PNG, times=3)

    assert (3, 1) == (len(service.heard), len({str(fields["MsgId"]) for fields in service.heard}))
    assert ["image", "text"] == [m.kind for m in box.citizen(CITIZEN)]


def test_an_account_may_be_without_rights() -> None:
    """A second account, of the subscription kind, is one more entry of the world."""
    raw = qingxi()
    accounts = raw["official_accounts"]
    assert isinstance(accounts, list)
    city = World.read(raw).accounts["city"]
    more: Object = {**accounts[0], "name": "news", "title": "青溪发布", "custom": False}  # type: ignore[dict-item]
    world = World.read(raw | {"official_accounts": [accounts[0], more]})

    assert (city, False) == (world.accounts["city"], world.accounts["news"].custom)
    assert dataclasses.replace(city, name="news", title="青溪发布", custom=False) == world.accounts["news"]
    assert 3 == len(world.citizens)


def test_links_are_escaped_and_numbered() -> None:
    """Only the platform's own links are tappable; what somebody typed stays text."""
    html = markdown.account(f"<b>{LINK.format('1', 'x', '<i>甲')}<a href='javascript:x'>乙</a>")

    assert (
        '&lt;b&gt;<button class="tap" name="tap" value="1">&lt;i&gt;甲</button>'
        "&lt;a href=&#x27;javascript:x&#x27;&gt;乙&lt;/a&gt;"
    ) == html
    assert "还想问：\n1. 要多久\n转人工" == bare(ASKED)


async def test_the_phone_works_without_scripts(box: Sandbox, service: FakeService) -> None:
    """A form sends words, taps a link and the menu; a form of another page is refused."""
    service.welcome = ASKED
    await (await _account(box)).post("menu/create", MENU)
    url, sender = f"{box.address}citizen", {"who": CITIZEN, "room": "official:city"}
    async with ClientSession() as session:

        async def post(**more: str) -> tuple[int, str]:
            async with session.post(url, data=sender | more) as answer:
                return answer.status, await answer.text()

        async with session.get(url) as answer:
            key = re.findall(r'name="form_key" value="([^"]+)"', await answer.text())[0]
        foreign, _ = await post(text="不行")
        empty, said_why = await post(form_key=key)
        sent, page = await post(form_key=key, text="<script>老年证")
        message = box.citizen(CITIZEN)[-1].id
        tapped, _ = await post(form_key=key, message=message, tap="1")
        clicked, _ = await post(form_key=key, click="tell")
        _, gone = await post(form_key=key, event="unsubscribe")

    assert (403, 400, 200, 200, 200) == (foreign, empty, sent, tapped, clicked)
    assert ("关注公众号" in gone, "<textarea" in gone) == (True, False)
    assert ("写一句话再发送" in said_why, "&lt;script&gt;老年证" in page) == (True, True)
    assert ["<script>老年证", "1", None, None] == [fields.get("Content") for fields in service.heard]


async def test_the_page_does_all_a_citizen_can(box: Sandbox, service: FakeService) -> None:
    """Words, picture, voice, place, tap, menu, leaving by the page's own URLs; strangers are refused."""
    service.welcome = ASKED
    await (await _account(box)).post("menu/create", MENU)
    asks: list[tuple[str, Object]] = [
        ("say", {"text": "老年证"}),
        ("tap", {"key": "2"}),
        ("say", {"picture": "iVBORw0KGgo="}),
        ("say", {"voice": "灯坏了"}),
        ("say", {"place": "老桥"}),
        ("enter", {"event": "CLICK", "key": "consult"}),
        ("enter", {"event": "unsubscribe"}),
    ]
    wrong: list[tuple[str, Object]] = [("say", {"text": "我", "who": "o_nobody"}), ("tap", {"key": "9"})]
    async with ClientSession() as session:
        codes = []
        for path, ask in asks + wrong:
            body = {"who": CITIZEN, "room": "official:city"} | ask
            async with session.post(f"{box.address}sandbox/{path}", json=body) as answer:
                codes.append(answer.status)
        async with session.get(f"{box.address}sandbox/state") as answer:
            left = (await answer.json())["left"]

    assert ([200] * len(asks) + [400, 400], [f"official:city/{CITIZEN}"]) == (codes, left)
    assert ["text", "text", "image", "voice", "location", "event", "event"] == [
        fields["MsgType"] for fields in service.heard
    ]

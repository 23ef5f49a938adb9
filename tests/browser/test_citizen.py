"""The citizen's phone in a real browser: it looks and taps as an official account does in WeChat."""

from __future__ import annotations

import shutil
import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sandbox.app import Sandbox
from sandbox.qingxi import qingxi
from sandbox.state import Message

if TYPE_CHECKING:
    from playwright.async_api import Page

CHROMIUM = shutil.which("chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
OUTPUT = Path(__file__).parents[1] / "output"
PHONE, ROOM = "#phone-citizen", "official:city"
LINK = '<a href="weixin://bizmsgmenu?msgmenucontent={0}&msgmenuid={0}">{1}</a>'
CHOICES = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
RATING = "您反映的事已答复。请您评价：\n" + "\n".join(LINK.format(n, c) for n, c in enumerate(CHOICES, 1))
NOTICE = "编号：S20261124-0001\n事项：路灯不亮\n状态：已答复\n请您回来看看结果"
MENU = {
    "button": [
        {"type": "click", "name": "咨询办事", "key": "consult"},
        {"name": "我要反映", "sub_button": [{"type": "click", "name": "投诉求助", "key": "tell"}]},
        {"type": "click", "name": "我的诉求", "key": "mine"},
    ]
}
FITS = """phone => [...document.querySelectorAll(phone + ' .row .body > *, ' + phone + ' .phone > *')]
  .filter(n => n.getBoundingClientRect().right > document.querySelector(phone).getBoundingClientRect().right)
  .length"""

WIDTH_OF = (
    "async image => { const n = document.querySelector(image); await n.decode(); return n.naturalWidth; }"
)


def _png(width: int, height: int) -> bytes:
    """Paint a picture: an evening sky over a dark street."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    lines = (bytes((0, *((20 + y * 60 // height, 30 + y * 40 // height, 70) * width))) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"".join(lines))) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    """Run the phones without a service; what the account says is put there by hand."""
    async with Sandbox(qingxi()) as running:
        running.hub.menus["city"] = MENU  # type: ignore[assignment]  # dict is invariant
        yield running


@pytest.fixture
async def page(box: Sandbox) -> AsyncIterator[Page]:
    """Open the page in a browser; an error on it fails the test."""
    from playwright.async_api import async_playwright

    errors: list[str] = []
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900}, device_scale_factor=2)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(box.address)
        await page.wait_for_selector(f"{PHONE} .menu button >> nth=2")
        yield page
        await browser.close()
    assert [] == errors


def _openid(box: Sandbox) -> str:
    return next(iter(box.world.citizens))


def _told(box: Sandbox, text: str, kind: str = "text") -> None:
    """Let the account say something to the first citizen."""
    at, name, title = box.hub.clock.now, box.hub.new_id("m"), box.world.accounts["city"].title
    box.hub.phones.add(Message(name, at, _openid(box), ROOM, title, kind, text=text))


def _said(box: Sandbox) -> list[tuple[str, str]]:
    """Give what the citizen sent: kinds and words."""
    return [(m.kind, m.text) for m in box.citizen(_openid(box)) if m.sender == _openid(box)]


@pytest.mark.browser
async def test_a_link_is_tapped(box: Sandbox, page: Page) -> None:
    """A tap on a choice sends its number, also in an older message."""
    _told(box, RATING)
    _told(box, "还有别的事吗？\n" + LINK.format("好", "没有了"))
    await page.click(f"{PHONE} .tap >> text=基本满意")
    await page.wait_for_selector(f"{PHONE} .own .bubble >> text=3")
    await page.click(f"{PHONE} .tap >> text=没有了")
    await page.wait_for_selector(f"{PHONE} .own .bubble >> text=好")

    assert [("text", "3"), ("text", "好")] == _said(box)


@pytest.mark.browser
async def test_the_menu_makes_room_for_the_keyboard(box: Sandbox, page: Page) -> None:
    """The menu is there first; a button unfolds, the keyboard comes with a tap, an example too."""
    await page.click(f"{PHONE} .menu .parent")
    unfolded = await page.inner_text(f"{PHONE} .pop")
    await page.click(f"{PHONE} .title")
    folded = await page.is_hidden(f"{PHONE} .pop")
    await page.click(f"{PHONE} .menu-bar .swap")
    typed = await page.is_visible(f"{PHONE} textarea")
    await page.click(f"{PHONE} .bar .swap")
    again = await page.is_hidden(f"{PHONE} textarea")
    await page.click(f"{PHONE} .samples button >> nth=1")
    await page.press(f"{PHONE} textarea", "Enter")
    await page.wait_for_selector(f"{PHONE} .own .bubble >> text=路灯")

    assert ("投诉求助", True, True, True) == (unfolded, folded, typed, again)


@pytest.mark.browser
async def test_what_is_behind_the_plus(box: Sandbox, page: Page) -> None:
    """A photo is sent at once and shown, a voice says what was typed, a place is drawn."""
    await page.click(f"{PHONE} .menu-bar .swap")
    photo = {"name": "路灯.png", "mimeType": "image/png", "buffer": _png(1600, 1200)}
    await page.set_input_files(f"{PHONE} input[type=file]", photo)  # type: ignore[arg-type]
    await page.wait_for_selector(f"{PHONE} .media img")
    wide = await page.evaluate(WIDTH_OF, f"{PHONE} .media img")
    await page.fill(f"{PHONE} textarea", "门口的灯三天没亮了")
    await page.click(f"{PHONE} .plus")
    await page.click(f"{PHONE} [data-send=voice]")
    await page.wait_for_selector(f"{PHONE} .recognised >> text=三天没亮")
    await page.click(f"{PHONE} .plus")
    await page.click(f"{PHONE} [data-open=places]")
    await page.click(f"{PHONE} .places button >> text=幸福路")
    await page.wait_for_selector(f"{PHONE} .place >> text=幸福路17号")
    _told(box, NOTICE, "template")
    await page.wait_for_selector(f"{PHONE} .notice-card dd >> text=S20261124-0001")
    await page.screenshot(path=OUTPUT / "citizen-parts.png")

    assert (["image", "voice", "location"], 1280) == ([kind for kind, _ in _said(box)], wide)
    assert 0 == await page.evaluate(FITS, PHONE)


@pytest.mark.browser
async def test_leaving_and_following_again(box: Sandbox, page: Page) -> None:
    """Who left can only follow; another citizen's phone is as it was."""
    await page.click(f"{PHONE} .more-open")
    await page.click(f"{PHONE} .pop button >> text=取消关注")
    await page.wait_for_selector(f"{PHONE} .join")
    gone = await page.is_hidden(f"{PHONE} .menu-bar")
    await page.select_option(".person[data-phone=citizen]", label="陈师傅")
    await page.wait_for_selector(f"{PHONE} .menu button >> nth=2")
    await page.select_option(".person[data-phone=citizen]", label="刘阿姨")
    await page.click(f"{PHONE} .join")
    await page.wait_for_selector(f"{PHONE} .menu button >> nth=2")

    assert (True, ["您已取消关注该公众号", "您已关注该公众号"]) == (gone, [words for _, words in _said(box)])


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1440, 857), (390, 844), (360, 640)])
async def test_long_texts_fit_the_phone(box: Sandbox, page: Page, size: tuple[int, int]) -> None:
    """However long a word, an answer or what is typed: nothing leaves the phone."""
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    _told(box, "材料：" + "身份证原件及复印件，" * 60 + "A" * 200)
    await page.click(f"{PHONE} .menu-bar .swap")
    await page.fill(f"{PHONE} textarea", "我想问一下，" * 80)
    await page.dispatch_event(f"{PHONE} textarea", "input")
    send = await page.locator(f"{PHONE} .send").bounding_box()
    phone = await page.locator(PHONE).bounding_box()

    assert send is not None
    assert phone is not None
    assert 0 == await page.evaluate(FITS, PHONE)
    assert send["y"] + send["height"] <= phone["y"] + phone["height"] <= size[1]

"""`zhijian demo` as a newcomer meets it: one command, one line, three phones in a real browser."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sandbox.app import Sandbox
from sandbox.cards import Button, Card
from sandbox.qingxi import qingxi
from sandbox.records import Call
from sandbox.state import Message

if TYPE_CHECKING:
    from playwright.async_api import Page

CHROMIUM = shutil.which("chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
OUTPUT = Path(__file__).parents[1] / "output"
ORDER = "特急!竹里村违法建筑存在火灾隐患,请应急办、竹里村立即处置,2小时内反馈"
SIX = ("申请延期", "转办", "不属于我单位", "Z20261124-005", "共同分办给其他几个单位办理", "返回")
PICTURE = b"""<svg xmlns="http://www.w3.org/2000/svg" width="300" height="400"/>"""
LINES_OF = """row => [...new Set([...row.children].map(b => b.getBoundingClientRect().top))]
  .map(top => [...row.children].filter(b => b.getBoundingClientRect().top === top).length)"""
WRAPPED = "row => [...row.children].filter(b => b.clientHeight > 50 || b.title !== b.textContent).length"
INSIDE = """([phone, part]) => {
  const box = document.querySelector(phone + ' ' + part).getBoundingClientRect();
  const chat = document.querySelector(phone + ' .chat').getBoundingClientRect();
  const ends = box.bottom <= chat.bottom + 1 || box.height > chat.height;
  return box.top >= chat.top - 1 && box.top < chat.bottom && ends;
}"""
FROM_END = """phone => { const c = document.querySelector(phone + ' .chat');
  return Math.round(c.scrollHeight - c.clientHeight - c.scrollTop); }"""


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """Run `zhijian demo` and give the address its one line ends in; it ends with the test."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", stdout=asyncio.subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(90):
            line = (await process.stdout.readline()).decode().strip()
        yield line.split()[-1]
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        await process.wait()


@pytest.mark.browser
async def test_the_loop_is_played_with_three_phones(address: str) -> None:
    """A leader posts, staff acknowledge and report, the leader accepts, a citizen is answered."""
    from playwright.async_api import async_playwright

    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
    errors: list[str] = []
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 960}, device_scale_factor=2)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(address)
        await page.fill("#phone-leader textarea", ORDER)
        await page.press("#phone-leader textarea", "Enter")
        await page.wait_for_selector("#phone-leader .card >> text=0/2")
        await page.click("#phone-staff .tabs button >> nth=1")
        await page.click("#phone-staff .card-buttons button >> text=收到")
        await page.wait_for_selector("#phone-staff .card >> text=已收到，办好后点“反馈”")
        await page.click("#phone-leader .card-buttons button >> text=刷新")
        await page.wait_for_selector("#phone-leader .card >> text=1/2")
        await page.fill("#phone-staff textarea", "反馈:已组织人员到场,火势已控制")
        await page.press("#phone-staff textarea", "Enter")
        await page.wait_for_selector("#phone-staff .bubble >> text=已反馈")
        await page.click("#phone-citizen .samples button >> nth=0")
        await page.press("#phone-citizen textarea", "Enter")
        await page.wait_for_selector("#phone-citizen .bubble >> text=老年人优待证办理")
        await page.click("#phone-citizen .samples button >> nth=1")
        await page.press("#phone-citizen textarea", "Enter")
        await page.wait_for_selector("#phone-citizen .bubble >> text=编号S20261124-")
        OUTPUT.mkdir(exist_ok=True)
        await page.screenshot(path=OUTPUT / "phones.png")
        await page.click("#phone-leader .tabs button >> nth=1")
        await page.click("#phone-leader .card-buttons button >> text=同意办结")
        await page.wait_for_selector("#phone-leader .card >> text=还有1项未办结")
        await page.screenshot(path=OUTPUT / "phones-one-to-one.png")
        await browser.close()

    assert [] == errors


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    """Run the three phones without a service; what they show is put there by hand."""
    async with Sandbox(qingxi()) as running:
        yield running


@pytest.fixture
async def page(box: Sandbox) -> AsyncIterator[Page]:
    """Open the phones in a browser; an error on the page fails the test."""
    from playwright.async_api import async_playwright

    errors: list[str] = []
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 857}, bypass_csp=True)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(box.address)
        await page.click("#phone-leader .tabs button >> nth=1")
        yield page
        await browser.close()
    assert [] == errors


def _put(box: Sandbox, text: str, card: Card | None = None, media: str = "") -> None:
    """Let the app say something to the leader."""
    at, number = box.hub.clock.now, box.hub.new_id("m")
    kind = "image" if media else "text"
    box.hub.phones.add(
        Message(number, at, "zhaoming", "app", "指尖办", kind, text=text, card=card, media=media)
    )


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1440, 857), (1024, 700), (768, 1024), (390, 844), (360, 640)])
async def test_the_phones_fit_the_screen(box: Sandbox, page: Page, size: tuple[int, int]) -> None:
    """Buttons stand two to a row, each on one line; the line to type in is on the screen at every size."""
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    buttons = tuple(Button(text, text) for text in SIX)
    _put(box, "", Card("button_interaction", "t-1", "昨晚暴雨，龙黄村有3户老房子漏雨", buttons=buttons))
    _put(box, "", Card("button_interaction", "t-2", "是哪一项？", buttons=buttons[:3]))
    await page.wait_for_selector("#phone-leader .card >> nth=1")
    rows = page.locator("#phone-leader .card-buttons")
    send = await page.locator("#phone-leader .send").bounding_box()

    assert send is not None
    assert [[2, 2, 2], [2, 1]] == [await row.evaluate(LINES_OF) for row in await rows.all()]
    assert [0, 0] == [await row.evaluate(WRAPPED) for row in await rows.all()]
    assert send["y"] + send["height"] <= size[1]
    assert size == tuple(
        await page.evaluate("[document.body.scrollWidth, document.documentElement.scrollHeight]")
    )


@pytest.mark.browser
async def test_a_chat_follows_what_is_new(box: Sandbox, page: Page) -> None:
    """A late picture is followed, a long message begins on the screen, who reads further up is told."""
    phone = "#phone-leader"
    for number in range(12):
        _put(box, f"第{number}条")
    media = box.hub.keep_file("现场.svg", PICTURE, "image/svg+xml", kind="image")
    _put(box, "", media=media)
    await page.wait_for_function(f"document.querySelector('{phone} img')?.naturalHeight === 400")
    await page.wait_for_function(f"({FROM_END})('{phone}') <= 1")
    _put(box, "帮助" + "还可以这样说。\n" * 60)
    await page.wait_for_selector(f"{phone} .bubble >> text=还可以这样说")
    long_begins = await page.evaluate(INSIDE, [phone, ".row:last-child"])
    await page.evaluate(f"document.querySelector('{phone} .chat').scrollTop = 0")
    _put(box, "最新的一条")
    await page.wait_for_selector(f"{phone} .newer >> text=有新消息")
    stays = await page.evaluate(f"document.querySelector('{phone} .chat').scrollTop")
    await page.click(f"{phone} .newer")
    newest_shown = await page.evaluate(INSIDE, [phone, ".row:last-child"])
    await page.wait_for_selector(f"{phone} .newer", state="hidden")

    assert (True, 0, True) == (long_begins, stays, newest_shown)


@pytest.mark.browser
async def test_another_group_is_opened_at_its_newest_message(box: Sandbox, page: Page) -> None:
    """Every group of the world has its tab, with what is unread; it opens at the newest message."""
    phone, flood = "#phone-leader", list(box.world.groups.values())[1]
    for number in range(30):
        at, name = box.hub.clock.now, box.hub.new_id("m")
        box.hub.phones.add(
            Message(name, at, flood.chat_id, flood.chat_id, "zhouqiang", "text", f"水位{number}米")
        )
    await page.wait_for_selector(f"{phone} .tabs button >> nth=2 >> text=30")
    await page.click(f"{phone} .tabs button >> nth=2")
    await page.wait_for_selector(f"{phone} .bubble >> text=水位29米")

    assert f"{flood.name}(21)" == await page.inner_text(f"{phone} .title")
    assert await page.evaluate(INSIDE, [phone, ".row:last-child"])


@pytest.mark.browser
async def test_the_records_say_to_whom_and_what(box: Sandbox, page: Page) -> None:
    """A call in the drawer names the people or the group it reached and begins with its words."""
    group = next(iter(box.world.groups.values()))
    bodies: list[tuple[str, dict[str, str], dict[str, object]]] = [
        ("/cgi-bin/message/send", {}, {"touser": "zhouqiang|ZhaoMing", "text": {"content": "请尽快\n处置"}}),
        ("/cgi-bin/webhook/send", {"key": group.webhook_key}, {"markdown": {"content": "已收到1/2"}}),
        ("/cgi-bin/user/get", {"userid": "zhouqiang"}, {}),
    ]
    for number, (path, query, body) in enumerate(bodies):
        call = Call(number, box.hub.clock.now, "POST", path, query, body, b"", 200, {"errcode": 0})  # type: ignore[arg-type]  # dict is invariant
        box.hub.records.calls.append(call)
    await page.click("#records-open")
    await page.wait_for_selector("#records-body details >> nth=2")

    assert ["周强", f"{group.name}：已收到1/2", "周强、赵明：请尽快 处置"] == (
        await page.locator("#records-body summary b").all_inner_texts()
    )

"""The page with three phones: what it is told, what it escapes, and how it plays in a browser."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import datetime

import pytest
from aiohttp import ClientSession
from conftest import CITIZEN, GROUP
from fake_service import FakeService

from sandbox.app import Sandbox
from sandbox.page import markdown
from sandbox.page.routes import TAP_S, seconds_to_office

CHROMIUM = shutil.which("chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**已收到** 1/2", "<div><b>已收到</b> 1/2</div>"),
        ("> 引用", "<blockquote>引用</blockquote>"),
        ('<font color="warning">特急</font>', '<div><span class="font-warning">特急</span></div>'),
        ("- 周强", '<div class="li">周强</div>'),
        ("1. 周强", '<div class="li num"><i>1.</i>周强</div>'),
        ("<img src=x onerror=alert(1)>", "<div>&lt;img src=x onerror=alert(1)&gt;</div>"),
        ("[点](javascript:alert(1))", "<div>[点](javascript:alert(1))</div>"),
        ('[点](https://a.b/"onx=1)', "<div>[点](https://a.b/&quot;onx=1)</div>"),
        ("<think>想</think>好", "<div>好</div>"),
    ],
)
def test_markdown_is_escaped_first(text: str, html: str) -> None:
    """The platform's few marks become HTML, everything else stays text."""
    assert html == markdown.render(text)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24T07:30+08:00", "2026-11-24T08:30+08:00"),
        ("2026-11-24T08:30+08:00", "2026-11-24T14:00+08:00"),
        ("2026-11-27T18:00+08:00", "2026-11-30T08:30+08:00"),
    ],
)
def test_the_next_opening_is_found(now: str, opens: str) -> None:
    """Offices open at 08:30 and 14:00, Monday to Friday."""
    start, end = datetime.fromisoformat(now), datetime.fromisoformat(opens)

    assert (end - start).total_seconds() == seconds_to_office(start)


async def test_the_page_is_whole_and_loads_nothing_from_outside(box: Sandbox) -> None:
    """The page comes with a strict policy, its assets from here."""
    async with ClientSession() as session:
        async with session.get(box.address) as answer:
            html, policy = await answer.text(), answer.headers["Content-Security-Policy"]
        async with session.get(f"{box.address}page/phones.js") as answer:
            script = answer.status
        async with session.get(f"{box.address}page/routes.py") as answer:
            source = answer.status

    assert (200, 404) == (script, source)
    assert "default-src 'self'" in policy
    assert "https://" not in html


async def test_nothing_changed_is_204(box: Sandbox) -> None:
    """The page polls by version."""
    async with ClientSession() as session:
        async with session.get(f"{box.address}sandbox/state") as answer:
            version = (await answer.json())["version"]
        async with session.get(f"{box.address}sandbox/state", params={"since": version}) as answer:
            status = answer.status

    assert 204 == status


async def test_a_foreign_form_cannot_post(box: Sandbox) -> None:
    """Only JSON is taken, which a page of another origin cannot send unasked."""
    async with ClientSession() as session:
        ask = {"who": "zhaoming", "room": GROUP, "text": "x"}
        async with session.post(f"{box.address}sandbox/say", data=ask) as answer:
            status = answer.status

    assert (400, []) == (status, box.group(GROUP))


async def test_the_page_types_taps_and_turns_the_clock(box: Sandbox, service: FakeService) -> None:
    """Say, tap and advance by the page's own URLs."""
    async with ClientSession() as session:

        async def post(path: str, **ask: object) -> int:
            async with session.post(f"{box.address}sandbox/{path}", json=ask) as answer:
                return answer.status

        said = await post("say", who="zhaoming", room=GROUP, text="特急!请应急办立即处置", mention=True)
        message = await box.expect("zhouqiang", "Z2026")
        tapped = await post("tap", who="zhouqiang", room="app", task_id=message.task_id, key="k-收到")
        citizen = await post("say", who=CITIZEN, room="official:city", text="你好")
        turned = await post("advance", to="office")
        wrong = await post("advance", seconds=-1)

    assert [200, 200, 200, 200, 400] == [said, tapped, citizen, turned, wrong]
    assert "11月24日(周二)08:30" == box.now


async def test_what_is_due_happens_after_a_tap(box: Sandbox, service: FakeService) -> None:
    """After words or a tap, with scripts or without, the service looks for what is due; no minute passes."""
    before = box.now
    async with ClientSession() as session:
        ask = {"who": CITIZEN, "room": "official:city", "text": "你好"}
        async with session.post(f"{box.address}sandbox/say", json=ask) as answer:
            said = answer.status
        async with session.get(f"{box.address}citizen") as answer:
            key = re.findall(r'name="form_key" value="(.+?)"', await answer.text())[0]
        async with session.post(f"{box.address}citizen", data=ask | {"form_key": key}) as answer:
            plain = answer.status

    assert (200, 200, [TAP_S, TAP_S], before) == (said, plain, service.advances, box.now)


async def test_a_tap_counts_where_the_clock_cannot_be_turned(box: Sandbox, service: FakeService) -> None:
    """A service by the machine's clock has nothing to turn; what was said was said."""
    service.world = replace(service.world, api_token="another")
    async with ClientSession() as session:
        ask = {"who": CITIZEN, "room": "official:city", "text": "你好"}
        async with session.post(f"{box.address}sandbox/say", json=ask) as answer:
            status, said = answer.status, (await answer.json())["error"]

    assert (200, "", []) == (status, said, service.advances)


@pytest.mark.browser
async def test_the_three_phones_play_in_a_browser(box: Sandbox, service: FakeService) -> None:
    """A newcomer taps an example, sends it, acknowledges on another phone and redraws the group's card."""
    from playwright.async_api import async_playwright

    errors: list[str] = []
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(box.address)
        await page.click("#phone-leader .samples button >> nth=0")
        await page.click("#phone-leader .send")
        await page.wait_for_selector("#phone-leader .card-buttons button")
        await page.click("#phone-staff .tabs button >> nth=1")
        await page.click("#phone-staff .card-buttons button >> nth=0")
        await page.wait_for_selector("#phone-staff .card-buttons button:disabled >> text=收到")
        await page.click("#phone-leader .card-buttons button")
        await page.wait_for_selector("#phone-leader .card >> text=已收到 1/2")
        await page.fill("#phone-citizen textarea", "<b>路灯</b>坏了")
        await page.press("#phone-citizen textarea", "Enter")
        await page.wait_for_selector("#phone-citizen .bubble >> text=诉求已收到")
        bold = await page.locator("#phone-citizen .bubble b").count()
        await browser.close()

    assert ([], 0) == (errors, bold)

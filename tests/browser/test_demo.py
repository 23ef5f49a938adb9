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

import pytest

CHROMIUM = shutil.which("chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
OUTPUT = Path(__file__).parents[1] / "output"
ORDER = "特急!竹里村违法建筑存在火灾隐患,请应急办、竹里村立即处置,2小时内反馈"


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """Run `zhijian demo` and give the address its one line ends in; it ends with the test."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", stdout=asyncio.subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
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
        await page.fill("#phone-citizen textarea", "路灯坏了,找谁?")
        await page.press("#phone-citizen textarea", "Enter")
        await page.wait_for_selector("#phone-citizen .bubble >> text=12345")
        OUTPUT.mkdir(exist_ok=True)
        await page.screenshot(path=OUTPUT / "phones.png")
        await page.click("#phone-leader .tabs button >> nth=1")
        await page.click("#phone-leader .card-buttons button >> text=同意办结")
        await page.wait_for_selector("#phone-leader .card >> text=还有1项未办结")
        await page.screenshot(path=OUTPUT / "phones-one-to-one.png")
        await browser.close()

    assert [] == errors

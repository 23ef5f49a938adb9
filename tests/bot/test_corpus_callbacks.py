"""Every payload collected from the platform's pages and public SDKs, each played into an empty store.

They are not part of this project: `ZHIJIAN_CORPORA` names their folder, `../shared/corpora` is looked at.
Their cipher vectors, with keys of their own, are tried in tests/bot/channels/test_corpora.py.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from bot.channels.envelope import Door

SHELF = Path(os.environ.get("ZHIJIAN_CORPORA") or Path(__file__).parents[3] / "shared" / "corpora")
FILE = SHELF / "callbacks.jsonl"
LINES = [json.loads(line) for line in FILE.read_text().splitlines()] if FILE.exists() else []
PAYLOADS = [line for line in LINES if not line["kind"].startswith("crypto")]
DOORS = {"work_app": "app", "work_bot": "robot", "official_account": "city"}
KEPT = "day_counter directive failed feedback history question seen sending share".split()  # noqa: SIM905


def opened(door, body: bytes) -> str:
    """Decipher an answer; the moment it was written is no part of it."""
    sealed = re.search(r'<Encrypt><!\[CDATA\[(.*?)\]|"[Ee]ncrypt":"(.*?)"', body.decode())
    if sealed is None:
        return body.decode()
    plain = Door(door.token, door.aes_key, door.receive_id, 9).open(sealed[1] or sealed[2]).decode()
    return re.sub(r'<CreateTime>\d+</CreateTime>|"CreateTime":\d+', "", plain)


def sealed_in_its_form(door, raw: str):
    """Seal a payload; an official account may also speak JSON."""
    if door.name == "city" and raw.startswith("{"):
        sealed = door.seal(raw.encode())
        return door.signed(json.dumps({"Encrypt": sealed}).encode(), sealed)
    return door.good(raw.encode())


async def empty(town) -> None:
    """Forget everything but the directory."""
    storage = town.service.storage
    async with storage.transaction() as db:
        for table in KEPT:
            await storage.rows(db, f"DELETE FROM {table}")


async def test_every_payload_is_handled_or_ignored_and_a_repeat_gets_the_same(examiner, no_traceback) -> None:
    """200 for each, no failure kept, and the same deciphered answer to a repeat under another nonce."""
    if not PAYLOADS:
        pytest.skip(f"NO CALLBACK CORPUS: {FILE} is missing; 134 payloads were not played")
    town, wrong, spoken = examiner.town, {}, 0
    for line in PAYLOADS:
        door = examiner.doors[DOORS.get(line["channel"], "city")]
        await empty(town)
        answers = [await examiner.post(sealed_in_its_form(door, line["raw"])) for _ in range(2)]
        said = [opened(door, body) for _, body in answers]
        failed = await town.rows("SELECT error FROM failed")
        spoken += bool(said[0])
        if [200, 200] != [status for status, _ in answers] or said[0] != said[1] or failed:
            wrong[line["id"]] = (answers, said, failed)
    await empty(town)
    no_traceback()

    assert {} == wrong
    assert spoken > 20

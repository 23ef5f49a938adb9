"""One directive to everybody: from the leader's sentence to the last call at the platform."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from benchmarks import database, letters
from benchmarks.database import WrongEffectError
from benchmarks.processes import load
from benchmarks.taps import Field

WORDS = "加急通知:今晚有台风登陆,请全体人员坚守岗位,保持通讯畅通。"
LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class Everyone:
    """Seconds of the callback's answer and until the last call; how many calls reached how many people."""

    answer_s: float
    last_call_s: float
    calls: int
    receivers: int
    shares: int


def run_once(field: Field) -> Everyone:
    """Say it once in the group and wait for the last card; raises WrongEffectError."""
    field.platform.fetch("/bench?delay=0", "POST")
    found = load(field.service, [letters.group_words(field.town, WORDS)], 1, field.folder)
    said = (
        letters.robot_box(field.town).open(json.loads(found.bodies[0])["encrypt"]) if found.bodies[0] else ""
    )
    if found.statuses != [200] or "卡片已一对一发给" not in said:
        raise WrongEffectError(f"the directive was not issued: {found.statuses} {said[:500]}")
    counts = _wait(field, found.began)
    shares = asyncio.run(database.shares_of_newest(field.database))
    if not shares == counts["receivers"] == field.town.members:
        raise WrongEffectError(
            f"{field.town.members} people, {shares} shares, {counts['receivers']} receivers"
        )
    last = counts["last"] - found.began
    return Everyone(found.latencies[0], last, counts["cards"], counts["receivers"], shares)


def _wait(field: Field, began: float) -> Any:
    while True:
        counts = field.platform.json("/bench")
        if counts["receivers"] >= field.town.members:
            return counts
        if time.monotonic() - began > LIMIT_S:
            raise WrongEffectError(f"only {counts['receivers']} people were reached in {LIMIT_S:.0f} s")
        time.sleep(0.05)

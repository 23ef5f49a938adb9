"""Plays a story step by step, prints a timeline and a table, and says whether all came as told."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import ClientError

from sandbox.app import Sandbox, ServiceError
from sandbox.clock import shown
from sandbox.courier import Heard
from sandbox.state import Message

READY_S = 30.0


def width(text: str) -> int:
    """Count the columns a text takes in a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def pad(text: str, columns: int) -> str:
    """Fill a text with blanks to so many columns, cutting it where it is longer."""
    while width(text) > columns:
        text = text[:-2] + "…"
    return text + " " * (columns - width(text))


@dataclass(slots=True)
class Told:
    """What is known while a story is told: the sandbox, the group, and what steps keep for later ones.

    `code` is the matter the story is about, `codes` are others by name.
    """

    box: Sandbox
    group: str
    code: str = ""
    kept: dict[str, Message] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def check(self, heard: Heard, *contains: str, without: Sequence[str] = ()) -> str:
        """Check an answer within a callback; give its words in one line.

        :raises AssertionError: no answer, one the platform refuses, or not the words told.
        """
        if heard.error:
            raise AssertionError(heard.error)
        if heard.problems:
            raise AssertionError(f"平台不会接受：{heard.problems[0]}")
        return self.words(heard.words, *contains, without=without)

    def words(self, words: str, *contains: str, without: Sequence[str] = ()) -> str:
        """Check words; give them in one line."""
        line = " / ".join(part.strip() for part in words.split("\n") if part.strip())
        missing = [part for part in contains if part not in words]
        leaked = [part for part in without if part in words]
        if missing:
            raise AssertionError(f"应有「{'」「'.join(missing)}」，却是：{line or '空'}")
        if leaked:
            raise AssertionError(f"不应有「{'」「'.join(leaked)}」，却是：{line}")
        return line

    def recall(self, name: str) -> Message:
        """Give what an earlier step kept.

        :raises AssertionError: that step did not come to it.
        """
        if name not in self.kept:
            raise AssertionError("前面的步骤没有成，这一步没有卡片可点")
        return self.kept[name]

    async def may_hear(self, who: str, *contains: str) -> None:
        """Take out what somebody may well be told, without asking for it."""
        await self.box.settle()
        for message in list(self.box.hub.phones.waiting(who)):
            if all(part in message.words for part in contains):
                message.expected = True


Play = Callable[[Told], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a story: who does what, what should come of it, and how to play it.

    `wait_s` is how far the clock is turned before the step; nothing comes after a `vital` step that failed.
    """

    who: str
    does: str
    expects: str
    play: Play
    wait_s: int = 0
    vital: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A named story. `group_members` have to be in the group it is played in."""

    name: str
    title: str
    steps: Sequence[Step]
    group_members: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step came out; `seconds` are the machine's."""

    step: Step
    at: datetime
    good: bool
    what: str
    seconds: float


FAILURES = (AssertionError, LookupError, ServiceError, ClientError, OSError)


async def _play_step(told: Told, step: Step) -> Outcome:
    began = time.monotonic()
    try:
        if step.wait_s:
            await told.box.advance(step.wait_s)
        what, good = await step.play(told), True
    except FAILURES as error:
        what, good = str(error) or type(error).__name__, False
    return Outcome(step, told.box.hub.clock.now, good, what, time.monotonic() - began)


async def _ready(box: Sandbox) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        try:
            status, _ = await box.get_json("/readyz")
        except (ClientError, OSError):
            status = 0
        if status in (200, 404):
            return
        await asyncio.sleep(0.2)
    raise LookupError(f"服务 {box.service_url} 在 {READY_S:g} 秒内没有就绪")


def _group(box: Sandbox, story: Story) -> str:
    for group in box.world.groups.values():
        if set(story.group_members) <= set(group.members):
            return group.chat_id
    raise LookupError(f"没有一个群同时有 {'、'.join(story.group_members)}")


def _print(line: str = "") -> None:
    print(line, flush=True)  # noqa: T201 - a story is told on the terminal


def _table(outcomes: Sequence[Outcome]) -> None:
    columns = (4, 22, 10, 60)
    head = ("", "时间", "谁", "做什么 → 应当")
    _print("  ".join(pad(text, size) for text, size in zip(head, columns, strict=True)))
    _print("─" * (sum(columns) + 2 * len(columns)))
    for number, outcome in enumerate(outcomes, 1):
        mark = f"{'✓' if outcome.good else '✗'} {number}"
        cells = (mark, shown(outcome.at), outcome.step.who, outcome.step.does)
        _print("  ".join(pad(text, size) for text, size in zip(cells, columns, strict=True)).rstrip())
        _print(" " * (sum(columns[:3]) + 6) + f"→ {outcome.step.expects}")
        if not outcome.good:
            _print(" " * (sum(columns[:3]) + 6) + f"✗ {outcome.what}")


async def tell(box: Sandbox, story: Story) -> bool:
    """Play one story and print it; true where every step came out as told and nothing else happened."""
    told = Told(box, _group(box, story))
    _print(f"\n故事：{story.title}\n")
    _print("经过")
    outcomes: list[Outcome] = []
    for step in story.steps:
        outcome = await _play_step(told, step)
        outcomes.append(outcome)
        _print(f"  {shown(outcome.at)}  {pad(step.who, 12)}{step.does}")
        _print(f"   {' ' * 22}{'' if outcome.good else '✗ '}{outcome.what}")
        if step.vital and not outcome.good:
            break
    _print("\n逐步核对")
    _table(outcomes)
    rest = [message.line() for message in box.unexpected()]
    wrong = [str(complaint) for complaint in box.complaints]
    for title, lines in (("没人等的消息", rest), ("平台不会接受的应答", wrong)):
        if lines:
            _print(f"\n{title}")
            for line in lines:
                _print(f"  ✗ {line}")
    good = all(outcome.good for outcome in outcomes) and not rest and not wrong
    done = sum(outcome.good for outcome in outcomes)
    took = sum(outcome.seconds for outcome in outcomes)
    verdict = "与讲的一样" if good else "与讲的不一样"
    _print(
        f"\n{'✓' if good else '✗'} {story.name}: {done}/{len(story.steps)} 步，{verdict}；用时 {took:.1f} 秒"
    )
    return good


async def play(box: Sandbox, only: str | None = None) -> int:
    """Play every story, or the one named; 0 where all came out as told, else 1.

    :raises LookupError: there is no such story, no service, or no group for it.
    """
    from sandbox.stories import STORIES  # noqa: PLC0415 - stories are written with this file's words

    if only is not None and only not in STORIES:
        raise LookupError(f"没有故事 {only}，只有：{'、'.join(STORIES)}")
    if not box.service_url:
        raise LookupError("世界里没有 service.url，不知道服务在哪里")
    await _ready(box)
    results = [await tell(box, story) for name, story in STORIES.items() if only in (None, name)]
    return 0 if all(results) else 1

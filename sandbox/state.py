"""What people have on their phones and what groups show.

A `Message` is one bubble. A room is where it stands: `app` and `robot` (one to one), a chat id (a group), or
`official:NAME`. What nobody has `expect`ed stays on the list of `unexpected` ones.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.cards import Card

APP, ROBOT = "app", "robot"


def official(name: str) -> str:
    """Name the room of an official account."""
    return f"official:{name}"


@dataclass(slots=True, eq=False)
class Message:
    """One bubble. `owner` is whose phone it is on (a group's is the chat id); `sender` is who wrote it.

    `pushed` marks what the service sent of its own accord, which is what `expect` looks at. `views`
    are the cards of those in a group who see another one than the rest. `media` is the id of a file it shows.
    """

    id: str
    at: datetime
    owner: str
    room: str
    sender: str
    kind: str
    text: str = ""
    card: Card | None = None
    quote: str = ""
    pushed: bool = False
    expected: bool = False
    recalled: bool = False
    redrawn: int = 0
    media: str = ""
    views: dict[str, Card] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Every word of the message, those of its card included."""
        return "\n".join(part for part in (self.text, self.card.text if self.card else "") if part)

    @property
    def task_id(self) -> str:
        """The card's task id; empty without a card."""
        return self.card.task_id if self.card else ""

    def line(self) -> str:
        """Write it in one line for a report."""
        words = self.words.replace("\n", " / ")
        return f"{self.at:%m-%d %H:%M} {self.owner}({self.room}) {self.kind}: {words[:160]}"


class Phones:
    """All messages, by owner and in order; it wakes those who wait for one and counts every change."""

    def __init__(self) -> None:
        self.by_owner: dict[str, list[Message]] = defaultdict(list)
        self.pushed: list[Message] = []
        self.version = 0
        self._by_task: dict[tuple[str, str], Message] = {}
        self._waiters: list[asyncio.Future[None]] = []

    def add(self, message: Message) -> Message:
        """Put a message on its owner's phone (or in the group)."""
        self.by_owner[message.owner].append(message)
        if message.task_id:
            self._by_task[message.owner, message.task_id] = message
        if message.pushed:
            self.pushed.append(message)
        self.touch()
        return message

    def card(self, owner: str, task_id: str) -> Message | None:
        """Find the card with this task id on this phone or in this group."""
        return self._by_task.get((owner, task_id))

    def redraw(self, message: Message, card: Card) -> None:
        """Show another card in the old one's place."""
        message.card = card
        message.redrawn += 1
        self.touch()

    def touch(self) -> None:
        """Count a change and wake everybody who waits."""
        self.version += 1
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Wait until the condition holds; false when the seconds (of the machine) are over."""
        try:
            async with asyncio.timeout(timeout_s):
                while not condition():
                    waiter = asyncio.get_running_loop().create_future()
                    self._waiters.append(waiter)
                    await waiter
        except TimeoutError:
            return condition()
        return True

    def waiting(self, owner: str | None = None) -> Iterator[Message]:
        """Give pushed messages that nobody has expected yet, the oldest first."""
        for message in self.pushed:
            if not message.expected and not message.recalled and owner in (None, message.owner):
                yield message

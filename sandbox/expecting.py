"""Expecting messages, so that an unexpected one fails a story."""

from __future__ import annotations

from abc import ABC, abstractmethod

from sandbox.hub import Hub
from sandbox.state import Message

WAIT_S = 5.0


class Expecting(ABC):
    """What the service sent of its own accord has to be expected by somebody.

    Answers to callbacks need not be.
    """

    hub: Hub

    def _matching(self, owner: str, contains: tuple[str, ...], room: str) -> Message | None:
        for message in self.hub.phones.waiting(owner):
            if room in ("", message.room) and all(part in message.words for part in contains):
                return message
        return None

    async def expect(self, who: str, *contains: str, room: str = "", timeout_s: float = WAIT_S) -> Message:
        """Take a message out: the oldest one that `who` (userid, chat id or openid) got with all these words.

        It waits up to `timeout_s` seconds of the machine.

        :raises AssertionError: no such message came; the text lists those that did.
        """
        owner = who.lower() if who.lower() in self.hub.world.members else who
        await self.hub.phones.until(lambda: self._matching(owner, contains, room) is not None, timeout_s)
        message = self._matching(owner, contains, room)
        if message is None:
            rest = "\n".join(f"  {m.line()}" for m in self.hub.phones.waiting(owner)) or "  （没有别的消息）"
            name = self.hub.world.name_of(owner)
            raise AssertionError(
                f"{name} 没有收到含「{'」「'.join(contains)}」的消息，还没认领的有：\n{rest}"
            )
        message.expected = True
        return message

    async def expect_all(self, who: list[str], *contains: str, timeout_s: float = WAIT_S) -> list[Message]:
        """Take one such message out for each of these people, in their order."""
        return [await self.expect(one, *contains, timeout_s=timeout_s) for one in who]

    def unexpected(self) -> list[Message]:
        """List the messages nobody has expected yet, the oldest first."""
        return list(self.hub.phones.waiting())

    def ignore_rest(self, who: str | None = None) -> int:
        """Take out whatever is left (of one owner, or of all); give how many there were."""
        rest = list(self.hub.phones.waiting(who))
        for message in rest:
            message.expected = True
        return len(rest)

    @abstractmethod
    async def settle(self) -> None:
        """Let the service send what is due; the sandbox knows how."""

    async def assert_quiet(self) -> None:
        """Fail when there is a message nobody expected, or a complaint.

        :raises AssertionError: with a readable list of both.
        """
        await self.settle()
        lines = [f"  没人等的消息 {m.line()}" for m in self.unexpected()]
        lines += [f"  平台不会接受 {c}" for c in self.hub.records.complaints]
        if lines:
            raise AssertionError("\n".join(["应当安静，却有：", *lines]))

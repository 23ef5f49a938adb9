"""What every hand of the sandbox shares: a phone to show one's own words on."""

from __future__ import annotations

from sandbox.courier import Courier
from sandbox.hub import Hub
from sandbox.state import Message


class Hands:
    """Somebody with a phone: what they send stands on it before it is delivered."""

    hub: Hub
    courier: Courier

    def _own(
        self,
        place: tuple[str, str],
        sender: str,
        kind: str,
        text: str,
        *,
        quote: str = "",
        media: str = "",
    ) -> None:
        new, (owner, room) = self.hub.new_id("own"), place
        self.hub.phones.add(
            Message(new, self.hub.clock.now, owner, room, sender, kind, text, quote=quote, media=media)
        )

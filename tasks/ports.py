"""What the domain needs from outside, by shape: `bot` brings it."""

from __future__ import annotations

from typing import Final, Protocol

from tasks.errors import Unreadable


class Sealer(Protocol):
    """Keeps who somebody is from the eyes of everybody who reads the database (`bot/sealing.py`)."""

    def seal(self, plain: str) -> str:
        """Give the text enciphered; twice the same text gives two different ones."""
        ...

    def unseal(self, sealed: str) -> str:
        """Give the plain text; the empty text is its own. Raises Unreadable: no key that is set up fits."""
        ...

    def digest(self, plain: str) -> str:
        """Give 64 characters that always stand for this text, from which nobody learns it."""
        ...

    def digests(self, plain: str) -> tuple[str, ...]:
        """Give the same under every key in use, the present one first: rows from before were named so."""
        ...


class NoKey:
    """The sealer of where no citizen is ever heard of: all it does is refuse."""

    def seal(self, plain: str) -> str:
        """Refuse."""
        raise Unreadable(NO_DATA_KEY, len(plain))

    unseal = digest = seal

    def digests(self, plain: str) -> tuple[str, ...]:
        """Refuse."""
        raise Unreadable(NO_DATA_KEY, len(plain))


NO_DATA_KEY: Final = "no data key is set up"
NO_KEY: Final = NoKey()

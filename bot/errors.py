"""Errors of the service, named for what the reader can do.

ZhijianError
├── ConfigError            the settings are wrong: nothing starts, exit code 2
├── DoorError              a callback is refused at the door
│   ├── TooLarge    413
│   ├── BadForm     400    not an envelope
│   ├── BadSignature 403   not signed by us, or signed too long ago
│   └── BadCipher   400    cannot be deciphered, or is not for us, or is not what it should be inside
└── PlatformError          the platform's answer to a call of ours
    ├── Busy               definitely not done: try again later (-1, 45033, HTTP 5xx with a clear refusal)
    ├── Throttled          definitely not done: a limit is reached (45009, 45011)
    ├── Refused            definitely not done, and trying again will not help
    │   └── NoTarget       nobody of those named can be reached (81013, 82001, 60111)
    ├── Misconfigured      definitely not done: the administrator has to mend something first (60020, 50003)
    ├── TokenRefused       the credential is refused even after one refresh
    ├── Unreachable        the request never left: no connection
    └── Unconfirmed        nobody can say whether it was done: cut off after the request went out
        └── Oversized      the answer is longer than we take
"""

from __future__ import annotations

from typing import ClassVar


class ZhijianError(Exception):
    """Base of all errors of the service."""


class ConfigError(ZhijianError):
    """The settings are wrong; the message names the path and the cure."""


class DoorError(ZhijianError):
    """A callback is refused at the door with `status`."""

    status: ClassVar[int] = 400


class TooLarge(DoorError):  # noqa: N818 - named for what it is, not for being an error
    """The body is larger than 1 MB."""

    status = 413


class BadForm(DoorError):  # noqa: N818
    """The body or query is not the platform's envelope."""


class BadSignature(DoorError):  # noqa: N818
    """The signature is wrong, or right but too old or too new."""

    status = 403


class BadCipher(DoorError):  # noqa: N818
    """The cipher, its padding, its receive id or its content is wrong."""


class PlatformError(ZhijianError):
    """The platform's answer to a call of ours.

    `code` is its errcode (0 where it gave none), `cure` one sentence for the administrator.
    """

    def __init__(self, message: str, *, code: int = 0, cure: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.cure = cure


class Busy(PlatformError):  # noqa: N818
    """Not done; try again later."""


class Throttled(PlatformError):  # noqa: N818
    """Not done; a limit of the platform is reached."""


class Refused(PlatformError):  # noqa: N818
    """Not done, and trying again will not help."""


class NoTarget(Refused):
    """Not done; nobody of those named can be reached."""


class Misconfigured(PlatformError):  # noqa: N818
    """Not done; tried again later, because the administrator can mend it meanwhile."""


class TokenRefused(PlatformError):  # noqa: N818
    """Not done; the credential is refused even after one refresh."""


class Unreachable(PlatformError):  # noqa: N818
    """Not done; there was no connection."""


class Unconfirmed(PlatformError):  # noqa: N818
    """Nobody can say whether it was done; the connection broke after the request went out."""


class Oversized(Unconfirmed):
    """The answer is longer than we take; what was asked may have been done."""

"""What comes in and what is answered: the same values for every channel.

Channels turn the platform's bytes into `Incoming` and `Reply` into the platform's bytes. Handlers read
`Incoming` and give back `Answer` (a kind and its facts). `bot.cards` turns an `Answer` or a notice into a
`Reply`. Nothing here knows WeChat's field names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Facts: TypeAlias = dict[str, Json]

Channel = Literal["work_app", "work_robot", "official_account"]
Kind = Literal[
    "text", "image", "voice", "video", "file", "location", "link", "mixed", "event", "tap", "refresh", "other"
]


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, file, voice or video that came with a message; one of `media_id` and `url` is set."""

    kind: Literal["image", "voice", "video", "file"]
    media_id: str = ""
    url: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A place somebody sent: degrees north and east (GCJ-02, as the platform gives them), and its name."""

    lat: float
    lon: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The message somebody quoted; only robots see it."""

    text: str = ""
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Tap:
    """A press on a card's button. `code` is the platform's one-use response code (72 h), robots have none."""

    key: str
    task_id: str
    card_type: str = ""
    code: str = ""
    selections: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """One callback, understood.

    `dedupe` is the text of the key under which a repeat is recognised, without channel and account.
    `sender` is a userid in lower case or an openid as given; `chat` is empty one to one. `event` is in
    lower case. `text` still holds mentions. `door` holds what binds the answer to this one request (nonce,
    timestamp, cipher mode); it is never kept. `fields` is the parsed plaintext. `open_id` is the sender's id
    as a robot gave it, letter for letter: it may be enciphered, and then only the platform knows for whom.
    """

    channel: Channel
    account: str
    dedupe: str
    kind: Kind
    sender: str = ""
    open_id: str = ""
    chat: str = ""
    event: str = ""
    text: str = ""
    tap: Tap | None = None
    media: tuple[Media, ...] = ()
    location: Location | None = None
    quote: Quote | None = None
    stream: str = ""
    response_url: str = ""
    door: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender is told: a kind and its facts. The empty kind is an empty answer."""

    kind: str = ""
    facts: Facts = field(default_factory=dict)


NOTHING = Answer()


@dataclass(frozen=True, slots=True)
class Button:
    """`style` is the platform's 1 to 4: blue, grey outline, red, light."""

    text: str
    key: str
    style: int = 1


@dataclass(frozen=True, slots=True)
class Card:
    """A card with buttons. Lengths are the channel's business; `done` greys all buttons and is shown."""

    task_id: str
    title: str
    desc: str = ""
    body: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    quote_title: str = ""
    quote: str = ""
    buttons: tuple[Button, ...] = ()
    done: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words; `markdown` where the channel can show it."""

    text: str
    markdown: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What a callback is answered with. Both empty: an empty 200."""

    words: Words | None = None
    card: Card | None = None


def as_facts(incoming: Incoming) -> dict[str, Any]:
    """Give a message as JSON, without what binds its answer to one request."""
    return asdict(incoming) | {"door": {}, "fields": {}}


def from_facts(kept: Mapping[str, Any]) -> Incoming:
    """Make a message again from what was kept of it (dataclasses.asdict), for handling it once more."""
    quote, tap, location = kept["quote"], kept["tap"], kept.get("location")
    return Incoming(
        **{
            **kept,
            "media": tuple(Media(**media) for media in kept["media"]),
            "location": Location(**location) if location else None,
            "quote": Quote(quote["text"], tuple(Media(**m) for m in quote["media"])) if quote else None,
            "tap": Tap(**{**tap, "selections": ()}) if tap else None,
        }
    )

"""The one place where the sandbox's state lies.

World, clock, phones, records, tokens, codes, limits, files.
"""

from __future__ import annotations

import hashlib
import itertools
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.json_types import Object
from sandbox.records import Records
from sandbox.state import Phones
from sandbox.world import World

TOKEN_LIFE_S = 7200.0
CODE_LIFE = timedelta(hours=72)
REPLY_LIFE = timedelta(hours=1)
MEDIA_LIFE = timedelta(days=3)
LINK_LIFE = timedelta(minutes=5)
RECALL_LIFE = timedelta(hours=24)


class Refusal(Exception):  # noqa: N818 - it is the platform's answer, not a failure of the sandbox
    """The platform refuses: an errcode of its tables and a sentence."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(f"{errcode} {errmsg}")
        self.errcode = errcode
        self.errmsg = errmsg


@dataclass(slots=True)
class Token:
    """An access token. It lives by the machine's clock; `owner` is the corp id or an app id."""

    value: str
    owner: str
    until: float
    dead: bool = False


class Tokens:
    """Tokens by value and the present one of each owner and kind."""

    def __init__(self) -> None:
        self._known: dict[str, Token] = {}
        self._present: dict[tuple[str, str], Token] = {}

    def present(self, owner: str, kind: str = "", *, renew: bool = False, spare_s: float = 0.0) -> Token:
        """Give the owner's valid token.

        A new one where there is none, it has `spare_s` left or `renew` is asked.
        """
        token = self._present.get((owner, kind))
        if token is None or token.dead or renew or token.until - time.monotonic() <= spare_s:
            token = Token(secrets.token_urlsafe(64), owner, time.monotonic() + TOKEN_LIFE_S)
            self._known[token.value] = self._present[owner, kind] = token
        return token

    def check(self, value: str) -> str:
        """Give the token's owner.

        :raises Refusal: 41001 none given, 40014 unknown or killed, 42001 expired.
        """
        if not value:
            raise Refusal(41001, "access_token missing")
        token = self._known.get(value)
        if token is None or token.dead:
            raise Refusal(40014, "invalid access_token")
        if token.until <= time.monotonic():
            raise Refusal(42001, "access_token expired")
        return token.owner

    def kill(self, *, expired: bool = False) -> None:
        """End every token there is before its time, as the platform may.

        `expired` answers 42001, else 40014.
        """
        for token in self._known.values():
            token.dead = token.dead or not expired
            token.until = 0.0


@dataclass(slots=True)
class ResponseCode:
    """A one-use code to change the cards of one task; `users` are those whose card it may change."""

    task_id: str
    users: frozenset[str]
    until: datetime
    used: bool = False


@dataclass(slots=True)
class ReplyCode:
    """A one-use code of the robot's response_url.

    `owner` is where the answer shows: a chat id or a userid.
    """

    owner: str
    room: str
    until: datetime
    quote: str
    used: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file that was uploaded or sent; `kind` is what the service uploaded it as."""

    name: str
    content: bytes
    content_type: str
    until: datetime
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """One message/send: for recall, and for the duplicate check."""

    at: datetime
    msgid: str
    message_ids: tuple[str, ...]


class Windows:
    """How often something happened lately; `free` also counts the attempt."""

    def __init__(self, *limits: tuple[int, int]) -> None:
        self.limits = limits
        self._seen: dict[str, deque[float]] = defaultdict(deque)

    def free(self, who: str, stamp: float) -> bool:
        """Count one for `who` and tell whether every limit (count, seconds) still holds.

        A surplus is not counted.
        """
        seen = self._seen[who]
        longest = max(seconds for _, seconds in self.limits)
        while seen and seen[0] <= stamp - longest:
            seen.popleft()
        for count, seconds in self.limits:
            if (
                sum(1 for moment in itertools.islice(reversed(seen), count) if moment > stamp - seconds)
                >= count
            ):
                return False
        seen.append(stamp)
        return True


@dataclass(slots=True)
class Allowance:
    """How many customer-service messages may still go to a citizen, each until when."""

    grants: list[tuple[datetime, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Result:
    """What an account is told a moment later of a template message or notice: an event and its fields."""

    account: str
    openid: str
    event: str
    fields: Object


class Hub:
    """Everything the endpoints, the phones and the page share.

    `fates` are the statuses of the next template messages and notices to an openid (else they arrive),
    `accepted` how many notices somebody allows: `account/openid/template id` → count. `templates` are those
    an account has added; an account that is not named has whatever is asked for.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.service_url = world.service_url
        self.address = ""
        self.clock = Clock(world.start)
        self.phones = Phones()
        self.records = Records()
        self.faults = Faults()
        self.tokens = Tokens()
        self.codes: dict[str, ResponseCode] = {}
        self.replies: dict[str, ReplyCode] = {}
        self.files: dict[str, File] = {}
        self.sent: dict[str, Sent] = {}
        self.repeats: dict[str, tuple[datetime, Object]] = {}
        self.task_ids: set[str] = set()
        self.dead_webhooks: set[str] = set()
        self.member_windows = Windows((30, 60), (1000, 3600))
        self.webhook_windows = Windows((20, 60))
        self.allowances: dict[str, Allowance] = defaultdict(Allowance)
        self.menus: dict[str, Object] = {}
        self.unfollowed: set[str] = set()
        self.results: list[Result] = []
        self.fates: dict[str, str] = {}
        self.accepted: dict[str, int] = defaultdict(int)
        self.templates: dict[str, list[str]] = {}
        self.dropped: list[str] = []
        self.shown: set[str] = set()
        self.passive_cards = True
        self.robot_tasks: set[str] = set()
        self._moments: dict[str, int] = {}
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """Count on; every message gets its own number."""
        return next(self._numbers)

    def moment(self, what: str) -> int:
        """Give the world's time in seconds, later each time for the same thing.

        The clock may stand still, and nobody enters the same chat twice in one second.
        """
        self._moments[what] = max(self.clock.stamp, self._moments.get(what, 0) + 1)
        return self._moments[what]

    def new_id(self, prefix: str = "") -> str:
        """Make an id nobody has."""
        return f"{prefix}{self.number()}_{secrets.token_urlsafe(12)}"

    def new_code(self, task_id: str, users: Iterable[str]) -> str:
        """Make a one-use response code for the cards of a task."""
        code = secrets.token_urlsafe(32)
        self.codes[code] = ResponseCode(task_id, frozenset(users), self.clock.now + CODE_LIFE)
        return code

    def new_reply(self, owner: str, room: str, quote: str) -> str:
        """Make a one-use response_url for an answer in this room."""
        code = secrets.token_urlsafe(32)
        self.replies[code] = ReplyCode(owner, room, self.clock.now + REPLY_LIFE, quote)
        return f"{self.address}cgi-bin/aibot/response?response_code={code}"

    def keep_file(
        self, name: str, content: bytes, content_type: str, life: timedelta = MEDIA_LIFE, *, kind: str = ""
    ) -> str:
        """Keep a file for as long as the platform would; give its media id."""
        media_id = self.new_id("3")
        self.files[media_id] = File(name, content, content_type, self.clock.now + life, kind)
        return media_id

    def file(self, media_id: str) -> File | None:
        """Give a file that has not run out."""
        found = self.files.get(media_id)
        return found if found and found.until > self.clock.now else None

    def repeated(self, raw: bytes) -> Object | None:
        """Give the answer to the very same request where the duplicate check still knows it."""
        kept = self.repeats.get(hashlib.sha256(raw).hexdigest())
        return kept[1] if kept and kept[0] > self.clock.now else None

    def remember(self, raw: bytes, answer: Object, seconds: int) -> None:
        """Let the duplicate check know this request for so long."""
        self.repeats[hashlib.sha256(raw).hexdigest()] = (self.clock.now + timedelta(seconds=seconds), answer)

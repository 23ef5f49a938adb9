"""The ways out to a citizen: which one is open for a message now, what it costs, and the call itself.

In this order: a customer-service message while a grant is left, a notice the citizen subscribed to, a
template message; else the message waits in the outbox. What a way costs is taken from the citizen's row
under the same lock under which the message is claimed, and given back where the call was surely not made.
Who the citizen is stands in the call alone, and the call is enciphered in the outbox (docs/adr/0014).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from bot.cards import Renderer
from bot.channels import official_calls as calls
from bot.channels.api import Call, Dialer
from bot.channels.work_app import SendResult
from bot.citizen_brakes import Brakes, closes
from bot.clock import Clock
from bot.config_official import OfficialAccountSettings, TemplateSettings
from bot.errors import PlatformError, Refused, Throttled
from tasks.citizens import grants
from tasks.citizens.models import Citizen
from tasks.citizens.waiting import PARKED
from tasks.db import Db
from tasks.errors import Unreadable
from tasks.fields import from_ms, to_ms
from tasks.ports import Sealer

CITIZEN: Final = "citizen"
"""The place of the outbox; the receiver is the number of the citizen's row."""
LOOK_AGAIN: Final = timedelta(days=1)
"""After which a message without a way is looked at again: settings may have changed meanwhile."""
SHORTLY: Final = timedelta(seconds=5)
TOGETHER: Final = 8
"""Messages that are claimed together, as many as go out at the same time: of a customer-service message that
was claimed when the process died nobody knows whether it went, so none is claimed that still has to queue."""
WITHOUT_END: Final = -1
"""In `Citizen.accepts`: a template that was allowed for good."""
CLOSED: Final = frozenset({45015, 45047})
"""Over 48 hours, or the count is used up: the platform knows better than our count."""
UNFOLLOWED: Final = frozenset({43004, 50005})
NOT_ACCEPTED: Final = 43101


@dataclass(frozen=True, slots=True)
class Way:
    """How one message goes out: by which call of which account, since when, and which grant it costs."""

    account: str
    openid: str = field(repr=False)
    path: str
    claimed: datetime
    until: int = 0
    template: TemplateSettings | None = None


@dataclass(frozen=True, slots=True)
class Parked:
    """Why a message waits, and when it is looked at again."""

    why: str
    again: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a look brought, by the number of the row; `busy` are those whose citizen is just being answered.

    So are those for which there is no room in this look.
    """

    ways: Mapping[int, Way]
    parked: Mapping[int, Parked]
    busy: frozenset[int]


class Ways:
    """Chooses, writes and makes calls to citizens. `rehearsing`: real people, so nothing goes out."""

    def __init__(
        self,
        accounts: Sequence[OfficialAccountSettings],
        sealer: Sealer,
        renderer: Renderer,
        dialer: Dialer | None,
        clock: Clock,
        *,
        rehearsing: bool = False,
    ) -> None:
        self._accounts = {account.name: account for account in accounts}
        self._sealer = sealer
        self._renderer = renderer
        self._dialer = dialer
        self._clock = clock
        self._brakes = Brakes()
        self.rehearsing = rehearsing

    async def choose(self, db: Db, rows: Sequence[Mapping[str, Any]], now: datetime) -> Chosen:
        """Find the way for each row, in order, and take what it costs from the citizens' rows.

        A citizen whose own message is being handled at this moment is left alone: that message's
        transaction may be about to say what waits.
        """
        numbers = sorted({int(row["receiver"]) for row in rows})
        if not numbers:
            return Chosen({}, {}, frozenset())
        locked = Citizen.filter(id__in=numbers).using_db(db).order_by("id")
        citizens = {citizen.id: citizen for citizen in await locked.select_for_update(skip_locked=True)}
        there = await Citizen.filter(id__in=[*set(numbers) - set(citizens), 0]).using_db(db)
        known = {citizen.id for citizen in there}
        before = {number: (one.grants, one.accepts) for number, one in citizens.items()}
        ways: dict[int, Way] = {}
        parked: dict[int, Parked] = {}
        for row in rows:
            citizen = citizens.get(int(row["receiver"]))
            if len(ways) >= TOGETHER:
                break
            if citizen is None:
                if int(row["receiver"]) not in known:
                    parked[row["id"]] = Parked(f"{PARKED}: nobody known", now + LOOK_AGAIN)
                continue
            found = self._way(citizen, row["kind"], now)
            if isinstance(found, Way):
                ways[row["id"]] = found
            else:
                parked[row["id"]] = found
        for number, citizen in citizens.items():
            if before[number] != (citizen.grants, citizen.accepts):
                await citizen.save(using_db=db, update_fields=["grants", "accepts"])
        busy = frozenset(row["id"] for row in rows) - set(ways) - set(parked)
        return Chosen(ways, parked, busy)

    def _way(self, citizen: Citizen, kind: str, now: datetime) -> Way | Parked:
        account = self._accounts.get(citizen.account)
        if account is None:
            return Parked(f"{PARKED}: the account is not set up", now + LOOK_AGAIN)
        if not citizen.followed:
            return Parked(f"{PARKED}: unsubscribed", now + LOOK_AGAIN)
        try:
            openid = self._sealer.unseal(citizen.sealed)
        except Unreadable:
            return Parked(f"{PARKED}: the data key is not set up any more", now + LOOK_AGAIN)
        bare = Way(account.name, openid, "", now)
        held: list[datetime] = []
        for path in self._open_paths(account, citizen, kind, now):
            if until := self._brakes.until(account.name, path, now):
                held.append(until)
            else:
                return _paid(bare, path, account, citizen, kind, now)
        if held:
            return Parked(f"{PARKED}: the platform's limit, or a right that is missing", min(held))
        return Parked(f"{PARKED}: no message left, until the citizen writes", now + LOOK_AGAIN)

    def _open_paths(
        self, account: OfficialAccountSettings, citizen: Citizen, kind: str, now: datetime
    ) -> Sequence[str]:
        """Give the calls that the citizen's row and the settings allow for this kind, the best first."""
        paths = []
        if account.custom and grants.left(citizen.grants, now):
            paths.append(calls.CUSTOM_SEND)
        notice = account.notices.get(kind)
        if notice is not None and _accepted(citizen, notice.id):
            paths.append(calls.BIZSEND)
        if kind in account.templates:
            paths.append(calls.TEMPLATE_SEND)
        return paths

    def write(self, number: int, kind: str, facts: Mapping[str, Any], way: Way) -> tuple[str, bytes]:
        """Write the call and give its path and all there is about it, enciphered."""
        words = calls.words_of(self._renderer.words(kind, facts, "official"))
        if not words:
            raise ValueError(f"{kind} has no words")
        call = self._call(number, words, facts, way)
        whole = {"account": way.account, "openid": way.openid, "until": way.until, "call": call.decode()}
        whole |= {"claimed": to_ms(way.claimed), "template": way.template.id if way.template else ""}
        return way.path, self._sealer.seal(json.dumps(whole, ensure_ascii=False)).encode()

    def _call(self, number: int, words: str, facts: Mapping[str, Any], way: Way) -> bytes:
        if way.template is None:
            return calls.custom_text(way.openid, words)
        told = {**facts, "text": words}
        fields = {
            name: calls.field_value(name, told.get(fact), way.claimed)
            for name, fact in way.template.fields.items()
        }
        if way.path == calls.BIZSEND:
            return calls.notice(way.openid, way.template.id, fields)
        return calls.template(way.openid, way.template.id, fields, f"zj{number}")

    async def send(self, path: str, sealed: str) -> SendResult:
        """Make a call that was written; raises PlatformError, which names nobody."""
        whole = self._opened(sealed)
        account, now = str(whole["account"]), self._clock.now()
        if self._brakes.until(account, path, now):
            raise Throttled("the platform's limit, or a right that is missing", cure="稍后自动重试")
        if self._dialer is None:
            raise Refused("no official account is set up", cure="请在 config.yaml 里填写 official_accounts")
        try:
            answer = await self._dialer.make(Call("official", path, whole["call"].encode(), account))
        except PlatformError as error:
            self._brakes.refused(account, path, error, now)
            said = str(error).replace(whole["openid"], "…")
            raise type(error)(said, code=error.code, cure=error.cure) from None
        self._brakes.good(account, path)
        return SendResult(msgid=str(answer.get("msgid") or ""))

    def _opened(self, sealed: str) -> dict[str, Any]:
        try:
            return dict(json.loads(self._sealer.unseal(sealed)))
        except Unreadable as error:
            raise Refused(str(error), cure="请在 citizens.former_keys 里补上旧密钥") from None

    async def put_right(
        self, db: Db, citizen_id: int, sealed: str, error: PlatformError | None, now: datetime
    ) -> timedelta | None:
        """Set the citizen's row right after a call that was surely not made (None: not even tried).

        Gives after how long to choose a way anew; None: as long as usual after this error.
        """
        rows = Citizen.filter(id=citizen_id).using_db(db).select_for_update(skip_locked=True)
        citizen, whole = await rows.first(), self._remembered(sealed)
        if citizen is None or whole is None:
            return SHORTLY
        after = _corrected(citizen, whole, error, now)
        await citizen.save(using_db=db, update_fields=["grants", "accepts", "followed"])
        return after

    def _remembered(self, sealed: str) -> Mapping[str, Any] | None:
        try:
            return self._opened(sealed)
        except Refused:
            return None


def _accepted(citizen: Citizen, template_id: str) -> bool:
    left = citizen.accepts.get(template_id, 0)
    return isinstance(left, int) and (left > 0 or left == WITHOUT_END)


def _paid(
    bare: Way, path: str, account: OfficialAccountSettings, citizen: Citizen, kind: str, now: datetime
) -> Way:
    """Take what a way costs from the citizen's row."""
    if path == calls.TEMPLATE_SEND:
        return Way(bare.account, bare.openid, path, now, template=account.templates[kind])
    if path == calls.BIZSEND:
        notice = account.notices[kind]
        citizen.accepts = _counted(citizen, notice.id, -1)
        return Way(bare.account, bare.openid, path, now, template=notice)
    spent = grants.spent(citizen.grants, now)
    assert spent is not None
    citizen.grants = spent.grants
    return Way(bare.account, bare.openid, path, now, until=spent.until)


def _counted(citizen: Citizen, template_id: str, by: int) -> dict[str, Any]:
    """Give what is accepted with one more or less of a template; what was allowed for good stays so."""
    left = citizen.accepts.get(template_id, 0)
    if not isinstance(left, int) or left == WITHOUT_END:
        return citizen.accepts
    rest = {name: count for name, count in citizen.accepts.items() if name != template_id}
    return {**rest, template_id: left + by} if left + by > 0 else rest


def _corrected(
    citizen: Citizen, whole: Mapping[str, Any], error: PlatformError | None, now: datetime
) -> timedelta | None:
    """Write into the citizen's row what the refusal says; gives after how long to choose anew."""
    code = error.code if error else 0
    if code in CLOSED:
        citizen.grants = grants.emptied(citizen.grants, from_ms(whole["claimed"]), now)
        return timedelta()
    if code == NOT_ACCEPTED:
        citizen.accepts = {name: n for name, n in citizen.accepts.items() if name != whole["template"]}
        return timedelta()
    citizen.grants = grants.given_back(citizen.grants, whole["until"], now)
    if whole["template"]:
        citizen.accepts = _counted(citizen, whole["template"], 1)
    if code in UNFOLLOWED:
        citizen.followed = False
        return timedelta()
    if error is not None and closes(error):
        return timedelta()
    return LOOK_AGAIN if isinstance(error, Refused) else None

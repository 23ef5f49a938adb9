"""From rows of the outbox to the bytes of one call, and the call itself: outbox meets channels."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.cards import Renderer
from bot.channels import group_webhook, work_app, work_robot
from bot.channels.api import WEBHOOK_SEND, Call, Dialer
from bot.channels.codes import CODE_USED
from bot.channels.official_calls import TEMPLATE_SEND
from bot.channels.work_app import SendResult
from bot.citizen_ways import CITIZEN, Way, Ways
from bot.errors import PlatformError, Refused
from tasks.directives.facts import EXCERPT, moment, signer_of, standing
from tasks.directives.wanted import is_wanted
from tasks.fields import from_ms, to_ms

MOST = work_app.MAX_USERS
JOB = "job"
ATTACHMENT = "attachment"
"""The kind of a file that was uploaded: it goes as itself, not as words."""
REMINDER = "nudge."
"""How the kinds of reminders begin."""
RESPONSE = "/cgi-bin/aibot/response"

Job = Callable[[Mapping[str, Any]], Awaitable[None]]
Row = Mapping[str, Any]

DUE = """
SELECT x.id, x.place, x.receiver, x.kind, x.facts, x.same, x.critical, x.lane, x.call, x.path, x.body,
       x.attempts, x.unclear, x.lease, x.created_at, x.not_before,
       d.state AS directive_state, d.supervised_by, s.state AS share_state, s.acknowledged_at,
       s.acknowledged_by, m.name AS signer, d.total, d.acknowledged,
       s.due AS share_due, s.due_before AS share_was_due, d.title,
       CASE WHEN x.kind IN ('directive.assigned', 'directive.amended', 'share.amended') THEN EXISTS (
         SELECT 1 FROM sending y WHERE y.receiver = x.receiver AND y.sent_at IS NULL
         AND y.share_id = x.share_id AND y.state || '' = 'waiting' AND y.call IS NULL
         AND ((y.kind = x.kind AND y.id > x.id AND x.kind <> 'share.amended')
              OR (y.kind = 'directive.amended' AND x.kind = 'share.amended'))) END AS outdone,
       CASE WHEN x.kind IN ('directive.assigned', 'directive.amended', 'directive.full_text')
       THEN d.content END AS content
FROM sending x
LEFT JOIN directive d ON d.id = x.directive_id
LEFT JOIN share s ON s.id = x.share_id
LEFT JOIN member m ON m.userid = s.acknowledged_by AND m.userid <> x.receiver
"""
"""What is read of a sending: the row, and how its directive and its share stand now.

`outdone` is a card, or a line about another time, where a later card waits that shows the same as it stands.
`|| ''` keeps SQLite from looking for it among all that waits, instead of among what is the receiver's.
"""

SPENT_CODES = CODE_USED | {42014, 42016}
"""A response code that was used, or whose card is gone: the answer did it already (path/90241, 90313)."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Rows of equal content on their way in one call. `number` is the leading row's."""

    number: int
    place: str
    kind: str
    receivers: tuple[str, ...]
    rows: tuple[int, ...]
    facts: Mapping[str, Any]
    critical: bool = False
    attempts: int = 0
    unclear: bool = False
    path: str = ""
    body: str = field(default="", repr=False)
    way: Way | None = None

    @property
    def repeatable(self) -> bool:
        """Whether a repeat does no harm: the platform checks doubles, or the code can be used once only."""
        return self.place in {"person", "card", JOB} or self.path == TEMPLATE_SEND


class Post:
    """Writes bodies and makes calls. `webhooks`: chat id to key, `ways`: those to citizens."""

    def __init__(
        self,
        renderer: Renderer,
        dialer: Dialer | None,
        *,
        agent_id: int,
        public_url: str,
        webhooks: Mapping[str, str],
        jobs: Mapping[str, Job],
        ways: Ways | None = None,
    ) -> None:
        self._ways = ways
        self._renderer = renderer
        self._dialer = dialer
        self._agent_id = agent_id
        self._public_url = public_url
        self._webhooks = webhooks
        self._jobs = jobs
        self._writers: Mapping[str, Callable[[Parcel], tuple[str, bytes]]] = {
            "person": self._to_people,
            "card": self._to_card,
            "chat": self._to_chat,
            "asked": self._to_asked,
            CITIZEN: self._to_citizen,
            JOB: lambda parcel: (parcel.kind, b""),
        }

    def why_not(self, place: str, receiver: str) -> str:
        """Say why this can never be sent; empty where it can."""
        if place == "chat" and receiver not in self._webhooks:
            return "no webhook for this group"
        if place in {"person", "card"} and (self._dialer is None or not self._agent_id):
            return "no WeCom app is set up"
        return ""

    def write(self, parcel: Parcel) -> tuple[str, bytes]:
        """Give the path and the bytes of the call, the same for every try."""
        return self._writers[parcel.place](parcel)

    def _to_people(self, parcel: Parcel) -> tuple[str, bytes]:
        # Equal reminders within the platform's interval would be swallowed; another interval is another
        # request, so each parcel has one of its own between 30 minutes and 4 hours.
        interval = work_app.DUPLICATE_INTERVAL + parcel.number % 12_600
        users = parcel.receivers
        if parcel.kind == ATTACHMENT:
            kind, media_id = str(parcel.facts["type"]), str(parcel.facts["media_id"])
            return work_app.SEND, work_app.send_media(users, kind, media_id, self._agent_id, interval)
        task_id = f"{self._stem(parcel.facts)}@{parcel.number}"
        card = self._renderer.card(parcel.kind, parcel.facts, task_id)
        if card is not None and (card.buttons or card.done):
            return work_app.SEND, work_app.send_card(users, card, self._agent_id, self._public_url, interval)
        words = self._renderer.words(parcel.kind, parcel.facts, "app")
        text = work_app.plain_words(words)
        return work_app.SEND, work_app.send_text(users, text, self._agent_id, interval)

    def _to_card(self, parcel: Parcel) -> tuple[str, bytes]:
        reply = self._renderer.reply(
            parcel.kind, parcel.facts, where="app", task_id=str(parcel.facts["task"]), tap=True
        )
        if reply.card is None:
            raise Refused(f"{parcel.kind} is not a card")
        code, tapper = parcel.receivers[0], str(parcel.facts["tapper"])
        body = work_app.update_card(code, [tapper], reply.card, self._agent_id, self._public_url)
        return work_app.UPDATE_CARD, body

    def _to_chat(self, parcel: Parcel) -> tuple[str, bytes]:
        words = self._renderer.words(parcel.kind, parcel.facts, "group")
        return WEBHOOK_SEND, group_webhook.text(work_app.plain_words(words))

    def _to_asked(self, parcel: Parcel) -> tuple[str, bytes]:
        # One call, words or a card: what has words is said, only what has none comes as its card.
        words = self._renderer.words(parcel.kind, parcel.facts, "robot")
        if words is None:
            task_id = f"{self._stem(parcel.facts)}@{parcel.number}"
            card = self._renderer.card(parcel.kind, parcel.facts, task_id)
            if card is not None:
                return RESPONSE, work_robot.response_card(card, self._public_url)
        return RESPONSE, work_robot.response_markdown(words.text if words else "")

    def _to_citizen(self, parcel: Parcel) -> tuple[str, bytes]:
        if self._ways is None or parcel.way is None:
            raise Refused("no official account is set up")
        return self._ways.write(parcel.number, parcel.kind, parcel.facts, parcel.way)

    @staticmethod
    def _stem(facts: Mapping[str, Any]) -> str:
        return str(facts.get("code") or "zhijian")

    async def send(self, parcel: Parcel) -> SendResult:
        """Make the call; raises PlatformError."""
        if parcel.place == JOB:
            await self._jobs[parcel.kind](parcel.facts)
            return SendResult()
        if parcel.place == CITIZEN and self._ways is not None:
            return await self._ways.send(parcel.path, parcel.body)
        if self._dialer is None:
            raise Refused("no WeCom app is set up", cure="请在 config.yaml 里填写 work.app")
        body = parcel.body.encode()
        if parcel.place == "asked":
            await self._dialer.make(Call("response", parcel.path, body, parcel.receivers[0]))
            return SendResult()
        if parcel.place == "chat":
            key = self._webhooks.get(parcel.receivers[0], "")
            await self._dialer.make(Call("webhook", parcel.path, body, key))
            return SendResult()
        try:
            answer = await self._dialer.make(Call("work", parcel.path, body))
        except PlatformError as error:
            if parcel.place == "card" and error.code in SPENT_CODES:
                return SendResult()
            raise
        return work_app.send_result(answer)


def still_wanted(row: Row) -> bool:
    """Say whether a row still makes sense, given how its directive and its share stand now."""
    in_person = row["acknowledged_by"] == row["receiver"]
    facts = json.loads(row["facts"]) if row["kind"].startswith(REMINDER) else {}
    is_complete = row["directive_state"] is None or row["acknowledged"] >= row["total"]
    return is_wanted(
        row["kind"],
        row["directive_state"],
        row["share_state"],
        in_person=in_person,
        supervised=bool(row["supervised_by"]),
        complete=is_complete,
        missing=row["directive_state"] is None or not is_complete,
        rule=str(facts.get("rule", "")),
        notice=facts.get("kind") == "notice",
    ) and not (row["outdone"] or _is_rewritten(row) or _says_nothing_new(row))


def _is_rewritten(row: Row) -> bool:
    """Whether a whole text that waits stands no longer in the directive: an amendment brings the new one."""
    if row["kind"] != "directive.full_text" or row["content"] is None:
        return False
    return json.loads(row["facts"])["text"] not in row["content"]


def _says_nothing_new(row: Row) -> bool:
    """Whether a time that was changed has been changed back before anybody was told."""
    if row["kind"] != "share.amended" or row["share_state"] is None:
        return False
    old = json.loads(row["facts"])["old_due"]
    due: int | None = row["share_due"]
    return due == (to_ms(datetime.fromisoformat(old)) if old else None)


def _signer(row: Row) -> str:
    """Name who acknowledged the receiver's share for the receiver; empty where nobody has."""
    return signer_of(row["receiver"], row["acknowledged_by"], lambda userid: row["signer"] or userid)


def _facts_now(row: Row) -> Mapping[str, Any]:
    """Facts as they were kept; a share's card shows the share as it stands now."""
    facts: dict[str, Any] = json.loads(row["facts"])
    if "acknowledged_at" in facts and row["acknowledged_at"] is not None:
        facts |= standing(row["share_state"], from_ms(row["acknowledged_at"]), _signer(row))
    if row["kind"] in SHOWN_AS_IT_STANDS and row["share_state"] is not None:
        facts |= {"due": _moment(row["share_due"]), "was_due": _moment(row["share_was_due"])}
        facts |= {"title": row["title"], **_text_now(row, facts)}
    return facts


def _text_now(row: Row, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the text as it stands; a card that told of another change says that the text has changed too."""
    if row["content"] is None or row["content"][:EXCERPT] == facts.get("content"):
        return {}
    changed = {"rewritten": True, "more": ""} if "rewritten" in facts else {}
    return {"content": row["content"][:EXCERPT], **changed}


SHOWN_AS_IT_STANDS = frozenset({"directive.assigned", "directive.amended", "share.amended"})
"""What may wait for office hours: what was amended meanwhile it shows as it is."""
STANDING = ("share_due", "share_was_due", "share_state", "acknowledged_at")
"""What such a message shows of a share; only where that is equal one call brings it to several."""


def _moment(at: int | None) -> object:
    return moment(from_ms(at)) if at is not None else None


def joined(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    """Join rows of equal content to people, at most MOST together; everything else goes alone.

    A card that tells who signed for its receiver is nobody else's.
    """
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        alone = "" if row["place"] == "person" and not _signer(row) else str(row["id"])
        stand = tuple(row[name] for name in STANDING) if row["kind"] in SHOWN_AS_IT_STANDS else ()
        groups.setdefault((row["place"], row["same"], alone, *stand), []).append(row)
    for group in groups.values():
        for start in range(0, len(group), MOST):
            yield group[start : start + MOST]


def parcel_of(lead: Row, rows: Sequence[Row]) -> Parcel:
    """Make a parcel of rows of equal content, led by one of them."""
    return Parcel(
        number=lead["id"],
        place=lead["place"],
        kind=lead["kind"],
        receivers=tuple(dict.fromkeys(row["receiver"] for row in rows)),
        rows=tuple(row["id"] for row in rows),
        facts=_facts_now(lead),
        critical=bool(lead["critical"]),
        attempts=lead["attempts"],
        unclear=bool(lead["unclear"]),
        path=lead["path"],
        body=lead["body"],
    )

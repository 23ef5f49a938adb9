"""Who wrote to an official account: the row of the citizen, made at the first word, and what it allows us.

Two first messages at once are one citizen: the second one meets the unique key, and the corridor reads again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from tasks.citizens import grants
from tasks.citizens.models import Citizen
from tasks.db import Db

FOLLOWING: Final[Mapping[str, bool]] = {"subscribe": True, "unsubscribe": False}
ALLOWING: Final[Mapping[str, str]] = {
    "subscribe_msg_popup_event": "SubscribeMsgPopupEvent",
    "subscribe_msg_change_event": "SubscribeMsgChangeEvent",
    "subscribe_msg_sent_event": "SubscribeMsgSentEvent",
}
"""Events that say for which notices (订阅通知) there is leave → the element that holds their list."""
COUNTED: Final = frozenset({*FOLLOWING, *ALLOWING, *grants.GRANTS})
"""Events that are noted in the citizen's row: a second delivery of one of them must change nothing."""
REFUSED_BY_CITIZEN: Final = "43101"
"""The platform's code of a notice that is not, or not any more, allowed."""
CHANGED: Final = ("heard_at", "grants", "followed", "accepts")


async def known(db: Db, incoming: Incoming, context: Context) -> Citizen:
    """Give the citizen who sent this, locked until the transaction ends; what it allows us is noted."""
    citizen = await _row(db, incoming, context)
    # What is handled again later allows nothing: the platform counts from when it was said.
    if context.said is None:
        note(citizen, incoming, context)
        await citizen.save(using_db=db, update_fields=list(CHANGED))
    return citizen


async def _row(db: Db, incoming: Incoming, context: Context) -> Citizen:
    sealer = context.sealer
    names = sealer.digests(incoming.sender)
    rows = Citizen.filter(account=incoming.account, name_key__in=names).using_db(db)
    found = await rows.select_for_update().first()
    if found is None:
        found = await Citizen.create(
            using_db=db,
            account=incoming.account,
            name_key=names[0],
            sealed=sealer.seal(incoming.sender),
            since=context.now,
            grants=[],
            accepts={},
            limits={},
        )
    return found


def note(citizen: Citizen, incoming: Incoming, context: Context) -> None:
    """Note in the row what a message or event means for what may be sent to the citizen."""
    event = incoming.event if incoming.kind == "event" else ""
    if not event:
        # A tap on a choice in a text comes as a text, and counts with the platform as a tap.
        what = "click" if incoming.fields.get("bizmsgmenuid") else "message"
        citizen.heard_at, citizen.followed = context.now, True
        citizen.grants = grants.granted(citizen.grants, what, context.now)
        return
    citizen.followed = FOLLOWING.get(event, citizen.followed)
    citizen.grants = grants.granted(citizen.grants, event, context.now) if citizen.followed else []
    for template, change in allowed_in(incoming):
        left = _allowed(citizen, template)
        # What was allowed for good is below nought (bot/citizen_ways.py), and is not counted.
        citizen.accepts = {**citizen.accepts, template: (left if left < 0 else left + 1) if change else 0}


def allowed_in(incoming: Incoming) -> Iterator[tuple[str, int]]:
    """Give what an event allows, by template: one notice more, or (0) none any more."""
    for one in entries(incoming):
        template = str(one.get("TemplateId") or "")
        if not template:
            continue
        if incoming.event == "subscribe_msg_sent_event":
            if str(one.get("ErrorCode") or "") == REFUSED_BY_CITIZEN:
                yield template, 0
            continue
        status = str(one.get("SubscribeStatusString") or "").lower()
        if status == "accept":
            yield template, 1
        elif status in {"reject", "ban", "cancel"}:
            yield template, 0


def entries(incoming: Incoming) -> list[Mapping[str, object]]:
    """Give the list in an event about notices; the platform writes one entry as itself, several as a list."""
    inside = incoming.fields.get(ALLOWING.get(incoming.event, ""))
    # Its JSON form leaves the element out that its XML form has around the list.
    holder = inside if isinstance(inside, Mapping) else incoming.fields
    found = holder.get("List")
    many = found if isinstance(found, list) else [found]
    return [one for one in many if isinstance(one, Mapping)]


def _allowed(citizen: Citizen, template: str) -> int:
    kept = citizen.accepts.get(template)
    return kept if isinstance(kept, int) else 0

"""What a citizen's answer becomes before the commit: said at once with what waited, or sent later.

Also how a citizen's failed message is kept: enciphered, and its error without a word anybody wrote.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, cast

from bot.late_shelf import whole_form
from bot.patience import later
from bot.writer import Item
from handlers.citizen.known import COUNTED, known
from handlers.context import Context
from handlers.message import Answer, Incoming
from handlers.staff import marked
from tasks.citizens import waiting
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.ports import Sealer

OFFICIAL: Final = "official_account"
ROOM: Final = 2048
"""Bytes of a passive answer."""
MOST: Final = 5
"""Messages that waited and are said in one answer; the others follow by themselves."""
FRAMES: Final = 6
"""Places named of an error, the innermost last."""

Words = Callable[[str, Mapping[str, object]], str]
"""Gives the words of a kind as a citizen reads them."""


def is_citizens(item: Item) -> bool:
    """Whether an item is a citizen's message, which somebody waits for at the platform."""
    return item.work is None and item.incoming is not None and item.incoming.channel == OFFICIAL


def is_counted(item: Item) -> bool:
    """Whether an item is an event by which a citizen allows something: a repeat must not allow it again."""
    return is_citizens(item) and item.incoming is not None and item.incoming.event in COUNTED


async def settled(db: Db, item: Item, outcome: Outcome, context: Context, words: Words) -> Outcome:
    """Give the answer as it is kept and what is owed; from here on it is decided whether it is late."""
    incoming = item.incoming
    assert incoming is not None
    item.settled = True
    if item.late:
        return await sent_later(db, item.key, incoming, outcome, context)
    # Who wrote something marked may have been told so already (bot/patience.py), and hears nothing besides.
    if (incoming.kind == "event" and not outcome.kind) or marked(incoming):
        return outcome
    return await _with_what_waited(db, incoming, outcome, context, words)


async def owed_after_all(db: Db, item: Item, kept: Answer, context: Context) -> Outcome | None:
    """Give what is owed where another process answered a message whose sender was told «later» here.

    The platform hung up on that process before it came to this one, so nobody has heard its answer.
    """
    incoming = item.incoming
    # From here on nobody is told «later» for it any more: nothing would bring the answer afterwards.
    item.settled = True
    if not item.late or incoming is None or not kept.kind or kept == later(incoming):
        return None
    return await sent_later(db, item.key, incoming, Outcome(kept.kind, kept.facts), context)


async def sent_later(db: Db, key: str, incoming: Incoming, outcome: Outcome, context: Context) -> Outcome:
    """Owe the answer as a message, and give the sentence as what is kept."""
    told = later(incoming)
    if not outcome.kind:
        return Outcome(told.kind, {}, outcome.notices)
    citizen = await _sender(db, incoming, context) or await known(db, incoming, context)
    answer = Notice(
        outcome.kind,
        (Receiver(str(citizen.id)),),
        cast("Facts", dict(outcome.facts)),
        f"later:{key}",
        context.now,
        place="citizen",
        lane=Lane.FAST,
    )
    return Outcome(told.kind, {}, (answer, *outcome.notices))


async def _with_what_waited(
    db: Db, incoming: Incoming, outcome: Outcome, context: Context, words: Words
) -> Outcome:
    """Say first what waited for this citizen, as much as fits; the rest may go out now, a window is open."""
    citizen = await _sender(db, incoming, context)
    if citizen is None:
        return outcome
    answer: Facts = {"kind": outcome.kind, "facts": cast("Facts", dict(outcome.facts))}
    parts: list[Facts] = []
    fitting: list[int] = []
    for one in await waiting.waiting_for(db, citizen.id, context.now, MOST):
        more: list[Facts] = [*parts, {"kind": one.kind, "facts": one.facts}]
        if len(words(WITH_WAITING, {"parts": more, "answer": answer}).encode()) > ROOM:
            break
        parts, fitting = more, [*fitting, one.number]
    if fitting:
        await waiting.take_waiting(db, citizen.id, context.now, MOST, fitting)
        outcome = Outcome("citizen.with_waiting", {"parts": parts, "answer": answer}, outcome.notices)
    await waiting.open_ways(db, citizen.id, context.now)
    return outcome


WITH_WAITING: Final = "citizen.with_waiting"


async def _sender(db: Db, incoming: Incoming, context: Context) -> Citizen | None:
    names = context.sealer.digests(incoming.sender)
    return await Citizen.filter(account=incoming.account, name_key__in=names).using_db(db).first()


def kept_form(incoming: Incoming, sealer: Sealer) -> Facts:
    """Give a citizen's message as a failure is kept: channel and kind for the list, all else enciphered."""
    sealed = sealer.seal(json.dumps(whole_form(incoming), ensure_ascii=False))
    return {"channel": incoming.channel, "kind": incoming.kind, "sealed": sealed}


def opened_form(kept: Mapping[str, object], sealer: Sealer) -> Mapping[str, object]:
    """Give a failure's message in plain, whichever way it was kept."""
    sealed = kept.get("sealed")
    return cast("Facts", json.loads(sealer.unseal(sealed))) if isinstance(sealed, str) else kept


def without_words(error: BaseException) -> str:
    """Name an error and where it happened; its own text may quote what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = (f"{'/'.join(Path(f.filename).parts[-2:])}:{f.lineno} {f.name}" for f in frames)
    return " < ".join([type(error).__name__, *reversed(list(places))])

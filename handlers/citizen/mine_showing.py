"""How a citizen's own requests are shown: one as it stands with its last steps, several as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.citizen.gathering_told import PIECES
from handlers.context import Context
from handlers.requests.facts import request_facts
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Json
from tasks.notices import Outcome
from tasks.requests import clocks, finding, states
from tasks.requests.models import Rating, Request, RequestEntry

TOLD: Final = frozenset(
    {"received", "handed", "signed", "paused", "resumed", "extended", "answered", "reopened", "refused",
     "withdrawn", "merged", "urged", "supplied", "noted"}
)  # fmt: skip
"""Moves a citizen is shown; what goes on between offices besides is theirs."""
LINES: Final = 3


async def progress(db: Db, request: Request, context: Context) -> Outcome:
    """Show how a request stands: state, office, date, what happens next, its last three steps."""
    facts = request_facts(request, context) | {
        "steps": await _last_steps(db, request),
        "why_waiting": await _reason(db, request, "paused") if request.state == states.WAITING else "",
        "why_refused": await _reason(db, request, "refused") if request.state == states.REFUSED else "",
        "answer": request.answer,
        "late": _is_late(request, context),
        "first": _first_word(request, context),
        "round": request.round,
        "rate": await _may_rate(db, request),
        "merged": request.merged_into is not None,
        "year": context.now.year,
    }
    return Outcome("citizen.progress", facts)


def listed(own: Sequence[Request], context: Context, *, tappable: bool) -> Outcome:
    """Show the last requests of a citizen in a line each; `tappable`: a number chooses one."""
    rows: list[Json] = [
        {**request_facts(request, context), "late": _is_late(request, context)} for request in own
    ]
    return Outcome("citizen.mine", {"rows": rows, "tappable": tappable, "year": context.now.year})


async def asked_for_one(db: Db, citizen: Citizen, context: Context) -> bool:
    """Whether a number may choose from the list: nothing else with numbers of its own is under way."""
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    return going is None or going.step.startswith(("mine.", "guide.", PIECES))


async def _last_steps(db: Db, request: Request) -> list[Json]:
    rows = RequestEntry.filter(request_id=request.id, action__in=sorted(TOLD)).using_db(db)
    entries = (await rows.order_by("-seq").limit(LINES))[::-1]
    return [{"at": entry.at.isoformat(), "action": entry.action} for entry in entries]


async def _reason(db: Db, request: Request, action: str) -> str:
    """Give why it stands still: what the citizen was asked for, or why it is not taken."""
    entry = await finding.last_move(db, request, action)
    return str(entry.detail.get("reason") or "") if entry else ""


def _is_late(request: Request, context: Context) -> bool:
    return request.state in states.RUNNING and request.due is not None and request.due < context.now


def _first_word(request: Request, context: Context) -> Json:
    """Give until when the office says a first word, while it has not and still can in time."""
    if request.state not in states.RUNNING or request.round > 1:
        return None
    due = clocks.first_answer_due(request.created_at, context.desk.terms_of(request.kind), context.calendar)
    waits = request.due is not None and context.now < due < request.due
    return due.isoformat() if waits else None


async def _may_rate(db: Db, request: Request) -> bool:
    if request.state != states.ANSWERED:
        return False
    rated = Rating.filter(request_id=request.id, round=request.round, stars__isnull=False).using_db(db)
    return not await rated.exists()

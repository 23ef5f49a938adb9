"""Citizens' requests in an export: as everybody may read them, each with its history and its proof."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final

from bot.export_chain import Proof
from bot.export_rows import Sheets
from tasks.db import Db
from tasks.requests.models import Request, RequestEntry

TOGETHER: Final = 100
"""Requests read together."""


async def add_requests(
    db: Db, sheets: Sheets, codes: Sequence[str], span: tuple[datetime, datetime] | None
) -> list[tuple[str, str]]:
    """Add the requests of these codes, or of this time; gives those whose history does not add up."""
    faults: list[tuple[str, str]] = []
    async for page in _pages(db, codes, span):
        leads = Request.filter(id__in=[one.merged_into for one in page if one.merged_into])
        into = {lead.id: lead.code for lead in await leads.using_db(db)}
        for one in page:
            sheets.add_request(one, into.get(one.merged_into or 0, ""))
            faults += await _moves(db, sheets, one)
    return faults


async def _pages(
    db: Db, codes: Sequence[str], span: tuple[datetime, datetime] | None
) -> AsyncIterator[list[Request]]:
    last = 0
    while True:
        query = Request.filter(id__gt=last)
        if span is None:
            query = query.filter(code__in=list(codes))
        else:
            query = query.filter(created_at__gte=span[0], created_at__lt=span[1])
        page = await query.using_db(db).order_by("id").limit(TOGETHER)
        if not page:
            return
        yield page
        last = page[-1].id


async def _moves(db: Db, sheets: Sheets, one: Request) -> list[tuple[str, str]]:
    proof = Proof(one.code)
    for entry in await RequestEntry.filter(request_id=one.id).using_db(db).order_by("seq"):
        proof.take(entry)
        sheets.add_request_move(one.code, entry)
    sheets.add_proof(one, proof)
    return [(one.code, proof.fault)] if proof.fault else []

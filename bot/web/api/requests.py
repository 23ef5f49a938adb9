"""Requests as JSON, one or a page of them: masked, as everybody may read them (docs/http.md)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from aiohttp import web

from bot.web.api.directives import MOST, USUAL, read_cursor, write_cursor
from bot.web.guard import problem
from bot.web.keys import SERVICE
from tasks.errors import Unreadable
from tasks.personal import mask_phone, masked
from tasks.ports import Sealer
from tasks.requests import kinds, queries, states
from tasks.requests.models import Rating, Request, RequestEntry
from tasks.requests.queries import Whole

Json = dict[str, Any]


async def listed(request: web.Request) -> web.Response:
    """Give a page of requests, newest first; `cursor` goes on where the last page ended."""
    query = request.query
    state, kind = query.get("state") or None, query.get("kind") or None
    limit = query.get("limit", str(USUAL))
    if wrong := _wrong(state, kind, limit):
        return problem(400, wrong)
    try:
        before = read_cursor(query.get("cursor"))
    except ValueError:
        return problem(400, "cursor 不对，请原样使用上一页返回的 next")
    db = request.app[SERVICE].storage.reader
    found = await queries.page(db, state=state, kind=kind, before=before, limit=int(limit) + 1)
    page = found[: int(limit)]
    following = write_cursor(page[-1].id) if len(found) > len(page) else None
    return web.json_response({"items": await _as_json(request, page), "next": following})


def _wrong(state: str | None, kind: str | None, limit: str) -> str:
    """Say what is wrong with the parameters; empty where nothing is."""
    if state is not None and state not in states.STATES:
        return f"state 应为 {'、'.join(states.STATES)} 之一"
    if kind is not None and kind not in kinds.KINDS:
        return f"kind 应为 {'、'.join(kinds.KINDS)} 之一"
    if not (limit.isascii() and limit.isdigit() and len(limit) <= 3 and 1 <= int(limit) <= MOST):
        return f"limit 应为 1 到 {MOST} 的整数"
    return ""


async def one(request: web.Request) -> web.Response:
    """Give one request by its code; 404 for a code nobody has."""
    found = await queries.by_code(request.app[SERVICE].storage.reader, request.match_info["code"])
    if found is None:
        return problem(404, "没有这个编号的诉求")
    return web.json_response((await _as_json(request, [found]))[0])


async def _as_json(request: web.Request, found: Sequence[Request]) -> list[Json]:
    service = request.app[SERVICE]
    zone, sealer = service.config.worktime.zone, service.people.sealing
    return [request_json(whole, sealer, zone) for whole in await queries.whole(service.storage.reader, found)]


def request_json(whole: Whole, sealer: Sealer, zone: tzinfo) -> Json:
    """Write one request as the contract says; nothing personal leaves but the ends of the number."""
    r = whole.request
    return {
        "code": r.code,
        "kind": r.kind,
        "category": r.category,
        "area": r.area or None,
        "state": r.state,
        "content": masked(r.content),
        "phone": phone_of(r, sealer) or None,
        "created_at": _iso(r.created_at, zone),
        "due": _iso(r.due, zone),
        "office": {"department": r.office or None, "assignee": whole.assignee or None},
        "merged_into": whole.into or None,
        "history": [_entry(entry, zone) for entry in whole.history],
        "answer": masked(r.answer) or None,
        "rating": _rating(whole.rating, zone),
    }


def phone_of(request: Request, sealer: Sealer) -> str:
    """Give the telephone number as everybody may see it, 139****5678; of who is anonymous nothing.

    Nothing either where the key is gone: one such row must not cost the whole page.
    """
    if request.anonymous or not request.phone_key:
        return ""
    try:
        whole: Json = json.loads(sealer.unseal(request.sealed) or "{}")
    except Unreadable:
        return ""
    phone = str(whole.get("phone") or "")
    return mask_phone(phone) if phone else ""


def _entry(entry: RequestEntry, zone: tzinfo) -> Json:
    return {
        "at": _iso(entry.at, zone),
        "actor": entry.actor,
        "action": entry.action,
        "detail": entry.detail,
    }


def _rating(rating: Rating | None, zone: tzinfo) -> Json | None:
    if rating is None:
        return None
    return {
        "at": _iso(rating.rated_at, zone),
        "round": rating.round,
        "stars": rating.stars,
        "reasons": list(rating.reasons),
        "text": masked(rating.text),
    }


def _iso(at: datetime | None, zone: tzinfo) -> str | None:
    return at.astimezone(zone).isoformat() if at else None

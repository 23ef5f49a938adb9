"""Directives as JSON, one or a page of them (docs/http.md, “接口”)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from aiohttp import web

from bot.storage import Storage
from bot.web.api.nudges import nudges_of
from bot.web.guard import problem
from bot.web.keys import SERVICE
from handlers.directives.attachments import attached
from tasks.directives import queries, states
from tasks.directives.models import Feedback, HistoryEntry, Share
from tasks.directives.queries import Whole
from tasks.fields import Facts

MOST, USUAL = 200, 50

Json = dict[str, Any]


async def listed(request: web.Request) -> web.Response:
    """Give a page of directives, newest first; `cursor` goes on where the last page ended."""
    query = request.query
    state, limit = query.get("state") or None, query.get("limit", str(USUAL))
    if state is not None and state not in states.DIRECTIVE_STATES:
        return problem(400, f"state 应为 {'、'.join(states.DIRECTIVE_STATES)} 之一")
    if not (limit.isascii() and limit.isdigit() and len(limit) <= 3 and 1 <= int(limit) <= MOST):
        return problem(400, f"limit 应为 1 到 {MOST} 的整数")
    try:
        before = read_cursor(query.get("cursor"))
    except ValueError:
        return problem(400, "cursor 不对，请原样使用上一页返回的 next")
    service = request.app[SERVICE]
    found = await queries.page(service.storage.reader, state=state, before=before, limit=int(limit) + 1)
    page = found[: int(limit)]
    items = await _as_json(service.storage, await queries.whole(service.storage.reader, page), _zone(request))
    following = write_cursor(page[-1].id) if len(found) > len(page) else None
    return web.json_response({"items": items, "next": following})


async def one(request: web.Request) -> web.Response:
    """Give one directive by its code; 404 for a code nobody has."""
    service = request.app[SERVICE]
    directive = await queries.by_code(service.storage.reader, request.match_info["code"].upper())
    if directive is None:
        return problem(404, "没有这个编号的指令")
    whole = await queries.whole(service.storage.reader, [directive])
    return web.json_response((await _as_json(service.storage, whole, _zone(request)))[0])


def _zone(request: web.Request) -> tzinfo:
    return request.app[SERVICE].config.worktime.zone


def write_cursor(number: int) -> str:
    """Write where a page ended, opaque to whoever gets it."""
    return base64.urlsafe_b64encode(json.dumps({"before": number}).encode()).decode().rstrip("=")


def read_cursor(text: str | None) -> int | None:
    """Read a cursor; raises ValueError for what was not written by `write_cursor`."""
    if not text:
        return None
    try:
        value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        before = value["before"]
    except (binascii.Error, UnicodeError, KeyError, TypeError) as error:
        raise ValueError("not a cursor") from error
    if isinstance(before, bool) or not isinstance(before, int) or not 0 < before < 2**62:
        raise ValueError("not a cursor")
    return before


async def _as_json(storage: Storage, wholes: Sequence[Whole], zone: tzinfo) -> list[Json]:
    nudges = await nudges_of(storage, [whole.directive.id for whole in wholes], zone)
    return [directive_json(whole, nudges, zone) for whole in wholes]


def directive_json(whole: Whole, nudges: Mapping[int, list[Json]], zone: tzinfo) -> Json:
    """Write one directive as the contract says."""
    d = whole.directive
    return {
        "code": d.code,
        "kind": d.kind,
        "title": d.title,
        "content": d.content,
        "urgency": d.urgency,
        "issuer": d.issuer,
        "group": d.chat or None,
        "created_at": _iso(d.created_at, zone),
        "due": _iso(d.due, zone),
        "state": d.state,
        "assignments": [
            _share(s, [f for f in whole.feedback if f.share_id == s.id], nudges.get(s.id, []), zone)
            for s in whole.shares
        ],
        "history": [_entry(entry, zone) for entry in whole.history],
    }


def _share(share: Share, feedback: Sequence[Feedback], nudges: list[Json], zone: tzinfo) -> Json:
    return {
        "assignee": share.assignee,
        "department": share.department or None,
        "role": share.role,
        "state": share.state,
        "due": _iso(share.due, zone),
        "acknowledged_at": _iso(share.acknowledged_at, zone),
        "feedback": [
            {"at": _iso(f.at, zone), "text": f.text, "attachments": attached(f.media)} for f in feedback
        ],
        "nudges": nudges,
    }


def _entry(entry: HistoryEntry, zone: tzinfo) -> Json:
    detail: Facts = entry.detail
    return {"at": _iso(entry.at, zone), "actor": entry.actor, "action": entry.action, "detail": detail}


def _iso(at: datetime | None, zone: tzinfo) -> str | None:
    return at.astimezone(zone).isoformat() if at else None

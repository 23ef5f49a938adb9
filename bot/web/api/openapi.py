"""The API's own description, OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.web.api.directives import MOST, USUAL
from tasks.directives import states
from tasks.requests import kinds
from tasks.requests import states as request_states

MOMENT = {"type": ["string", "null"], "format": "date-time"}
TEXT = {"type": "string"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


FEEDBACK = _object(at=MOMENT, text=TEXT, attachments={"type": "integer"})
NUDGE = _object(
    at=MOMENT,
    rule=TEXT,
    to={"enum": ["assignee", "leader", "issuer", "supervisor", "group"]},
    state={"enum": ["waiting", "sent", "dropped", "failed", "unconfirmed"]},
)
ASSIGNMENT = _object(
    assignee=TEXT,
    department={"type": ["integer", "null"]},
    role={"enum": ["lead", "assist", None]},
    state={"enum": list(states.SHARE_STATES)},
    due=MOMENT,
    acknowledged_at=MOMENT,
    feedback={"type": "array", "items": FEEDBACK},
    nudges={"type": "array", "items": NUDGE},
)
ENTRY = _object(at=MOMENT, actor=TEXT, action=TEXT, detail={"type": "object"})
DIRECTIVE = _object(
    code={"type": "string", "pattern": r"^Z\d{8}-\d{3,}$"},
    kind={"enum": ["task", "notice"]},
    title=TEXT,
    content=TEXT,
    urgency={"enum": ["critical", "urgent", "normal"]},
    issuer=TEXT,
    group={"type": ["string", "null"]},
    created_at=MOMENT,
    due=MOMENT,
    state={"enum": list(states.DIRECTIVE_STATES)},
    assignments={"type": "array", "items": ASSIGNMENT},
    history={"type": "array", "items": ENTRY},
)
OFFICE = _object(
    department={"type": ["integer", "null"]},
    assignee={"type": ["string", "null"]},
)
RATING = {
    **_object(
        at=MOMENT,
        round={"type": "integer"},
        stars={"type": "integer"},
        reasons={"type": "array", "items": TEXT},
        text=TEXT,
    ),
    "type": ["object", "null"],
}
REQUEST = _object(
    code={"type": "string", "pattern": r"^S\d{8}-\d{4,}$"},
    kind={"enum": list(kinds.KINDS)},
    category=TEXT,
    area={"type": ["integer", "null"]},
    state={"enum": list(request_states.STATES)},
    content=TEXT,
    phone={"type": ["string", "null"]},
    created_at=MOMENT,
    due=MOMENT,
    office=OFFICE,
    merged_into={"type": ["string", "null"]},
    history={"type": "array", "items": ENTRY},
    answer={"type": ["string", "null"]},
    rating=RATING,
)


def _answers(schema: dict[str, Any], *errors: str) -> dict[str, Any]:
    error = {"application/json": {"schema": _object(error=TEXT)}}
    names = {"400": "wrong parameters", "401": "no or a wrong token", "404": "no such code"}
    return {
        "200": {"description": "found", "content": {"application/json": {"schema": schema}}},
        **{code: {"description": names[code], "content": error} for code in errors},
    }


def _parameter(name: str, schema: dict[str, Any], where: str = "query") -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


REF = {"$ref": "#/components/schemas/Directive"}
PAGE = _object(items={"type": "array", "items": REF}, next={"type": ["string", "null"]})
REQUEST_REF = {"$ref": "#/components/schemas/Request"}
REQUESTS = _object(items={"type": "array", "items": REQUEST_REF}, next={"type": ["string", "null"]})

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "指尖办 Zhijian", "version": "1"},
    "components": {
        "schemas": {"Directive": DIRECTIVE, "Request": REQUEST},
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
    },
    "security": [{"bearer": []}],
    "paths": {
        "/api/v1/directives": {
            "get": {
                "summary": "Directives, newest first",
                "parameters": [
                    _parameter("state", {"enum": list(states.DIRECTIVE_STATES)}),
                    _parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
                    _parameter("cursor", TEXT),
                ],
                "responses": _answers(PAGE, "400", "401"),
            }
        },
        "/api/v1/directives/{code}": {
            "get": {
                "summary": "One directive with its shares and history",
                "parameters": [_parameter("code", TEXT, "path")],
                "responses": _answers(REF, "401", "404"),
            }
        },
        "/api/v1/requests": {
            "get": {
                "summary": "Citizens' requests, newest first, masked",
                "parameters": [
                    _parameter("state", {"enum": list(request_states.STATES)}),
                    _parameter("kind", {"enum": list(kinds.KINDS)}),
                    _parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
                    _parameter("cursor", TEXT),
                ],
                "responses": _answers(REQUESTS, "400", "401"),
            }
        },
        "/api/v1/requests/{code}": {
            "get": {
                "summary": "One request with its history, masked",
                "parameters": [_parameter("code", TEXT, "path")],
                "responses": _answers(REQUEST_REF, "401", "404"),
            }
        },
    },
}


async def document(_request: web.Request) -> web.Response:
    """Give the description."""
    return web.json_response(DOCUMENT)

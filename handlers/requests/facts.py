"""What messages about a request show, and the office's part of it."""

from __future__ import annotations

from handlers.context import Context
from tasks.db import Db
from tasks.directives.models import Directive
from tasks.fields import Facts
from tasks.requests.models import Request
from tasks.requests.turning import Act, Timing


def request_facts(request: Request, context: Context) -> Facts:
    """Give what every message about a request shows; nothing that is personal."""
    return {
        "code": request.code,
        "kind": request.kind,
        "category": request.category,
        "title": request.title,
        "state": request.state,
        "office": context.org.unit_name(request.office),
        "due": request.due.isoformat() if request.due else None,
    }


def facts_of(request: Request, context: Context) -> Facts:
    """Give the same with the year it is now, by which dates of other years are written out."""
    return request_facts(request, context) | {"year": context.now.year}


def act_of(actor: str, context: Context) -> Act:
    """Give who does something now, and by which table and calendar dates go."""
    return Act(actor, context.now, Timing(context.desk, context.calendar))


async def directive_of(db: Db, request: Request) -> Directive | None:
    """Give the office's part of a request, of what it was joined to where it was."""
    owner = request
    if request.merged_into is not None:
        owner = await Request.filter(id=request.merged_into).using_db(db).get()
    if owner.directive_id is None:
        return None
    return await Directive.filter(id=owner.directive_id).using_db(db).select_for_update().first()

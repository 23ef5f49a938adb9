"""Which requests somebody may list, how many stand how, and which press most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from tasks.db import Db
from tasks.directives.models import Share
from tasks.directives.states import GONE
from tasks.requests import states
from tasks.requests.models import Request


@dataclass(frozen=True, slots=True)
class Scope:
    """All requests, or those of these units, and those of which one of these people has a part."""

    everything: bool = False
    units: frozenset[int] = frozenset()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests there are in each state; how many are open, and overdue of those."""

    states: Mapping[str, int]
    open: int
    overdue: int


async def counts(db: Db, scope: Scope, now: datetime) -> Counts:
    """Count the requests by their state."""
    query = _within(db, scope).annotate(many=Count("id")).group_by("state")
    found = {row["state"]: int(row["many"]) for row in await query.values("state", "many")}
    late = _within(db, scope).filter(state__in=states.RUNNING, due__lt=now)
    is_open = sum(found.get(state, 0) for state in states.OPEN)
    return Counts(
        {state: found[state] for state in states.STATES if state in found}, is_open, await late.count()
    )


async def pressing(db: Db, scope: Scope, now: datetime, *, overdue: bool, limit: int) -> list[Request]:
    """Give the open requests whose answer is due first; `overdue`: only those whose time is over."""
    query = _within(db, scope).filter(state__in=states.OPEN)
    if overdue:
        query = query.filter(state__in=states.RUNNING, due__lt=now)
    return await query.order_by("due", "id").limit(limit)


def _within(db: Db, scope: Scope) -> QuerySet[Request]:
    if scope.everything:
        return Request.all().using_db(db)
    shares = Share.filter(assignee__in=list(scope.people)).exclude(state__in=GONE)
    allowed = Q(directive_id__in=Subquery(shares.values("directive_id")))
    if scope.units:
        allowed |= Q(office__in=list(scope.units))
    return Request.filter(allowed).using_db(db)

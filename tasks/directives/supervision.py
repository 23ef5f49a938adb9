"""Supervision (督办): a supervisor watches a directive until it is done, or lets go of it."""

from __future__ import annotations

from datetime import datetime

from tasks import history
from tasks.db import Db
from tasks.directives import states
from tasks.directives.models import Directive, Share
from tasks.fields import Facts


async def candidates(db: Db, *, taken: bool, chat: str) -> list[Directive]:
    """Give open directives of this chat (of all, where it is empty) that are under supervision, or are not.

    Two are enough to see that it is not clear which is meant.
    """
    found = Directive.filter(state=states.OPEN, chat=chat) if chat else Directive.filter(state=states.OPEN)
    found = found.exclude(supervised_by="") if taken else found.filter(supervised_by="")
    return await found.using_db(db).order_by("-id").limit(2)


async def latest_ending(db: Db, digits: str) -> Directive | None:
    """Find the latest directive with these digits, whoever has to do with it."""
    found = Directive.filter(code__endswith=f"-{int(digits):03d}").using_db(db)
    return await found.order_by("-id").first()


async def undone(db: Db, directive: Directive) -> list[Share]:
    """Give the shares whose assignees have something to do."""
    wanted = (states.ASSIGNED,) if directive.kind == "notice" else states.UNDONE
    return await Share.filter(directive_id=directive.id, state__in=wanted).using_db(db).order_by("id")


async def supervise(db: Db, directive: Directive, *, actor: str, now: datetime) -> bool:
    """Take the open directive under supervision; says False where it is not open, or was taken before."""
    if directive.state != states.OPEN or directive.supervised_by:
        return False
    directive.supervised_by, directive.supervised_at = actor, now
    await directive.save(using_db=db, update_fields=["supervised_by", "supervised_at"])
    await history.append(db, directive, at=now, actor=actor, action="supervised", detail={})
    return True


async def unsupervise(db: Db, directive: Directive, *, actor: str, now: datetime) -> bool:
    """Let go of the directive, whoever took it; says False where nobody has."""
    if not directive.supervised_by:
        return False
    detail: Facts = {} if directive.supervised_by == actor else {"supervisor": directive.supervised_by}
    directive.supervised_by, directive.supervised_at = "", None
    await directive.save(using_db=db, update_fields=["supervised_by", "supervised_at"])
    await history.append(db, directive, at=now, actor=actor, action="unsupervised", detail=detail)
    return True

"""Who hears of what happens: the owners of a directive, its assignees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.context import Context
from tasks.directives.models import Directive, Share
from tasks.notices import Receiver
from tasks.people.roles import may


def owners(
    directive: Directive, share: int = 0, *, but: str = "", context: Context | None = None
) -> tuple[Receiver, ...]:
    """Give the issuer and the delegate who posted it, each once; `but` is who knows it already.

    Both may decide, so both are asked (代…: both names are shown); what one settles the other's card shows.
    With a context only who may, and has not left.
    """
    people = dict.fromkeys((directive.issuer, directive.posted_by))
    return tuple(
        Receiver(who, share)
        for who in people
        if who and who != but and (context is None or _decides(directive, who, context))
    )


def _decides(directive: Directive, who: str, context: Context) -> bool:
    asked = context.asked(who, issuer=directive.issuer)
    return who not in context.org.former and may("decide", asked)


def holders(shares: Iterable[Share], context: Context, *, but: str = "") -> tuple[Receiver, ...]:
    """Give who hears of these shares: each assignee, or the stand-in of who cannot be reached."""
    found = {share.id: reached(share.assignee, context) for share in shares}
    return tuple(Receiver(who, number) for number, who in found.items() if who and who != but)


def reached(person: str, context: Context, *, at: datetime | None = None) -> str:
    """Give who gets a person's cards and reminders: the person, or the stand-in (AB 岗); or nobody.

    The stand-in gets what comes while the person is on leave then (`at`; else now) or can see no card. Who
    is on leave and has nobody there gets the own cards: they are needed.
    """
    stand_in = stand_in_of(person, context, at=at)
    if stand_in and (not can_see(person, context) or context.absences.at(person, at or context.now)):
        return stand_in
    return person if can_see(person, context) else ""


def stand_in_of(person: str, context: Context, *, at: datetime | None = None) -> str:
    """Give who stands in for a person then: whom the leave names, else the usual one; or nobody."""
    moment = at or context.now
    them = (context.absences.stand_in(person, moment), context.roles.stand_ins.get(person, ""))
    there = (who for who in them if can_see(who, context) and context.absences.at(who, moment) is None)
    return next(there, "")


def can_see(userid: str, context: Context) -> bool:
    """Whether a card can be shown to this person."""
    person = context.org.people.get(userid)
    return person is not None and person.status == 1


def name_of_actor(directive: Directive, actor: str, context: Context) -> str:
    """Name who acted for the issuer; empty where the issuer did in person."""
    return "" if actor == directive.issuer else context.org.name(actor)

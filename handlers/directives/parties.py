"""Who hears of what happens: the owners of a directive, its assignees."""

from __future__ import annotations

from collections.abc import Iterable

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


def reached(person: str, context: Context) -> str:
    """Give who gets a person's cards: the person, or the stand-in (AB 岗) of who can see none; or nobody."""
    if can_see(person, context):
        return person
    stand_in = context.roles.stand_ins.get(person, "")
    return stand_in if can_see(stand_in, context) else ""


def can_see(userid: str, context: Context) -> bool:
    """Whether a card can be shown to this person."""
    person = context.org.people.get(userid)
    return person is not None and person.status == 1


def name_of_actor(directive: Directive, actor: str, context: Context) -> str:
    """Name who acted for the issuer; empty where the issuer did in person."""
    return "" if actor == directive.issuer else context.org.name(actor)

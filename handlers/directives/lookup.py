"""Which directive and which share is meant: the code, the quoted message, else the only one that fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.context import Context, place_of
from handlers.directives.issue import question_facts
from handlers.message import Incoming
from handlers.reading import Reading
from handlers.reading.reader import without_mention
from tasks.db import Db
from tasks.directives import queries, questions, states
from tasks.directives.models import Directive, Question, Share
from tasks.fields import Facts
from tasks.history import REQUEST
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people.roles import may

CODE = re.compile(r"[ZzSs]\d{8}-\d{3,}")
SENTENCE = 6
"""Characters from which a quoted text can be a directive's own."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A share the person may act for, and its directive."""

    directive: Directive
    share: Share


async def named(db: Db, incoming: Incoming, reading: Reading, context: Context) -> Directive | str | None:
    """Give the directive that is named; the code as text where there is none of it; None if none is named."""
    code = reading.code or quoted_code(incoming)
    if code is None:
        return await _quoted_itself(db, incoming, context)
    if CODE.fullmatch(code):
        found = await queries.by_code(db, code.upper())
        return found if found and await _may_know(db, found, incoming, context) else code.upper()
    people = [*stood_for(incoming.sender, context), *context.roles.leaders_of(incoming.sender)]
    return await queries.latest_ending(db, code, people, incoming.chat) or code


async def _may_know(db: Db, directive: Directive, incoming: Incoming, context: Context) -> bool:
    """Whether somebody may know of a directive that was named: of a citizen's request, whom it concerns."""
    if directive.kind != REQUEST:
        return True
    shares = await queries.shares_of(db, directive)
    rights = ("report", "see_share")
    own = {"issuer": directive.issuer}
    return may("see", context.asked(incoming.sender, **own)) or any(
        may(
            right,
            context.asked(
                incoming.sender, **own, assignee=share.assignee, department=share.department,
                given=str(share.why.get("by", "")),
            ),
        )
        for share in shares
        for right in rights
    )  # fmt: skip


def quoted_code(incoming: Incoming) -> str | None:
    """Give the code in the message somebody quoted."""
    found = CODE.search(incoming.quote.text) if incoming.quote else None
    return found.group().upper() if found else None


async def _quoted_itself(db: Db, incoming: Incoming, context: Context) -> Directive | None:
    """Give the directive whose own sentence somebody quoted: that one has no code in it."""
    text = without_mention(incoming.quote.text, context.bot_name) if incoming.quote else ""
    if len(text) < SENTENCE:
        return None
    return await queries.by_content(db, text, [incoming.sender], incoming.chat)


async def my_share(db: Db, directive: Directive, person: str, verb: str, context: Context) -> Share | None:
    """Give the share the person acts for: whose the context says, else the first of those the verb fits."""
    if context.whose:
        said = await queries.share_of(db, directive, context.whose)
        return said if said is not None and _may_act(verb, person, said, context) else None
    found = await my_shares(db, directive, person, verb, context)
    return next((share for share in found if share.state in _able(verb)), next(iter(found), None))


async def my_shares(db: Db, directive: Directive, person: str, verb: str, context: Context) -> list[Share]:
    """Give all shares the person may act for: the own one, then as stand-in or head, undone ones first."""
    own = await queries.share_of(db, directive, person)
    # Only these are read: a directive to everybody has thousands of shares.
    headed = [unit for unit in context.org.departments if context.org.head(unit) == person]
    open_ones = await queries.shares_open_to(db, directive, stood_for(person, context), headed)
    others = [s for s in open_ones if s.assignee != person and _may_act(verb, person, s, context)]
    others.sort(key=lambda share: share.state not in states.UNDONE)
    return [*([own] if own is not None else ()), *others]


def _able(verb: str) -> tuple[str, ...]:
    """Give the states of a share that a verb of the table of rights can do something with."""
    if verb == "undo":
        return (*states.able("undo_acknowledge"), *states.able("undo_report"))
    return states.able(verb)


def _may_act(verb: str, person: str, share: Share, context: Context) -> bool:
    given = str(share.why.get("by", ""))
    return may(verb, context.asked(person, assignee=share.assignee, department=share.department, given=given))


def held_for(share: Share, person: str, context: Context) -> str:
    """Name whose share the person acts for; empty where it is the person's own."""
    return "" if share.assignee == person else context.org.name(share.assignee)


async def candidates(db: Db, person: str, wanted: Sequence[str], context: Context) -> list[Mine]:
    """Give the open shares of the person, and of those the person stands in for; or of who is named."""
    people = [context.whose] if context.whose else stood_for(person, context)
    return [Mine(d, s) for d, s in await queries.open_shares(db, people, wanted)]


def pinned(share: Share, context: Context) -> Context:
    """Give the context of what goes on about this share: the next words are about it too."""
    return replace(context, whose=share.assignee)


def one_each(found: Sequence[Mine]) -> list[Mine]:
    """Give one of each directive: who holds several shares of one is not asked which directive is meant."""
    return list({mine.directive.id: mine for mine in reversed(found)}.values())[::-1]


IN_PLACE = re.compile(
    r"(?P<before>(?:\s*@\S+\s)*\s*(?:[ZzSs]\d{8}-\d{3,}|\d{3,4}(?!\d))?[\s,，:：]*)(?P<place>[代替])?"
)
DOES = re.compile(
    r"\s*[,，:：]?\s*(?=已|反馈|汇报|上报|报告|报送|回复|收到|签收|确认|申请|延期|推迟|转[给交办至到由]|分办"
    r"|不属于|不归|撤[销回]|点错|更正|补充|完成|办[理结完])"
)
"""What somebody does with a share: 代李四签名的材料 is no share of 李四."""
OF = re.compile(r"(?:同志)?的(?:那份|那一份|这份|一份|任务|那部分|部分)?")
OF_OR_BARE = re.compile(r"(?:同志)?(?:的|来)?")


def spoken_for(text: str, person: str, context: Context) -> tuple[str, str]:
    """Give whose share words begin with (代李四反馈, 李四的申请延期), and the words without that.

    Empty where they name nobody for whom this person may act.
    """
    begun = IN_PLACE.match(text)
    assert begun is not None, "it may be empty"
    rest = text[begun.end() :]
    people = stood_for(person, context)[1:] + (_below(person, context) if begun["place"] else [])
    for who in people:
        name = context.org.name(who)
        of = (OF_OR_BARE if begun["place"] else OF).match(rest, len(name)) if rest.startswith(name) else None
        does = DOES.match(rest, of.end()) if of else None
        if does is not None:
            return who, begun["before"] + rest[does.end() :]
    return "", text


def _below(person: str, context: Context) -> list[str]:
    """Give the people of the units somebody heads: what was given to a unit the head may act for."""
    headed = [unit for unit in context.org.departments if context.org.head(unit) == person]
    return [who for who in context.org.everyone_in(headed) if who != person]


def stood_for(person: str, context: Context) -> list[str]:
    """Give the person, and those whose stand-in (AB 岗, or of a leave) the person is."""
    return [person, *(who for who in context.roles.stood_for(person) if who != person)]


async def ask_which(
    db: Db,
    incoming: Incoming,
    kind: str,
    directives: Sequence[Directive],
    context: Context,
    kept: Facts,
) -> Outcome:
    """Ask which directive is meant; the answer goes on with the verb `kind` and what was `kept`."""
    choices: list[Facts] = [{"kind": "directive", "code": d.code, "title": d.title} for d in directives[:9]]
    question = await questions.ask(
        db, asked=incoming.sender, place=place_of(incoming), kind=kind,
        facts=kept | {"whose": context.whose}, choices=choices, now=context.now,
    )  # fmt: skip
    facts = question_facts(question, "which", {"verb": kind})
    return Outcome("question", {"question": facts}, _card(question, facts, incoming, context))


def _card(question: Question, facts: Facts, incoming: Incoming, context: Context) -> tuple[Notice, ...]:
    if place_of(incoming) != "work_app" or len(question.choices) > 6:
        return ()
    receiver = (Receiver(incoming.sender),)
    once = f"question:{question.id}"
    return (Notice("question", receiver, {"question": facts}, once, context.now, lane=Lane.FAST),)


def unknown_code(code: str) -> Outcome:
    """Answer that there is no such directive (or none this person has to do with)."""
    return Outcome("refused.no_such_code", {"code": code})

"""What was joined waits with the one it was joined to, and the nearest date that was promised holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.storage import Storage
from handlers.requests import joining as joined_here
from handlers.requests import waiting
from handlers.requests.facts import act_of
from handlers.requests.receive import receive
from tasks.directives.models import Directive, Share
from tasks.requests import joining, proofs, states, turning
from tasks.requests.kinds import CONSULT, HELP
from tasks.requests.models import Request
from tasks.requests.verbs import Wish
from tests.lives.people import START, context, township
from tests.lives.requesting import CLERK, DESK, SEALER

HERE = replace(context(START, township()), sealer=SEALER, desk=DESK)
LATER = replace(HERE, now=START + timedelta(hours=4))


async def two(storage: Storage) -> tuple[int, int]:
    """Take down two requests that differ in how long they may take; gives the rows' numbers."""
    async with storage.transaction() as db:
        slow = await receive(db, Wish(HELP, "幸福路的路灯坏了三天", entered_by=CLERK, insisted=True), HERE)
        quick = await receive(db, Wish(CONSULT, "幸福路的路灯何时修", entered_by=CLERK, insisted=True), HERE)
    return slow.request.id, quick.request.id


async def join(storage: Storage, lead: int, other: int) -> tuple[Request, Request]:
    """Join one to the other; gives both as they stand then."""
    async with storage.transaction() as db:
        first, second = await Request.get(id=lead, using_db=db), await Request.get(id=other, using_db=db)
        await joining.join(db, first, second, act_of(CLERK, HERE))
    return await row(storage, lead), await row(storage, other)


async def row(storage: Storage, number: int) -> Request:
    """Give a request as it stands."""
    return await Request.get(id=number, using_db=storage.reader)


async def test_the_nearest_date_holds(storage: Storage) -> None:
    """The office's part is due by the nearest date of what was joined, as its history proves."""
    slow, quick = await two(storage)
    lead, other = await join(storage, slow, quick)
    share = await Share.filter(directive_id=lead.directive_id).using_db(storage.reader).get()
    proved = await proofs.due_proved(storage.reader, lead, DESK.terms_of(HELP), HERE.calendar)

    assert [other.due] * 4 == [other.first_due, lead.due, share.due, proved]


async def test_waits_with_the_lead(storage: Storage) -> None:
    """While the lead waits for the citizen what was joined does too, and no longer; both dates move on."""
    slow, quick = await two(storage)
    lead, other = await join(storage, slow, quick)
    before = (lead.due, other.due)
    async with storage.transaction() as db:
        act = act_of(CLERK, HERE)
        await turning.paused(db, lead, act, reason="门牌", look_at=waiting.lapses_at(START, HERE))
        await turning.in_step(db, lead, other, act)
        waited = (lead.state, other.state)
        await turning.supplied(db, lead, act_of(CLERK, LATER), text="12号", attachments=0)
    lead, other = await row(storage, slow), await row(storage, quick)

    assert (states.WAITING, states.WAITING) == waited
    assert states.WAITING not in {lead.state, other.state}
    assert (lead.due, other.due) == (other.due, lead.due)
    assert all(due and past and due > past for due, past in zip((lead.due, other.due), before, strict=True))


async def test_apart_waits_no_longer(storage: Storage) -> None:
    """What is taken out of a case that waits has its office again, and its time runs."""
    slow, quick = await two(storage)
    async with storage.transaction() as db:
        lead = await Request.get(id=slow, using_db=db)
        await turning.paused(db, lead, act_of(CLERK, HERE), reason="门牌", look_at=None)
    lead, other = await join(storage, slow, quick)
    waited = other.state
    async with storage.transaction() as db:
        await joined_here.apart(db, other, LATER, actor=CLERK, why="clerk")
    own = await Directive.get(id=other.directive_id, using_db=storage.reader)

    assert (states.WAITING, None) == (waited, other.paused_at)
    assert other.state in states.RUNNING
    assert ("open", other.due) == (own.state, own.due)


async def test_goes_on_where_the_lead_was_called_off(storage: Storage) -> None:
    """What was joined to a request whose part was withdrawn already gets an office all the same."""
    slow, quick = await two(storage)
    lead, other = await join(storage, slow, quick)
    async with storage.transaction() as db:
        await Directive.filter(id=lead.directive_id).using_db(db).update(state="withdrawn")
        await Share.filter(directive_id=lead.directive_id).using_db(db).update(state="withdrawn")
        await joined_here.without(db, lead, LATER, actor="system")
    other = await row(storage, quick)
    own = await Share.filter(directive_id=other.directive_id, state="assigned").using_db(storage.reader)

    assert other.merged_into is None
    assert len(own) == 1

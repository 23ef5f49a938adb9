"""What holds in every random life of requests: dates proved, chains, one answer for each that is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any, Final

from bot.sealing import Sealing
from handlers.context import Context
from handlers.dispatch import handle
from handlers.message import Incoming
from handlers.requests import cases, follow
from handlers.requests.receive import receive
from tasks import history
from tasks.citizens.models import Citizen
from tasks.directives import questions
from tasks.directives import states as shares
from tasks.directives.models import Directive, Share
from tasks.notices import Notice, Outcome
from tasks.requests import proofs, states
from tasks.requests.kinds import CONSULT, HELP, Desk, Terms
from tasks.requests.models import Request, RequestEntry
from tasks.requests.verbs import Wish
from tests.lives.holding import Held
from tests.lives.people import HEAD, LEADER, STAFF, context

SEALER: Final = Sealing(lambda: ["a key of a test that is long enough for it"])
TRIAGE, CLERK = LEADER, STAFF
DESK: Final = Desk(
    triage=TRIAGE, clerks=frozenset({CLERK}),
    terms={CONSULT: Terms(days=3, first=1), HELP: Terms(days=10, checked=True)},
)  # fmt: skip
VERBS: Final[Mapping[str, str]] = {
    "handed": "hand", "signed": "sign", "unsigned": "unsign", "paused": "pause", "resumed": "resume",
    "extended": "extend", "answered": "answer", "returned": "return", "reopened": "reopen",
    "refused": "refuse", "withdrawn": "withdraw",
}  # fmt: skip
"""Action of a request's history → the verb of the table of states."""
_numbers = count(1)


class RequestsHeld(Held):
    """Plays one step, follows it or lets it wait, and holds the requests against their histories."""

    def __init__(self) -> None:
        super().__init__()
        self.told: Counter[str] = Counter()
        self.once: set[str] = set()
        self.share_of: dict[str, int] = {}

    def _context(self) -> Context:
        return replace(context(self.now, self.org), sealer=SEALER, desk=DESK)

    def want(self, kind: str, text: str, citizen: int, *, called: bool) -> None:
        """Take a request down that is a matter of its own."""
        self.loop.run_until_complete(self._want(kind, text, citizen, called=called))

    async def _want(self, kind: str, text: str, citizen: int, *, called: bool) -> None:
        here = self._context()
        async with self.storage.transaction() as db:
            await handle(db, self._written(citizen, "你好"), here)
            row = await Citizen.all().using_db(db).order_by("-id").first()
            who = None if called or row is None else row.id
            by = CLERK if called else ""
            wish = Wish(kind, text, citizen=who, entered_by=by, phone="13812345678", insisted=True)
            received = await receive(db, wish, here)
            self.codes.append(received.request.code)
        self._heard_all(received.notices)

    def _written(self, citizen: int, text: str) -> Incoming:
        number = next(_numbers)
        return Incoming("official_account", "city", f"c{number}", "text", sender=f"o{citizen}", text=text)

    def writes(self, citizen: int, text: str) -> Outcome:
        """Have a citizen write to the account."""
        return self.step(self._written(citizen, text))

    def step(self, incoming: Incoming) -> Outcome:
        """Do one step, whoever does it."""
        return self.loop.run_until_complete(self._step(incoming))

    async def _step(self, incoming: Incoming) -> Outcome:
        before = await self._requests()
        async with self.storage.transaction() as db:
            outcome = await handle(db, incoming, self._context())
        self._heard_all(outcome.notices)
        await self._moved(before, incoming)
        return outcome

    def follow(self) -> None:
        """Follow what moved, until nothing is left."""
        self.loop.run_until_complete(self._follow())

    async def _follow(self) -> None:
        for sweep in (follow.step, cases.step):
            for _ in range(20):
                before = await self._requests()
                async with self.storage.transaction() as db:
                    outcome = await sweep(db, self._context())
                if outcome is None:
                    break
                self._heard_all(outcome.notices)
                await self._moved(before, None)
            else:
                raise AssertionError(f"{sweep.__module__} never comes to an end")
        await self._settled()

    def _heard_all(self, notices: tuple[Notice, ...]) -> None:
        for notice in notices:
            what = notice.kind.removeprefix("citizen.")
            if notice.kind == "request.to_call":
                what = str(notice.facts["what"])
            if notice.once and notice.place == "citizen":
                key = f"{notice.once}/{[one.id for one in notice.to]}"

                assert key not in self.once, key
                self.once.add(key)
            if what == "answered":
                self.told[str(notice.facts["code"])] += 1

    async def _requests(self) -> dict[int, Request]:
        return {one.id: one for one in await Request.all().using_db(self.storage.reader)}

    async def _moved(self, before: Mapping[int, Request], incoming: Incoming | None) -> None:
        """Every change of state is a chain of moves of the table, as the history has them."""
        said = incoming and (incoming.sender, incoming.text or incoming.tap)
        for number, row in (await self._requests()).items():
            old = before.get(number)
            if old is None:
                continue
            reached = {old.state}
            entries = RequestEntry.filter(request_id=number, seq__gt=old.seq).using_db(self.storage.reader)
            actions = [entry.action for entry in await entries.order_by("seq")]
            for verb in (VERBS[action] for action in actions if action in VERBS):
                reached = {after for state in reached for after in states.MOVES[verb].get(state, ())}

            assert row.state in reached, (said, row.code, old.state, row.state, actions)

    async def _adds_up(self) -> None:
        await super()._adds_up()
        db, here = self.storage.reader, self._context()
        for row in (await self._requests()).values():
            await history.verify(db, row)
            due = await proofs.due_proved(db, row, here.desk.terms_of(row.kind), here.calendar)

            assert (row.code, due) == (row.code, row.due)
            assert (row.state == states.WAITING) == (row.paused_at is not None), (row.code, row.state)
            answered = await RequestEntry.filter(request_id=row.id, action="answered").using_db(db).count()
            assert (row.code, answered) == (row.code, self.told[row.code])

    async def _settled(self) -> None:
        """Hold what a request and the office's part of it have to do with each other once all is followed."""
        rows = await self._requests()
        db = self.storage.reader
        directives = {one.id: one for one in await Directive.all().using_db(db)}
        for row in rows.values():
            lead = rows[row.merged_into] if row.merged_into else row
            assert lead.merged_into is None, (row.code, lead.code)
            if row.merged_into and row.state in states.OPEN:
                assert lead.state in states.OPEN, (row.code, row.state, lead.code, lead.state)
                assert lead.due is not None
                assert row.due is not None
                assert lead.state == states.WAITING or lead.due <= row.due, (row.code, lead.due, row.due)
                assert (row.code, lead.state == states.WAITING) == (row.code, row.state == states.WAITING)
            if row.directive_id and not row.merged_into:
                await self._office(row, directives[row.directive_id])

    async def _office(self, row: Request, directive: Directive) -> None:
        db = self.storage.reader
        about = (row.code, row.state, directive.state)
        if row.state in states.OPEN:
            window = await questions.open_about(db, directive.id, "report", self.now)
            assert directive.state == shares.OPEN or window is not None, about
        if row.state in {states.REFUSED, states.WITHDRAWN}:
            assert directive.state != shares.OPEN, about
        if row.state == states.ANSWERED:
            assert directive.state == shares.CLOSED, about
        undone: list[Any] = await Share.filter(
            directive_id=directive.id, parent_id__isnull=True, state__in=shares.UNDONE
        ).using_db(db)
        for share in undone:
            # Of several who have it one may have more time than the others, never more than was promised.
            clock = (*about, share.assignee, str(row.due), str(share.due))
            assert (share.due is None) == (row.state == states.WAITING), clock
            assert share.due is None or share.due <= row.due, clock


__all__ = ["CLERK", "HEAD", "TRIAGE", "RequestsHeld"]

"""What holds in every random life: moves, rights, who hears, counts, chains, a way out."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
from hypothesis.stateful import RuleBasedStateMachine, invariant

from bot.storage import Storage, opened
from handlers.dispatch import handle
from handlers.message import Incoming
from tasks import history
from tasks.directives import states
from tasks.directives.models import Directive, Proposal, Share
from tasks.notices import Notice, Outcome
from tasks.people.roles import Asked, may
from tests.conftest import EMPTY
from tests.lives.people import DELEGATE, LEADER, ROLES, START, context, township

RIGHT = {
    "undo_acknowledge": "undo", "undo_report": "undo", "uphold": "decide", "ask_again": "amend",
    "take_off": "amend", "give_again": "see", "undo_close": "close",
}  # fmt: skip
"""Move of the table → the right it takes, where they are not called the same."""


def above(share: Share, shares: Mapping[int, Share]) -> list[Share]:
    """Give the shares this one hangs below, the nearest first."""
    found: list[Share] = []
    at = share.parent_id
    while at in shares and shares[at] not in found:
        found.append(shares[at])
        at = shares[at].parent_id
    return found


class Held(RuleBasedStateMachine):
    """Plays one step on a real database and holds it against the tables. `url` is set by the test."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.stack = AsyncExitStack()
        self.folder = Path(tempfile.mkdtemp(prefix="zj-lives-"))
        self.storage: Storage = self.loop.run_until_complete(self._open())
        self.org = township()
        self.now: datetime = START
        self.codes: list[str] = []
        self.proposed = 0
        self.asked = ""

    async def _open(self) -> Storage:
        url = self.url
        if url.startswith("sqlite"):
            shutil.copy(url.removeprefix("sqlite://"), self.folder / "life.db")
            url = f"sqlite://{self.folder / 'life.db'}"
        else:
            await self._empty()
        return await self.stack.enter_async_context(opened(url))

    async def _empty(self) -> None:
        admin = await asyncpg.connect(self.url)
        await admin.execute(EMPTY)
        await admin.close()

    def teardown(self) -> None:
        """Close the database; the one that other tests use again is left empty."""
        self.loop.run_until_complete(self.stack.aclose())
        if not self.url.startswith("sqlite"):
            self.loop.run_until_complete(self._empty())
        self.loop.close()
        shutil.rmtree(self.folder)

    def play(self, incoming: Incoming, allowed: set[str]) -> Outcome:
        """Do one step and hold it against the tables."""
        return self.loop.run_until_complete(self._play(incoming, allowed))

    async def _play(self, incoming: Incoming, allowed: set[str]) -> Outcome:
        before = await self._stand()
        async with self.storage.transaction() as db:
            outcome = await handle(db, incoming, context(self.now, self.org))
        after = await self._stand()
        self.proposed = await Proposal.all().using_db(self.storage.reader).count()
        if outcome.kind in {"wanted", "question"} or any(n.kind == "wanted" for n in outcome.notices):
            self.asked = incoming.sender
        self._moves(incoming, before, after, allowed)
        await self._heard(incoming, outcome, before, after)
        return outcome

    async def _stand(self) -> dict[int, Share]:
        return {share.id: share for share in await Share.all().using_db(self.storage.reader)}

    def _moves(
        self, incoming: Incoming, before: dict[int, Share], after: dict[int, Share], allowed: set[str]
    ) -> None:
        """Every change is a move the words may cause, made by somebody who may."""
        for number, share in after.items():
            old = before.get(number)
            if old is None or old.state == share.state:
                continue
            possible = {v for v in allowed if share.state in states.MOVES[v].get(old.state, ())}

            assert possible, (incoming.sender, incoming.text or incoming.tap, old.state, share.state)
            assert any(self._may(incoming.sender, verb, old, before) for verb in possible), (
                incoming.sender,
                incoming.text or incoming.tap,
                share.assignee,
                old.state,
                share.state,
            )

    def _may(self, who: str, verb: str, share: Share, before: dict[int, Share]) -> bool:
        """Whether the table of rights lets this person do it, for this share or one it hangs below."""
        return any(self._may_one(who, verb, one, before) for one in (share, *above(share, before)))

    def _may_one(self, who: str, verb: str, share: Share, before: dict[int, Share]) -> bool:
        head = next((one.assignee for one in above(share, before) if one.state in states.STANDING), "")
        asked = Asked(
            who, self.org, ROLES, issuer=LEADER, assignee=share.assignee, department=share.department,
            given=str(share.why.get("by", "")), head=head,
        )  # fmt: skip
        if verb == "accept_above":
            return may("accept", asked) or may("report", asked)
        if verb in {"reassign", "give_again"}:
            return any(may(v, asked) for v in ("reassign", "decide")) or verb == "give_again"
        return may(RIGHT.get(verb, verb), asked)

    async def _heard(
        self, incoming: Incoming, outcome: Outcome, before: dict[int, Share], after: dict[int, Share]
    ) -> None:
        """Nobody hears who has nothing to do with it; who is refused sets nothing going."""
        concerned = {incoming.sender, LEADER, DELEGATE}
        for share in (*before.values(), *after.values()):
            concerned |= {share.assignee, ROLES.stand_ins.get(share.assignee, "")}
            head = self.org.head(share.department)
            concerned |= {head} if head else set()
        people = {
            receiver.id for n in outcome.notices if n.place == "person" for receiver in n.to if receiver.id
        }

        assert people <= concerned, (incoming.sender, incoming.text or incoming.tap, people - concerned)
        if outcome.kind.startswith("refused."):
            assert people <= {incoming.sender}, (outcome.kind, people)
        for notice in outcome.notices:
            self._to_owners(notice, after)

    def _to_owners(self, notice: Notice, after: dict[int, Share]) -> None:
        """Hold that what waits is put to who may decide, once each: the head who distributed, else owners."""
        if notice.kind in {"directive.extension_asked", "directive.reassign_asked", "directive.declined"}:
            to = [receiver.id for receiver in notice.to]

            share = after[notice.to[0].share]
            head = next((one.assignee for one in above(share, after) if one.state in states.STANDING), "")

            assert len(to) == len(set(to))
            assert head or LEADER in to
            assert not head or set(to) <= {head, ROLES.stand_ins.get(head)}

    @invariant()
    def adds_up(self) -> None:
        """Hold that counts, states and chains add up, and that what is open has a way out."""
        self.loop.run_until_complete(self._adds_up())

    async def _adds_up(self) -> None:
        db = self.storage.reader
        for directive in await Directive.all().using_db(db):
            await history.verify(db, directive)
            shares = await Share.filter(directive_id=directive.id).using_db(db)
            self._counted(directive, shares)
            unsettled = [share for share in shares if share.state in states.UNSETTLED]
            if directive.state == states.WITHDRAWN:
                assert [] == unsettled
            if directive.state == states.CLOSED and directive.kind == "task":
                assert [] == unsettled
            if directive.state == states.OPEN and directive.kind == "task":
                assert unsettled, directive.code
            for share in unsettled:
                assert any(share.state in befores for befores in states.MOVES.values())
            await self._proposals(directive, shares)

    def _counted(self, directive: Directive, shares: list[Share]) -> None:
        if directive.state == states.WITHDRAWN:
            return
        standing = [share for share in shares if share.state in states.STANDING]
        seen = [share for share in standing if share.acknowledged_at is not None]

        assert (len(standing), len(seen)) == (directive.total, directive.acknowledged)

    async def _proposals(self, directive: Directive, shares: list[Share]) -> None:
        """Hold that what waits is about a share that can still take it, and that what was declined waits."""
        db = self.storage.reader
        waiting = await Proposal.filter(directive_id=directive.id, decision="").using_db(db)
        about: dict[int, Any] = {share.id: share for share in shares}
        for one in waiting:
            if one.kind == "decline":
                assert about[one.share_id].state == states.DECLINED
        declined = {share.id for share in shares if share.state == states.DECLINED}

        assert declined <= {one.share_id for one in waiting}

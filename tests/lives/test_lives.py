"""Random lives of directives, with several people who may and may not (docs/states.md).

A machine says and taps what comes to its mind, in any order, at any time, to the handlers on a real database.
After every step what changed has to be a move of the table, by somebody who may; counts and chain add up;
nobody hears of it who has nothing to do with it; and whatever is open has a way out.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.storage import Storage, opened
from handlers.dispatch import handle
from handlers.message import Incoming
from tasks import history
from tasks.directives import states
from tasks.directives.models import Directive, Proposal, Share
from tasks.notices import Notice, Outcome
from tasks.people.roles import Asked, may
from tests.conftest import EMPTY
from tests.lives.people import (
    ABSENT,
    DELEGATE,
    EVERYBODY,
    HEAD,
    LEADER,
    OTHER_HEAD,
    ROLES,
    STAFF,
    STAND_IN,
    START,
    context,
    says,
    taps,
    township,
)

# A life of forty steps on a real database takes seconds to play and minutes to shrink: ZHIJIAN_SHRINK=1 does.
LIVES = int(os.environ.get("ZHIJIAN_LIVES", "40"))
STEPS = int(os.environ.get("ZHIJIAN_STEPS", "40"))
MOST = 2
"""Directives in one life: few, so that much happens to each."""
ASSIGNEES = (HEAD, STAFF, OTHER_HEAD, ABSENT, STAND_IN)
KINDS = (
    "请{}11月27日下午5点前报送燃气排查情况",
    "请{}11月27日下午5点前报送燃气排查情况",
    "请{}11月27日下午5点前核查路灯,办结即报",
    "通知{}明天上午9点在三楼会议室开会",
)
WHO = st.integers(0, 9 * 4 - 1)
NUMBER = st.integers(1, 9)
PLACE = st.integers(0, MOST - 1)
NAMES = {HEAD: "周强", STAFF: "王五", OTHER_HEAD: "吴芳", STAND_IN: "张三", ABSENT: "李四", DELEGATE: "孙丽"}

ASKING = ("因连续下雨无法施工,申请延期到12月{n}日下午5点", "不属于我单位,应由民政办办理", "转给{who}")
HOLDER_SAYS = {
    "收到": {"acknowledge"},
    "已完成,共排查{n}处": {"acknowledge", "report", "accept_above"},
    "撤销收到": {"undo_acknowledge"},
    "撤回反馈": {"undo_report"},
    "因连续下雨无法施工,申请延期到12月{n}日下午5点": set(),
    "转给{who}": {"reassign", "give_again"},
    "分办给{who}": {"distribute", "acknowledge", "give_again"},
    "不属于我单位,应由民政办办理": {"decline"},
    "全部办结": {"acknowledge", "report", "close"},
}
OWNER_SAYS = {
    "同意办结": {"accept", "accept_above"},
    "退回,请补充照片": {"return"},
    "同意延期": {"extend"},
    "不同意延期": set(),
    "同意转办": {"reassign", "give_again"},
    "维持": {"uphold"},
    "改派给{who}": {"reassign", "give_again"},
    "改到12月{n}日下午5点": {"ask_again"},
    "更正:请排查沿街商铺的燃气瓶": {"ask_again"},
    "加上@{who}": {"give_again"},
    "去掉@{who}": {"take_off"},
    "催一下没反馈的": set(),
    "撤回": {"withdraw"},
    "全部办结": {"close", "acknowledge", "report"},
    "撤销办结": {"undo_close", "undo_acknowledge", "undo_report"},
    "督办": set(),
}
SHARE_TAPS = {"accept": {"accept", "accept_above"}, "return": set(), "hand_share": set()}
PROPOSAL_TAPS = {
    "grant": {"extend", "reassign", "give_again"},
    "refuse": {"uphold"},
    "other": set(),
    "hand": set(),
    "uphold": {"uphold"},
}
CODE_TAPS = {
    "ack": {"acknowledge"}, "report": set(), "undo": {"undo_acknowledge", "undo_report"}, "extend": set(),
    "reassign": set(), "decline": set(), "more": set(), "less": set(), "refresh": set(), "own": set(),
    "withdraw": {"withdraw"}, "close": {"close"}, "nudge": set(), "redue": set(), "each": set(),
    "accept_all": {"accept", "accept_above"}, "supervise": set(), "pending": set(),
}  # fmt: skip
BOTH = {what: HOLDER_SAYS[what] for what in OWNER_SAYS if what in HOLDER_SAYS} | {
    "更正:请排查沿街商铺的燃气瓶": {"acknowledge", "report"},
    ASKING[0]: {"ask_again"},
    "改到12月{n}日下午5点": {"ask_again"}, "改派给{who}": {"reassign", "give_again"},
}  # fmt: skip
"""Words that mean another verb where a holder says them, or the issuer."""
LOOSE = ("请补充整改前后的照片", "到12月{n}日下午5点,因为材料没有到齐", "{who}", "1", "完成", "算了")
"""Words without a code: the answer to whatever was asked."""
ANSWERED = set(states.MOVES) - {"withdraw", "close"}
"""What an answer may do: never end the whole directive."""
NAME = st.sampled_from(sorted(NAMES.values()))
RIGHT = {
    "undo_acknowledge": "undo", "undo_report": "undo", "uphold": "decide", "ask_again": "amend",
    "take_off": "amend", "give_again": "see", "undo_close": "close",
}  # fmt: skip


def above(share: Share, shares: Mapping[int, Share]) -> list[Share]:
    """Give the shares this one hangs below, the nearest first."""
    found: list[Share] = []
    at = share.parent_id
    while at in shares and shares[at] not in found:
        found.append(shares[at])
        at = shares[at].parent_id
    return found


class Lives(RuleBasedStateMachine):
    """Plays with one leader's directives. `url` is set by the test."""

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

    @rule(
        by=st.sampled_from([LEADER, LEADER, DELEGATE]),
        who=st.lists(st.sampled_from(ASSIGNEES), min_size=1, max_size=3, unique=True),
        kind=st.sampled_from(KINDS),
    )
    @precondition(lambda self: len(self.codes) < MOST)
    def issue(self, by: str, who: list[str], kind: str) -> None:
        """Issue a directive."""
        names = "、".join(NAMES[one] for one in who)
        text = ("代赵明 " if by == DELEGATE else "") + kind.format(names)
        outcome = self.play(says(by, text), {"give_again"})
        if outcome.kind == "issued":
            self.codes.append(str(outcome.facts["code"]))

    @rule(
        who=WHO,
        what=st.sampled_from(sorted(HOLDER_SAYS)),
        name=NAME,
        n=NUMBER,
        place=PLACE,
        group=st.booleans(),
    )
    @precondition(lambda self: self.codes)
    def holder_says(self, who: int, what: str, name: str, n: int, place: int, *, group: bool) -> None:
        """Have whoever holds a share say a verb that names its directive, one to one or in the group."""
        self._say(self._holder(place, who), what, HOLDER_SAYS, name, n, place, group=group)

    @rule(
        who=WHO,
        what=st.sampled_from(sorted(OWNER_SAYS)),
        name=NAME,
        n=NUMBER,
        place=PLACE,
        group=st.booleans(),
    )
    @precondition(lambda self: self.codes)
    def owner_says(self, who: int, what: str, name: str, n: int, place: int, *, group: bool) -> None:
        """Have the leader or the delegate, now and then somebody else, say a verb of the issuer."""
        self._say(self._owner(who), what, OWNER_SAYS, name, n, place, group=group)

    def _say(
        self,
        who: str,
        what: str,
        table: Mapping[str, set[str]],
        name: str,
        n: int,
        place: int,
        *,
        group: bool,
    ) -> None:
        code = self.codes[place % len(self.codes)]
        words = what.format(who=name, n=n)
        self.play(
            says(who, f"{code} {words}", "wrk" if group else ""), set(table[what]) | BOTH.get(what, set())
        )

    def _holder(self, place: int, number: int) -> str:
        """Give somebody who holds a share of a directive; now and then anybody."""
        if number >= len(EVERYBODY) * 3:
            return EVERYBODY[number % len(EVERYBODY)]
        shares = self.loop.run_until_complete(self._shares(place))
        share = shares[number % len(shares)]
        head = self.org.head(share.department) or share.assignee
        return (share.assignee, share.assignee, ROLES.stand_ins.get(share.assignee, head))[number % 3]

    async def _shares(self, place: int) -> list[Share]:
        code = self.codes[place % len(self.codes)]
        directive = await Directive.get(code=code, using_db=self.storage.reader)
        return await Share.filter(directive_id=directive.id).using_db(self.storage.reader).order_by("id")

    @staticmethod
    def _owner(number: int) -> str:
        return (
            EVERYBODY[number % len(EVERYBODY)]
            if number >= len(EVERYBODY) * 3
            else (LEADER, DELEGATE)[number % 2]
        )

    @rule(who=WHO, what=st.sampled_from(LOOSE), name=NAME, n=NUMBER, place=PLACE, owner=st.booleans())
    @precondition(lambda self: self.codes)
    def answer(self, who: int, what: str, name: str, n: int, place: int, *, owner: bool) -> None:
        """Say something without a code: the answer to what was asked, or nothing."""
        person = (
            self.asked if self.asked and who % 4 else self._owner(who) if owner else self._holder(place, who)
        )
        self.play(says(person, what.format(who=name, n=n)), ANSWERED)

    @rule(who=WHO, key=st.sampled_from(sorted(CODE_TAPS)), place=PLACE, owner=st.booleans())
    @precondition(lambda self: self.codes)
    def tap(self, who: int, key: str, place: int, *, owner: bool) -> None:
        """Tap a button that names its directive."""
        person = self._owner(who) if owner else self._holder(place, who)
        self.play(taps(person, f"{key}:{self.codes[place % len(self.codes)]}"), CODE_TAPS[key])

    @rule(who=WHO, key=st.sampled_from(sorted(SHARE_TAPS)), place=PLACE, number=NUMBER)
    @precondition(lambda self: self.codes)
    def tap_share(self, who: int, key: str, place: int, number: int) -> None:
        """Tap a button about a share."""
        shares = self.loop.run_until_complete(self._shares(place))
        share = shares[number % len(shares)]
        self.play(taps(self._owner(who), f"{key}:{share.id}"), SHARE_TAPS[key])

    @rule(who=WHO, key=st.sampled_from(sorted(PROPOSAL_TAPS)), number=NUMBER)
    @precondition(lambda self: self.proposed)
    def tap_proposal(self, who: int, key: str, number: int) -> None:
        """Tap a button about what waits, or waited, for a decision; mostly the newest."""
        latest = max(1, self.proposed - number % 3)
        self.play(taps(self._owner(who), f"{key}:{latest}"), PROPOSAL_TAPS[key])

    @rule(who=WHO, place=PLACE, n=NUMBER)
    @precondition(lambda self: self.codes)
    def report(self, who: int, place: int, n: int) -> None:
        """Report, as happens most."""
        self._say(self._holder(place, who), "已完成,共排查{n}处", HOLDER_SAYS, "", n, place, group=False)

    @rule(who=WHO, place=PLACE, number=NUMBER, well=st.booleans())
    @precondition(lambda self: self.codes)
    def review(self, who: int, place: int, number: int, *, well: bool) -> None:
        """Accept or return what was reported."""
        shares = self.loop.run_until_complete(self._shares(place))
        waiting = [share for share in shares if share.state == states.REPORTED]
        if waiting:
            share = waiting[number % len(waiting)]
            key = "accept" if well else "return"
            self.play(taps(self._owner(who), f"{key}:{share.id}"), SHARE_TAPS["accept"])
        if waiting and not well and self.asked:
            self.play(says(self.asked, "请补充整改前后的照片"), ANSWERED)

    @rule(
        who=WHO,
        place=PLACE,
        number=NUMBER,
        what=st.sampled_from(sorted(ASKING)),
        key=st.sampled_from(sorted(PROPOSAL_TAPS)),
    )
    @precondition(lambda self: self.codes)
    def ask_and_decide(self, who: int, place: int, number: int, what: str, key: str) -> None:
        """Ask for something, and have it decided."""
        before = self.proposed
        self._say(self._holder(place, who), what, HOLDER_SAYS, NAMES[OTHER_HEAD], number, place, group=False)
        if self.proposed > before:
            self.play(taps(self._owner(number), f"{key}:{self.proposed}"), PROPOSAL_TAPS[key])

    @rule(who=WHO, place=PLACE, n=NUMBER, tapped=st.booleans())
    @precondition(lambda self: self.codes)
    def mistake(self, who: int, place: int, n: int, *, tapped: bool) -> None:
        """Acknowledge or report by mistake, and take it back."""
        person, code = self._holder(place, who), self.codes[place % len(self.codes)]
        words = "收到" if n % 2 else f"已完成,共排查{n}处"
        self.play(says(person, f"{code} {words}"), {"acknowledge", "report", "accept_above"})
        undone = {"undo_acknowledge", "undo_report", "undo_close"}
        self.play(taps(person, f"undo:{code}") if tapped else says(person, "点错了"), undone)

    @rule(place=PLACE, who=st.sampled_from([HEAD, STAND_IN, OTHER_HEAD]))
    @precondition(lambda self: self.codes)
    def distribute(self, place: int, who: str) -> None:
        """Give out a head's share among the unit's people."""
        below = {HEAD: "王五", OTHER_HEAD: "民政办张伟", STAND_IN: "李四"}[who]
        allowed = {"distribute", "acknowledge", "give_again"}
        self.play(says(who, f"{self.codes[place % len(self.codes)]} 分办给{below}"), allowed)

    @rule(place=PLACE, number=NUMBER, key=st.sampled_from(sorted(PROPOSAL_TAPS)), tapped=st.booleans())
    @precondition(lambda self: self.proposed)
    def head_decides(self, place: int, number: int, key: str, *, tapped: bool) -> None:
        """Have whoever distributes decide about what is asked below, by a button or by words."""
        waiting = self.loop.run_until_complete(Proposal.filter(decision="").using_db(self.storage.reader))
        shares = self.loop.run_until_complete(self._stand())
        below = [(one, head) for one in waiting for head in above(shares[one.share_id], shares)]
        if below:
            one, head = below[number % len(below)]
            words = {"refuse": "不同意延期", "uphold": "维持", "hand": "改派给王五"}.get(key, "同意延期")
            code, who = self.codes[place % len(self.codes)], head.assignee
            said = taps(who, f"{key}:{one.id}") if tapped else says(who, f"{code} {words}")
            self.play(said, PROPOSAL_TAPS[key] if tapped else {"extend", "uphold", "reassign", "give_again"})

    @rule(minutes=st.sampled_from([1, 1, 1, 9, 11, 150, 300, 1440]))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)

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


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_random_lives(kind: str, request: pytest.FixtureRequest) -> None:
    """Thousands of random steps leave nothing that does not add up, on both databases."""
    if kind == "sqlite":
        url = f"sqlite://{request.getfixturevalue('sqlite_ready')}"
    else:
        url = request.getfixturevalue("postgres_server").replace("/postgres?", "/ready?")
    machine = type("LivesOn", (Lives,), {"url": url})
    machine.TestCase.settings = settings(
        max_examples=LIVES, stateful_step_count=STEPS, deadline=None,
        suppress_health_check=list(HealthCheck), derandomize="ZHIJIAN_LIVES" not in os.environ,
        phases=[p for p in Phase if p is not Phase.shrink or "ZHIJIAN_SHRINK" in os.environ],
    )  # fmt: skip
    machine.TestCase().runTest()

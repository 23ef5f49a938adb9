"""Random lives of directives, with several people who may and may not (docs/states.md).

A machine says and taps what comes to its mind, in any order, at any time, to the handlers on a real database.
After every step what changed has to be a move of the table, by somebody who may; counts and chain add up;
nobody hears of it who has nothing to do with it; and whatever is open has a way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tasks.directives import states
from tasks.directives.models import Directive, Proposal, Share
from tests.lives.holding import Held, above
from tests.lives.people import DELEGATE, EVERYBODY, HEAD, LEADER, OTHER_HEAD, ROLES, STAND_IN, says, taps
from tests.lives.running import DATABASES, live
from tests.lives.saying import (
    ANSWERED,
    ASKING,
    ASSIGNEES,
    BOTH,
    CODE_TAPS,
    HOLDER_SAYS,
    KINDS,
    LOOSE,
    NAMES,
    OWNER_SAYS,
    PROPOSAL_TAPS,
    SHARE_TAPS,
)

MOST = 2
"""Directives in one life: few, so that much happens to each."""
WHO = st.integers(0, 9 * 4 - 1)
NUMBER = st.integers(1, 9)
PLACE = st.integers(0, MOST - 1)
NAME = st.sampled_from(sorted(NAMES.values()))


class Lives(Held):
    """Plays with one leader's directives."""

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


@pytest.mark.parametrize("kind", DATABASES)
def test_random_lives(kind: str, request: pytest.FixtureRequest) -> None:
    """Thousands of random steps leave nothing that does not add up, on both databases."""
    live(Lives, kind, request, usual=40)

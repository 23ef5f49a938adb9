"""Random lives of requests: citizens, offices and clerks in any order, at any time, on a real database.

After every step the date is the one its history proves, both chains verify, each answer that is written is
told once, and states move as the table has it; once all is followed, request and office say the same.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tasks.directives import states as shares
from tasks.directives.models import Directive, Proposal, Share
from tasks.requests.kinds import CONSULT, HELP
from tests.lives.people import HEAD, OTHER_HEAD, says, taps
from tests.lives.requesting import CLERK, TRIAGE, RequestsHeld
from tests.lives.running import DATABASES, live

MOST = 3
"""Requests in one life: few, so that much happens to each."""
PLACE = st.integers(0, MOST - 1)
NUMBER = st.integers(1, 9)
HOLDER_SAYS = (
    "收到", "撤销收到", "已修好,恢复照明{n}盏", "撤回反馈", "因连续下雨无法施工,申请延期到12月{n}日下午5点",
    "转给{who}", "不属于我单位,应由民政办办理", "分办给王五", "请群众补充:门牌号和照片", "完成",
)  # fmt: skip
SENDER_SAYS = (
    "同意办结", "退回,请补充照片", "退回,请补充照片,12月{n}日下午5点前", "同意延期", "不同意延期", "维持",
    "改派给{who}", "改到12月{n}日下午5点", "转交{who}", "请群众补充:门牌号", "群众补充:门牌是{n}号", "撤回",
    "不予受理:属于法院诉讼,请向县法院提出", "全部办结", "撤销办结", "加上@{who}", "去掉@{who}",
    "更正:请检修幸福路全部路灯",
)  # fmt: skip
CITIZEN_SAYS = (
    "{code} 补充:在{n}号门口", "{code} 没解决,灯又坏了", "{code} 满意", "{code} 非常不满意", "{code} 催一下",
    "{code} 不用办了", "是", "门牌是{n}号", "{n}", "没解决,灯还是不亮",
)  # fmt: skip
TEXTS = (
    "幸福路{n}号门口的路灯坏了三天没人修", "东风村{n}组的垃圾堆了一个星期", "新建小区{n}栋楼下噪音扰民",
)  # fmt: skip
WHO = st.sampled_from(["周强", "吴芳", "李四"])


class Requests(RequestsHeld):
    """Plays with a few requests."""

    @rule(kind=st.sampled_from([CONSULT, HELP]), n=NUMBER, citizen=st.integers(1, 2), called=st.booleans())
    @precondition(lambda self: len(self.codes) < MOST)
    def wanted(self, kind: str, n: int, citizen: int, *, called: bool) -> None:
        """Want something, in writing or on the telephone."""
        self.want(kind, TEXTS[n % len(TEXTS)].format(n=n), citizen, called=called and n % 3 == 0)

    @rule(what=st.sampled_from(HOLDER_SAYS), place=PLACE, n=NUMBER, who=WHO)
    @precondition(lambda self: self.codes)
    def office_says(self, what: str, place: int, n: int, who: str) -> None:
        """Have whoever has it say something of it."""
        self.step(says(self._holder(place, n), f"{self._code(place)} {what.format(n=n, who=who)}"))

    @rule(what=st.sampled_from(SENDER_SAYS), place=PLACE, n=NUMBER, who=WHO, clerk=st.booleans())
    @precondition(lambda self: self.codes)
    def sender_says(self, what: str, place: int, n: int, who: str, *, clerk: bool) -> None:
        """Have whoever sends it to its office say something of it."""
        person = CLERK if clerk else TRIAGE
        self.step(says(person, f"{self._code(place)} {what.format(n=n, who=who)}"))

    @rule(what=st.sampled_from(CITIZEN_SAYS), place=PLACE, n=NUMBER)
    @precondition(lambda self: self.codes)
    def citizen_says(self, what: str, place: int, n: int) -> None:
        """Have a citizen write something of it."""
        self.writes(1 + n % 2, what.format(code=self._code(place), n=n))

    @rule(place=PLACE, n=NUMBER)
    @precondition(lambda self: self.codes)
    def answered(self, place: int, n: int) -> None:
        """Answer, and have it looked at, as happens most."""
        holder = self._holder(place, n)
        self.step(says(holder, f"{self._code(place)} 已修好,恢复照明{n}盏"))
        self.step(says(holder, "完成"))
        self._looked_at(place, "accept")
        self.follow()

    @rule(place=PLACE, well=st.booleans())
    @precondition(lambda self: self.codes)
    def looked_at(self, place: int, *, well: bool) -> None:
        """Have the answer looked at by a second person."""
        self._looked_at(place, "accept" if well else "return")

    @rule(place=PLACE, key=st.sampled_from(["grant", "refuse", "uphold", "hand"]), n=NUMBER)
    @precondition(lambda self: self.codes)
    def decided(self, place: int, key: str, n: int) -> None:
        """Decide what the office asked for."""
        waiting = self.loop.run_until_complete(Proposal.filter(decision="").using_db(self.storage.reader))
        if waiting:
            self.step(taps(TRIAGE, f"{key}:{waiting[n % len(waiting)].id}"))

    @rule(place=PLACE, n=NUMBER, how=st.sampled_from(["{0} 并入 {1}", "{0} 拆出", "{0}和{1}是同一件事"]))
    @precondition(lambda self: len(self.codes) > 1)
    def joined(self, place: int, n: int, how: str) -> None:
        """Join two, or take one out again."""
        self.step(says(CLERK, how.format(self._code(place), self._code(place + n % 2 + 1))))

    @rule(place=PLACE, who=st.sampled_from([HEAD, OTHER_HEAD]), n=NUMBER)
    @precondition(lambda self: self.codes)
    def mistaken(self, place: int, who: str, n: int) -> None:
        """Answer or sign by mistake, have it followed or not, and take it back."""
        person = self._holder(place, n)
        self.step(says(person, f"{self._code(place)} " + ("收到" if n % 2 else "已修好,恢复照明3盏")))
        if n % 3:
            self.follow()
        self.step(taps(person, f"undo:{self._code(place)}"))

    @rule(minutes=st.sampled_from([1, 1, 9, 11, 11, 300, 1440, 4320, 10080]), then=st.booleans())
    def wait_for(self, minutes: int, *, then: bool) -> None:
        """Let time pass, and what is due by itself be done."""
        self.now += timedelta(minutes=minutes)
        if then:
            self.follow()

    @rule()
    def followed(self) -> None:
        """Have what moved followed."""
        self.follow()

    def _looked_at(self, place: int, key: str) -> None:
        waiting = [one for one in self._shares(place) if one.state == shares.REPORTED]
        if waiting:
            self.step(taps(TRIAGE, f"{key}:{waiting[0].id}"))
        if waiting and key == "return":
            self.step(says(TRIAGE, "请补充整改前后的照片"))

    def _code(self, place: int) -> str:
        return self.codes[place % len(self.codes)]

    def _shares(self, place: int) -> list[Share]:
        return self.loop.run_until_complete(self._load(self._code(place)))

    async def _load(self, code: str) -> list[Share]:
        db = self.storage.reader
        directive = await Directive.filter(code=code).using_db(db).first()
        found = Share.filter(directive_id=directive.id if directive else 0).using_db(db)
        return [share for share in await found.order_by("id") if share.state not in shares.GONE]

    def _holder(self, place: int, n: int) -> str:
        held = self._shares(place)
        return held[n % len(held)].assignee if held else HEAD


@pytest.mark.parametrize("kind", DATABASES)
def test_random_lives_of_requests(kind: str, request: pytest.FixtureRequest) -> None:
    """Random steps of citizens and offices leave dates, answers and states that add up, on both databases."""
    live(Requests, kind, request, usual=8)

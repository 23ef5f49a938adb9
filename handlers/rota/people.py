"""People as a rota names them: 王磊、李娜(带班 赵明); who leads and who serves, who is not known."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from handlers.reading.names import TITLES, Entry, Names, names_of
from handlers.reading.script import normal
from handlers.reading.vocabulary import COURTESY
from tasks.people.org import Org
from tasks.rota.duties import LEAD, ON_DUTY

ROLE: Final = re.compile(
    r"(?P<lead>(?:总)?带班(?:领导|人员|人|同志|负责人)?|(?:值班)?领导|值班负责人)|(?P<duty>值班(?:人员|员|人|同志|干部)?|值守(?:人员|员|人)?|当班(?:人员|人)?|人员)"
)
_IS: Final = re.compile(r"[ :]*(?:是|为|由)?[ :]*")
_SKIP: Final = re.compile(
    r"[ 、/+&·]|和|与|及|的|来|在|(?:白|夜|早|中|晚|全|日)班|全天|白天|夜间|上午|下午|晚上|轮流|改?由|改为|改成|换成|换为|安排|负责|(?:联系)?(?:电话|手机):?|[:~-]|1\d{10}|\d{3,4}-?\d{7,8}|\d{4,8}"
)
_STOP: Final = re.compile(r"[,。;!\n]")
_BRACKET: Final = re.compile(r"[(\[]([^()\[\]]{0,60})[)\]]")
_WORD: Final = re.compile(r"[^ 、/+&,。;!\n()\[\]:]+?(?=带班|值班|$|[ 、/+&,。;!\n()\[\]:])")
_EMPTY: Final = re.compile(r"[ /\\-]*(?:无|暂无|待定|休息?|放假)?[ ]*")
_ME: Final = re.compile(r"我(?:本人|自己)?(?![们单])")


@dataclass(slots=True)
class People:
    """Who leads and who serves; `unknown` are names nobody bears, `doubtful` names several bear."""

    lead: dict[str, None] = field(default_factory=dict)
    duty: dict[str, None] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lead or self.duty or self.unknown or self.doubtful)

    def add(self, role: str, people: Iterable[str]) -> None:
        """Name people in a role."""
        (self.lead if role == LEAD else self.duty).update(dict.fromkeys(people))


def close_to(candidates: Iterable[str], unit: int, names: Names) -> tuple[str, ...]:
    """Give those of the unit where only one of several of a name stands in it."""
    found = tuple(candidates)
    inside = names.among(found, unit) if len(found) > 1 and unit else ()
    return inside if len(inside) == 1 else found


def read_people(text: str, unit: int, org: Org, *, role: str = ON_DUTY, me: str = "") -> People:
    """Read everybody a cell or a line names; `unit` decides among namesakes, `me` is who says 我."""
    plain = normal(text)
    if _EMPTY.fullmatch(plain):
        return People()
    reader = _Reader(plain, unit, names_of(org), role, me)
    reader.run()
    return reader.found


class _Reader:
    """Reads one cell: names wait for the word behind them that may say what they are (赵明带班)."""

    def __init__(self, text: str, unit: int, names: Names, role: str, me: str) -> None:
        self.text, self.unit, self.names, self.me = text, unit, names, me
        self.found = People()
        self.own = self.role = role
        self.waiting: list[str] = []
        ends = [found.end() for found in ROLE.finditer(text)]
        self.behind = bool(ends) and not text[ends[-1] :].strip(" ,。;!")

    def run(self) -> None:
        position = 0
        while position < len(self.text):
            position = self._step(position)
        self._settle(self.role)

    def _step(self, at: int) -> int:
        if stop := _STOP.match(self.text, at):
            self._settle(self.role)
            return stop.end()
        if role := ROLE.match(self.text, at):
            return self._role(role)
        if bracket := _BRACKET.match(self.text, at):
            return self._bracket(bracket)
        if skip := _SKIP.match(self.text, at):
            return skip.end()
        return self._name(at)

    def _settle(self, role: str) -> None:
        self.found.add(role, self.waiting)
        self.waiting = []

    def _role(self, found: re.Match[str]) -> int:
        role = LEAD if found["lead"] else ON_DUTY
        attached = self.text[max(0, found.start() - 1) : found.start()].strip(" :,、") != ""
        if self.waiting and (attached or self.behind):
            self._settle(role)
            return found.end()
        self._settle(self.role)
        self.role = role
        is_ = _IS.match(self.text, found.end())
        return is_.end() if is_ else found.end()

    def _bracket(self, found: re.Match[str]) -> int:
        """Take what stands in brackets: a role of the name before, its unit or post, or people with a role."""
        inside = found[1].strip()
        role = ROLE.fullmatch(inside)
        if role and self.waiting:
            self.found.add(LEAD if role["lead"] else ON_DUTY, [self.waiting.pop()])
        elif not self._placed(inside) and not self._is_post(inside):
            more = read_people(inside, self.unit, self.names.org, role=self.role, me=self.me)
            self.found.add(LEAD, more.lead)
            self.found.add(ON_DUTY, more.duty)
            self.found.unknown += more.unknown
            self.found.doubtful += more.doubtful
        return found.end()

    def _placed(self, inside: str) -> bool:
        """Whether a unit in brackets says which of several is meant: 张伟(民政办)."""
        unit = self.names.unit_called(inside)
        if unit is None:
            return False
        if self.found.doubtful:
            entry = self.names.entries.get(self.found.doubtful[-1], Entry())
            meant = self.names.among(entry.people, unit)
            if len(meant) == 1:
                self.found.doubtful.pop()
                self.waiting.append(meant[0])
        return True

    def _is_post(self, inside: str) -> bool:
        return inside in self.names.posts or bool(re.fullmatch(r"[\d\s-]*", inside))

    def _name(self, at: int) -> int:
        if self.me and (me := _ME.match(self.text, at)):
            self.waiting.append(self.me)
            return me.end()
        found = self.names.longest(self.text, at)
        if found and found[1].units and not found[1].people:
            return at + len(found[0])  # 应急办 周强
        if found and self._ends(at + len(found[0])):
            return self._take(found[0], found[1].people, at + len(found[0]))
        if titled := self._titled(at):
            return titled
        word = _WORD.match(self.text, at)
        written = word[0] if word else self.text[at]
        self.found.unknown.append(written)
        return at + len(written)

    def _ends(self, end: int) -> bool:
        """Whether a name is over here: 张三 is not in 张三丰."""
        rest = self.text[end : end + 1]
        if not re.match(r"[\u4e00-\u9fff]", rest):
            return True
        known = (ROLE, _SKIP, TITLES, COURTESY, re.compile(r"替|代|的|在|去|来"))
        return (
            any(one.match(self.text, end) for one in known) or self.names.longest(self.text, end) is not None
        )

    def _take(self, written: str, people: tuple[str, ...], end: int) -> int:
        meant = close_to(people, self.unit, self.names)
        if len(meant) == 1:
            self.waiting.append(meant[0])
        else:
            self.found.doubtful.append(written)
        return self._behind(end)

    def _behind(self, end: int) -> int:
        """Pass the title and the courtesy behind a name."""
        for words in (TITLES, COURTESY):
            if found := words.match(self.text, end):
                end = found.end()
        return end

    def _titled(self, at: int) -> int:
        """Take 周主任, or a post that one alone holds in the unit; 0 where neither stands here."""
        title = TITLES.match(self.text, at + 1)
        if title and self.text[at] in self.names.surnames:
            meant = close_to(self.names.titled(self.text[at], title[0]), self.unit, self.names)
            if meant:
                self._take(self.text[at : title.end()], meant, title.end())
                return title.end()
        post = next((post for post in self.names.posts if self.text.startswith(post, at)), "")
        held = self.names.holding(post, (self.unit,)) if post else ()
        if len(held) == 1:
            self.waiting.append(held[0])
            return at + len(post)
        return 0

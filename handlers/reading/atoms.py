"""One addressee at one place of a text: a person, a post, a unit, everybody, or a name nobody bears."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handlers.reading import duty
from handlers.reading.names import CHIEFS, HEADS, SURNAMES, TITLES, Names
from handlers.reading.strangers import Atom, mentioned
from handlers.reading.values import TargetKind
from handlers.reading.vocabulary import (
    AND_VILLAGES,
    BODY,
    BRACKET,
    COUNTED,
    COURTESY,
    EACH,
    EACH_POST,
    EVERYONE,
    FOLLOW,
    LONGER,
    OF,
    STAFF,
    SUFFIXED,
)


@dataclass(frozen=True, slots=True)
class AtomReader:
    """Reads addressees out of one normal text by one directory."""

    text: str
    names: Names

    def at(self, start: int, *, mention: bool = False) -> Atom | None:
        """Give the addressee that stands at this place; `mention` says that an @ stands before it."""
        if mention and (atom := self._userid(start)):
            return atom
        atom = self._everyone(start) or self._each(start) or self._duty(start, start) or self._named(start)
        atom = atom or self._titled(start) or self._post_alone(start)
        return atom or (mentioned(self.text, start) if mention else None)

    def _cut(self, start: int, end: int) -> str:
        return self.text[start:end].strip()

    def _userid(self, start: int) -> Atom | None:
        found = re.compile(r"[A-Za-z0-9_.-]{1,64}").match(self.text, start)
        userid = self.names.userids.get(found[0].lower().rstrip(".-")) if found else None
        return Atom(start, found.end(), "person", found[0], people=(userid,)) if found and userid else None

    def _everyone(self, start: int) -> Atom | None:
        if self.text[start] not in "全所大@aA":
            return None
        found = EVERYONE.match(self.text, start)
        if not found:
            return None
        post = self._post(found.end())  # 全体村书记
        if post and found[0] in {"全体", "所有"}:
            return self._posts(start, post, None)
        return Atom(start, found.end(), "everyone", found[0])

    def _duty(self, start: int, position: int, units: tuple[int, ...] = ()) -> Atom | None:
        """Give whoever is on duty, of a unit where one stands before: 值班人员, 应急办值班员."""
        found = duty.at(self.text, position)
        if found is None:
            return None
        return Atom(start, found.end(), "duty", self._cut(start, found.end()), departments=units)

    def _of_unit_on_duty(self, start: int, end: int, units: tuple[int, ...]) -> Atom | None:
        """Give whoever is on duty in the one unit that stands here; 各村值班人员 are more than one."""
        body = BODY.match(self.text, end)
        end = body.end() if body else end
        end += self.text[end : end + 1] in {"的", " "}
        one = len(units) == 1 and not self.text.startswith(("各", "全"), start)
        return self._duty(start, end, units) if one else None

    def _each(self, start: int) -> Atom | None:
        """各单位 and its like: every unit there is; 各书记, 各社区: by post or by the end of the name."""
        if self.text[start] not in "全镇我各":
            return None
        found = EACH.match(self.text, start)
        if found and self.names.root is not None:
            post = self._post_after(found.end())
            if post:
                return self._posts(start, post, (self.names.root,))
            staff = STAFF.match(self.text, found.end())
            end = staff.end() if staff else found.end()
            return Atom(start, end, "each", self._cut(start, end), departments=(self.names.root,))
        if self.text[start] != "各" or self.names.longest(self.text, start):
            return None
        return self._each_post(start) or self._each_suffix(start)

    def _each_post(self, start: int) -> Atom | None:
        prefix = EACH_POST.match(self.text, start)
        post = self._post(prefix.end()) if prefix else None
        return self._posts(start, post, None) if post else None

    def _each_suffix(self, start: int) -> Atom | None:
        found = SUFFIXED.match(self.text, start)
        if not found:
            return None
        for length in range(len(found["suffix"]), 0, -1):
            suffix = found["suffix"][:length]
            units = self.names.ending(suffix)
            end = found.start("suffix") + length
            if units and suffix not in {"里", "心", "室"} and FOLLOW.match(self.text, end):
                return Atom(start, end, "unit", self.text[start:end], departments=units)
            post = self._post_after(end)
            if units and post:
                return self._posts(start, post, units)
        return None

    def _named(self, start: int) -> Atom | None:
        found = self.names.longest(self.text, start)
        if not found:
            return None
        written, entry = found
        end = start + len(written)
        if entry.units:
            served = self._of_unit_on_duty(start, end, entry.units)
            return served or self._unit(start, end, written, entry.units)
        return self._person(start, end, written, entry.people)

    def _unit(self, start: int, end: int, written: str, units: tuple[int, ...]) -> Atom | None:
        """Give a unit, or whoever it qualifies: 竹里村书记, 民政办张伟, 应急办周主任."""
        if not written.startswith("各") and (inner := self._within(end, units)):  # 青溪镇应急办 is 应急办
            return replace(inner, start=start)
        if written.startswith("各村") and (more := AND_VILLAGES.match(self.text, end)):
            end = more.end()
        body = BODY.match(self.text, end)
        end = body.end() if body else end
        gap = end + (self.text[end : end + 1] in {"的", " "})
        if post := self._post_after(end):
            return self._qualified(start, post[1], units, self._posts(start, post, units))
        if atom := self._qualified(start, gap, units, None) if len(units) == 1 else None:
            return atom
        if counted := COUNTED.match(self.text, end):  # 竹里、龙黄两村
            end = counted.end()
            if post := self._post_after(end):
                return self._posts(start, post, units)
        if staff := STAFF.match(self.text, end):
            end = staff.end()
        longer = LONGER.get(self.text[end - 1])
        if (longer and longer.match(self.text, end)) or (
            not counted
            and self._is_short(written)
            and not FOLLOW.match(self.text, end)
            and not self._names_follow(end)
        ):
            return None
        kind = self._kind(written, units, staff[0] if staff else "")
        if len(units) > 1:
            return Atom(start, end, kind, written, unknown=True)
        return Atom(start, end, kind, self._cut(start, end), departments=units)

    def _kind(self, written: str, units: tuple[int, ...], staff: str) -> TargetKind:
        """Give what a unit named is: 党政办全体人员 are that unit, 全镇全体干部 everyone."""
        if units == (self.names.root,) and re.search("全体|所有", staff):
            return "everyone"
        return "each" if written.startswith(("各", "全")) else "unit"

    def _within(self, position: int, units: tuple[int, ...]) -> Atom | None:
        """Give the unit right behind a unit it belongs to."""
        found = self.names.longest(self.text, position)
        below = self.names.org.below(units[0])
        if found and found[1].units and set(found[1].units) & set(below):
            return self._named(position)
        return self._each(position) if self.text[position : position + 1] == "各" and below else None

    def _qualified(self, start: int, position: int, units: tuple[int, ...], post: Atom | None) -> Atom | None:
        """Give the person right behind a unit or a post: the unit decides who of a name is meant."""
        found = self.names.longest(self.text, position)
        person: Atom | None = None
        if found and found[1].people and not found[1].units:
            written, entry = found
            inside = self.names.among(entry.people, units[0]) or (
                entry.people if len(entry.people) == 1 else ()
            )
            if inside:
                person = self._person(position, position + len(written), written, inside)
        elif not post:
            person = self._titled(position, units)
        return replace(person, start=start, written=self._cut(start, person.end)) if person else post

    @staticmethod
    def _is_short(written: str) -> bool:
        return not written.endswith(
            ("村", "办", "所", "社区", "中心", "局", "站", "室", "队", "科", "公司", "各村", ")")
        )

    def _person(self, start: int, end: int, written: str, candidates: tuple[str, ...]) -> Atom | None:
        """Give a person by name, decided by a unit or post in brackets where more than one bears it."""
        courtesy = COURTESY.match(self.text, end)
        if bracket := BRACKET.match(self.text, courtesy.end() if courtesy else end):
            inside = self._inside(candidates, bracket["in"])
            if inside is not None:
                end, candidates = bracket.end(), inside or candidates
        elif title := TITLES.match(self.text, end):
            end = title.end()
        if courtesy := COURTESY.match(self.text, end):
            end = courtesy.end()
        sure = bool(FOLLOW.match(self.text, end)) or self._names_follow(end)
        if not sure and self.text[end : end + 1] not in {"了", "外"} and FOLLOW.match(self.text, end + 1):
            return None  # 张三丰 is somebody else
        people = candidates if len(candidates) == 1 else ()
        return Atom(start, end, "person", written, people=people, candidates=candidates, sure=sure)

    def _names_follow(self, end: int) -> bool:
        return self.names.longest(self.text, end) is not None

    def _inside(self, candidates: tuple[str, ...], bracket: str) -> tuple[str, ...] | None:
        """Those of the candidates the brackets fit; None where they name neither a unit nor a post."""
        unit = self.names.unit_called(bracket.strip())
        if unit is not None:
            return self.names.among(candidates, unit)
        cut = next(
            (n for n in range(len(bracket), 0, -1) if self.names.unit_called(bracket[:n]) is not None), 0
        )
        people = self.names.org.people
        post = bracket[cut:].strip().removeprefix("的") or bracket
        fitting = tuple(u for u in candidates if people[u].position.endswith(post))
        if cut:
            unit = self.names.unit_called(bracket[:cut])
            return self.names.among(fitting or candidates, unit) if unit is not None else None
        return fitting or None

    def _post(self, start: int) -> tuple[str, int] | None:
        """Give the post named at this place and where it ends."""
        if self.text[start : start + 2] not in self.names.post_starts:
            return None
        for post in self.names.posts:
            if self.text.startswith(post, start):
                end = start + len(post)
                end += self.text.startswith("们", end)
                return post, end + 2 * self.text.startswith("同志", end)
        return None

    def _post_after(self, end: int) -> tuple[str, int] | None:
        found = OF.match(self.text, end)
        return self._post(found.end()) if found else None

    def _posts(self, start: int, post: tuple[str, int], units: tuple[int, ...] | None) -> Atom:
        people = self.names.holding(post[0], units)
        written = self._cut(start, post[1]).removesuffix("们")
        return Atom(start, post[1], "post", written, people=people, unknown=not people)

    def _post_alone(self, start: int) -> Atom | None:
        """Give a post without a unit: 文书们, or with the name of the one who holds it: 镇长赵明."""
        post = self._post(start)
        if not post or (post[0] in HEADS and self.text[post[1] - 1] != "们"):
            return None
        found = self.names.longest(self.text, post[1])
        if found and found[1].people and not found[1].units:
            return self._with_title(start, post, found[0], found[1].people)
        if post[0] in CHIEFS and self.text.startswith(",", post[1]):
            return None  # 书记,人找到了: spoken to, not charged
        atom = self._posts(start, post, None)
        return atom if atom.people and FOLLOW.match(self.text, post[1]) else None

    def _with_title(
        self, start: int, post: tuple[str, int], written: str, people: tuple[str, ...]
    ) -> Atom | None:
        """镇长赵明: the post decides where more than one bears the name."""
        held = set(self.names.holding(post[0]))
        fitting = tuple(userid for userid in people if userid in held) or people
        atom = self._person(post[1], post[1] + len(written), written, fitting)
        return replace(atom, start=start) if atom else None

    def _titled(self, start: int, units: tuple[int, ...] | None = None) -> Atom | None:
        """Give a surname with a title: 周主任."""
        surname = self.text[start : start + 1]
        title = (
            TITLES.match(self.text, start + 1)
            if surname in SURNAMES or surname in self.names.surnames
            else None
        )
        if not title:
            return None
        found = self.names.titled(surname, title[0])
        if units:
            found = self.names.among(found, units[0])
        if not found and surname not in SURNAMES:
            return None
        written = self.text[start : title.end()]
        people = found if len(found) == 1 else ()
        sure = bool(FOLLOW.match(self.text, title.end()))
        return Atom(
            start,
            title.end(),
            "person",
            written,
            people=people,
            candidates=found,
            unknown=not found,
            sure=sure,
        )

"""The names of a directory, indexed once: who and what may be meant at a place in a text."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
import weakref
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from handlers.reading import duty
from handlers.reading.script import normal
from tasks.people.org import Department, Org, Person

# other words for one post; the first is how the directory is searched
SAME_POST: Final[Mapping[str, str]] = {
    "党支部书记": "书记", "支部书记": "书记", "总支书记": "书记", "党总支书记": "书记", "支书": "书记", "村支书": "村书记",
}  # fmt: skip
HEADS: Final = (
    "主要负责同志", "主要负责人", "负责同志", "负责人", "一把手", "主要领导", "主官",
)  # fmt: skip
# posts that are known as such even where nobody holds them, so that they are asked about and not overlooked
COMMON_POSTS: Final = (
    "副书记", "书记", "副主任", "主任", "文书", "副所长", "所长", "副站长", "站长", "副镇长", "镇长", "副乡长", "乡长",
    "会计", "出纳", "网格长", "网格员", "联络员", "信息员", "安全员", "护林员", "河长", "林长", "田长", "组长", "委员",
    "第一书记", "队长", "局长", "科长", "股长", "主席", "部长", "党支部书记", "支部书记", "支书", "妇女主任", "民兵连长",
    "驻村干部", "包村干部", "包片领导", "分管领导", "窗口人员", "报账员", "社工", "协管员", "办事员",
)  # fmt: skip
# posts a subordinate says first when reporting to whoever holds one
CHIEFS: Final = frozenset(
    {"书记", "副书记", "主任", "副主任", "镇长", "副镇长", "所长", "站长", "局长", "乡长", "主席"}
)
SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅卞齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛狄米贝明臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾"
    "路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房解应宗丁宣邓郁单洪包诸左石崔吉龚程邢裴陆荣翁荀甄封芮储靳段巫乌焦"
    "牧谷车侯班仇祖武符刘景詹龙叶白赖卓池乔谭温庄晏柴瞿阎连茹习艾容向古易廖耿匡文寇广欧利师巩关查红游权盖桓公"
)
TITLES: Final = re.compile(
    r"(?:副)?(?:书记|主任|所长|站长|镇长|乡长|局长|科长|部长|主席|队长|委员|处长|校长|院长|经理|支书)"
)
_CONTRACTED: Final = ("管理办公室", "服务办公室", "工作办公室", "办公室")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one name may mean: people who bear it, units that are called so."""

    people: tuple[str, ...] = ()
    units: tuple[int, ...] = ()


@dataclass(frozen=True)
class Names:
    """The index of one directory."""

    org: Org
    entries: Mapping[str, Entry]
    lengths: Mapping[str, tuple[int, ...]]
    posts: tuple[str, ...]
    post_starts: frozenset[str]
    surnames: frozenset[str]
    first: frozenset[str]
    root: int | None
    userids: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_surname: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    memory: dict[tuple[str, tuple[int, ...] | None], tuple[str, ...]] = field(default_factory=dict)

    def longest(self, text: str, start: int) -> tuple[str, Entry] | None:
        """Give the longest name that stands at this place."""
        for length in self.lengths.get(text[start : start + 2], ()):
            written = text[start : start + length]
            if written in self.entries:
                return written, self.entries[written]
        return None

    def unit_called(self, written: str) -> int | None:
        """Give the one unit of that name."""
        entry = self.entries.get(written)
        return entry.units[0] if entry and len(entry.units) == 1 else None

    def holding(self, post: str, units: tuple[int, ...] | None = None) -> tuple[str, ...]:
        """Everybody who holds the post, in the units given and below them or anywhere."""
        if (post, units) not in self.memory:
            self.memory[post, units] = self._holding(post, units)
        return self.memory[post, units]

    def _holding(self, post: str, units: tuple[int, ...] | None) -> tuple[str, ...]:
        inside = None if units is None else self._inside(units)
        if post in HEADS:
            wanted = inside if inside is not None else self.org.departments
            return tuple(sorted({head for unit in wanted if (head := self.org.head(unit))}))
        found = self.holders.get(SAME_POST.get(post, post), ())
        return tuple(u for u in found if inside is None or inside & set(self.org.people[u].departments))

    def among(self, people: Iterable[str], unit: int) -> tuple[str, ...]:
        """Those of the people who stand in the unit or below it."""
        inside = self._inside((unit,))
        return tuple(u for u in people if inside & set(self.org.people[u].departments))

    def titled(self, surname: str, post: str) -> tuple[str, ...]:
        """Everybody of that surname who is addressed by that title (周主任); a deputy is, too."""
        people = (self.org.people[userid] for userid in self.by_surname.get(surname, ()))
        return tuple(p.userid for p in people if normal(p.position).endswith(post))

    def ending(self, suffix: str) -> tuple[int, ...]:
        """Give the units whose name ends so (各社区)."""
        return tuple(sorted(d.id for d in self.org.departments.values() if normal(d.name).endswith(suffix)))

    def _inside(self, units: Iterable[int]) -> set[int]:
        return {below for unit in units for below in (unit, *self.org.below(unit))}


def unit_names(unit: Department) -> set[str]:
    """Give the names a unit goes by: its own, its aliases and their contractions."""
    names = {normal(name).replace(" ", "") for name in (unit.name, *unit.aliases) if name.strip()}
    short = {
        name.removesuffix(ending) + kept
        for name in names
        for ending in _CONTRACTED
        if name.endswith(ending) and len(name) > len(ending)
        for kept in ({"办", ending.removesuffix("公室")} if ending != "办公室" else {"办"})
    }
    return names | short | {name + "公室" for name in names | short if name.endswith("办")}


def build(org: Org) -> Names:
    """Index a directory; names that only stand for themselves once two units share them are left ambiguous."""
    people, units = defaultdict(list), defaultdict(list)
    for person in org.people.values():
        if len(person.name) > 1:
            people[normal(person.name).replace(" ", "")].append(person.userid)
    proper = {normal(name) for unit in org.departments.values() for name in (unit.name, *unit.aliases)}
    for unit in org.departments.values():
        for name in unit_names(unit):
            units[name].append(unit.id)
    clear = {name: ids for name, ids in units.items() if len(name) > 1 and (len(ids) == 1 or name in proper)}
    entries = {
        name: Entry(tuple(sorted(people.get(name, ()))), tuple(sorted(clear.get(name, ()))))
        for name in people.keys() | clear.keys()
    }
    holders = _holders(org.people.values())
    posts = {*holders, *COMMON_POSTS, *HEADS, *SAME_POST}
    return Names(
        org=org,
        entries=entries,
        lengths=_lengths(entries),
        posts=tuple(sorted(posts, key=lambda post: (-len(post), post))),
        post_starts=frozenset(post[:2] for post in posts),
        surnames=frozenset(name[0] for name in people),
        first=frozenset("各全所大镇我@aA")
        | duty.STARTS
        | SURNAMES
        | {name[0] for name in (*entries, *posts)},
        root=org.roots[0] if org.roots else None,
        userids={userid.lower(): userid for userid in org.people},
        holders=holders,
        by_surname=_by_surname(org.people.values()),
    )


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name in names:
        found[name[:2]].add(len(name))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}


def _by_surname(people: Iterable[Person]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for person in people:
        if person.name:
            found[normal(person.name)[0]].append(person.userid)
    return {surname: tuple(sorted(ids)) for surname, ids in found.items()}


def _holders(people: Iterable[Person]) -> dict[str, tuple[str, ...]]:
    """Post to those who hold it: by the whole position and by the common post it ends in."""
    found: dict[str, set[str]] = defaultdict(set)
    for person in people:
        position = normal(person.position).strip()
        # 干部 and the like say that somebody works there, not what as
        if len(position) < 2 or position in {"干部", "职工", "科员", "工作人员", "员工"}:
            continue
        for post in {position, *_common(position)}:
            found[SAME_POST.get(post, post)].add(person.userid)
    return {post: tuple(sorted(ids)) for post, ids in found.items()}


def _common(position: str) -> tuple[str, ...]:
    ends = [post for post in COMMON_POSTS if position.endswith(post)]
    longest = max(ends, key=len, default="")
    return (longest,) if longest else ()


_CACHE: dict[int, tuple[weakref.ref[Org], Names]] = {}
_KEPT: Final = 8


def names_of(org: Org) -> Names:
    """Give the index of this directory, built once for each value."""
    kept = _CACHE.get(id(org))
    if kept and kept[0]() is org:
        return kept[1]
    if len(_CACHE) >= _KEPT:
        _CACHE.clear()
    names = build(org)
    _CACHE[id(org)] = (weakref.ref(org), names)
    return names

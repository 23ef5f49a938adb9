"""Who is addressed: which of the names in a text are to do the thing, and who leads."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

from handlers.reading import handing, topics
from handlers.reading.atoms import AtomReader
from handlers.reading.marks import ACTION
from handlers.reading.names import Names
from handlers.reading.strangers import Atom, unnamed
from handlers.reading.values import Role, Target
from handlers.reading.vocabulary import FOLLOW

Mode = Literal["order", "any"] | handing.Mode

_AND: Final = re.compile(
    r"\s*(?:[、/&+;]|和|及其?|与|跟|以及|还有|\s)\s*(?:请|由)?\s*(?=@?)(@?)\s*|\s*(@)\s*|\s*,\s*(@?)\s*"
)
_RECIPIENT: Final = re.compile(
    r"(?:报(?:送|告|备)?|上报|呈报?|抄送|抄报|交(?!由|办)|上交|提交|送|寄|发(?:送)?|给|向|反馈|汇报|汇总|转发|回复|告知|联系|咨询|对接|集中|统一|告诉|通报|回|移交|递|传)"
    r"(?:给|到|至|于|往|我镇|镇|区|一份|一下)?\s*:?\s*@?\s*$"
)
_CONTACT: Final = re.compile(
    r"(?:联系人|联系方式|联系电话|抄送|抄报|咨询|经办|报送至|报送邮箱|收件人|接收人|汇总人|对接人|签发|审核人|举报人|投诉人|当事人|报告人|发件人|填报人|通讯员)\s*:?\s*$"
)
_ASKED: Final = re.compile(
    r"(?:请(?!假|示)|由|让|叫|派|责成|安排|委托|要求|望|督促|提醒|通知|指派|指定|麻烦|劳烦|辛苦|打扰|交由|改由|转给|转交给?|转办给?|转由|移交给?|交办给?|(?:责任|承办|牵头|主办|配合|协办|落实|办理|参会|参加|出席|列席)(?:单位|部门|人员|人|对象|范围)?:|主送:?"
    r"|会同|协同|联合|需要?|(?:请|由)各[\u4e00-\u9fff]{1,5}[、和及]|尤其是|特别是|分别(?:由|是)?|@)\s*:?\s*(?:你们?|我们?)?\s*@?\s*$"
)
_START: Final = re.compile(
    r"(?:机关|镇村)$|(?:^|[,。;!?:\n】〕\])}\"~|-]|特急|加急|紧急|通知|交办|任务|另外?|同时|并|然后|首先|其次|最后|[一二三四五]是|(?<![目会])前|期间|以内|之内|(?<!辖)(?<!境)内|[今明后]天|[今明]晚|[上下中]午|[点时](?:半|整|\d{1,2}分?)?|\d:\d\d|晚上|早上|周[一二三四五六日]|\d[日号]|\d[.、)]|[一二三四五六七八九十][、.)]|\([一二三四五六\d]\))\s*@?\s*$"
)
_LEAD: Final = re.compile(
    r"\s*(?:同志|等)?\s*(?:你们?)?\(?\s*(?:总|具体|全面|主要|为|作为|是|共同|直接|分别)?\s*(?:牵头|主办|负(?:总)?责(?!人|同志|的|制)|抓总|主抓|为主(?!要))"
)
_ASSIST: Final = re.compile(
    r"\s*(?:同志|等)?\s*(?:你们?)?\(?\s*(?:积极|密切|全力|做好|予以|共同|全程|及时|分别|要|须|负责)?\s*(?:配合|协助|协办|协同)"
)
_LEAD_BEFORE: Final = re.compile(r"(?:牵头|主办|主责)(?:单位|部门|人)?(?:是|为)?:?\s*@?\s*$")
_ASSIST_BEFORE: Final = re.compile(
    r"(?:(?:配合|协办|协助|协同)(?:单位|部门|人)?(?:是|为)?:|会同|协同|联合)\s*@?\s*$"
)
_ASSISTED: Final = re.compile(r"(?:配合|协助|协办|支持|服务|帮助|指导|督促检查)(?:好)?\s*$")
_DUTY: Final = re.compile(rf"\s*[,:]?\s*(?:{ACTION})")
_TAKES: Final = re.compile(
    r"\s*(?:办理|处理|处置|落实|牵头|负责(?!人)|调查|核实|整改|承办|主办|跟进|解决|研究)"
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """Everybody a text addresses. `roles` are of names that are ambiguous or unknown; a target has its own."""

    targets: tuple[Target, ...] = ()
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unknown: tuple[str, ...] = ()
    everyone: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.targets or self.ambiguous or self.unknown or self.everyone)


@dataclass(frozen=True, slots=True)
class Group:
    """Names in a row: 应急办、竹里村."""

    atoms: tuple[Atom, ...]
    start: int
    end: int
    mentioned: bool


class Addressing:
    """Finds who is addressed in one normal text."""

    def __init__(self, text: str, names: Names, own: frozenset[int] = frozenset()) -> None:
        self.text, self.own = text, own
        self.reader = AtomReader(text, names)
        self.tells = topics.tells(text)

    def find(self, mode: Mode, within: Sequence[tuple[int, int]] | None = None) -> Addressed:
        """Everybody addressed, in those places only where some are given.

        In an `order` by its grammar, with `any` all that are named, else those `handing.takes` says.
        """
        found = [
            (group, role)
            for group in self.groups
            for role in [self._role(group)]
            if self._counts(group, role, mode)
            and (within is None or any(start <= group.start < end for start, end in within))
        ]
        return _collected(found)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Every row of names in the text, in its order."""
        return tuple(self._groups())

    def _groups(self) -> Iterator[Group]:
        position = 0
        while position < len(self.text):
            atom = self._atom(position)
            if atom is None:
                position += 1
                continue
            group = self._group(atom)
            position = group.end
            yield group

    def _atom(self, position: int) -> Atom | None:
        mentioned = self._mentioned(position)
        if not mentioned and self.text[position] not in self.reader.names.first:
            return unnamed(self.text, position) if self._right_after_asking(position) else None
        atom = self.reader.at(position, mention=mentioned)
        if atom is None and self._right_after_asking(position):
            atom = unnamed(self.text, position)
        return atom

    def _mentioned(self, position: int) -> bool:
        before = self.text[max(0, position - 2) : position]
        return before.endswith("@") and not re.match(r"[A-Za-z0-9]@", before)

    def _right_after_asking(self, position: int) -> bool:
        if self.text[position] in "给到至往由向":
            return False  # 改派给应急办: the name comes later
        if handing.expects_name(self.text[max(0, position - 12) : position]):
            return True
        before = self.text[max(0, position - 2) : position]
        return before[-1:] in {"请", "由", "让", "派"} and before not in {
            "申请",
            "邀请",
            "聘请",
            "提请",
            "理由",
            "事由",
        }

    def _group(self, first: Atom) -> Group:
        atoms, end = [first], first.end
        mentioned = self._mentioned(first.start)
        while joint := _AND.match(self.text, end) or self._run_together(atoms[-1]):
            at = "@" in joint[0]
            following = self._joined(joint, at=at)
            if following is None:
                break
            atoms.append(self._same_unit(atoms[-1], following))
            mentioned, end = mentioned or at, following.end
        return Group(tuple(self._shared_post(atoms)), first.start, end, mentioned)

    def _run_together(self, last: Atom) -> re.Match[str] | None:
        """张三李四, 竹里龙黄: names need nothing between them."""
        if last.kind in {"unit", "each"} and self.text.startswith("各", last.end):
            return re.compile("").match(self.text, last.end)
        following = self.reader.names.longest(self.text, last.end)
        if following is None or last.kind not in {"person", "unit"}:
            return None
        same = following[1].people if last.kind == "person" else following[1].units
        return re.compile("").match(self.text, last.end) if same else None

    def _joined(self, joint: re.Match[str], *, at: bool) -> Atom | None:
        if joint.end() >= len(self.text):
            return None
        atom = self.reader.at(joint.end(), mention=at)
        if atom is None and "、" in joint[0]:
            atom = unnamed(self.text, joint.end())
        if atom and "," in joint[0] and not at:
            return None
        return atom

    def _same_unit(self, last: Atom, following: Atom) -> Atom:
        """龙黄村书记、文书: the unit before the first post is meant of the second as well."""
        unit = self.reader.names.longest(self.text, last.start)
        bare = following.kind == "post" and following.written in self.reader.names.posts
        if not (bare and last.kind == "post" and unit and unit[1].units):
            return following
        people = self.reader.names.holding(following.written, unit[1].units)
        return replace(following, people=people) if people else following

    def _shared_post(self, atoms: list[Atom]) -> list[Atom]:
        """竹里村、龙黄村书记: the post at the end is meant of each unit in the row that has it."""
        last = atoms[-1]
        unit = next((a for a in atoms if a.kind == "unit"), None)
        if last.kind != "post" or unit is None:
            return atoms
        names = self.reader.names
        post = next((p for p in names.posts if last.written.endswith(p)), "")
        return [self._with_post(atom, post) if atom.kind == "unit" else atom for atom in atoms]

    def _with_post(self, atom: Atom, post: str) -> Atom:
        people = self.reader.names.holding(post, atom.departments)
        if not people:
            return atom
        return replace(atom, kind="post", people=people, departments=(), written=atom.written + post)

    def _role(self, group: Group) -> Role | None:
        left = self.text[max(0, group.start - 12) : group.start]
        if _ASSIST.match(self.text, group.end) or _ASSIST_BEFORE.search(left):
            return "assist"
        if _LEAD.match(self.text, group.end) or _LEAD_BEFORE.search(left):
            return "lead"
        return None

    def _counts(self, group: Group, role: Role | None, mode: Mode) -> bool:
        left = self.text[max(0, group.start - 16) : group.start]
        if mode == "any":
            return group.mentioned or (group.atoms[0].sure and not _CONTACT.search(left))
        if mode != "order":
            led = mode == "shared" and role == "lead"
            return led or handing.takes(mode, self.text, group.start, group.end)
        if self._receives(group, left) or _ASSISTED.search(left):
            return False
        if role or group.mentioned:
            return True
        if topics.is_topic(self.text, group.end):
            return False
        if _ASKED.search(left):
            return True
        if self._is_told_of(group):
            return False
        if self.own & {unit for atom in group.atoms for unit in atom.departments}:
            return False  # who speaks of the own unit reports
        return bool(_START.search(left)) and group.atoms[-1].sure and self._is_told(group)

    def _is_told_of(self, group: Group) -> bool:
        """Whether something is told of who stands at the start of a clause and is not asked."""
        units = group.atoms[-1].departments
        whole = group.atoms[-1].kind == "unit" and units == (self.reader.names.root,)
        return (
            topics.is_told_of(self.text, group.end)
            or (whole and topics.hosts(self.text, group.end))
            or (self.tells and not topics.must(self.text, group.end))
        )

    def _receives(self, group: Group, left: str) -> bool:
        if _CONTACT.search(left):
            return True
        found = _RECIPIENT.search(left)
        if not found or _ASKED.search(left):
            return False
        return not (found[0].strip(" @:") in {"交", "交给"} and _TAKES.match(self.text, group.end))

    def _is_told(self, group: Group) -> bool:
        """Whether what follows a name at the start of a clause is something to do and not something said of it."""
        return bool(FOLLOW.match(self.text, group.end))


def _collected(found: list[tuple[Group, Role | None]]) -> Addressed:
    targets: dict[tuple[object, ...], Target] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    unknown: dict[str, None] = {}
    roles: dict[str, Role] = {}
    everyone = False
    for group, role in found:
        for atom in group.atoms:
            if role and (atom.unknown or (atom.candidates and not atom.people)):
                roles.setdefault(atom.written, role)
            if atom.unknown:
                unknown[atom.written] = None
            elif atom.kind == "everyone":
                everyone = True
                targets[(atom.kind,)] = Target(atom.written, "everyone")
            elif atom.candidates and not atom.people:
                ambiguous[atom.written] = atom.candidates
            else:
                for target in _targets(atom, role):
                    key = (
                        target.people,
                        target.department,
                        *((target.written,) if target.kind == "duty" else ()),
                    )
                    if key not in targets or (target.role and not targets[key].role):
                        targets[key] = target
    return Addressed(
        tuple(targets.values()),
        tuple(ambiguous.items()),
        tuple(unknown),
        everyone,
        tuple((group.start, group.end) for group, _ in found),
        roles,
    )


def _targets(atom: Atom, role: Role | None) -> Iterator[Target]:
    if atom.departments:
        for department in atom.departments:
            yield Target(atom.written, atom.kind, department=department, role=role)
    else:
        yield Target(atom.written, atom.kind, people=atom.people, role=role)

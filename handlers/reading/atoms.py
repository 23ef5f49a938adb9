"""One addressee at one place of a text: a person, a post, a unit, everybody, or a name nobody bears."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from handlers.reading import clocks, dayrules, recurring, spans
from handlers.reading.marks import ACTION, SOFT
from handlers.reading.names import HEADS, SURNAMES, TITLES, Names
from handlers.reading.values import TargetKind

_TIME: Final = rf"{dayrules.plain(recurring.PATTERN)}|{spans.PATTERN}|{dayrules.PATTERN}|{clocks.CLOCK}"
_WORDS: Final = (
    r"请|务必|牵头|负责|主办|配合|协助|协办|协同|会同|联合|共同|参与|参加|参会|出席|列席|到会|同志|等|为主|为牵头|作为|带头|带队|陪同|统筹|调度|召集|对照|结合|根据|按照|按|依|针对|围绕"
    r"|就|参照|高度|严格|切实|主动|积极|密切|深入|迅速|火速|连夜|尽快|尽早|尽力|及早|从速|加强|加快|加大|提高|强化|压实|履行|盯|跟|关注|监测|研判|指导|对|从|以|为|在|于(?!是)|到|去|来|前[往来去]|今[天日晚早年明后]|明[天日早晚上下确后]|本[周月季年人]|下[周月个班午季发沉去村达]|限|每|年[前底内末]|自[行查己今即]|跑|看|说|问"
    r"|查|找|打|写|拿|带|想|做|开[展会始]|用|帮|代|替|接|办[理结好完]|处[理置]|抓|了解|牢记|知悉|周知|知晓|阅|收到|注意|留意|重视|最迟|最晚|截至|截止|随时|近期|尽|全程|全天|轮流|不得|不要|不准|严禁|严防|防范|要|把|将|一并|也|还|并|和|与|及|或|以及|随|昨|该|暂|停[止工]|撤[离回]|管[好理]"
    r"|摸|跟进|没|未|反馈|收|有没有|是否|办得|干|的"
)
FOLLOW: Final = re.compile(rf"\s*(?:$|[^\u4e00-\u9fffA-Za-z0-9]|{_WORDS}|(?:{ACTION})|(?:{SOFT})|(?:{_TIME})|[0-9])")
# behind a unit's name these make another word of it (竹里村民, 应急办法)
_LONGER: Final = {
    "村": re.compile(r"民(?!政|主)|小学|中学|学校|卫生|口|里|史|级|落|道(?!路)|镇|庄|规"),
    "办": re.compile(r"法|理|公室|事处|学|案|证"),
    "所": re.compile(r"有|谓|在|需|以|属"),
    "区": re.compile(r"居民|卫生|医院|服务"),
    "心": re.compile(r"小学|幼儿园|卫生院|城|线"),
}
_EVERYONE: Final = re.compile(
    r"全体(?:干部职工|工作人员|机关干部|人员|干部|职工|同志们?|成员|员工|群成员|镇村干部)?(?![\u4e00-\u9fff]*?(?:党员|村民|居民|师生|代表|学生|业主|会议))|所有(?:人员?|干部|同志|工作人员)(?!都知)|大家(?!好|庭|辛苦|晚上好|早上好)|@?(?:all|ALL|All)(?![A-Za-z])|全员(?=[,。请要务:\s]|$)"
)
_EACH: Final = re.compile(
    r"(?:全镇|镇属|我镇|镇直)?各(?:个|镇属|镇直|下属|直属)*(?:单位(?:[、,和]?各?部门)?|部门(?:[、,和]?各?单位)?)(?:[、和]?各村\(?社区\)?(?!书记|文书|负责))?"
    r"|全镇各(?:村[、和各]*)?(?:单位|部门)"
)
_EACH_POST: Final = re.compile(r"各位?")
_SUFFIXED: Final = re.compile(r"各(?:个)?(?P<suffix>[\u4e00-\u9fff]{1,4})")
_BODY: Final = re.compile(r"(?:村?(?:民)?委员会|村?委会|村?两委|党委|党总支|党支部|支部委员会|支部|居委会)(?!书记|主任|副)")
_STAFF: Final = re.compile(
    r"的?(?:全体|所有|各位)?(?:工作人员|干部职工|机关干部|全体干部|全体人员|干部|人员|职工|同志们|全体成员|全体)(?!渠|张)"
)
_OF: Final = re.compile(r"的?(?:全体|各位?|所有)?")
_BRACKET: Final = re.compile(r"\s*\((?P<in>[^()]{1,14}(?:\([^()]{1,6}\))?)\)")
_AND_VILLAGES: Final = re.compile(r"[、,和及与]?(?:各)?(?:社区|居委会|居)(?!书记|网|服)")


@dataclass(frozen=True, slots=True)
class Atom:
    """An addressee: what it names. `candidates` are people of one name, more than one where it is ambiguous.

    `sure` is false for a name that only may be one, and must be asked for by its surroundings.
    """

    start: int
    end: int
    kind: TargetKind
    written: str
    people: tuple[str, ...] = ()
    departments: tuple[int, ...] = ()
    candidates: tuple[str, ...] = ()
    unknown: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class AtomReader:
    """Reads addressees out of one normal text by one directory."""

    text: str
    names: Names

    def at(self, start: int, *, mention: bool = False) -> Atom | None:
        """The addressee that stands at this place; `mention` says that an @ stands before it."""
        if mention and (atom := self._userid(start)):
            return atom
        atom = self._everyone(start) or self._each(start) or self._named(start)
        atom = atom or self._titled(start) or self._post_alone(start)
        return atom or (self._stranger(start) if mention else None)

    def _cut(self, start: int, end: int) -> str:
        return self.text[start:end].strip()

    def _userid(self, start: int) -> Atom | None:
        found = re.compile(r"[A-Za-z0-9_.-]{1,64}").match(self.text, start)
        userid = self.names.userids.get(found[0].lower().rstrip(".-")) if found else None
        return Atom(start, found.end(), "person", found[0], people=(userid,)) if found and userid else None

    def _everyone(self, start: int) -> Atom | None:
        if self.text[start] not in "全所大@aA":
            return None
        found = _EVERYONE.match(self.text, start)
        if not found:
            return None
        post = self._post(found.end())  # 全体村书记
        if post and found[0] in {"全体", "所有"}:
            return self._posts(start, post, None)
        return Atom(start, found.end(), "everyone", found[0])

    def _each(self, start: int) -> Atom | None:
        """各单位 and its like: every unit there is; 各书记, 各社区: by post or by the end of the name."""
        if self.text[start] not in "全镇我各":
            return None
        found = _EACH.match(self.text, start)
        if found and self.names.root is not None:
            post = self._post_after(found.end())
            if post:
                return self._posts(start, post, (self.names.root,))
            staff = _STAFF.match(self.text, found.end())
            end = staff.end() if staff else found.end()
            return Atom(start, end, "each", self._cut(start, end), departments=(self.names.root,))
        if self.text[start] != "各" or self.names.longest(self.text, start):
            return None
        return self._each_post(start) or self._each_suffix(start)

    def _each_post(self, start: int) -> Atom | None:
        prefix = _EACH_POST.match(self.text, start)
        post = self._post(prefix.end()) if prefix else None
        return self._posts(start, post, None) if post else None

    def _each_suffix(self, start: int) -> Atom | None:
        found = _SUFFIXED.match(self.text, start)
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
            return self._unit(start, end, written, entry.units)
        return self._person(start, end, written, entry.people)

    def _unit(self, start: int, end: int, written: str, units: tuple[int, ...]) -> Atom | None:
        """A unit, or whoever it qualifies: 竹里村书记, 民政办张伟, 应急办周主任."""
        if written.startswith("各村") and (more := _AND_VILLAGES.match(self.text, end)):
            end = more.end()
        body = _BODY.match(self.text, end)
        end = body.end() if body else end
        gap = end + (self.text[end : end + 1] in {"的", " "})
        if post := self._post_after(end):
            return self._qualified(start, post[1], units, self._posts(start, post, units))
        if atom := self._qualified(start, gap, units, None) if len(units) == 1 else None:
            return atom
        if staff := _STAFF.match(self.text, end):
            end = staff.end()
        longer = _LONGER.get(self.text[end - 1])
        if (longer and longer.match(self.text, end)) or (self._is_short(written) and not FOLLOW.match(self.text, end)):
            return None
        kind: TargetKind = "each" if written.startswith(("各", "全")) else "unit"
        if len(units) > 1:
            return Atom(start, end, kind, written, unknown=True)
        return Atom(start, end, kind, self._cut(start, end), departments=units)

    def _qualified(self, start: int, position: int, units: tuple[int, ...], post: Atom | None) -> Atom | None:
        """The person right behind a unit or a post: the unit decides who of a name is meant."""
        found = self.names.longest(self.text, position)
        person: Atom | None = None
        if found and found[1].people and not found[1].units:
            written, entry = found
            inside = self.names.among(entry.people, units[0]) or (entry.people if len(entry.people) == 1 else ())
            if inside:
                person = self._person(position, position + len(written), written, inside)
        elif not post:
            person = self._titled(position, units)
        return replace(person, start=start, written=self._cut(start, person.end)) if person else post

    @staticmethod
    def _is_short(written: str) -> bool:
        return not written.endswith(("村", "办", "所", "社区", "中心", "局", "站", "室", "队", "科", "公司", "各村", ")"))

    def _person(self, start: int, end: int, written: str, candidates: tuple[str, ...]) -> Atom | None:
        """A person by name, decided by a unit or post in brackets where more than one bears it."""
        if bracket := _BRACKET.match(self.text, end):
            inside = self._inside(candidates, bracket["in"])
            if inside is not None:
                end, candidates = bracket.end(), inside or candidates
        elif title := TITLES.match(self.text, end):
            end = title.end()
        if self.text.startswith("同志", end):
            end += 2
        sure = bool(FOLLOW.match(self.text, end)) or self._names_follow(end)
        if not sure and FOLLOW.match(self.text, end + 1):
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
        cut = next((n for n in range(len(bracket), 0, -1) if self.names.unit_called(bracket[:n]) is not None), 0)
        people = self.names.org.people
        post = bracket[cut:].strip().removeprefix("的") or bracket
        fitting = tuple(u for u in candidates if people[u].position.endswith(post))
        if cut:
            unit = self.names.unit_called(bracket[:cut])
            return self.names.among(fitting or candidates, unit) if unit is not None else None
        return fitting or None

    def _post(self, start: int) -> tuple[str, int] | None:
        """The post named at this place and where it ends."""
        if self.text[start : start + 2] not in self.names.post_starts:
            return None
        for post in self.names.posts:
            if self.text.startswith(post, start):
                end = start + len(post)
                end += self.text.startswith("们", end)
                return post, end + 2 * self.text.startswith("同志", end)
        return None

    def _post_after(self, end: int) -> tuple[str, int] | None:
        found = _OF.match(self.text, end)
        return self._post(found.end()) if found else None

    def _posts(self, start: int, post: tuple[str, int], units: tuple[int, ...] | None) -> Atom:
        people = self.names.holding(post[0], units)
        written = self._cut(start, post[1]).removesuffix("们")
        return Atom(start, post[1], "post", written, people=people, unknown=not people)

    def _post_alone(self, start: int) -> Atom | None:
        """A post without a unit: 文书们, or with the name of the one who holds it: 镇长赵明."""
        post = self._post(start)
        if not post or post[0] in HEADS:
            return None
        found = self.names.longest(self.text, post[1])
        if found and found[1].people and not found[1].units:
            return self._with_title(start, post, found[0], found[1].people)
        atom = self._posts(start, post, None)
        return atom if atom.people and FOLLOW.match(self.text, post[1]) else None

    def _with_title(self, start: int, post: tuple[str, int], written: str, people: tuple[str, ...]) -> Atom | None:
        """镇长赵明: the post decides where more than one bears the name."""
        held = set(self.names.holding(post[0]))
        fitting = tuple(userid for userid in people if userid in held) or people
        atom = self._person(post[1], post[1] + len(written), written, fitting)
        return replace(atom, start=start) if atom else None

    def _titled(self, start: int, units: tuple[int, ...] | None = None) -> Atom | None:
        """A surname with a title: 周主任."""
        surname = self.text[start : start + 1]
        title = TITLES.match(self.text, start + 1) if surname in SURNAMES or surname in self.names.surnames else None
        if not title or not FOLLOW.match(self.text, title.end()):
            return None
        found = self.names.titled(surname, title[0])
        if units:
            found = self.names.among(found, units[0])
        if not found and surname not in SURNAMES:
            return None
        written = self.text[start : title.end()]
        people = found if len(found) == 1 else ()
        return Atom(start, title.end(), "person", written, people=people, candidates=found, unknown=not found)

    def _stranger(self, start: int) -> Atom | None:
        """A mentioned name nobody bears; where no space ends it, at the first place where a sentence goes on."""
        found = re.compile(r"[\u4e00-\u9fff·]{1,12}|[A-Za-z0-9_.·-]{1,32}").match(self.text, start)
        if not found:
            return None
        end = found.end()
        if end - start > 2 and not found[0].isascii():
            ends = (start + n for n in (3, 2, 4) if start + n <= end)
            end = next((e for e in ends if e == found.end() or FOLLOW.match(self.text, e)), end)
        return Atom(start, end, "person", self.text[start:end], unknown=True)

    def unnamed(self, start: int) -> Atom | None:
        """A name nobody bears after 请 or 由: a surname with a given name, or what ends like a unit's name."""
        return self._no_unit(start) or self._no_person(start)

    def _no_person(self, start: int) -> Atom | None:
        if self.text[start : start + 1] not in SURNAMES:
            return None
        for length in (3, 2):
            end = start + length
            written = self.text[start:end]
            if re.fullmatch(r"[\u4e00-\u9fff]+", written) and not _NO_NAME.search(written) and _AFTER_NAME.match(self.text, end):
                return Atom(start, end, "person", written, unknown=True)
        return None

    def _no_unit(self, start: int) -> Atom | None:
        found = _LIKE_UNIT.match(self.text, start)
        if not found or _NO_UNIT.search(found[0]) or not FOLLOW.match(self.text, found.end()):
            return None
        return Atom(start, found.end(), "unit", found[0], unknown=True)


_AFTER_NAME: Final = re.compile(
    rf"\s*(?:[、,:]|同志|牵头|负责|主办|配合|协助|协办|于(?!是)|务必|把|将|尽快|立即|马上|抓紧|和(?=[\u4e00-\u9fff]{{2,3}}(?:[、于把将]|{_TIME}))|(?:{_TIME})|$)"
)
_NO_NAME: Final = re.compile(
    r"高度|严格|安全|方案|全|时|程序|任务|明[天日早晚]|成立|关[于注]|连夜|计划|强|应|左右|马上|单位|部门|同志|及|于|务|立|按|相关|有关|常|安排|尤其|包[括村]|经|党|单|解决|何|项|路|各|和|支|金|石|水|万|许|易|向|巡|查|柴|车|盖|利|牧|权|祖|游|米|封|费|乐|从|师|终|能|容|支|空|平|年|月|日|点|前|后|上|下|本|将|把|的|在|为|已|并|再|作|做|报|交|送|加|落|完|严"
)
_LIKE_UNIT: Final = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:办公室|办|所|站|中心|局|社区|居委会|村委会|村|学校|小学|中学|卫生院|医院|大队|中队|公司|支队)")
_NO_UNIT: Final = re.compile(
    r"有关|相关|涉及|责任|包村|各|所属|本|该|到|去|在|把|将|于|对|按|和|及|与|全|每|联系|前往|立即|马上|尽快|抓紧|认真|务必|严格|继续|高度|及时|组织|开展|做好|完成|办理|落实|配合|协助|加强|负责|同意|今|明|后|周|月|日|天|前|重点|其他|其余|未|没|已|上述|以上|涉|用人|施工|部分|所有|相邻|附近|附属|承办|主办|协办|牵头|督办|催办|速办|交办|承|值|驻村|驻|一|二|两|三|几|个|为|向|由|请|会|场所|厕所|住所|研|举办|经办|兴办|法|问"
)

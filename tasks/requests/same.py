"""Whether two requests are about the same matter: place, kind, words and days, as one number from 0 to 1.

Pure, and cheap enough to hold one request against thousands: what is read of a text is read once and kept,
two readings are then sets that are laid over each other. Sure enough is `SAME`, worth a look is `ALIKE`; a clerk
decides, never this.
"""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

ALIKE: Final = 0.5
"""From here on a clerk is asked whether it is the same."""
SAME: Final = 0.7
"""From here on the same person's second message is taken for the first one once more."""

_NOISE: Final = re.compile(
    r"[^\u4e00-\u9fffA-Za-z0-9]|你好|您好|请问|麻烦|谢谢|感谢|希望|要求|反映|反应|投诉|举报|咨询|建议|求助|尽快|赶紧|抓紧|处理|解决|安排|有关部门|相关部门|领导|政府|工作人员"
    r"|没人管|没有人管|怎么回事|怎么办|为什么|已经|一直|现在|今天|昨天|前天|昨晚|今早|早上|上午|下午|最近|这几天|好几天|好久|多天|[一二两三四五六七八九十\d]+[天日周]了?"
    r"|我们|我家|你们|他们|大家|居民|群众|市民|老百姓|附近|旁边|那边|这边|这里|那里|门口|还是|还没有?|不知道|能不能|可不可以|可以|有没有|管一管|管管|怎么|什么|材料|要带|需要|办理|申请|晚上|车(?:辆)?"
    r"|[的了是在有也都就和与吗呢吧啊呀哦我你他她它这那个很太请把被给到]"
)
_THINGS: Final[Mapping[str, str]] = {
    "water": r"停水|没水|断水|缺水|来水|不来水|水压|水小|水管(?:爆|破|漏|裂|断)|爆水管|(?:自来水|水龙头)|水(?:发|是|变)?(?:黄|浑|臭)|供水|漏水|冒水",
    "power": r"停电|没电|断电|跳闸|电压|供电|电线|电缆|变压器|漏电",
    "gas": r"停气|没气|断气|燃气|天然气|煤气",
    "lamp": r"路灯|街灯|灯(?:不亮|坏|灭|都不亮)|黑灯瞎火|没(?:有)?灯|楼道灯|亮化",
    "rubbish": r"垃圾|保洁|清运|臭味|(?:又|很|好|太|发|恶|真)臭|堆(?:满|放|积)|脏乱|卫生差",
    "road": r"路面|坑洼|坑坑洼洼|坑|塌陷|修路|路(?:太|很|都|实在)?(?:烂|坏|破|不平|窄)|道路|水泥路|井盖|翻修|挖断",
    "noise": r"噪音|噪声|太吵|吵(?:得|死|闹|到|人|醒)|扰民|广场舞|音响|喇叭|施工(?:声|到)|KTV|唱歌|夜宵摊|打桩",
    "drain": r"下水道|污水|堵(?:了|住|塞)|排水|化粪池|倒灌|积水|内涝|溢",
    "parking": r"停车|乱停|占道|占用(?:消防)?通道|僵尸车|挪车|违停|车位|堵路|堵(?:在|着|住)?(?:路口|大门)",
    "building": r"违建|违章|搭建|私搭|加盖|乱建|违法建",
    "dog": r"狗|犬|流浪猫",
    "wages": r"工资|欠薪|拖欠|工钱|血汗钱|讨薪",
    "school": r"学位|报名|入学|老师|补课|作业|校服",
    "doctor": r"医保|报销|看病|疫苗|挂号",
    "pension": r"养老|社保|退休金",
    "allowance": r"低保|残疾|高龄|补贴|补助|救助|特困",
    "lift": r"电梯|困梯|升降机",
    "property": r"物业|业委会|维修基金|物业费",
    "bus": r"公交|班车|客车|站牌|末班|\d路(?:车|公交)?",
    "smoke": r"油烟|冒烟|烟(?:味|尘)|粉尘|扬尘|烧(?:秸秆|垃圾)|废气|焚烧",
    "land": r"征地|拆迁|土地|宅基地|补偿款|青苗|地界",
    "tree": r"树(?:枝|木|倒|杈|根)|大树|绿化|砍树|修剪",
    "net": r"宽带|网络|信号|电信|移动|联通|光纤",
    "food": r"过期|变质|吃坏|拉肚子|食品|短斤少两|缺斤",
}
_THING: Final = {name: re.compile(words) for name, words in _THINGS.items()}
_END: Final = r"(?:小区|花园|家园|新村|苑|大厦|公寓|广场|市场|菜场|学校|小学|中学|幼儿园|医院|卫生院|公园|大桥|桥|水库|车站|工业园|村委会|居委会|社区|街道|大道|大街|路(?!灯|面|口|边|上|不|太|烂|坏)|街|巷|弄|里|村|组|屯|湾|河|渠|坝)"
_HAN: Final = r"[^\W\da-zA-Z_了不的被把给没在是就有和与很太走过上下修]"
_PLACE: Final = re.compile(
    rf"(?P<name>(?!(?:上|下|修|走|过|马|这条|那条|一条|整条|铁|公|网|道|水泥|电)(?:路|街|桥|里|湾)){_HAN}{{1,6}}?{_END}|\d+路(?=车|公交|末|班)|(?:第?[一二三四五六七八九十](?:中|小|幼)(?=学|校|门|的|旁|对|附|后|$)))"
)
_FRONT: Final = re.compile(
    r"^(?:[我你他]们?家?|你好|您好|请问|投诉|举报|反映|反应|建议|希望|一下|就?在|住在?|位于|关于|从|到|去|往|沿着?|整个|整条|我是|是|靠近|离|和|与|及|的|请|有人|[县市镇乡区]里?|今天|昨天|昨晚|晚上|早上|今早|最近|现在|这几天|东头|西头)+"
)
_NUMBER: Final = re.compile(r"(\d+|[一二三四五六七八九十]+)(?:号楼|栋|幢|号|单元|座|期|组|队|社)")
_FAR: Final = frozenset(
    {"村委会", "居委会", "小区", "社区", "学校", "小学", "中学", "医院", "市场", "街道", "广场"}
)
"""A name that is only the kind of place says nothing by itself."""
_OPPOSITE: Final = frozenset(
    {frozenset({"praise", "complaint"}), frozenset({"praise", "report"}), frozenset({"praise", "help"})}
)


@dataclass(frozen=True, slots=True)
class Words:
    """What was read of a text once: places and numbers in it, what it is about, its weighted grams."""

    places: frozenset[str]
    numbers: frozenset[str]
    things: frozenset[str]
    grams: Mapping[str, float]
    weight: float


@dataclass(frozen=True, slots=True)
class Traits:
    """What a request is held against others by. `who` are the names that stand for its person."""

    kind: str
    category: str
    area: int
    at: datetime
    words: Words
    who: frozenset[str] = frozenset()


def traits(
    text: str, at: datetime, *, kind: str = "", category: str = "", area: int = 0, place: str = "",
    who: Iterable[str] = (),
) -> Traits:  # fmt: skip
    """Give what matters of a request: its words and columns; masked words are as good as whole ones."""
    return Traits(kind, category, area, at, _read(text, place), frozenset(filter(None, who)))


@lru_cache(4096)
def _read(text: str, place: str) -> Words:
    """Read a text, once for as long as its request is among the last ones."""
    whole = f"{place} {text}"
    places = _places(whole)
    grams = _grams(_NOISE.sub(" ", _without(text, places)))
    things = frozenset(name for name, words in _THING.items() if words.search(text))
    return Words(places, frozenset(_NUMBER.findall(whole)), things, grams, sum(grams.values()))


def same_person(one: Traits, other: Traits) -> bool:
    """Whether both are by one person, as far as it is known."""
    return bool(one.who & other.who)


def likeness(one: Traits, other: Traits) -> float:
    """Give how likely both are about the same matter, from 0 to 1, the same either way round.

    Of two that came weeks apart the caller has thought before: days count through what is asked about.
    """
    if frozenset({one.kind, other.kind}) in _OPPOSITE:
        return 0.0
    a, b = one.words, other.words
    words, things, places = _overlap(a, b), _things(a, b), _place(a, b)
    score = 0.45 * words + 0.3 * things + 0.25 * places
    if words >= ALMOST and places >= UNKNOWN and things >= UNKNOWN:
        score = max(score, words)
    elif places == 1 and things == 1:
        score = max(score, 0.62 + 0.2 * words)
    score *= _damping(one, other, places, things)
    return round(max(0.0, min(1.0, score)), 3)


ALMOST: Final = 0.75
"""Words that lie over each other so far say it all."""
UNKNOWN: Final = 0.4
"""What is worth a place, or a thing, that only one of them, or neither, names."""


def _damping(one: Traits, other: Traits, places: float, things: float) -> float:
    """Give what speaks against it: other places, things, numbers, areas, categories; days between."""
    a, b = one.words.numbers, other.words.numbers
    against = (
        (places == 0, 0.3),
        (things == 0, 0.45),
        (bool(a and b and not a & b), 0.85),
        (bool(one.area and other.area and one.area != other.area), 0.6),
        (bool(one.category and other.category and one.category != other.category), 0.75),
        (abs(one.at - other.at) > LATE, 0.9),
    )
    return math.prod(factor for holds, factor in against if holds)


LATE: Final = timedelta(days=5)
"""Days after which the same trouble may have come anew."""


def _overlap(one: Words, other: Words) -> float:
    """Give how far the weighted grams of the shorter text lie in the longer one, and of both in both."""
    if not one.grams or not other.grams:
        return 0.0
    small, large = (one, other) if len(one.grams) <= len(other.grams) else (other, one)
    shared = sum(weight for gram, weight in small.grams.items() if gram in large.grams)
    return 0.5 * shared / small.weight + shared / (small.weight + large.weight)


def _things(one: Words, other: Words) -> float:
    if not one.things or not other.things:
        return UNKNOWN
    return 1.0 if one.things & other.things else 0.0


def _place(one: Words, other: Words) -> float:
    if not one.places or not other.places:
        return UNKNOWN
    return 1.0 if any(_is_one(a, b) for a in one.places for b in other.places) else 0.0


def _is_one(one: str, other: str) -> bool:
    """Whether two names are of one place: 幸福小区 is the 小区 of 青溪镇幸福小区 too."""
    return one in other or other in one or _bare(one) == _bare(other)


def _bare(name: str) -> str:
    """Give a name without the word for what kind of place it is, where that leaves a name."""
    found = re.sub(rf"{_END}$", "", name)
    return found if len(found) >= 2 else name


def _places(text: str) -> frozenset[str]:
    found: set[str] = set()
    for match in _PLACE.finditer(text):
        name = _FRONT.sub("", match["name"])
        if len(name) >= 2 and name not in _FAR:
            found.add(name)
    return frozenset(found)


def _without(text: str, places: Iterable[str]) -> str:
    """Take the places out: where it is counts by itself."""
    for name in sorted(places, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def _grams(text: str) -> dict[str, float]:
    """Give the grams of one and two characters with their weights: two together say more than one."""
    out: dict[str, float] = {}
    for piece in text.split():
        for gram in piece:
            out[gram] = 0.4
        for first, second in itertools.pairwise(piece):
            out[first + second] = 1.0
    return out

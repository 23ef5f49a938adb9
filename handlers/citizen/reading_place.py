"""Where a matter is: the place in a citizen's words, the village it lies in, the unit that is named."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from handlers.reading.names import Names, names_of
from handlers.reading.script import normal
from tasks.people.org import Org

_HAN: Final = "\u4e00-\u9fff"
_N: Final = r"(?:[A-Za-z]?\d{1,5}[A-Za-z]?|[零一二三四五六七八九十百]{1,4})"
_ROAD: Final = rf"[{_HAN}]{{1,8}}?(?:大道|公路|国道|省道|县道|[路街巷弄])(?!灯|面|过|线|边|上|牌|障|况|费|口|程|桥|基|径|段|人|政|道|舞|坊|坏|太|不|都|很|堵|断|塌|没|被|修|也|就|有)(?:{_N} ?[号弄])?"
_NAMED: Final = (
    rf"[{_HAN}]{{1,8}}?(?:小区|花园|家园|公寓|新村|新城|广场|菜市场|农贸市场|市场|商场|超市|中学|小学|学校|幼儿园|医院|卫生院|卫生室|诊所|汽车站|车站|客运站|公园|大桥|水库|水电站"
    r"|村委会|居委会|文化室|文化站|加油站|派出所|工业园|工业区|敬老院|养老院|码头|渡口|公交站|垃圾站|中转站|酒店|宾馆|大厦|祠堂|砖厂|鱼塘|沙场|机场|步行街|夜市)"
)
_VILLAGE: Final = (
    rf"[{_HAN}]{{1,4}}?(?:村|屯|寨|社区)(?!里|民|干|官|长|支|书|委|主|口|口|头|子|办|会|医|规|道|的|都|没)"
)
_WITHIN: Final = rf"{_N} ?(?:号楼|栋|幢|座|单元|组|队|社|室|楼|层|号)(?!线|院|下午|上午|晚)"
_BESIDE: Final = (
    r"(?:的)?(?:对面|旁边|边上|隔壁|门口|大门口|路口|十字路口|交叉口|丁字路口|附近|后面|后门|前面|正门|楼下|楼上|楼顶|楼道|东头|西头|南头|北头|东边|西边|南边|北边|东侧|西侧|南侧|北侧|村口|村头|村尾|桥头|桥下"
    r"|河边|入口|出口|里面|院内|院里|中间|拐角|转角|尽头|下面|上面|段|口|一带|那边|那里|地下室|停车场|车库|操场|食堂|到[^,。;!?]{2,8}(?:路段|之间))"
)
_ATOM: Final = re.compile(f"(?:{_NAMED}|{_ROAD}|{_VILLAGE}|{_WITHIN})")
_NEXT: Final = re.compile(f"(?:{_BESIDE}|[和与跟到的 ,]{{0,1}}(?:{_NAMED}|{_ROAD}|{_VILLAGE}|{_WITHIN}))")
_LEADING: Final = re.compile(
    r"^(?:.*(?:请问|谢谢|反映|投诉|举报|建议|希望|感谢|表扬|咨询|求助|位于|地址|地点|[一二三四]是|第[一二三四](?:件|个)(?:事)?|住在|我在|就在|是在|家在|发生在|经过|路过|靠近|出门)|我们?|咱们?|俺们?|你们|他们|这边|那边|这里|那里|这个|那个|这条|那条|这|那|家住|家|住|在|的|了|是|从|到|去|有|有个|有人|把|被|给|请|就|和|与|跟|说|就是|昨天|今天|昨晚|今早|早上|晚上|刚才|最近|现在|每天|天天|整个|整条|全|个|条|,|:|\s)+"
)
_VAGUE: Final = re.compile(
    r"(?:马|道|公|走|线|电|一|问|修|的|条|水|铁|出|让|迷|带|网|套|销|思|高速公|乡村道|这条|那条|门前|小|大|土|泥|水泥|山|乡间小|过马|占道|堵|开|逛|上|下|整条|全|某|几|两|每|断头|扫|过)(?:路|街|巷|公路)|[老新]路"
    r"|(?:.{0,3}(?:我们|咱们|你们|他们|这个|那个|我|本|全|各|整个|一个|哪个|某个|这|那|几个|每个|小|大|老|新|个|楼下|隔壁|附近|家|里|开发|住宅|去|到|在|逛|买|大型|旧|安置|物业|建|办|多|加)+)(?:小区|村|屯|社区|学校|医院|市场|超市|广场|公园|车站|幼儿园|商场|大厦|酒店|公寓|花园|诊所|祠堂|宾馆|菜市场|农贸市场|小学|中学|加油站|派出所|卫生院)"
    r"|(?:开?(?:社区|小区|学校|医院|市场|超市|广场|公园|车站|幼儿园|商场|村委会|居委会|派出所|卫生院|鱼塘|沙场|砖厂|敬老院|养老院|酒店|公交站|菜市场|农贸市场|步行街|夜市|加油站|水库|码头|停车场|小学|中学|卫生室|诊所|祠堂|宾馆|大厦))"
)
_WITHIN_ONLY: Final = re.compile(rf"(?:{_WITHIN} ?)+")
_AREA: Final = re.compile(r"(?:村|社区|居委会|屯|寨|街道|片区)$")
MOST_BESIDES: Final = 8
"""Characters beside a place from which on an answer tells more than where."""
_ASKS: Final = re.compile(r"[?]|没人|吗$|什么|怎么|还问")
_TELLS: Final = re.compile(
    rf"{_ASKS.pattern}|没|不|了$|了[,。!]|得|把|被|都|快|赶|马上|处理|解决|管|你们|满意|说|来|谢|哼|烦|^就?(?:这些|这样)|[我咱俺]们?家(?:门口)?$|匿名|保密"
)
"""Whoever urges, blames, asks or goes on telling names no place."""
_NEAR: Final = re.compile(
    r"旁边?|对面|隔壁|附近|后面|前面|[东西南北]边|路口|桥头|村口|村头|村尾|那[里边家头]|脚下|(?<!家)门口$"
)
_BEFORE: Final = re.compile(r"^(?:我们?(?=家?[住在])|家(?=[住在])|住|就|是|在|地点|地址|位置|[:,]|\s)+")
_OWN: Final = re.compile(r"^(?:第?[一二三四五六七八九十\d]{1,3}|我们?|你们?|咱)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it was written (empty: none is named), the number of the village it lies in, the unit named."""

    text: str = ""
    area: int = 0
    unit: int = 0


def place_of(text: str, org: Org) -> Place:
    """Read the place and the unit out of somebody's words."""
    said = normal(text)
    area, unit, spans = _units(said, names_of(org), org)
    return Place(_longest(said, spans), area, unit)


def place_answered(text: str, org: Org) -> Place:
    """Read the answer to «where?»: short words are a place even where no pattern knows them.

    Words that urge, blame or go on telling are none, whatever was asked: they belong to the matter.
    """
    found, said = place_of(text, org), bare_place(text)
    if found.text:
        rest = said.replace(found.text, "", 1)
        return Place(said, found.area, found.unit) if len(rest) <= MOST_BESIDES else found
    known = 2 <= len(said) <= 30 and not _TELLS.search(said)
    near = len(said) <= 20 and _NEAR.search(said) and not _ASKS.search(said)
    return Place(said, found.area, found.unit) if known or near else found


def bare_place(text: str) -> str:
    """Give the words of an answer to «where?» without 是在 before and signs behind them."""
    return _BEFORE.sub("", " ".join(normal(text).split())).strip(" ,。.!?;:~…")


def _units(said: str, names: Names, org: Org) -> tuple[int, int, list[tuple[int, int]]]:
    area, unit, spans, at = 0, 0, [], 0
    while at < len(said):
        found = names.longest(said, at)
        only = found[1].units[0] if found and len(found[1].units) == 1 and not found[1].people else 0
        if found is None or not only or only in org.roots:
            at += 1
            continue
        if _AREA.search(org.unit_name(only)):
            area = area or only
            spans.append((at, at + len(found[0])))
        else:
            unit = unit or only
        at += len(found[0])
    return area, unit, spans


def _longest(said: str, spans: list[tuple[int, int]]) -> str:
    """Give the longest chain of places: what is known of the directory, roads and houses, what is beside."""
    chains = [_chain(said, start, end) for start, end in spans]
    chains += [_chain(said, start, end) for start, end in _atoms(said)]
    best = max(chains, key=lambda chain: chain[1] - chain[0], default=(0, 0))
    return said[best[0] : best[1]].strip(" ,的")[:100]


def _atoms(said: str) -> Iterator[tuple[int, int]]:
    """Give the places that patterns know, without the words before them."""
    for found in _ATOM.finditer(said):
        words = found[0]
        start = found.start()
        if lead := _LEADING.match(words):
            start += lead.end()
        bare = said[start : found.end()]
        if len(bare) >= 2 and not _VAGUE.fullmatch(bare) and not _vague_house(bare):
            yield start, found.end()


def _vague_house(bare: str) -> bool:
    """Whether only a number in a house is said: 3楼, 二组 are nowhere without what they are in."""
    return _WITHIN_ONLY.fullmatch(bare) is not None or _OWN.fullmatch(bare[:-1]) is not None


def _chain(said: str, start: int, end: int) -> tuple[int, int]:
    while found := _NEXT.match(said, end):
        end = found.end()
    return start, end

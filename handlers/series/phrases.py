"""How people speak of what recurs: pausing it, ending it, leaving one out, moving it, and days off."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from handlers.reading.script import normal
from tasks.series.rules import Shift

Verb = Literal["list", "pause", "resume", "end", "skip", "move", "shift"]
LONGEST: Final = 60
"""Characters of a command; what is longer says something else too."""

_HEAD: Final = r"(?:请|麻烦|帮我|先|把|将|我要|那|就)*"
_END: Final = r"(?:任务)?(?:吧|了|啊|哈|一下|谢谢|[\s,。.!~])*"
_NAME: Final = r"[\"《「]?(?P<name>[^,。;!?\n\"《》「」]{2,24}?)[\"》」]?"
_MAYBE: Final = r"(?:[\"《「]?(?P<name>[^,。;!?\n\"《》「」]{2,24}?)[\"》」]?)?"
_UNTIL: Final = r"(?:,?(?:暂停)?(?:到|至)(?P<until>[^,。;!?\n]{2,14}?)(?:为止|止|再恢复|恢复|再报|再发)?)?"
_WHEN: Final = (
    r"(?P<when>这一?周|本周|下一?周|今[天日]|明[天日]|后天|本月|这个?月|下个?月|这一?[次期]|本[次期]|下一?[次期]"
    r"|(?:\d{1,2}月)?\d{1,2}[日号]|(?:这|本|下)?(?:周|星期|礼拜)[一二三四五六日天])的?(?:这一?[次期])?"
)
_NO: Final = r"(?:就|都|也|先)*(?:不用|不必|无需|不需要|免|可以不|不)再?(?:报送|上报|报|交|发|做|办|填|开展)?"
_OFF: Final = r"(?:法定)?(?:节假日|节日|假日|假期|放假|休息日|双休日|周末)+"
_RULE: Final = r"(?:每|逐[日个]|双周|隔周)[^,。;!?\n]{0,24}?"
_TO: Final = r"(?:的?(?:时间|时限|日期|要求))?(?:从[^,。]{1,6}起)?,?(?:调整|更改|变更|修改|提前|推迟|改|调|变)(?:到|为|成|在|至)"

_HOW: Final[Mapping[Shift, str]] = {
    "later": r"顺延|延后|推迟|往后推",
    "earlier": r"提前",
    "skip": r"跳过|暂停|停报|除外|不用再?报|不用再?发|不报|不发|不用|顺过|免报",
    "keep": r"照常|照报|也要?报|也要?发|正常|不变|不停|照样",
}
_MOVED: Final = rf"(?:{'|'.join(_HOW.values())})"
_WORKDAYS: Final = (
    r"(?:改为|改成)?(?:只在|仅在|只|仅|限)工作日(?:里|内)?(?:才)?(?:要|需)?(?:报送|上报|报|发|做|办|开展)?"
)
_EVERY_DAY: Final = rf"(?:改为|改成)?(?:每[天日]都(?:要|得)?(?:报送|上报|报|发|做)|{_OFF}(?:都|也)要?(?:报送|上报|报|发|做)|{_OFF}(?:照常|照报|不停))"
_ON_OFF: Final = rf"(?:如?遇|逢|碰[到上])(?:到|上)?{_OFF}(?:的话|时|就|则|则?自动|都|也|一律|,)*{_MOVED}(?:到?(?:前|后)?[一1]?个?(?:工作日)?)?|{_OFF}(?:的话|时|就|都|也|一律)*{_MOVED}"

FORMS: Final[tuple[tuple[Verb, re.Pattern[str]], ...]] = (
    (
        "list",
        re.compile(
            rf"{_HEAD}(?:查一?下|查询|查看|看一?下|看看|看|列出)?(?:我|目前|现在|本群|都)*(?:的|都|有|还有)*(?:哪些|什么|几个|全部|所有)?的?(?:周期性?|定期|循环|重复)(?:的)?(?:任务|工作|事项)(?:都|还)?(?:有(?:哪些|什么|几个)|列表|清单|情况)?(?:呢|吗|[\s?。!])*"
        ),
    ),
    ("skip", re.compile(rf"{_HEAD}{_WHEN}{_NAME}{_NO}{_END}")),
    ("skip", re.compile(rf"{_HEAD}{_NAME}{_WHEN}{_NO}{_END}")),
    ("skip", re.compile(rf"{_HEAD}(?:跳过|免去|取消){_WHEN}{_NAME}{_END}")),
    ("shift", re.compile(rf"{_HEAD}{_NAME},?(?P<how>{_ON_OFF}|{_WORKDAYS}|{_EVERY_DAY}){_END}")),
    ("move", re.compile(rf"{_HEAD}{_MAYBE}{_TO}(?P<rule>{_RULE}){_END}")),
    (
        "pause",
        re.compile(
            rf"{_HEAD}(?:暂停|暂缓|停发|停报|先停)(?:一下)?(?:下发|发送|报送|上报)?{_NAME}{_UNTIL}{_END}"
        ),
    ),
    (
        "pause",
        re.compile(
            rf"{_HEAD}{_NAME}(?:先|从[^,。]{{1,6}}起)*(?:暂停|暂缓)(?:报送|上报|下发|报)?{_UNTIL}{_END}"
        ),
    ),
    ("resume", re.compile(rf"{_HEAD}(?:恢复|继续|重新开始|重启)(?:下发|发送|报送|上报|报)?{_NAME}{_END}")),
    ("resume", re.compile(rf"{_HEAD}{_NAME}(?:恢复|继续)(?:下发|发送|报送|上报|报)?{_END}")),
    (
        "end",
        re.compile(
            rf"{_HEAD}(?:停止|终止|取消|结束|停掉|撤销|不再(?:报送|上报|报|要))(?:下发|报送|上报|报)?{_NAME}{_END}"
        ),
    ),
    (
        "end",
        re.compile(
            rf"{_HEAD}{_NAME}(?:以后|今后|从此|从[^,。]{{1,6}}起)*(?:停止|终止|取消|结束|不(?:用|必|需)?再(?:报送|上报|报|发|做))(?:下发|报送|上报|报)?{_END}"
        ),
    ),
)
"""Commands, the first that fits; each is the whole message."""
_WITHOUT: Final = re.compile(r"^(?:这个|那个|该|每[^的]{1,6}的|周期任务)|(?:的|周期任务|任务)$")
_NUMBERED: Final = re.compile(r"周期(?:任务)?(?P<n>\d{1,9})(?:号)?")

_CLAUSE_OFF: Final = re.compile(rf"[,;。\s]*[(]?(?:{_ON_OFF}|{_WORKDAYS}|{_EVERY_DAY})[)]?(?=$|[,;。!\s)])")
_STARTS: Final = re.compile(
    r"从?(?:[\d一二三四五六七八九十]{1,3}月份?|下个?月|下周|明[天日]|今[天日]|本周)(?:\d{1,2}[日号])?(?:起|开始),?"
)
_STOPS: Final = re.compile(
    r"[,\s(]*(?:一直)?(?:直?到|至)(?P<until>[^,。;!?\n()]{2,14}?)(?:为止|止|结束)?[)]?(?=$|[,;。!?\n])"
)
_STOPS_BEFORE: Final = re.compile(r"(?P<until>[^,。;!?\n\s]{2,12}?)(?:之前|以前|前),?(?=每|逐日|双周)")
_REPORTS: Final = re.compile(
    r"^(?:及时|按时|认真|统一)*(?:报送|上报|填报|提交|汇总上报|上交|报(?!告|表|名|道|警|废|销|备)|交(?!通|流|接|办|警))(?=.{2})(?:一次|一份)?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A command about what recurs: its verb and the words that fill it, empty where nothing was said."""

    verb: Verb
    name: str = ""
    number: int = 0
    when: str = ""
    until: str = ""
    rule: str = ""
    how: str = ""


def read_command(text: str) -> Said | None:
    """Understand a command about what recurs; None for every other sentence. `text` without the mention."""
    plain = normal(text).strip()
    if not plain or len(plain) > LONGEST:
        return None
    for verb, form in FORMS:
        if found := form.fullmatch(plain):
            groups = {key: (value or "").strip() for key, value in found.groupdict().items()}
            number = _NUMBERED.match(groups.get("name", ""))
            return Said(verb, number=int(number["n"]) if number else 0, **groups)
    return None


def fits(name: str, said: str) -> bool:
    """Whether a series of that name is meant by what was said: the same, or the end of one another."""
    ours, theirs = (_WITHOUT.sub("", normal(one)).replace(" ", "") for one in (name, said))
    return min(len(ours), len(theirs)) > 1 and (ours.endswith(theirs) or theirs.endswith(ours))


def same(name: str, said: str) -> bool:
    """Whether a series is named as it is."""
    return normal(name).strip() == normal(said).strip()


def shift_said(text: str) -> Shift | None:
    """Give what is to become of a day off, where a sentence says so."""
    found = re.search(_ON_OFF, normal(text))
    if found is None:
        return None
    return next((shift for shift, words in _HOW.items() if re.search(words, found[0])), None)


def only_workdays(text: str) -> bool:
    """Whether a sentence says that it is for working days alone."""
    return re.search(_WORKDAYS, normal(text)) is not None


def every_day(text: str) -> bool:
    """Whether a sentence says that it is for days off too."""
    return re.search(_EVERY_DAY, normal(text)) is not None


def until_said(text: str) -> str:
    """Give the words for the last day of a series, where a sentence says them: 至12月底, 12月31日前每天…."""
    plain = normal(text)
    found = _STOPS_BEFORE.search(plain) or _STOPS.search(plain)
    return found["until"] if found else ""


def without_rules(text: str) -> str:
    """Give a sentence without what it says of days off, of the beginning and of the end."""
    plain, characters = normal(text), list(text)
    for pattern in (_CLAUSE_OFF, _STARTS, _STOPS):
        for found in pattern.finditer(plain):
            characters[found.start() : found.end()] = " " * (found.end() - found.start())
    return "".join(characters)


def name_of(title: str) -> str:
    """Give the name of what is reported: 报送政务信息 is called 政务信息."""
    found = _REPORTS.match(normal(title))
    return title[found.end() :].strip() if found else title

"""How days and spans of days are written: one table of patterns, each with what it resolves to."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import Final

from handlers.reading import days
from handlers.reading.days import Day, Frame, Resolver
from handlers.reading.numerals import HAN

_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DATE: Final = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR: Final = r"(?:20\d\d|\d\d)年|今年|本年|明年|来年|后年|去年|前年"
_OF_YEAR: Final = rf"(?:(?<!\d)(?P<y>{_YEAR})的? ?)?"
_FREE: Final = rf"(?<![\d个第.每{HAN}])"
_WEEK: Final = r"(?:周|星期|礼拜)"
_FESTIVAL: Final = r"(?P<name>春节|元旦|清明|五一|端午|中秋|国庆|(?<![\d月第二三四五六七八九])十一(?=前|假|长假|黄金|节|后)|劳动节|新年)"
_HOLIDAY: Final = r"(?:佳节|小长假|黄金周|长假|假期|节假日|假日|节|放假)*"
_BEFORE: Final = r"(?:之前|以前|前夕|前)(?![往来台后期沿]|述(?!职)|提(?![交供报出醒前]))"
_AFTER: Final = r"(?:之后|以后|后)的?(?:上班)?的?"
_NOT_FESTIVE: Final = r"(?<![季细环时情章关末劳使礼调宵阳童女师军诞树])"
_DAYTIME: Final = r"(?=早|晚|晨|夜|上午|下午|中午)"

RULES: Final[tuple[tuple[str, Resolver], ...]] = (
    (
        (
            rf"(?:{_OF_YEAR}{_FESTIVAL}{_HOLIDAY}|{_NOT_FESTIVE}(?:节|假期|放假))"
            rf"{_AFTER}(?:第(?P<n>[{HAN}\d])个?|首个?)(?:工作日|上班日|上班天|天|日)(?!内|之内|以内)(?:上班)?"
        ),
        days.after_holiday,
    ),
    (
        (
            rf"(?:{_OF_YEAR}{_FESTIVAL}{_HOLIDAY}|{_NOT_FESTIVE}(?:节|假期|放假))"
            rf"{_AFTER}(?P<n>[{HAN}\d])个?工作日(?:之内|以内|内)"
        ),
        days.after_holiday,
    ),
    (rf"{_OF_YEAR}{_FESTIVAL}{_HOLIDAY}{_BEFORE}", days.before_festival),
    (rf"{_NOT_FESTIVE}(?:节假日|假期|放假|节日|节){_BEFORE}", days.before_holiday),
    (
        r"(?<!\d)(?P<y>20\d\d)([-./])(?P<m>1[0-2]|0?[1-9])[-./](?P<d>3[01]|[12]\d|0?[1-9])(?!\d)日?",
        days.dotted,
    ),
    (
        rf"{_OF_YEAR}{_FREE}(?P<m>{_MONTH}) ?月份? ?(?P<d>{_DATE})(?![\d个项名.]) ?(?P<unit>日|号)?",
        days.month_day,
    ),
    (
        (
            rf"{_OF_YEAR}{_FREE}(?P<m>{_MONTH}) ?月份?"
            r"(?:的?(?P<part>月?底|月?末|最后一[天日]|上旬|中旬|下旬|月中|中(?=前|之前|以前)))?(?!初| ?\d)"
        ),
        days.month_part,
    ),
    (r"(?<![\d.:/+-])(?P<y>)(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])(?![\d./%])日?", days.dotted),
    (
        rf"(?<![一两每\d])(?P<which>(?:上上|上|本|这|下下|下)一?个?)?{_WEEK}(?P<d>[一二三四五六日天]|[1-6](?!\d))(?![次遍轮])",
        days.weekday,
    ),
    (rf"(?P<which>(?:上上|上|本|这|下下|下)一?个?){_WEEK}[末底]?", days.week),
    (
        r"(?<![一两每\d])周(?P<which>)末(?=前|之前|以前|之内|内)|(?<![一二两三四五六七八九十\d每个])周(?=之?内(?!部))",
        days.week,
    ),
    (r"[今明][天日]?[明后][天日]?(?:两[天日]|(?<=[天日]))", days.two_days),
    (
        (
            r"大后天|大前天|第二天|(?<![以之今随然最前背])后天(?!性)|前天(?![气然])|[明今昨当]天|[今明昨后前]儿个?(?!童|子|女|媳|科|时|歌)|[今明翌次当本昨]日"
            rf"|(?<![如至而现])今{_DAYTIME}|(?<![说证声表查申])明{_DAYTIME}|[当次昨]{_DAYTIME}"
        ),
        days.relative_day,
    ),
    (
        (
            r"(?P<which>本|这个|这|当|下下个|下下|下个|下|上个|上)月份?的?"
            rf"(?:(?P<part>底|末|最后一[天日]|上旬|中旬|下旬|中(?=前|之前|以前|[报交完]))|(?P<d>{_DATE})[日号])?(?!初)"
        ),
        days.relative_month,
    ),
    (
        rf"(?<![个每\d{HAN}])月(?:底|末|中(?=前|之前|以前|[报交完]))|(?<![个每\d{HAN}])月(?=之?内)|(?<!月)(?<!月份)[上中下]旬",
        days.bare_month_part,
    ),
    (rf"{_OF_YEAR}(?P<half>[上下])半年[末底]?", days.half_year),
    (
        rf"{_OF_YEAR}(?<!每)(?:第?(?P<q>[一二三四1-4]|本|这个?|下个?|上个?)季度|(?<![每个])季度?(?=[末底]))(?P<end>[末底])?",
        days.quarter,
    ),
    (
        rf"(?<!\d)(?P<y>{_YEAR})的?(?:年?[底末终]|度?(?=之?内|以内|前(?![往来])|之前|以前))",
        days.year_end,
    ),
    (rf"(?P<y>)(?<![\d每半{HAN}])年(?:[底末终]|(?=之?内(?!部)))", days.year_end),
    (
        rf"(?<![\d个第.每月{HAN}])(?P<d>{_DATE}) ?[日号](?!子|常|均|产|照|程|记|游|报|线|历)",
        days.day_of_month,
    ),
)

_COMPILED: Final = tuple((re.compile(pattern), resolve) for pattern, resolve in RULES)


def plain(pattern: str) -> str:
    """Give the pattern without its group names, to stand beside others in one big pattern."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern).replace("([-./])", "[-./]")


PATTERN: Final = "|".join(plain(pattern) for pattern, _ in RULES)


def read_day(text: str, start: int, frame: Frame) -> Day | None:
    """Give the day named at that place by the first rule that knows it; None where no such day exists."""
    for pattern, resolve in _COMPILED:
        found = pattern.match(text, start)
        if found:
            return resolve(found, frame)
    return None

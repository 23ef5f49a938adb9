"""Who is on duty, named by the duty: 值班人员, 值班领导, 今天值班的, 应急办值班员."""

from __future__ import annotations

import re
from typing import Final

_NOW: Final = r"(?:(?:今[天日晚]|当[天日晚]|现在)的?)?"
_WHO: Final = r"(?:人员|负责人|负责同志|同志|干部)"
WRITTEN: Final = re.compile(
    rf"{_NOW}(?:(?:(?P<lead>带班|值班(?=领导|负责))|值班|当班|当值)的?(?:领导|{_WHO}|员)"
    r"|(?:值班|当班)的(?=[\s,:]|你|请|去|来|到|把|立|马|抓|负|处|跟|核|查|办|转|现|于|对|组|做|$)"
    r"|(?P<led>带班)的(?=[\s,:]|你|请|去|来|到|把|立|马|抓|负|处|跟|核|查|办|转|现|于|对|组|做|$))们?"
)
"""`lead` and `led`: whoever leads the duty."""
STARTS: Final = frozenset("值带当今现")
_NO_ONE: Final = re.compile(
    r"(?:安排|落实|明确|确定|配[备齐强]|加强|增加|增派|充实|调整|轮换|公布|公示|更新|核对|登记|统计|各[村单位个]*的?|所有|全部|每[名位个])$"
)
"""Before it: the words are about the rota, or about more than this body's people on duty."""
_NO_WORK: Final = re.compile(
    r"\s*(?:名单|名册|安排|表|电话|联系|职责|制度|数量|姓名|信息|台账|在岗(?:情况|率)|到岗(?:情况|率)|到位(?:情况|率)|培训|食宿|补[贴助]|要求|是谁|有谁|都?[是有](?:谁|哪))"
)
"""Behind it: the words are about the rota, and give nobody anything to do."""


def at(text: str, start: int) -> re.Match[str] | None:
    """Give the words that name who is on duty at this place of a normal text."""
    found = WRITTEN.match(text, start) if text[start : start + 1] in STARTS else None
    if found is None or _NO_ONE.search(text[max(0, start - 6) : start]) or _NO_WORK.match(text, found.end()):
        return None
    return found


def leads(written: str) -> bool:
    """Whether whoever leads the duty is meant, and not whoever serves."""
    return bool(re.search(r"带班|值班(?:领导|负责)", written))

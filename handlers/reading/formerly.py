"""Brought back to what it was before it was changed: 改回原来的, 时间改回来, 还按原定时间办, 内容恢复原样."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import Final

from handlers.reading.values import NO_FORMER, Former, What

_TIME: Final = r"(?:(?:截止|截至|完成|办理|办结|反馈|上报|报送|提交|交)的?)?(?:时间|时限|期限|日期|日子)"
_TEXT: Final = r"(?:任务|通知)?的?(?:内容|要求|文字|表述|说法|写法|正文|原文|标题)"
_WHAT: Final = rf"(?:{_TIME}|{_TEXT})"
_FIRST: Final = (
    r"(?:原来|原先|原定|原本|原有|原(?=时|期|日|要|内|文|正|表|样)|最初|最早|最开始|当初|起初|一开始|开头)"
)
_LAST: Final = r"(?:之前|以前|先前|此前|前面|前一[次个]|上一?[次个回]|刚才|改之?前|变更之?前|调整之?前)"
_THEN: Final = rf"(?:{_FIRST}|{_LAST})(?:所?(?:定|说|给|发|写|要求|通知|布置|交办|安排|规定)(?:好|过)?)?的?(?:那个|那一?[次个天])?"
_LED: Final = r"(?:还是|仍然?|依旧|再|都|就|统一|全部|给我|现在|又){0,4}"
_RETURNED: Final = (
    r"(?:(?:改|变|换|调整?|退|挪|移|转|拨)回(?:到|至|成|为)?|(?:恢复|还原|复原)(?:到|成|为|了)?|回到|退到)"
)
_STILL: Final = r"(?:还是?|仍然?|依然|依旧|继续|就|都|一律|统一|照旧|维持){1,3}"
_BY: Final = r"(?:按照?|照着?|用|依|以|执行|采用|保持|维持)"
_KEPT: Final = r"(?:不变|不改|不动|来|办理?|走|执行|报送?|上报|反馈|交|完成|为准|算){0,3}"

_NAMED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_WHAT})?的?{_LED}{_RETURNED}{_THEN}(?:{_WHAT}|样子?|状态|安排)?",
        rf"(?:{_WHAT})?的?{_LED}(?:恢复|还原|复原|改回|变回|退回)(?:原状|原样|旧样)",
        rf"(?:{_WHAT})的?{_LED}(?:改|变|换|调整?|挪|移|拨)回(?:来|去)",
        rf"{_STILL}{_BY}{_THEN}(?:{_TIME}){_KEPT}",
        rf"{_STILL}{_THEN}(?:{_TIME}){_KEPT}",
        rf"(?:{_TIME})(?:{_STILL}{_BY}?|{_LED}{_BY}){_THEN}{_KEPT}",
        rf"(?:{_TIME})?{_LED}(?:保持|维持){_FIRST}的?(?:{_TIME})(?:不变)?",
    )
)
_KNOWN: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_LED}(?:改|变|换)回(?:来|去)",
        rf"{_BY}{_THEN}(?:{_TIME}){_KEPT}",
        rf"{_LED}(?:恢复|还原)(?:{_WHAT})",
        rf"{_STILL}{_BY}?{_THEN}(?:安排)?{_KEPT}",
    )
)
"""What says so only where it is known what is talked of."""
_ABOUT_TEXT: Final = re.compile(_TEXT)
_ABOUT_TIME: Final = re.compile(_TIME)
_RECENT: Final = re.compile(rf"{_LAST}|回[来去]")
_HAPPENED: Final = re.compile(r"(?<![算好得行])[了啦咯喽][呀啊哈呢]?[\s。,!~]*$")
"""时间改回来了 tells of it; 改回来算了 wants it."""


def formerly(clause: str, core: str, *, known: bool) -> Former:
    """Give what a clause wants as it was before; nothing where it says anything else.

    `core` is the clause without polite words (`clauses.core_of`), `known` says that a change is being talked of
    already: a directive is named, or 时间不改了 stands beside it.
    """
    if _HAPPENED.search(clause):
        return NO_FORMER
    for pattern in (*_NAMED, *(_KNOWN if known else ())):
        if pattern.fullmatch(core):
            what: What = "text" if _ABOUT_TEXT.search(core) else "due" if _ABOUT_TIME.search(core) else "any"
            return Former(what, first=_RECENT.search(core) is None)
    return NO_FORMER

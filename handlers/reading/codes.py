"""Codes of directives and requests, whole (Z20261124-003) or by their last digits (003)."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_WHOLE: Final = re.compile(r"(?<![A-Za-z0-9])([ZSzs])\s?(\d{8})\s?-\s?(\d{3,6})(?!\d)")
_COUNTED: Final = (
    r"处|人|户|家|个|件|名|元|万|亿|%|年|月|日|号(?!任务|指令|件|通知)|天|小时|分|点|时|公里|千米|米|吨|亩|次|条|项|座|栋|幢|楼|室|房|起|辆|台|套|份|页|只|头"
    r"|斤|公斤|块|张|位|级|度|周|倍|期|批|届|火警|急救|热线|电话|报警|平|余|多|\.|:\d|-|/|、|,\d"
)
_DIGITS: Final = rf"(?P<digits>\d{{3,5}})(?!\d|\s?(?:{_COUNTED}))"
_NUMBERED: Final = re.compile(
    rf"(?:任务|指令|编号|单号|尾号|通知|件|代码)\s?(?:是|为|:|第)?\s?{_DIGITS}|[#№]\s?{_DIGITS.replace('digits', 'd2')}"
)
_VERBS: Final = r"催办|催一下|再催一下|催一催|催|撤回|撤销|取消|作废|收到|签收|退回|打回|驳回|同意办结|可以办结|准予办结|办结|同意|反馈|答复|进度|进展|转给|转办|延期|查询|查看|查一下|查|已完成|通过|确认|结案|销号|没收到|没反馈|情况|退办|分办|分给|分派|督办|更正|补充|维持|不属于|不归|加上|再加|去掉|不予|全部办结|整体办结|改到|改为"
_BEHIND: Final = re.compile(rf"(?:^|[,。;!?\s])(?:请|再|我)?(?:{_VERBS})\s?(?:一下)?\s?{_DIGITS}")
_FRONT: Final = re.compile(
    rf"^\s?(?:关于|对|把|将|请)?\s?(?:第)?{_DIGITS}\s?(?:号?(?:任务|指令|件)?)?\s?[,:]?\s?(?=$|(?:的|已|申请|请求|正在|进展|进度|怎么|谁|还有|哪|什么|详情|附件|内容|原文|办|完|再|能否|能不能|可以|不同意|现|目前|延|改|转|移|情况|落实|处理|排查|整改|全部|反馈|报告|汇报|任务|撤|取消|作废|{_VERBS}))"
)
# 003 with a leading zero is no amount: it is a code wherever it stands; 113 is one where it is handled
_ZERO: Final = re.compile(r"(?<!\d[,.:])(?<![\dA-Za-z/+@.-])(?P<digits>0\d\d)(?![\dA-Za-z./-]|:\d)")
_HANDLED: Final = re.compile(
    rf"(?:^|把|将|对|给|关于|问下|[,。;!?:\s]){_DIGITS}\s?号?(?:任务|指令|件)?(?:的|还|再|先|请|要|应|已|都)?\s?(?:{_VERBS}|转|谁|哪|未|没|延|退|撤|催|移交|交给|交由|改由|改派|换|申请|办)"
)
_ALONE: Final = re.compile(rf"^\s?(?:{_VERBS})\s?[:,]?\s?(?P<digits>\d{{2,5}})\s?[。!?]?\s?$")
_TAIL: Final = re.compile(r"\s?号(?:任务|指令|件|工单)?")
EMERGENCY: Final = frozenset(
    {"110", "119", "120", "122", "999", "12345", "12315", "12388", "12350", "12369", "12328"}
)


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is given back and where it stands."""

    value: str
    start: int
    end: int
    whole: bool


def find_code(text: str) -> Code | None:
    """Give the first code of the normal text: a whole one, in upper case, else last digits as written."""
    if found := _WHOLE.search(text):
        value = f"{found[1].upper()}{found[2]}-{found[3]}"
        return Code(value, found.start(), found.end(), whole=True)
    return _short(text)


def _short(text: str) -> Code | None:
    for pattern in (_NUMBERED, _FRONT, _BEHIND, _ALONE, _HANDLED, _ZERO):
        found = pattern.search(text)
        if not found:
            continue
        group = "digits" if found["digits"] else "d2"
        if found[group] not in EMERGENCY:
            # 任务012: the word in front says only that a number follows
            start = found.start() if pattern is _NUMBERED else found.start(group)
            end = _TAIL.match(text, found.end(group))
            return Code(found[group], start, end.end() if end else found.end(group), whole=False)
    return None


def without_code(text: str, code: Code | None) -> str:
    """Give the text with the code blanked out."""
    if code is None:
        return text
    return text[: code.start] + " " * (code.end - code.start) + text[code.end :]

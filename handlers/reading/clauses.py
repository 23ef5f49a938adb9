"""A message in clauses, and how it looks with every name and every time in it standing for itself."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

NAME: Final = "某"
TIME: Final = "時"  # traditional: no text in normal writing has it
ONE: Final = rf"@?{NAME}++(?:同志|等)?"
NAMES: Final = rf"{ONE}(?:[、和及与&/ ]*{ONE})*"
AT: Final = rf"{TIME}++(?: {TIME}++)*+(?:之?前|以前|之?内|以内)?"

_CUT: Final = re.compile(r"[,。;!?~\n…]+|(?<=\s)-(?=\s)")
_CUT_SPACED: Final = re.compile(rf"{_CUT.pattern}| +")
_POLITE: Final = (
    r"请|麻烦|劳驾|烦请|你好|您好|各位|领导们?|书记|镇长|主任|所长|站长|同志们?|不好意思|抱歉|对不起|谢谢|感谢|多谢|辛苦了?|收到|好的?|嗯|哦|行|那[个条件]|那|就|先|把|将|对|给|关于"
    r"|这[个条件]|那[个条件]|该|此|本|上面|刚才的?|刚刚的?|任务|指令|事项?|事情|工作|件|的|我想|我要|想|@|:|-| "
)
_SOFT_HEAD: Final = re.compile(rf"(?:{_POLITE}|其中|另外?|同时|并且?|经研究|研究决定|现在|现|特|拟|予以)+")
_SOFT_TAIL: Final = re.compile(
    r"(?:吧|了|啊|呀|哦|哈|呢|谢谢|多谢|感谢|辛苦了?|即可|算了|为好|好了|[:\s]|👌|🙏|👍|🌹|\[[一-龥A-Za-z]{1,4}\])++$"
)
_SOFT: Final = re.compile(
    rf"(?:可以吗|行吗|行不行?|好吗|可否|妥否|请批示|请批准|望批准|请审批|请予批准|{_POLITE}|吧|了|啊|呀|哈|呢|即可|另外|同时|[🙏👍👌🌹])*+"
)

Span = tuple[int, int]


def clauses_of(plain: str, *, spaced: bool = False) -> Iterator[Span]:
    """Give the places of the clauses of a text in normal writing; `spaced` also cuts at spaces (退办 归县里管)."""
    start = 0
    for found in (_CUT_SPACED if spaced else _CUT).finditer(plain):
        if not _in_number(plain, found):
            yield start, found.start()
            start = found.end()
    yield start, len(plain)


def _in_number(plain: str, found: re.Match[str]) -> bool:
    before, after = plain[found.start() - 1 : found.start()], plain[found.end() : found.end() + 1]
    return found[0] == "," and before.isdigit() and after.isdigit()


def core_of(clause: str) -> str:
    """Give a clause without polite words at its ends and without spaces; empty where it says nothing else."""
    if is_soft(clause):
        return ""
    head = _SOFT_HEAD.match(clause)
    kept = clause[head.end() if head else 0 :]
    return _SOFT_TAIL.sub("", kept).replace(" ", "")


def is_soft(clause: str) -> bool:
    """Whether a clause is only polite."""
    return _SOFT.fullmatch(clause) is not None


def viewed(text: str, names: Iterable[Span], times: Iterable[Span]) -> str:
    """Give a text with its names and times written as NAME and TIME, as long as it was."""
    characters = list(text)
    for spans, mark in ((times, TIME), (names, NAME)):
        for start, end in spans:
            characters[start:end] = mark * (end - start)
    return "".join(characters)

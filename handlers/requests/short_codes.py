"""Last digits of a request's code (0012) as staff write them, spelled out before anything else reads them.

Four digits that begin with 0 are a request's, never a directive's (012). They are spelled out where a code may
stand and a request of these digits concerns the writer; all else is left as it was written.
"""

# ruff: noqa: E501 - patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers.context import Context
from handlers.directives.lookup import stood_for
from handlers.message import Incoming
from handlers.requests.routing import triage
from tasks.db import Db
from tasks.directives import queries as directives
from tasks.history import REQUEST
from tasks.requests import queries

_DIGITS: Final = r"(?P<digits>0\d{3})(?![\d.:/~-]|[A-Za-z]|年|元|人|户|室|栋)"
_WHOLE: Final = r"[Ss]\d{8}-\d{4,6}"
_FRONT: Final = re.compile(
    r"(?:\s*[<@＠]+[^\s>]+>?)*(?:[\s,，:：#]|请|帮我|麻烦|我要|再|先|把|将|关于|对|群众|诉求|工单|编号|尾号|回访|评价申诉|反馈|答复"
    r"|不同意|同意|办结|退回|收到|签收|申请|延期|查看|查询|查一?下|查|看看|看一?下|看|催办预演|取消督办|解除督办|督办|催办|催一?下|撤销|撤回|取消|进度|进展"
    r"|附件|联系电话|电话|号码|联系方式|地址|姓名|原文|转办|转交|转给|退办|拆出|的)*"
)
_BETWEEN: Final = re.compile(
    r"\s*(?:[、,，和与跟及同]|并入|合并到|合并进|并到|归并到|归入|合到)\s*(?:群众|诉求|工单)?\s*"
)
_CODE: Final = re.compile(rf"{_DIGITS}|{_WHOLE}")


async def spelled_out(db: Db, incoming: Incoming, context: Context) -> Incoming:
    """Give the message with the codes in front of it whole, where they mean one request."""
    text = incoming.text
    for start, end in reversed(_places(text)):
        code = await _code_of(db, text[start:end], incoming.sender, context)
        if code:
            text = f"{text[:start]}{code}{_gap(text[end:])}{text[end:]}"
    return replace(incoming, text=text) if text != incoming.text else incoming


def _places(text: str) -> list[tuple[int, int]]:
    """Give where short codes stand: in front, behind what is said before a code, and those joined by 和."""
    front = _FRONT.match(text)
    at, found = front.end() if front else 0, []
    while one := _CODE.match(text, at):
        if one["digits"]:
            found.append(one.span())
        follows = _BETWEEN.match(text, one.end())
        at = follows.end() if follows else len(text)
    return found


def _gap(rest: str) -> str:
    """Give a space behind the code where the words go on at once."""
    return "" if not rest or rest[0] in " \n,，:：。、" else " "


async def _code_of(db: Db, digits: str, person: str, context: Context) -> str:
    """Give the code of the last request of these digits the person has to do with, of all for who sees all."""
    above = triage(context)
    sees_all = person in context.desk.clerks or person in context.roles.supervisors
    if sees_all or (above is not None and above.person == person):
        request = await queries.latest_ending(db, digits)
        return request.code if request else ""
    own = await directives.latest_ending(db, digits, stood_for(person, context), "", kind=REQUEST)
    return own.code if own else ""

"""The short title a clerk would give, and what remains of a message for a report or a reason."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from handlers.reading.script import normal

LONGEST: Final = 30
_EDGES: Final = " ,，、:：-\u2005\u3000"
_LEADING: Final = re.compile(
    r"^(?:[\s,。;!:、.~【】\[\]*#-]+|特急|加急|紧急|交办|任务|指令|通知(?=:)|(?:会议|情况|工作|重要|紧急)?(?:通知|通报|提示|提醒|温馨提示)(?=[:】\]])|@$|@[^\s@,。;!:、]{1,16}|请(?!示|假)"
    r"|务必|烦请|麻烦|劳烦|由(?=[,]|$)|你们?(?=[今明本下把将在于])|牵头|总牵头|负责(?!人)|主办|配合|协助|协办|要求|于(?=[今明后本下\d周]))+"
)
_TIMES: Final = re.compile(
    r"(?:请|务必)?(?:于|在|赶在)?(?:[今明后]天|[今明]日|今晚|明[早晚]|大后天|本周|这周|下周|周[一二三四五六日末内]|星期|每[天日周月个]|[本下]月|月底|年底|季度末|节前|国庆|春节|元旦|五一|中秋|端午|清明|上午|下午|中午|下班|\d|[一二两三四五六七八九十半]{1,3}(?:个|天|日|月|周|小时|分钟))"
    r"[^,。;!?\n\s]{0,14}?(?:之前|以前|(?<![目当提会面])前(?![往来期后台])|以内|之内|(?<![辖境])内)(?=[\u4e00-\u9fff@ ])"
)
_SENTENCE: Final = re.compile(r"[。!?;\n]")
_MARKERS: Final = re.compile(
    r"^(?:[\s,。;!:、]+|(?:工作|任务|处置|现场|整改|排查|初步|最新|情况|进展|落实|办理)*(?:反馈|报告|汇报|回复|上报)(?:如下)?(?=[:,])|退回(?:重办|重报|给\S{1,6})?|打回|驳回|返工|不同意(?:办结)?|(?:现|特|拟)?(?:申请|请求)?(?:延期|延长)(?=[,:])|收到(?=[,!。\s])|进度(?=:)|进展(?=:))+"
)


def title_of(content: str, spans: tuple[tuple[int, int], ...] = ()) -> str:
    """Give a title of at most 30 characters; never empty unless the content is.

    `spans` are places of names in the content, left out where they stand at its beginning.
    """
    kept = _without_leading_names(content, spans)
    if found := _TIMES.search(normal(kept)):
        kept = kept[: found.start()] + kept[found.end() :]
    lead = _LEADING.match(normal(kept))
    sentences = _sentences(kept[lead.end() :] if lead else kept)
    title = next((part for part in sentences if len(part) > 1), "") or content.strip()
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip(_EDGES) + "…"


def _sentences(text: str) -> list[str]:
    """Cut at the ends of sentences; the characters stay as written."""
    ends = [0, *(found.end() for found in _SENTENCE.finditer(normal(text))), len(text)]
    return [text[start:end].strip(_EDGES + "。!！?？;；\n") for start, end in pairwise(ends)]


def _without_leading_names(content: str, spans: tuple[tuple[int, int], ...]) -> str:
    start = 0
    for begin, end in spans:
        if _LEADING.sub("", normal(content[start:begin])).strip():
            break
        start = end
    return content[start:] if content[start:].strip(" ,。!、:") else content


def body_of(content: str) -> str:
    """Give the content without the words that only say what it is (反馈:, 退回,)."""
    found = _MARKERS.match(normal(content))
    return (content[found.end() :] if found else content).strip(" ,，。;；:：!！、\n\t\u2005")

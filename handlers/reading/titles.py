"""The short title a clerk would give, and what remains of a message for a report or a reason."""

from __future__ import annotations

import re
from typing import Final

from handlers.reading.script import normal

LONGEST: Final = 30
_LEADING: Final = re.compile(
    r"^(?:[\s,。;!:、.~【】\[\]*#-]+|特急|加急|紧急|交办|任务|指令|通知(?=:)|(?:会议|情况|工作|重要|紧急)?(?:通知|通报|提示|提醒|温馨提示)(?=[:】\]])|@[^\s@,。;!:、]{1,16}|请(?!示|假)"
    r"|务必|烦请|麻烦|劳烦|牵头|负责(?!人)|主办|配合|协助|协办|要求|于(?=[今明后本下\d周]))+"
)
_TIMES: Final = re.compile(
    r"(?:于|在|务必)?(?:今[天日晚]|明[天日早晚]|后天|大后天|本周|下周|周|星期)?[^,。;!?\n\s]{0,14}?(?:之前|以前|(?<![目当提会面])前|以内|之内|(?<![辖境])内)(?=报|上报|反馈|完成|提交|交|回复|到|拿|形成|办|处|整|落|把|将|做|务|必|向|送|摸|排|开|清|补)"
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
    plain = _TIMES.sub("", normal(kept), count=1)
    first = next((part for part in _SENTENCE.split(_LEADING.sub("", plain)) if len(part.strip()) > 1), "")
    title = _LEADING.sub("", first).strip(" ,、:-") or normal(content).strip()
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip(" ,、:") + "…"


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

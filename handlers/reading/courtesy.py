"""Words that say nothing of the matter: 谢谢, 好的, 👌, and 完成 at the end of a report in pieces."""

from __future__ import annotations

import re
from typing import Final

from handlers.reading.script import normal

_COURTESY: Final = re.compile(
    r"(?:好[的嘞哒滴呢]?|行|嗯|哦|噢|ok|okk|okay|是|谢谢|谢了|多谢|感谢|辛苦了?|明白了?|知道了?|没问题|请?放心"
    r"|[您你]|大家|各位|领导|书记|镇长|主任|\[(?:ok|强|抱拳|握手|玫瑰)\]"
    r"|[\s,。.!~、…\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff])+",
    re.IGNORECASE,
)
_AROUND: Final = (
    r"好的?|嗯|行|已经?|都|全部?|我们?|这边|先|暂时|目前|今天|[了啦啊吧哈哦的]|谢谢|领导|[\s,。.!~、;👌]"
)
_FINISHED: Final = r"完成|完毕|(?<!全部)(?<!都)办结|结束|报送完毕|反馈完毕"
_ENDED: Final = (
    r"(?<!没)完了|好了|(?:就|只有?)?是?(?:这些|这样|这么多|那些|那么多)|没有?(?:其他|别的)?(?:的|补充)?了"
    r"|(?<!没)(?:发|传|报|交|送|说|反馈|上传)(?:完毕?|齐|好)|(?:都|全部?)(?:发|传|报|交|送|上传)(?:完毕?|齐|好)?|以上(?:就是全部|这些|内容)?"
    r"|ok|over|end|done"
)
_DONE: Final = re.compile(rf"(?:{_ENDED}|{_FINISHED}|{_AROUND})++", re.IGNORECASE)
_SAYS_DONE: Final = re.compile(rf"{_FINISHED}|{_ENDED}", re.IGNORECASE)
_END: Final = re.compile(rf"(?:{_ENDED}|{_AROUND})++", re.IGNORECASE)
_SAYS_END: Final = re.compile(_ENDED, re.IGNORECASE)
LONGEST: Final = 24
"""Characters up to which words can be mere courtesy."""


def is_courtesy(text: str) -> bool:
    """Whether a text says no more than yes and thank you; 收到 says more, it acknowledges."""
    return len(text) <= LONGEST and _COURTESY.fullmatch(normal(text)) is not None


def is_done(text: str) -> bool:
    """Whether a text only says that the report in progress is complete: 完成, 就这些，发完了, 以上."""
    return _only(text, _DONE, _SAYS_DONE)


def is_end(text: str) -> bool:
    """Whether a text only says that nothing more comes (没了, 以上); 完成 may be the report itself."""
    return _only(text, _END, _SAYS_END)


def _only(text: str, words: re.Pattern[str], needed: re.Pattern[str]) -> bool:
    plain = normal(text)
    return len(text) <= LONGEST and bool(words.fullmatch(plain) and needed.search(plain))

"""Words that are polite and say nothing else: 谢谢, 好的, 👌."""

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
LONGEST: Final = 24
"""Characters up to which words can be mere courtesy."""


def is_courtesy(text: str) -> bool:
    """Whether a text says no more than yes and thank you; 收到 says more, it acknowledges."""
    return len(text) <= LONGEST and _COURTESY.fullmatch(normal(text)) is not None

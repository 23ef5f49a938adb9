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
_DONE: Final = re.compile(
    r"(?:好的?|嗯|行|已经?|都|全部?|我|先|暂时|目前|[\s,。.!~、])*"
    r"(?:完成|完毕|完了|好了|就这些|就这样|就这么多|没有了|没了|发完|发完毕|发完了|传完了?|报完了?|报送完毕|反馈完毕|反馈完了?|结束|以上|以上就是全部|就是这些|ok|over|end|done)"
    r"(?:了|啦|啊|吧|哈|谢谢|领导|[\s,。.!~、👌])*",
    re.IGNORECASE,
)
LONGEST: Final = 24
"""Characters up to which words can be mere courtesy."""


def is_courtesy(text: str) -> bool:
    """Whether a text says no more than yes and thank you; 收到 says more, it acknowledges."""
    return len(text) <= LONGEST and _COURTESY.fullmatch(normal(text)) is not None


def is_done(text: str) -> bool:
    """Whether a text only says that the report in progress is complete: 完成, 就这些, 发完了, 以上."""
    return len(text) <= LONGEST and _DONE.fullmatch(normal(text)) is not None

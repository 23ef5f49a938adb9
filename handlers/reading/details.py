"""What is asked about a directive besides how far it is: what it says, what was reported, the attachments.

001详情, 003什么情况, 都反馈了什么, 看看各村报的, 003附件. The patterns see NAME for every name.
"""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from handlers.reading.clauses import NAMES
from handlers.reading.values import Asks

if TYPE_CHECKING:
    from handlers.reading.draft import Draft

LONGEST: Final = 30  # characters; what is longer says something else too
TRIGGER: Final = re.compile(
    r"详|内容|什么|啥|原文|全文|明细|怎么|看|查|[反回报交]|附件|照片|图片|视频|录音|文件"
)

_SOFT: Final = (
    r"(?:把|将|请问|请|麻烦|劳驾|帮我|帮忙|帮|给我|让我|我想|我要|想|要|再|那|现在|目前|问一?下|[ ,。!:])*"
)
_LOOK: Final = r"(?:看一?下|看一看|看看|查看一?下?|查一?下|查询|查|瞅瞅|瞧瞧|打开|调出|显示|列出|列一?下|看|发我|发一?下|发来)"
_THIS: Final = r"(?:这个|这条|这件|这项|那个|那条|那件|那项|该|此|本|上面|刚才|的|号|任务|指令|通知|事项|事情|事|工作| )*"
_WHO: Final = rf"(?:{NAMES}|大家|大伙|他们|她们|他|她|下面|底下|各自|我们|我|每个?(?:村|单位|部门|人)|都|分别|各| |的){{0,6}}"
_SAID: Final = r"(?:反馈|上报|报送|汇报|回复|报告|回报|提交|报|交|回|说|写)"
_CAME: Final = r"(?:上来|过来|回来|来|给我)?"
_WHAT: Final = r"(?:一?些)?(?:什么|啥)(?:内容|情况|东西|话|材料)?"
_TAIL: Final = r"(?:发我|发给我|给我|发来|看看|看一?下|有吗|有没有|吗|呢|呀|啊|吧|谢谢|[ ,。!?])*"
_PARTS: Final = r"(?:反馈|汇报|报告|回复|上报)(?:的)?(?:具体|详细)?(?:内容|详情|原文|材料)?(?!情况)"

_REPORTS: Final = re.compile(
    rf"{_SOFT}(?:"
    rf"(?:{_LOOK})?{_THIS}{_WHO}{_SAID}{_CAME}(?:了|的|过)(?:都)?(?:是|有)?{_WHAT}"
    rf"|(?:{_LOOK})?{_THIS}{_WHO}是?(?:怎么|如何)(?:反馈|汇报|回复|报|说)的"
    rf"|{_LOOK}{_THIS}{_WHO}{_SAID}{_CAME}(?:了的|的)(?:是|都是)?(?:{_WHAT}|内容|情况|东西)?"
    rf"|{_LOOK}{_THIS}{_WHO}{_PARTS}|{_THIS}{_WHO}{_PARTS}(?:发我|发给我|给我(?:看看|看一?下|看)?)"
    rf"|{_THIS}{_WHO}(?:反馈|汇报|报告|回复|上报)(?:的)?(?:具体|详细)?(?:内容|详情|原文)"
    rf"){_TAIL}"
)
_DETAIL: Final = r"(?:详情|详细情况|详细内容|详细信息|详细|具体情况|具体内容|具体要求)"
_TEXT: Final = r"(?:内容|全文|原文|明细|要求|原话)"
_DETAILS: Final = re.compile(
    rf"{_SOFT}(?:"
    rf"(?:{_LOOK})?{_THIS}{_DETAIL}(?:是|都)?(?:{_WHAT})?"
    rf"|{_LOOK}{_THIS}{_TEXT}"
    rf"|(?:{_LOOK})?(?:这|那)[个条件项]{_THIS}(?:是|都|到底|究竟|说|讲|写)*(?:的|了)?{_WHAT}"
    rf"){_TAIL}"
)
_OF_CODE: Final = re.compile(
    rf"{_SOFT}(?:"
    rf"(?:{_LOOK})?{_THIS}{_TEXT}(?:是|都)?(?:{_WHAT})?"
    rf"|(?:{_LOOK})?{_THIS}(?:是|都|到底|究竟|说|讲|写)*(?:的|了)?(?:{_WHAT}|(?:什么|啥)(?:任务|事情?|要求|指令))"
    rf"|{_THIS}(?:要|让)(?:我|我们)?(?:干|做|办|报|交|反馈)(?:些)?(?:什么|啥)"
    rf"){_TAIL}"
)
_FILES: Final = r"(?:附件|照片|图片|相片|视频|录音|语音|文件)"
_OF_WHOM: Final = rf"(?:{NAMES}|大家|他们|他|她|各自)"
_SENT: Final = r"(?:发|报|交|传|反馈|上报|拍)(?:来|上来|过来)?(?:了)?的"
_MEDIA: Final = re.compile(
    rf"{_SOFT}(?:"
    rf"{_LOOK}{_THIS}(?:{_OF_WHOM} ?(?:都)?(?:{_SENT}|的)? ?)?(?:反馈的?)?{_FILES}"
    rf"|(?:把|将)?{_THIS}{_OF_WHOM} ?(?:都)?(?:{_SENT}|的) ?{_FILES}(?:都)?"
    rf"|(?:把|将){_THIS}(?:反馈的?)?{_FILES}(?:都)?(?:发我|发给我|给我(?:看看|看一?下)?|发来)"
    rf"|{_THIS}附件"
    rf"){_TAIL}"
)
_POINTS: Final = re.compile(r"请看(?!看)")
"""请看附件 goes with what is sent."""
_FILES_OF_CODE: Final = re.compile(rf"{_SOFT}(?:把|将)?{_THIS}(?:反馈的?|有没有|有)?{_FILES}(?:都)?{_TAIL}")


def asks(draft: Draft) -> Asks | None:
    """Give what is asked about a directive, where a message asks that and says nothing else."""
    if len(draft.plain) > LONGEST + 16 or not TRIGGER.search(draft.plain):
        return None
    view, coded = draft.view.strip(), draft.code is not None
    if not view or len(view) > LONGEST:
        return None
    if _MEDIA.fullmatch(view) or (coded and _FILES_OF_CODE.fullmatch(view)):
        return None if _POINTS.match(view) else "media"
    if _DETAILS.fullmatch(view) or (coded and _OF_CODE.fullmatch(view)):
        return "details"
    return "reports" if _REPORTS.fullmatch(view) else None

"""Questions about the supervisor's ledger: 督查台账, 红黄蓝, 应急办 红牌, 督办件有哪些."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import Final

from handlers.reading.clauses import AT, NAME, NAMES

LONGEST: Final = 40  # characters; what is longer says something else too

_TOPIC: Final = (
    r"红黄蓝(?:[三3]色|牌|灯|预警)?|红黄[牌灯]?|(?:亮)?[红黄蓝](?:[牌灯]|色预警)|(?:快要?|即将|将要?|马上)(?:到期|逾期|超期)|临期|临近到期"
    r"|督[办查](?:工作)?台[账帐]|(?:工作)?台[账帐]|督办(?:中|件|事项|任务|清单|情况)|逾期|超期|超时未办"
)
_FILLER: Final = (
    rf"有[哪那]些|[哪那]些|[哪那]几[件项个条]|有?几[件项个条]|有?多少[件项个条]?|都|还|有|是|了|的|和|或|全部|所有|{AT}|目前|现在|当前|本周|本月|今天|件|项|清单|列表|名单|情况|预警"
    r"|各单位|各部门|各村|单位|任务|指令|事项|吗|呢|啊|[ ,。!?、:()]"
)
_ASKING: Final = r"请问|问一?下|请|麻烦|帮我|给我|发我|我要|我想|把|查一?下|查询|查看|查|看一?下|看看|看|打开|列出|列一?下|汇总|统计|显示"
_LOOK: Final = r"查一?下|查询|查看|查|看一?下|看看|看|统计"
_BARE: Final = re.compile(rf"(?:{_TOPIC}|{_FILLER}|{_ASKING})++")
_OF_UNITS: Final = re.compile(rf"(?:{_LOOK})?(?:{NAMES}|{_TOPIC}|{_FILLER}|{_LOOK})++")
_ASKED: Final = re.compile(_TOPIC)


def asks_ledger(view: str) -> bool:
    """Whether a text asks for the ledger and says nothing else. `view` as `clauses.viewed` gives.

    With somebody named it only asks, too: 应急办台账发我 charges them with sending it.
    """
    if len(view) > LONGEST or not _ASKED.search(view):
        return False
    return (_OF_UNITS if NAME in view else _BARE).fullmatch(view) is not None

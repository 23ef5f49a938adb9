"""What only tells people something: that it is a 通知, calls to a meeting, draws attention."""

from __future__ import annotations

import re
from typing import Final

_NOTICE_START: Final = re.compile(
    r"^\s*(?:特急|加急|紧急|重要)?[!,:\s】\]]*(?!接|按|根据|据|收到|依|遵|谁|哪|还有|没|未|都|撤|取消|作废|催|看|查|有)[【\[<《(]?\s*(?:(?:关于)[^,。:!?\n]{1,40}的|[\u4e00-\u9fff0-9]{0,10}?)(?<!被)(?:通知|通报(?:表扬|批评)?|公告|公示|通告|提示|预警|提醒(?:各位(?:同事|同志)?|大家|同志们)?(?!.*(?:没|未)[^,。]{0,4}(?:交|报|反馈|签收|完成))|告知|启事|简报|快讯|喜报|温馨提示|周知)(?:\(\S{1,10}\))?\s*(?:[】\]>》)]|[:!,。\n]|\s|如下|$)"
)
_NOTICE_END: Final = re.compile(
    r"(?:特此(?:通知|通报|公告|告知)|现(?:将[^,。]{1,30})?(?:通知|通报)如下|敬请(?:周知|知悉)|请(?:周知|知悉|知晓|悉知|相互转告|互相转告|各\S{1,6}(?:知悉|周知|知晓)|大家(?:知悉|周知|知晓)))[,。!\s]*"
)
_MEETING: Final = re.compile(
    r"(?:召开|举行|举办|开)[^,。;!?\n]{0,30}(?:会|培训|活动|讲座|演练)|(?:参加|出席|列席|参会|与会|到会|准时到会|集合)|(?:会议|例会|培训)(?:时间|地点|室)|开会|碰(?:一下|个头|个面|头|面)(?=[,。;!?\s吧哈]|$)"
)
_INFORMS: Final = re.compile(
    r"(?:已|刚)经?(?:印发|下发|发|上传|公布|挂网|张贴)[^,。;!?\n]{0,12}[,。;]\s*(?:请(?:大家|各位)?(?:查收|查阅|知悉|阅知|查看)[。!\s]*)?$"
)
_WARNING: Final = re.compile(
    r"\s*(?:请|大家|各位|领导|同志们?|同事们?|\s|,)*(?:注意|留意)(?:了|啦|一下)?\s*[,:!]+"
)


def starts_notice(text: str) -> bool:
    """Whether the text says itself that it is a 通知 or 通报."""
    return bool(_NOTICE_START.match(text) or _NOTICE_END.search(text))


def calls_meeting(text: str) -> bool:
    """Whether it calls people to a meeting or only tells them of one."""
    return bool(_MEETING.search(text)) and not re.search(
        r"组织[^,。;]{0,10}(?:参加|报名|培训|演练|活动)|(?:筹备|准备|布置|保障)[^,。;]{0,12}会", text
    )


def informs(text: str) -> bool:
    """Whether it says where something already is to be found: 值班表已发群里,请查收."""
    return bool(_INFORMS.search(text))


def warning_of(text: str) -> str | None:
    """Give what attention is drawn to (请注意,明天停水); None where the text does not begin so."""
    found = _WARNING.match(text)
    return text[found.end() :] if found else None

"""What is only talked about: whoever stands there did something, or something happens there."""

from __future__ import annotations

import re
from typing import Final

from handlers.reading.marks import BLAMED
from handlers.reading.vocabulary import TIMES

_TALKED: Final = re.compile(
    r"\s*(?:同志)?\s*(?:调任|担任|兼任|拟任|当选|退休|请假|出差|休假|住院|(?:[今明后][天日晚早]?|本?周[一二三四五六日]|\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号])?(?:[上中下]午|晚上|全天|起)?\d{0,2}[点时]?(?:至|到|-)?\d{0,2}[点时]?(?:起|开始|将|要)?(?:停[电水气课业诊工]|断[网电水]|放假|休息|闭馆|暂停|停止|恢复|开[门放馆]|搬|举[行办])|(?:值班)?人员\S{0,4}(?:脱岗|离岗|未)|(?!请|要|须|务必)[^,。;:!?\n前内]{0,12}(?:没有?到位|不到位|不力|脱岗|不够|滞后|没(?!收)有|仍未|还没|尚未|超期)|的(?!话)|未(?!报|反馈|上报|提交|签收)|没有?|(?:均|都|全都|全部)?已|存在|发生|反映|说|正在|预计|目前|现在|现已|共(?!同)|刚|受理|表现|荣获|获得|[^,。;:!?\n]{0,10}?(?:情况|问题|进度|工作|成效|现象)(?:不|较|很|良好|突出|严重|滞后|参差|仍|普遍|明显|比较|差|缓慢|总体)|在[^,。;]{0,16}?(?:中(?![心午旬])|方面)|位于|境内|辖区|被|是|报来|报称|出现|上报的|报送的|提出|来电|来报|今[天日]?(?:发生|出现)|等(?:单位|地|村)?(?:未|没|已|存在|发生))"
)
_PAST: Final = re.compile(r"\s*(?:昨[天日晚]|前[天晚]|上上?个?[周月]|上星期|去年|近[期日来]|今年以来)(?!前)")
_HAPPENS: Final = re.compile(
    r"\s*(?:起|开始|期间|将|要|已|全天|会|因[^,。;]{0,8})?(?:停[电水气课业诊工]|断[网电水路]|放假|休息|闭馆|暂停(?:服务|办|营|对外|受)|停止(?:服务|办|营|对外|受)|恢复(?:供|正常|通|办公)|开[门放馆]|搬(?:家|迁至|到)|办公地点|启用|迁至|迁入|有[大中小暴雷雨雪寒雾霜冰高低]|下[雨雪])"
)
_HOSTS: Final = re.compile(r"\s*(?:要|将|拟|决定|定于|组织|召开|举[办行]|统一|安排|开|派|有|对|请)")
_PLACE: Final = re.compile(
    r"\s*(?:\d{1,3}|[一二三四五六七八九十]{1,2})\s*(?:号楼|号院|栋|幢|单元|组(?![织长员])|社(?!区)|号井|号地块|期(?!间)|(?:名|户|处|起|盏)[^,。;:!?\n]{0,12}?(?:有误|坏|漏|未|没|不|超|失|断|损|倒|塌|破|堵))"
)
_TELLS: Final = re.compile(
    r"\s*[【\[]?(?:[\u4e00-\u9fff]{0,6}通报(?:表扬|批评)?|喜报|快讯|简报|公示|公告|表扬|批评)\s*[】\]:!,]"
)
_MUST: Final = re.compile(r"\s*(?:同志)?(?:要|须|务必|必须|应|请|限)")


def is_topic(text: str, end: int) -> bool:
    """Whether something is only said of whoever stands there: what was, what is, what happens to it."""
    if _TALKED.match(text, end):
        return True
    time = TIMES.match(text, end)
    return bool(_HAPPENS.match(text, time.end() if time else end))


def is_told_of(text: str, end: int) -> bool:
    """Whether whoever ends there, unless asked, is told of: what was, what is blamed, a place in it."""
    return bool(_PAST.match(text, end) or BLAMED.match(text, end) or _PLACE.match(text, end))


def hosts(text: str, end: int) -> bool:
    """Whether the whole body that ends there calls people together: 镇里组织义务植树,请…参加."""
    return bool(_HOSTS.match(text, end))


def must(text: str, end: int) -> bool:
    """Whether whoever ends there has to do something."""
    return bool(_MUST.match(text, end))


def tells(text: str) -> bool:
    """Whether the text praises, blames or announces something (通报表扬:…)."""
    return bool(_TELLS.match(text))

"""What this office may not decide: explained with the right door, and taken down only if somebody insists.

The doors and their telephones stand in the words (bot/wording/zh/citizen_tell.toml), where a city has its own.
"""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import Final

from handlers.citizen.gathering_send import SEND
from handlers.citizen.gathering_told import Told, as_facts, heard
from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.script import normal
from handlers.requests import pictures
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.notices import Outcome

DOORS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (door, re.compile(pattern))
    for door, pattern in (
        (
            "discipline",
            r"纪检|纪委|监委|监察委|(?:举报|检举|揭发|实名|控告|反映|告)[^,。;!?]{0,16}(?:贪污|受贿|行贿|收(?:了)?(?:红包|钱|礼)|回扣|挪用公款|以权谋私|买官|公款吃喝|贪腐|腐败)|(?:书记|主任|局长|镇长|所长|干部|领导|公务员|会计|站长|科长|官员)[^,。;!?]{0,12}(?:贪污|受贿|收(?:了)?(?:红包|钱|礼)|吃回扣|拿回扣|挪用|以权谋私|公款吃喝|贪腐|腐败|违纪)|贪污(?:腐败|受贿|公款)",
        ),
        (
            "reconsideration",
            r"行政复议|复议(?:申请)?|(?:不服|质疑)[^,。;!?]{0,10}(?:行政)?(?:处罚|决定|强制)",
        ),
        (
            "disclosure",
            r"依申请公开|政府信息公开申请|信息公开申请|申请[^,。;!?]{0,6}(?:政府)?信息公开|申请公开",
        ),
        (
            "petition",
            r"信访(?:件|事项|答复|复查|复核|局|办|号|局里|受理|程序)|(?:已经?|正在|一直在?)(?:在)?信访|上访|(?:复查|复核)意见书",
        ),
        ("arbitration", r"(?:劳动|人事|商事|经济|土地承包)?仲裁"),
        (
            "court",
            r"法院[^,。;!?]{0,8}(?:判|立案|执行|开庭|审|起诉|传票|不受理|裁定)|(?:判决|裁定)(?:书|结果|不公|不服|错)?|(?:一审|二审|再审|终审|庭审|开庭|上诉|起诉状|强制执行|执行局|老赖|失信被执行)|(?:不服|对)[^,。;!?]{0,6}判|打官司|(?:我要|想|准备)起诉|法官|检察院",
        ),
    )
)
"""Whose it is → what it is known by, the narrower first."""
ASKED: Final = re.compile(r"(?:地址|在哪|电话|怎么走|几点|上班)[^,。]{0,6}[?吗么]?$")
OURS: Final = re.compile(
    r"(?:门口|旁边|对面|附近|路口|后面|隔壁|宿舍)[^。]{0,20}(?:坏|堵|停|脏|垃圾|路灯|积水|噪|吵|臭|不亮|塌|漏|井盖)|普法|讲座"
)
"""A street lamp in front of the court is no case."""


def door_of(text: str) -> str:
    """Give whose matter it is: court, arbitration, discipline …; empty where it may be ours."""
    said = normal(text)
    if OURS.search(said):
        return ""
    return next((door for door, pattern in DOORS if pattern.search(said)), "")


async def room(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Explain the right door; the words are kept, in case the citizen wants them taken down all the same."""
    door = door_of(incoming.text)
    if not door:
        return None
    told = heard(Told(insisted=True), incoming.text, pictures.media_of(incoming), context.org)
    offered = bool(told.what) and not ASKED.search(normal(incoming.text).strip())
    if offered:
        await talks.put(db, citizen, SEND, as_facts(told), context.sealer, context.now)
    return Outcome("citizen.elsewhere", {"door": door, "offered": offered})

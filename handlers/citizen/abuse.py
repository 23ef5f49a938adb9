"""What is held back at the official account, and how it is said: on the citizen's side where it is unclear.

Limits are `tasks/citizens/limits.py`. Emergencies pass whatever was before; who is held back is told until
when and how to appeal; a complaint with an insult in it is a complaint, and so is one about advertising.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from handlers.citizen.reading_danger import danger_of
from handlers.context import Context
from handlers.message import Incoming
from tasks.citizens import limits, talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.notices import Notice, Outcome, Receiver
from tasks.personal import masked

URGENT: Final = re.compile(
    r"着火|起火|失火|火灾|爆炸|冒烟|泄[漏露]|漏气|中毒|溺水|落水|掉[到进]?[河水井]|触电|漏电|电线(?:断|掉)|受伤|流血|出血"
    r"|昏迷|昏倒|晕倒|救命|快来人|自杀|跳楼|跳河|轻生|不想活|砍人|杀人|捅|动刀|持刀|绑架|拐[卖走骗]|被困|坍塌|塌了|倒塌|滑坡"
    r"|泥石流|洪水|决堤|车祸|撞[了人]|地震|打架|抢劫|失踪|走丢|(?<!\d)(?:11[09]|120)(?!\d)"
)
"""Whoever writes one of these is never held back: more than is one, for it costs nothing where it is none."""
REACH: Final = re.compile(
    r"加(?:我)?(?:微信|薇信|威信|[vVＶ]信|[vVＶ][xX]?|[qQＱ]{1,2}|群)|[vV][xX]\s*[:：]|(?:微信|[qQ]{2})(?:号)?\s*[:：]?\s*[a-zA-Z0-9_-]{5,}"
    r"|https?://|www\.|扫码|点击(?:链接|领取)|私聊|私信我|加好友|进群|联系客服"
)
SALES: Final = re.compile(
    r"贷款|放款|下款|秒批|低息|免抵押|无抵押|套现|兼职|刷单|日结|日入|日赚|月入|躺赚|代开(?:发)?票|开发票|办证|刻章|博彩|投注|彩金|彩票"
    r"|棋牌|赌|返利|返现|招代理|招商|加盟|免费领|优惠|促销|特价|清仓|大甩卖|包过|代考|代写|代孕|约炮|上门服务|荐股|炒股|虚拟币|理财"
)
"""Advertising is a way to be reached together with something to be sold; one of them alone is not."""
CITIZENS_OWN: Final = re.compile(
    r"举报|投诉|反映|诈骗|被骗|骗[子了人我]|受骗|上当|骚扰|垃圾短信|传销|请问|咨询|怎么|如何|什么|哪[里儿个些]|是不是|能不能|可不可以"
    r"|吗|[?？]|有人|他们|政策|补贴|申请"
)
"""Whoever asks, or tells of others, does not advertise."""
INSULT: Final = re.compile(
    r"傻[逼比屄叉缺子]|煞笔|沙比|[sS][bB]|脑残|智障|弱智|白痴|混蛋|王八蛋|王八|畜生|狗[日东屁腿]\w?|狗官|杂种|人渣|废物|(?:你们?|他们|一群|一帮|这[群帮]|都是|全是|就是|真是?|什么)(?:这?[群帮些个]|都|全|就|真|是|的|个|一|什么)*垃圾|垃圾(?=政府|公众号|机器人|系统|东西|玩意|平台)"
    r"|去死|死全家|滚蛋|滚|操你\w?|草你\w?|日你\w?|妈[的逼比]|[他你特]妈(?:的|了个?[逼比])?|[tTnNcC][mM][dDbB]?|吃屎|放屁|狗屁|饭桶|猪[头脑]|不要脸"
)
FILLER: Final = re.compile(
    r"你们?|我|他们?|她|这[个些群帮]?|那[个些]?|一?[群帮个伙]|都|就是?|是|真是?|全|的|了|吧|啊|呢|呀|吗|去|给|给我|什么|东西|玩意儿?|人|们|老子|公众号|政府|机器人?"
    r"|太|很|还|不|一点|好|快|哈|呵|[\W_]|\d"
)
LEAST_MEANT: Final = 3
"""Characters left beside insults and filler from which on somebody said something."""
LONG_ENOUGH: Final = 8
"""Characters from which on the same words are a repeat; «1», «谢谢», «我的诉求» may come at any time."""
APPEAL: Final = re.compile(r"^\s*(?:我要)?申诉")


def is_urgent(text: str) -> bool:
    """Whether a text could be about an emergency."""
    return URGENT.search(text) is not None or bool(danger_of(text))


def passes_flood(incoming: Incoming) -> bool:
    """Whether a message is handled however many come: an emergency, or an event nobody waits at."""
    return is_urgent(incoming.text) or (incoming.kind == "event" and incoming.event != "click")


def is_advert(text: str) -> bool:
    """Whether a text sells something and says how to be reached, and is nobody's question or complaint."""
    return bool(REACH.search(text) and SALES.search(text)) and not CITIZENS_OWN.search(text)


def is_insult(text: str) -> bool:
    """Whether a text is nothing but an insult: with anything else in it, that counts."""
    rest, insults = INSULT.subn("", text)
    return insults > 0 and len(FILLER.sub("", rest)) < LEAST_MEANT


async def held_back(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Answer what is held back; None: it passes."""
    if is_urgent(incoming.text):
        return None
    if citizen.blocked_until is not None and citizen.blocked_until > context.now:
        if not APPEAL.search(incoming.text) and await _in_danger(db, citizen, context):
            return None
        return _blocked(incoming, citizen, context)
    outcome = _judged(incoming, citizen, context)
    await citizen.save(using_db=db, update_fields=["limits", "blocked_until", "blocked_for"])
    return outcome


async def _in_danger(db: Db, citizen: Citizen, context: Context) -> bool:
    """Whether an emergency was told of just now: where it is and who is hurt is said after it."""
    going = await talks.under_way(db, citizen, context.sealer, context.now)
    return going is not None and bool(going.facts.get("urgent"))


def _judged(incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Count a message, and say what is wrong with it; None: nothing."""
    now, text = context.now, incoming.text
    citizen.limits, in_minute = limits.count(citizen.limits, limits.MINUTE, now)
    citizen.limits, in_hour = limits.count(citizen.limits, limits.HOUR, now)
    if in_hour > limits.HOUR.most:
        return _block(citizen, "many", now)
    if in_minute > limits.MINUTE.most:
        return Outcome("citizen.slower", {})
    if is_advert(text):
        citizen.limits, adverts = limits.count(citizen.limits, limits.ADVERTS, now)
        return _block(citizen, "adverts", now) if adverts > limits.ADVERTS.most else Outcome("citizen.advert")
    if is_insult(text):
        citizen.limits, insults = limits.count(citizen.limits, limits.INSULTS, now)
        return Outcome("citizen.calm" if insults <= limits.INSULTS.most else "", {})
    if len(text) < LONG_ENOUGH:
        return None
    citizen.limits, same = limits.count_same(citizen.limits, context.sealer.digest(text)[:16], now)
    return Outcome("citizen.repeated", {}) if same > limits.SAME.most else None


def _block(citizen: Citizen, why: str, now: datetime) -> Outcome:
    citizen.blocked_until, citizen.blocked_for = now + limits.HELD_BACK[why], why
    return Outcome("citizen.blocked", {"until": citizen.blocked_until.isoformat(), "why": why})


def _blocked(incoming: Incoming, citizen: Citizen, context: Context) -> Outcome:
    """Say until when, or take the appeal: the first one of each time goes to the clerks."""
    assert citizen.blocked_until is not None
    until = citizen.blocked_until.isoformat()
    if not APPEAL.search(incoming.text):
        return Outcome("citizen.blocked", {"until": until, "why": citizen.blocked_for})
    clerks = context.desk.clerks or context.roles.administrators
    facts = {
        "number": citizen.id,
        "why": citizen.blocked_for,
        "until": until,
        "text": masked(APPEAL.sub("", incoming.text)).strip(" ,，:：。")[:200],
    }
    appeal = Notice(
        "citizens.appeal",
        tuple(Receiver(clerk) for clerk in sorted(clerks)),
        {**facts},
        f"appeal:{citizen.id}:{until}",
        context.calendar.next_office_time(context.now),
    )
    return Outcome("citizen.appealed", {"until": until}, (appeal,))

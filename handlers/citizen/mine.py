"""我的诉求: how one's own requests stand, and what a citizen says about one of them by its number.

Only one's own: another's number is answered as one that does not exist.
"""

# ruff: noqa: E501 - patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers.citizen import rating, reopening
from handlers.citizen.mine_doing import DOES, ask_withdraw, note
from handlers.citizen.mine_showing import asked_for_one, listed, progress
from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.script import normal
from tasks.citizens import talks
from tasks.citizens.models import Citizen
from tasks.db import Db
from tasks.fields import Json
from tasks.notices import Outcome
from tasks.requests import finding, states
from tasks.requests import rating as ratings
from tasks.requests.models import Request

_ASK: Final = r"(?:请问|请|麻烦|我要|我想|帮我|给我|查一?查|查询|查看|查|看一?看|看|问一?问|一下|下|,|\s)*"
_HOW: Final = r"(?:进度|进展|情况|结果|状态|办理情况|处理情况|办理进度|处理进度|办理结果|处理结果|怎么样了?|怎样了?|如何了?|到哪(?:一?步)?了?|有消息(?:了)?吗?|有结果(?:了)?吗?|处理(?:好|完)?了?(?:没有?|吗)|办(?:好|完)?了?(?:没有?|吗)|好了(?:没有?|吗)|啥时候(?:能)?(?:好|办|处理|解决)|什么时候(?:能)?(?:好|办好|处理|解决|答复))"
MINE: Final = re.compile(
    rf"{_ASK}(?:我的?)?(?:(?:反映|提交|投诉|登记|上报)的?)?(?:诉求|工单|投诉|反映|事项|问题|单子)?(?:的)?(?:诉求|工单|{_HOW})[了呢吗。?!\s]*"
)
"""我的诉求, 查进度, 进度, 我反映的问题怎么样了: short, and about nothing else."""
STILL: Final = re.compile(
    r"(?:怎么|为什么|为啥|咋|你们|到现在|都几天了|都好几天了|这都|,|\s)*(?:还|都|还是|仍)?(?:没有?|未)(?:人|见人)?(?:处理|办|解决|修|管|来|回复|答复|回音|消息|动静|结果|下文)(?:好|完)?(?:吗|呢|啊|嘛|么)?[了。?!\s]*"
    r"|(?:到底|请问|那|你们|究竟|,|\s)*(?:啥时候|什么时候|几时|哪天|多久)(?:能|才能?|可以|会|来|派人)*(?:有)?(?:人)?(?:来)?(?:处理|办|解决|修|管|来|回复|答复|结果|消息)(?:好|完)?(?:一下)?(?:吗|呢|啊|嘛|么)?[了。?!\s]*"
    r"|我(?:上次|上回|前几天|前天|昨天|上周|之前|那天)?(?:反映|投诉|说|报|提)(?:过)?的.{0,14}"
    rf"(?:{_HOW})[了呢吗。?!\s]*"
)
"""还没处理吗, 我昨天反映的路灯怎么样了: said of a request, where there is one."""
_CODE: Final = r"(?:[Ss]\s?\d{8}\s?-\s?\d{3,6}|(?<!\d)\d{4}(?!\d|[-年月日元块米个:.号楼栋室路]))"
CODED: Final = re.compile(
    rf"(?P<front>.{{0,12}}?)(?P<code>{_CODE})\s*(?:号(?:诉求|工单|件)?)?(?P<rest>.*)", re.DOTALL
)
WHOLE: Final = re.compile(r"[Ss]\s?(\d{8})\s?-\s?(\d{3,6})")
SAYING: Final = ("text", "voice")
PICK: Final = "mine.pick"


async def by_code(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Do what is said about an own request by its number: how it stands, 补充, 催, 不用办了, 没解决, 满意."""
    plain = normal(incoming.text).strip()
    found = CODED.fullmatch(plain) if incoming.kind in SAYING else None
    if found is None:
        return None
    whole = WHOLE.fullmatch(found["code"])
    code = f"S{whole[1]}-{whole[2]}" if whole else found["code"]
    request = await finding.own_called(db, citizen.id, code)
    if request is None:
        return Outcome("citizen.mine_unknown", {"code": code}) if whole else None
    raw = incoming.text.strip()[found.start("rest") :]
    said = f"{found['front']}{found['rest']}".strip(" ,:;。.")
    supplement = SUPPLEMENT.fullmatch(found["rest"])
    if supplement is not None:
        return await note(db, request, raw[supplement.start("text") :].strip(), citizen, context)
    if (level := rating.stars_in(said)) is not None and rating.CLEAR.search(said):
        return await rating.rate(db, request, level, citizen, context)
    # «没解决» of what was answered is what the answer told to send; of what is open it asks how it stands.
    asks = MINE.fullmatch(said) or (
        STILL.fullmatch(said) and (request.state != states.ANSWERED or ASKING.search(said))
    )
    if reopening.UNSOLVED.fullmatch(said) and not asks:
        return await reopening.unsolved(db, request, raw.strip(" ,，:：") or said, citizen, context)
    for pattern, verb in DOES:
        if pattern.fullmatch(said):
            return await verb(db, request, citizen, context)
    if not said or whole or MINE.fullmatch(said) or STILL.fullmatch(said) or HOW.fullmatch(said):
        return await progress(db, request, context)
    return None


SUPPLEMENT: Final = re.compile(
    r"[\s,:]*(?:再|我再|我要|我来)?(?:补充|补交|补报)(?:一下|一点|说明|材料|几句)?[\s,:]*(?P<text>\S.*)",
    re.DOTALL,
)
HOW: Final = re.compile(
    rf"{_ASK}(?:这个|这件|的|诉求|工单|事情?|件)*{_ASK}(?:{_HOW})?[了呢吗。?!\s]*|还没.{{0,6}}[吗?。!\s]*"
)


ASKING: Final = re.compile(r"[吗呢么?][。!\s]*$|^(?:怎么|为什么|为啥|咋|什么时候)")


async def exactly(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Show one's own requests to who asks for them and nothing else: also in the middle of another talk."""
    if incoming.kind in SAYING and MINE.fullmatch(normal(incoming.text).strip()):
        return await mine(db, incoming, citizen, context)
    return None


async def perhaps(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Take «还没处理吗» for a question about one's own requests, where there are any; «修好了» as what it is."""
    if incoming.kind in SAYING and SOLVED.fullmatch(normal(incoming.text).strip()):
        return await _solved(db, citizen, context)
    if incoming.kind not in SAYING or not STILL.fullmatch(normal(incoming.text).strip()):
        return None
    own = await finding.own(db, citizen.id)
    return await _shown(db, own, citizen, context) if own else None


async def _solved(db: Db, citizen: Citizen, context: Context) -> Outcome | None:
    """Thank who says that it is done, with the rating if it is asked for; ask whether it may end else."""
    if await ratings.waiting(db, citizen.id, context.now) is not None:
        return Outcome("citizen.small", {"what": "solved"})
    still = [one for one in await finding.own(db, citizen.id) if one.state in states.OPEN]
    if len(still) == 1:
        return await ask_withdraw(db, still[0], citizen, context)
    return Outcome("citizen.small", {"what": "thanks"}) if not still else None


SOLVED: Final = re.compile(
    r"(?:已经|都|终于|现在|全部|问题|,|\s)*(?:修好|弄好|搞好|搞定|解决|处理好|处理完|办好|办完|清理好|清理完|清走|恢复|来水|来电|灯?亮)(?:了|啦)[,。!\s]*"
    r"(?:太好了|真好|真快|很好|不错)?[,。!\s]*(?:(?:真是|太)?(?:谢谢|感谢|多谢|辛苦)(?:你们|您|了|啊|大家)*)?[,。!\s]*"
)
"""修好了，谢谢."""


async def mine(db: Db, incoming: Incoming, citizen: Citizen, context: Context) -> Outcome | None:
    """Show one's own requests: the only one as it stands, of several the list to choose from."""
    del incoming
    return await _shown(db, await finding.own(db, citizen.id), citizen, context)


async def _shown(db: Db, own: Sequence[Request], citizen: Citizen, context: Context) -> Outcome:
    if len(own) == 1:
        return await progress(db, own[0], context)
    if own and await asked_for_one(db, citizen, context):
        of: list[Json] = [request.id for request in own]
        await talks.put(db, citizen, PICK, {"of": of}, context.sealer, context.now)
        return listed(own, context, tappable=True)
    return listed(own, context, tappable=False)


async def picked(
    db: Db, incoming: Incoming, citizen: Citizen, going: talks.Going, context: Context
) -> Outcome | None:
    """Show the request whose number in the list was tapped or typed; None for every other word."""
    said = re.fullmatch(r"第?([1-5])(?:个|件|号)?[。.]?", normal(incoming.text).strip())
    of = going.facts["of"]
    if said is None or not isinstance(of, list) or int(said[1]) > len(of):
        return None
    request = await finding.numbered(db, citizen.id, int(str(of[int(said[1]) - 1])))
    return await progress(db, request, context) if request else None

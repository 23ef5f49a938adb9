"""What is said of a directive on its way: declined, undone, closed, granted, refused, upheld, distributed, supervised.

A sentence is one of these only where a whole clause of it is, apart from polite words: whoever tells of
such things (县里已同意延期) reports. The patterns see NAME for every name and TIME for every time.
"""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers.reading.clauses import AT, NAME, NAMES, Span, clauses_of, core_of
from handlers.reading.values import Intent

LONGEST: Final = 160
# what has to stand in a text before it is looked at more closely
TRIGGER: Final = re.compile(
    r"[不非]属|不负责|不管|无权|[并]?非[我本]|不归|不由|不该|不应|不是|不在|超出|轮不到|退办|应该?由|应该?是|误|点错|按错|错点|手滑|撤|取消|收回|反馈|收到|签收|办结|结案|销号|归档|结了|结掉|结束|其余|剩|没|未"
    r"|同意|批准|准|允许|可|拒绝|驳回|不[能予得许给批宜再行]|维持|仍|还是|继续|依[然旧]|照旧|分|督[办查]|给予|予以|延|宽限|推迟"
)

_WE: Final = (
    r"(?:(?:我们?|咱们?|本)(?:这)?(?:单位|部门|办公室|办|村|所|社区|中心|镇|局|站|科室|组|边|里|家|人|自己)?"
    rf"|{NAME}+)"
)
_DUTY: Final = r"(?:的|主要|工作|业务|分管|管理|职责|职能|职权|责任|管辖|管|辖区|事情?|活儿?|范围|地盘|地界|权限|以?内|之内|任务|单位|区域|问题){0,6}"
_SUBJECT: Final = r"(?:经(?:研究|研判|核实|核查|查|了解|现场查看))?(?:(?:这|该|此|本|那)[一-龥]{0,6}?|情况)?(?:都|也|根本|并|确实|真|应该|应)?"
_MINE_NOT: Final = (
    rf"{_SUBJECT}(?:点位?|地点|位置|路段?|道路|地块|区域|现场|河段|河道|桥|沟渠?|事情?|问题|工作|项目|业务|小区|企业|工地|店铺?|商铺|房屋|鱼塘|村组|地方)?(?:(?:不属于?|非属?|超出了?){_WE}{_DUTY}|(?:不是|不在|并非|非){_WE}(?:的|职责|职能|辖区|管辖|业务|范围|责任|工作|管){_DUTY}"
    rf"|(?:点位?|地点|位置|路段|地块|区域|现场|事发地|案发地|这里|河段|该处|地方)?不在{_WE}(?:境内|这边|这里)?|(?:不归|不由|不该由?|不应该?由?|应?轮不到){_WE}(?:来|去|这边|这里){{0,6}}(?:管理?|负责|办理?|承办|处理|牵头|管辖|主管|的){{0,6}})"
)
_DECLINES: Final = r"(?:申请|请求|恳请|恳求|要求|需要?|作|做|予以|建议){0,6}退办(?:处理|此件|该件)?"
_THEIRS: Final = (
    rf"{_SUBJECT}(?:应该?|该|当)由{NAMES}(?:来|去)?(?:办理|办|负责|处理|承办|牵头|管|主办)(?:的|才对){{0,6}}"
    rf"|{_SUBJECT}(?:应该?|该)?是{NAMES}的?(?:职责|职能|业务|事情?|管辖|辖区|范围|管)+"
)

_NOT_OURS: Final = (
    rf"{_SUBJECT}{_WE}(?:并|也)?(?:不负责|不管|不管辖|不承担|没有?这个?(?:职责|权限|职能)|无权)[一-龥]{{0,8}}"
)
_GIVEN: Final = r"(?:收到|签收|反馈|上报|报送|回复|报告|确认|汇报|汇报)"
_LAST: Final = r"(?:我的?|刚才|刚刚|刚|上面|前面|上一?[条个次份]|这[条个次份]|那[条个次份]|发的|报的|点的|错的?|误点的?|的|把|将|了|个){0,6}"
_BACK: Final = r"(?:撤销|撤回|取消|撤掉|收回|撤了|撤一下|撤)(?:掉|回来?|一下)?"
_SLIP: Final = r"(?:误点|误触|误按|误操作|误签收?|点错|按错|错点|点成|手滑|手误|不小心点了?|误报)"
_UNDOES: Final = (
    rf"(?:申请|要|想|帮我){{0,6}}{_BACK}{_LAST}{_GIVEN}(?:信息|内容|状态|操作)?"
    rf"|{_LAST}{_GIVEN}(?:信息|内容|状态)?(?:帮我|给我|要|请|想){{0,6}}{_BACK}"
    rf"|{_LAST}(?:不小心|又|是|可能|我){{0,6}}(?:{_GIVEN})?(?:是|又|我|刚才|不小心){{0,6}}(?:{_SLIP})+(?:点|按|碰)?(?:了|的|到|成){{0,6}}(?:{_GIVEN}|按钮|键)?"
    rf"|{_LAST}{_GIVEN}(?:的)?(?:发|填|点|报|传|交|写|选)?(?:错了|错|有误|重复了|发重了)"
)

_ALL: Final = r"(?:全部|整体|整件|整条|全都|统一|一并|一起|全|都|所有|一律)+的?(?:任务|事项|份额)?"
_ENDED: Final = r"(?:予以|给|算|作|做){0,6}(?:办结|结案|销号|结了|归档|了结|关闭|结束|结掉|结)"
_REST: Final = rf"(?:其余|剩下|剩余|其他|其它|余下|后面|(?:还)?(?:没|未)(?:有)?(?:办完|办|反馈|报|完成|交|收到|签收))的?(?:单位|人|村|部分|同志|几[个家]|{NAME}+){{0,6}}"
_NO_MORE: Final = (
    r"(?:都|也|就){0,6}(?:不再|不用|不必|不要|无需|不)(?:再)?(?:要求|办理?|报送?|上报|催|管|反馈|追|等|做|跟)"
)
_CLOSES: Final = rf"(?:可以|现在|一律|直接|决定){{0,6}}{_ALL}{_ENDED}|直接{_ENDED}|{_REST}(?:也|都|就|一并|一律|直接|全部|统一|算){{0,6}}{_ENDED}"
_LEFT_OPEN: Final = rf"{_REST}{_NO_MORE}"

_MORE_TIME: Final = (
    rf"(?:(?:延期|延长|延后|延迟|推迟|宽限|推后|顺延|展期|缓|晚|推|延|放宽|改期|改)(?:点|些|一下|一点|办理|时间|时限|期限|上报|反馈|报送|几天){{0,6}}(?:到|至|为)?(?:{AT}|半天|半小时)?"
    rf"(?:再|后)?(?:报送?|交|办理?|完成|反馈|办结|上报)?|给{AT}(?:时间)?)"
)
_OTHER_HANDS: Final = rf"(?:转办|改派|转交|移交|转派|换人|转出|改办|转)(?:给|到|由|至)?(?:{NAMES})?(?:来)?(?:办理|办|承办|处理)?"
_WISH: Final = rf"(?:{_MORE_TIME}|{_OTHER_HANDS})(?:的)?(?:申请|请求|要求)?"
_WHOSE: Final = rf"(?:你们?(?:单位|办|村|所|社区|中心)?|他们?|其|{NAMES})?(?:的)?(?:上述|这次|本次)?"
_YES: Final = r"(?:同意了?|批准了?|准予|准许|允许|准|可以|可|予以|给予|照准|特批)"
_NO: Final = (
    r"(?:不同意|不予|不能|不可以?|不准|不许|不得|不批准|不批|驳回|拒绝|不允许|不宜|不给|不再|不接受|没法)"
)
_NAMED_WISH: Final = rf"{_WHOSE}(?:延期|延长|延时|宽限|推迟|转办|改派)(?:的)?(?:申请|请求|要求)?(?:的)?(?:这?事情?|这?个?问题)?"
_GRANTS: Final = rf"{_YES}{_WHOSE}(?:再|给|予以|将|申请){{0,6}}(?:{_WISH}|退办)|你们?(?:单位|办|村|所)?(?:再|多)?(?:延期?|宽限|推迟|延长)(?:到|至)?{AT}|{_NAMED_WISH}(?:我|可以|予以){{0,2}}(?:同意|批准|可以|准了|通过|照准)"
_AGREES: Final = re.compile(r"\s*(?:好的?|行)?\s*我?(?:同意|批准|准|照准|可以|行|可)(?:了|吧)?\s*")
_UNTIL: Final = re.compile(
    rf"(?:但|只能?|最多|最迟|最晚|不超过|那?就|可以?|给|你们?|{NAMES}|时间|期限|截止){{0,6}}(?:延期?|推迟|宽限|改期?|顺延|延长)?(?:到|至)?{AT}(?:为止|吧|报|交)?"
)
_REFUSES: Final = rf"(?:坚决|一律|原则上)?{_NO}{_WHOSE}(?:再|给|予以|随意|申请){{0,6}}{_WISH}|{_NAMED_WISH}我?(?:不同意|不予批准|不批准|不批|不行|不通过|不准|驳回|拒绝|退回|免谈|不可能|没戏)|{_NAMED_WISH}(?:就|就都|都)?(?:不要|不用|别)(?:再)?(?:想|提)"

_STAYS: Final = r"(?:原办|原交办|原安排|原分工|原意见|原派[单件发]?|原(?:任务|要求)|原承办|原责任|原定|原来的?|原有的?|安排|分工|原|不变|现有分工)"
_UPHOLDS: Final = (
    rf"维持{_STAYS}*(?:单位|部门|人|意见)?(?:不变|办理)?|{_NO}{_WHOSE}(?:再)?退办(?:的)?(?:申请|请求|理由)?|退办(?:申请|理由)?(?:不同意|不予批准|不批准|不批|不成立|不予认可)"
    rf"|(?:仍然?|还是|依然|继续|依旧|照旧)(?:要)?(?:由|是|归|请)?(?:你们?(?:单位|部门|办|村|所|社区|中心|来)?|贵单位|原(?:承办)?(?:单位|人|部门)|{NAMES})(?:来|负责|继续|抓紧){{0,6}}(?:办理?|承办|处理|负责|管|落实)"
)

_SHARED: Final = (
    r"(?:分办|分派|分配|分发|分解|分工)(?:给|到|至|:|由| ){0,6}|(?:分|分别[交转发派]?)(?:给|到|至|派给)"
)
_DISTRIBUTES: Final = rf"(?:由)?(?:{_SHARED}) *(?:小组|本组|组里|本办|我办|办里|村里|科室|股室|[:的]){{0,6}} *{NAMES}[两二三四五]?[人位]?(?:同志)?(?:来|去|分别|一起|共同|具体|分头){{0,6}}(?:办理?|承办|落实|处理|做|干|弄|完成|负责.{{0,20}})?|由{NAMES}[两二三四五]?[人位]?(?:来|去|分别|共同){{0,6}}(?:分办|分头办理?)"
_DISTRIBUTES_BARE: Final = r"(?:分办|分派)"

_UNDER: Final = r"(?:请|把|将|对|给|进行|实行|实施|启动|跟踪|提级|挂牌|重点|专项|加强|县级?|镇级?|市级?|要|需要?|应|予以|书记|镇长|领导| ){0,6}"
_SUPERVISES: Final = rf"{_UNDER}督办|{_UNDER}(?:列入|列为|纳入|转入|转为|升级为?|转|作为)(?:为)?{_UNDER}督[办查](?:事项|清单|台账|范围|管理|件|名单)?"
_LIFTED: Final = r"(?:解除|取消|撤销|结束|停止|不再|不(?=督办)|移出|退出|终止|撤下|撤出|摘掉|摘下|不用再?)"
_UNSUPERVISES: Final = rf"{_UNDER}{_LIFTED}(?:对|了| ){{0,6}}(?:的)?{_UNDER}(?:列入|纳入)?督办(?:清单|事项|名单|件)?|(?:从)?督办(?:清单|名单)?(?:里|中)?(?:移出|解除|取消|撤销|摘牌|撤下|销号|结束)"

_TABLE: Final[tuple[tuple[Intent, str], ...]] = (
    ("unsupervise", _UNSUPERVISES),
    ("supervise", _SUPERVISES),
    ("undo", _UNDOES),
    ("uphold", _UPHOLDS),
    ("refuse", _REFUSES),
    ("grant", _GRANTS),
    ("close", _CLOSES),
    ("close", _LEFT_OPEN),
    ("distribute", _DISTRIBUTES),
    ("decline", _DECLINES),
    ("decline", _MINE_NOT),
)
_CORES: Final = tuple((intent, re.compile(pattern)) for intent, pattern in _TABLE)
_THEIR_DUTY: Final = re.compile(rf"{_THEIRS}|{_NOT_OURS}")
_DECLINED: Final = re.compile(_DECLINES)
_REFUSE_BARE: Final = re.compile(r"我?(?:坚决)?(?:不批准?|不予批准|不准许?)")
# 给蒋波延到周四 (core_of takes the 给) gives time to one; without a name it moves the directive
_GRANT_BARE: Final = re.compile(rf"我?(?:准|准予|照准|准许)|{NAMES}再?(?:延期?|宽限|推迟)(?:到|至){AT}")
_SHARE_BARE: Final = re.compile(_DISTRIBUTES_BARE)
_BARE_END: Final = re.compile(_ENDED)
_ENDS: Final = re.compile(rf"{_CLOSES}|{_ENDED}")

_QUESTION: Final = re.compile(
    r"(?:吗|么|没有?|呢|不|[?])[?!。\s]*$|[?]|怎么|如何|怎样|能不能|能否|可否|可不可以|是不是|是否|咋"
)
_HANDS_ON: Final = re.compile(
    rf"(?:转|移交|改派|改由|交由|改发|交给|派给|换成|换){{1}}(?:给|办给?|交给?|派|由|到|至)?\s*{NAMES}"
)
_TOLD: Final = re.compile(
    r"(?:已经?|均已|现已)(?!阅|划|移|归|明确|知|收)|共(?:计)?\s?\d|正在|\d+(?:处|户|人|件|个|起)"
)
_ALSO_DONE: Final = re.compile(r"\s*并")
_BECAUSE: Final = re.compile(
    r"\s*(?:(?:就)?(?:到此|到这|这样)(?:为止|结束|吧)?|(?:任务)?告一段落|因|由于|鉴于|考虑到?|情况|经研究|上级|县里|事情|任务|计划|会议|活动)"
)
_BEGS: Final = re.compile(
    r"(?:(?<!申)请|望|恳请|希望|盼)(?:领导|书记|镇长|主任|您|各位|予以|给予){0,6}(?:批准|允许|准予|准许|同意|批|给)|(?:^|[,。;])\s*(?:特|现|拟|想)?申请"
)
_ORDER: Final = re.compile(
    r"(?:^|[^申邀提恳聘])请(?!问|示|假|求|退|撤|放心|予|批|领导|补|书记|镇长)|务必|责成"
)


def decides(view: str, *, coded: bool) -> Intent | None:
    """Give the verb of a message about a directive or a share on its way; None for anything else.

    `view` is in normal writing, without the bot's name and the code, its names and times as `clauses.viewed` gives.
    """
    if len(view) > LONGEST or _QUESTION.search(view.rstrip(" 。!~")):
        return None
    places = places_of(view)
    cores = [core_of(view[start:end]) for start, end in places]
    clauses = [core for core in cores if core]
    ordered = False
    for (start, end), clause in zip(places, cores, strict=True):
        agreed = any(_AGREES.fullmatch(view[first:last]) for first, last in places)
        found = _of_clause(clause, clauses, coded=coded, agreed=agreed) if clause else None
        if found == "grant" and _BEGS.search(view):
            continue
        if _ALSO_DONE.match(view, start) and _TOLD.search(view[:start]):
            continue  # 已责令整改,并纳入督办 tells of it
        if found and not (ordered and not coded) and _fits(found, clause, clauses, coded=coded):
            return found
        ordered = ordered or bool(_ORDER.search(view[start:end]))
    return None


def places_of(view: str) -> list[Span]:
    """Give the places of the clauses; cut at spaces too where only then one of them is a verb."""
    plain = list(clauses_of(view))
    if any(_is_core(view, place) for place in plain):
        return plain
    spaced = list(clauses_of(view, spaced=True))
    return spaced if any(_is_core(view, place) for place in spaced) else plain


def _is_core(view: str, place: Span) -> bool:
    core = core_of(view[place[0] : place[1]])
    return bool(core) and any(pattern.fullmatch(core) for _, pattern in _CORES)


def _of_clause(clause: str, clauses: Sequence[str], *, coded: bool, agreed: bool) -> Intent | None:
    for intent, pattern in _CORES:
        if pattern.fullmatch(clause):
            return intent
    if coded and _THEIR_DUTY.fullmatch(clause):
        return "decline"
    if _REFUSE_BARE.fullmatch(clause) and (coded or len(clauses) == 1):
        return "refuse"
    if coded and _GRANT_BARE.fullmatch(clause):
        return "grant"
    if _SHARE_BARE.fullmatch(clause) and len(clauses) == 1:
        return "distribute"
    return "grant" if agreed and _UNTIL.fullmatch(clause) else None


def _fits(intent: Intent, clause: str, clauses: Sequence[str], *, coded: bool) -> bool:
    """Whether the rest of the message is a reason for the verb and neither a report nor an order."""
    place = clauses.index(clause)
    before, others = clauses[:place], (*clauses[:place], *clauses[place + 1 :])
    match intent:
        case "close":
            return all(_is_end(other) or _BECAUSE.match(other) for other in others)
        case "decline":
            told = any(_TOLD.search(other) for other in others)
            return not any(_HANDS_ON.search(other) for other in others) and (not told or _declines(others))
        case "refuse":
            return coded or not any(re.search(rf"{NAME}.*{AT}|{AT}.*{NAME}", other) for other in before)
        case "undo" | "grant" | "distribute":
            return not any(_TOLD.search(other) for other in others)
    return True


def _declines(clauses: Sequence[str]) -> bool:
    return any(_DECLINED.fullmatch(clause) for clause in clauses)


def _is_end(clause: str) -> bool:
    return _BARE_END.fullmatch(clause) is not None or any(
        pattern.fullmatch(clause) for intent, pattern in _CORES if intent == "close"
    )


def commands(intent: Intent, clauses: Sequence[str]) -> frozenset[str]:
    """Give those cores of clauses that say the verb and nothing else."""
    found = {c for c in clauses if any(i == intent and p.fullmatch(c) for i, p in _CORES)}
    match intent:
        case "decline" if _declines(clauses):
            found = {clause for clause in found if _DECLINED.fullmatch(clause)}
        case "close":
            found = {clause for clause in found if _ENDS.fullmatch(clause)}
        case "distribute":
            found = {clause for clause in found if not re.search(r"负责.", clause)}
        case "grant":
            found |= {c for c in clauses if _AGREES.fullmatch(c) or _UNTIL.fullmatch(c)}
    return frozenset(found)

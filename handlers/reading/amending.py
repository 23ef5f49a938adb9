"""A directive changed by its issuer: 更正:…, 改为…, 补充:…, 加上@王五, 去掉@李四, alone or together with a new time."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from handlers.reading.clauses import AT, NAME, NAMES, clauses_of, core_of, is_soft
from handlers.reading.formerly import formerly
from handlers.reading.handing import AS, NOT, OFF, ON
from handlers.reading.intents import orders
from handlers.reading.values import NO_FORMER, Former

TRIGGER: Final = re.compile(
    r"更正|订正|勘误|补充|改|变更|调整|应为|加|增|去掉|去除|删|移[除出]|减去|减掉|剔除|拿掉|撤[下掉出]|不[用要需]|无需|免去|除去|除掉|叫上|算上|带上|退出|提前"
    r"|恢复|还原|复原|原[来先定本时期]|[变调退拨换转]回|往[前后]|提早|错后|[推挪放]|拉[进上]|补上|算|参[加与]"
)
LONGEST: Final = 100  # characters of a sentence that only changes people and time

_LABEL: Final = r"(?:一下|如下|为|说明|内容|事项|通知|:|,|!| )*"
_SORRY: Final = r"(?:[^,。;:!\n]{0,10}?(?:发错|写错|打错|弄错|搞错|说错|笔误|有误)了?[,。;! ]+)?"
_CORRECTS: Final = re.compile(
    rf"{_SORRY}[\s,:【\[]*(?:更正|订正|勘误)[\s】\]]*(?P<sign>{_LABEL})(?P<rest>[\s\S]+)"
)
_REWRITES: Final = re.compile(
    r"[\s,:]*(?P<what>(?:请|把|将|对|的| )*(?:任务|指令|通知|正文|文字)?(?:内容|要求|标题|表述|正文)?(?:统一)?)(?:改为|改成|更正为|修改为|修改成|变更为|调整为|更改为)(?P<sign>[\s,:]*)(?P<rest>[\s\S]+)"
)
_PARTLY: Final = re.compile(
    r"[\s,:]*(?:把|将|请|其中){0,6}(?P<what>[^,。;:!?\n]{1,16}?)(?:改为|改成|改在|改到|改至|应为|应是|更正为|调整为|调整到|变更为|变更到|更改为)[^,。;!?\n]{1,30}"
)
_ADDS_TEXT: Final = re.compile(
    r"[\s,:【\[]*(?:请|(?:再|另外?|还要?|同时){1,2}(?=补充[^,。;!?\n]{0,4}:))?补充[\s】\]]*(?P<sign>(?:(?:一下|一点|一条|一句|两点|几点|说明|要求|内容|如下|一项|:|,| )*))(?P<rest>[\s\S]+)"
)
_NAMES_FIRST: Final = re.compile(NAMES)
_ONLY_NAMES: Final = re.compile(rf"{NAMES}(?:来|去|负责){{0,6}}(?:办理?|承办|负责|处理)?[\s。!]*$")
_DEADLINE_WORD: Final = re.compile(
    r"(?:(?:截止|完成|办理|办结|反馈|上报|报送|提交|交)的?)?(?:时间|时限|期限|日期)$|截止$"
)
_ONLY_TIME: Final = re.compile(
    rf"[\s,:]*(?:时间|时限|期限|截止|日期|为|应|是|改|到|至|在|:|的| )*{AT}(?:完成|上?报送?|反馈|交|截止)?[\s。!]*"
)
_WHEN: Final = r"(?:截止|截至|完成|办理|反馈|上报|报送|办结|提交|交)?(?:的)?(?:时间|时限|期限|日期)?"
_SHIFTED: Final = r"改|调整?|变更|更改|延期|延长|推迟|推后|延后|延|顺延|改期|宽限|变|放宽|错后"
_PUSHED: Final = (
    r"(?:再|稍微?|整体)?往?[前后](?:推|放|挪|移|延|提|拖|调|顺)(?:一[推放挪移延]|一下)?|推|挪|移|拖|顺|放"
)
_TO: Final = r"(?:改?到|改?至|改?为|改?成|改?在)"
_MOVES: Final = re.compile(
    rf"{_WHEN}(?:统一|再|往后|往前|也|就|要|整体|全部|都|还是|暂时|临时|尽量){{0,6}}(?:(?:{_SHIFTED})(?:一下)?(?:{_TO}|回(?:到|至)?)?|(?:提前|提早)(?:一下)?(?:{_TO}|回(?:到|至)?)|(?:{_PUSHED}){_TO}){AT}(?:完成|上?报送?|反馈|交|办结|截止){{0,6}}"
)
_AMOUNT: Final = (
    r"[\d一二两三四五六七八九十半几]{1,3}个?半?(?:工作[日天]|分钟|刻钟|小时|钟头|天|周|星期|礼拜|月)半?"
)
_MOVES_BY: Final = re.compile(
    rf"{_WHEN}(?:统一|再|也|就|都|整体){{0,4}}(?:提前|提早|往?[前后](?:推|放|挪|移|延|提|调)|推后|错后)(?:个|一下)?(?:{_AMOUNT}|{AT})"
)
# says that something changes, the change itself stands beside it
_ANNOUNCES: Final = re.compile(
    r"(?:(?:时间|时限|期限|日期|任务|通知|人员|承办人|要求|计划|安排|情况)(?:上|有){0,1})?(?:要|需要|得|还得|再|临时|稍微?|又|我|先|可能){0,3}(?:改|变更?|变动|调整?|更改|改动|更正)(?:一?[下改变调动点些]|个|一下子?){0,2}(?:时间|时限|期限|日期|人员|承办人|人|安排)?"
    r"|(?:时间|时限|期限|日期|计划|情况|安排|人员)?(?:临时|又|可能)?有(?:点|些|个|所|了)?(?:新?变化|变|变动|变更|调整|改动|误|出入)"
    r"|(?:时间|日期|期限|人员|承办人|我|前面|上面|可能|又){0,3}(?:写|改|说|打|弄|搞|记|定|排|算|看|点|选)(?:得)?(?:错|漏|早|晚|急|紧)(?:时间|日期|人)?|(?:时间|日期|期限)(?:太|有点|定得太)?(?:错|紧|急|早|晚|赶)|错|不对|(?:时间|时限|期限|任务|通知|有误){0,2}(?:再|先)?往?[前后](?:推|放|挪|移|延|提|调|拖)(?:一[推放挪移延提下]|一?点|一?些)?|(?:时间|时限|期限)?有误|(?:任务|通知)有误"
    r"|(?:时间|时限|期限|任务|通知)?(?:就|也|都|先|又|还是|现在){0,2}(?:不|别|不用|不要|不必)再?(?:改|变|动|调整?|变更|提前|推迟|延期?)|漏(?:写|了|说)?(?:人|一个人?)?"
)
_JOB: Final = r"(?:为|作为|一起|一块儿?|共同|一同|也|来|去|协办|主办|配合|协助|牵头|参与|参加|办理?|落实|承办|单位|人员|进来|支援|帮忙|增援|处理|这[件条]|任务){0,6}"
_ADDS: Final = re.compile(
    rf"(?:{AS}(?:里|中|名单)?(?:再|还|要){{0,2}})?(?:再|另外?|同时|还要?|也|要){{0,6}}(?:{ON})(?:[两二三四五几]个?人|[两三]位同志|[一两]个)?(?:{AS})?[: ]*{NAMES}[两二三四五]?[人位]?{_JOB}"
    rf"|{NAMES}(?:也|都|一起|一并|再){{0,6}}(?:加上|加进来|加进去|加入|添上|加上去|带上|算上|拉进来|加到{AS}(?:里|中)?){_JOB}"
    rf"|{NAMES}(?:也|都){{0,2}}算(?:上)?(?:一个|进来|进去|在内)"
)
_JOINS: Final = re.compile(rf"(?:让|叫|请|由)?{NAMES}(?:也|一起|一并|一块儿?|共同|一同){{1,3}}{_JOB}")
"""001 让李四也参加: only where the directive is named; else it is an order of its own."""
_TAKES_OFF: Final = re.compile(
    rf"(?:再|另外?|同时){{0,6}}(?:{OFF}|{NOT}|取消) *{NAMES}(?:来|去|再|的){{0,6}}(?:办理?|参加|参与|负责|管|上?报送?|反馈|任务|份额|承办|配合){{0,6}}"
    rf"|(?:让)?{NAMES}(?:也|就|可以|都|那份){{0,6}}(?:{OFF}|{NOT}(?:办理?|管|参加|参与|报送?|反馈|来|去|负责|承办|配合)|退出)"
)
_ASKED: Final = re.compile(
    r"(?:我们?|想|要|申请|请求|恳请|希望|能否|能不能|可否|建议|需要?|能|再|最好|可以){1,4}"
)
_TOLD: Final = re.compile(r"已|共(?:计)?\s?\d|正在|刚刚|完毕")


@dataclass(frozen=True, slots=True)
class Change:
    """What kind of change a message makes, where its new words begin, what it wants as it was (`people`)."""

    kind: Literal["text", "more", "people", "time"]
    start: int = 0
    former: Former = NO_FORMER


def changes(view: str, *, coded: bool) -> Change | None:
    """Give how a message changes a directive; None for anything else. `view` as for `verbs.decides`."""
    return _words(view, coded=coded) or (_lists(view, coded=coded) if len(view) <= LONGEST else None)


def _words(view: str, *, coded: bool) -> Change | None:
    for pattern, kind in ((_CORRECTS, "text"), (_ADDS_TEXT, "more")):
        found = pattern.match(view)
        if not found or ("通知" in found["sign"] and not coded):
            continue
        if re.search("[:!]", found["sign"]) or (coded and (found["sign"] or pattern is _CORRECTS)):
            return _corrected(found, kind)
    return _rewritten(view, coded=coded) or (_partly(view) if coded else None)


def _rewritten(view: str, *, coded: bool) -> Change | None:
    """003 改为:各村只报清单 gives the whole text anew, 改为周五 only moves it; 改为张三 hands it on."""
    found = _REWRITES.match(view)
    if not found or not (coded or "内容" in found["what"]):
        return None
    if _ONLY_TIME.fullmatch(found["rest"]):
        return Change("time")
    hands_on = _ONLY_NAMES if ":" in found["sign"] else _NAMES_FIRST
    return None if hands_on.match(found["rest"]) else Change("text", found.start("rest"))


def _corrected(found: re.Match[str], kind: str) -> Change | None:
    """更正:… gives the whole text anew; 更正:地点改为三楼 and 补充:… add to it, 更正:时间为周五 moves it."""
    start, rest = found.start("rest"), found["rest"]
    if kind == "text" and _ONLY_TIME.fullmatch(rest):
        return Change("people")
    if kind == "text" and (_PARTLY.fullmatch(rest.rstrip(" 。!")) or re.search("写错|有误|会议室应为", rest)):
        return Change("more", start)
    if kind == "more" and _TOLD.search(rest) and not orders(rest):
        return None  # 补充:照片已上传 reports
    return Change("text" if kind == "text" else "more", start)


def _partly(view: str) -> Change | None:
    """003 会议地点改为三楼: part of the text is put right; the time of the directive itself only moves."""
    found = _PARTLY.match(view)
    if not found or _TOLD.search(view) or not is_soft(view[found.end() :].strip(",。!")):
        return None
    what = core_of(found["what"])
    if (
        not what
        or NAME in what
        or _ASKED.fullmatch(what)
        or (_DEADLINE_WORD.search(what) and "会" not in what)
    ):
        return None
    return Change("more", found.start("what"))


def _lists(view: str, *, coded: bool) -> Change | None:
    """加上@王五,时间改到周五: people put on and taken off, with a new time beside them."""
    return next(
        (found for spaced in (False, True) if (found := _listed(view, coded=coded, spaced=spaced))), None
    )


def _listed(view: str, *, coded: bool, spaced: bool) -> Change | None:
    said = [(view[start:end], core_of(view[start:end])) for start, end in clauses_of(view, spaced=spaced)]
    people, moves, former, others = 0, 0, NO_FORMER, []
    known = coded or any(_ANNOUNCES.fullmatch(core) for _, core in said)
    for written, core in said:
        if not core or (_ANNOUNCES.fullmatch(core) and len(said) > 1):
            continue
        if _is_about_people(core, coded=coded):
            people += 1
        elif _MOVES.fullmatch(core) or _MOVES_BY.fullmatch(core):
            moves += 1
        elif "?" not in view and (found := formerly(written, core, known=known)):
            former = found
        else:
            others.append(core)
    if any(_TOLD.search(clause) or orders(clause) for clause in others) or (others and not coded):
        return None
    if people or former:
        return Change("people", former=former)
    return Change("time") if moves and not others else None


def only_moves(core: str) -> bool:
    """Whether a clause only moves the time, or only says that something changes."""
    return any(pattern.fullmatch(core) for pattern in (_MOVES, _MOVES_BY, _ANNOUNCES))


def _is_about_people(core: str, *, coded: bool) -> bool:
    joins = coded and _JOINS.fullmatch(core)
    return bool(joins or _ADDS.fullmatch(core) or _TAKES_OFF.fullmatch(core))

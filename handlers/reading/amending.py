"""A directive changed by its issuer: 更正:…, 改为…, 补充:…, 加上@王五, 去掉@李四, alone or together with a new time."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from handlers.reading.clauses import AT, NAME, NAMES, clauses_of, core_of, is_soft
from handlers.reading.handing import NOT, OFF
from handlers.reading.intents import orders

TRIGGER: Final = re.compile(
    r"更正|订正|勘误|补充|改|变更|调整|应为|加|增|去掉|去除|删|移[除出]|减去|减掉|剔除|拿掉|撤[下掉出]|不[用要需]|无需|免去|除去|除掉|叫上|算上|带上|退出|提前"
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
_MOVES: Final = re.compile(
    rf"(?:截止|完成|办理|反馈|上报|报送|办结|提交|交)?(?:的)?(?:时间|时限|期限|日期)?(?:统一|再|往后|也|就|要){{0,6}}(?:改|调整|变更|更改|提前|延期|延长|推迟|延后|延|顺延|改期|宽限|变|放宽)(?:到|至|为|成)?{AT}(?:完成|上?报送?|反馈|交|办结|截止){{0,6}}"
)
_JOB: Final = r"(?:为|作为|一起|一块儿?|共同|一同|也|来|去|协办|主办|配合|协助|牵头|参与|参加|办理?|落实|承办|单位|人员|进来|支援|帮忙|增援|处理|这[件条]|任务){0,6}"
_ADDS: Final = re.compile(
    rf"(?:再|另外?|同时|还要?|也|要){{0,6}}(?:加上|增加|增派|加派|追加|另加|添加|添上|加入|加个|新增|增补|加|叫上|算上|带上)(?:[两二三四五几]个?人|[两三]位同志|[一两]个)?[: ]*{NAMES}[两二三四五]?[人位]?{_JOB}"
    rf"|{NAMES}(?:也|都|一起|一并|再){{0,6}}(?:加上|加进来|加进去|加入|添上|加上去|带上|算上|拉进来){_JOB}"
)
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
    """What kind of change a message makes, and where its new words begin (`text` and `more`)."""

    kind: Literal["text", "more", "people", "time"]
    start: int = 0


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
    places = clauses_of(view, spaced=spaced)
    clauses = [core for start, end in places if (core := core_of(view[start:end]))]
    people = [clause for clause in clauses if _ADDS.fullmatch(clause) or _TAKES_OFF.fullmatch(clause)]
    moves = [clause for clause in clauses if _MOVES.fullmatch(clause)]
    others = [clause for clause in clauses if clause not in people and clause not in moves]
    if any(_TOLD.search(clause) or orders(clause) for clause in others) or (others and not coded):
        return None
    if people:
        return Change("people")
    return Change("time") if moves and not others else None

"""Why: what a message says besides its command, the code, the names and the time."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from handlers.reading import calling_off, verbs
from handlers.reading.amending import only_moves
from handlers.reading.clauses import AT, NAME, NAMES, TIME, core_of, is_soft
from handlers.reading.values import Intent

_REASONED: Final[tuple[Intent, ...]] = (
    "extend", "return", "decline", "reassign", "refuse", "grant", "withdraw", "uphold", "undo", "close",
    "distribute", "supervise", "unsupervise",
)  # fmt: skip
REASONED: Final = frozenset(_REASONED)
_GONE: Final = "\x00"
_ASK: Final = r"(?:特|现|拟|想|需要?|请|望|希望|恳请|请求|申请|批准|能不能|能否|可否|可不可以|是否可以|可以|能|再|还|要|往后|给|把|将|多|时间|办理|报送|反馈|上报|完成|截止|时限|期限|统一|的|我们?|就){0,8}"
_LATER: Final = (
    r"延期|延长|宽限|延后|推迟|延迟|顺延|展期|推后|改期|放宽|提前|延|缓|推|拖|改|调整|变更|再给|多给|再要|还要|需要"
    rf"|晚(?={TIME}|点|些|几|半|两|一)"
)
_MORE: Final = r"(?:申请|办理|时限|时间|期限|上报|报送|反馈|到|至|为|成|个|了|再|一下|几天|点|些|半天|半个?小时|半个?月)*"
_THIS: Final = r"刚才|刚刚|刚|发的?|下的|昨天|今天|上一?[条个]|上面|前面|这[条个件]|那[条个件]|任务|指令|通知|通报|交办|消息|的"
_WORDS: Final[tuple[tuple[Intent, str], ...]] = (
    (
        "extend",
        rf"(?:{_ASK}(?:{_LATER}){_MORE}(?:{AT})?(?:时间)?|{_ASK}{AT}(?:中午)?再(?:交|报|反馈|办|完成))",
    ),
    (
        "return",
        r"(?:予以|请|先)?(?:退回|打回|驳回|返工|发回)(?:去|来|给)?|不同意(?:办结|销号|结案)?|不予办结|(?:还)?不能办结|(?:审核)?(?:不|不予|未)通过|(?:退回)?(?:重办|重报|重做|重新办理?|重新上报|重新报送|重新反馈|重新报)(?![一-龥]{2})",
    ),
    (
        "reassign",
        rf"(?:请|把|将|里面?|应该?|需要?|申请|建议|想|可否|能否|能不能|帮我){{0,8}}(?:(?:取消|去掉|撤下|撤掉|拿掉|不用|不要)\s*(?={NAME})|(?:{NAMES}(?:的|那份|名下的?)(?:任务|工作|那份)?)?(?:转给|转办给?|转交给?|转由|转派给?|转至|转到|移交给?|交由|交给|改由|改派给?|改发给?|派给|换给|换|改成|改为|由|转)\s*(?=@?{NAME})|@?(?:{NAME}+)?(?:换成|换为))",
    ),
    (
        "withdraw",
        rf"(?:请|把|将|我要?|想|予以|{_THIS}){{0,8}}(?:撤回|撤销|撤消|作废|收回|取消|撤了|撤掉|撤|不用办了?|不要办了?|不办了?|停办|终止|{calling_off.WEAK})(?:来|掉|了|吧|一下|{_THIS}){{0,8}}",
    ),
    (
        "refuse",
        rf"(?:坚决)?不(?:同意|予|能|准|许|得|批准?|行|再){NAME}*+(?:再)?(?:延期?|转办|改派|推迟)了?",
    ),
    ("grant", rf"(?:同意|批准|准予|可以){NAME}*+(?:的)?(?:延期|转办|改派|退办)?(?:申请)?"),
    ("decline", r"(?:申请|请求|请|予以|建议)*退办"),
    ("supervise", r"(?:列入|纳入|挂牌|重点|进行)*督办"),
    ("unsupervise", r"(?:解除|取消|撤销)(?:的)?督办"),
    (
        "distribute",
        rf"(?:分办|分派|分配|分发|分解|分)(?:给|到|至|:| )*(?:小组|的|:| )*(?:(?>{NAMES})(?!负责)(?:去|来)?(?:办理?)?)?",
    ),
    ("close", r"(?:全部|直接|整体)*(?:办结|结案|销号)"),
    ("undo", r"(?:撤回|撤销|取消)"),
)
_COMMANDS: Final[Mapping[Intent, re.Pattern[str]]] = {intent: re.compile(words) for intent, words in _WORDS}
# what else is the command and nothing besides
_ALONE: Final[Mapping[Intent, Callable[[str], object]]] = {
    "extend": only_moves,
    "withdraw": calling_off.is_off,
}
_HANDED: Final = re.compile(
    rf"(?:\s*(?:给|到|至)?\s*@?(?={NAME}))?{NAMES}(?:去|来|同志|负责|继续|接着)*(?:办理?|处理|接手|接办|落实|承办|跟进)?(?:吧|了)?"
)
_SOFT_EDGE: Final = r"申请|请求|想|需|能否|能不能|可否|可以吗?|行吗|行不行?|行|好吗|吗|吧|了|呢|前|之前|以前|再?(?:交|报送?|上报|反馈|完成|办结|办理)|时间|时限|到|至|在|于|最迟|最晚|但|务必|给|请|把|将|的|我们?|这[个件条]|任务|事[项情]?|领导|书记|镇长|主任|谢谢|辛苦了?|去|来|一下|为止|为|是|[\s:、@-]"
_HEAD: Final = re.compile(rf"^(?:原因(?:是|为)?:?|理由(?:是|为)?:?|{_SOFT_EDGE})++")
_TAIL: Final = re.compile(rf"(?:{_SOFT_EDGE})++$")
_EMPTY: Final = re.compile(rf"(?:{_SOFT_EDGE}|不行|不可以|[{_GONE}。,;!])*+")
_LABEL: Final = re.compile(r"^\s*(?:(?:延期)?原因|(?:退办)?理由|说明)(?:是|为)?\s*[:：]\s*")
_TIMED: Final = re.compile(rf"(?:于|在|到|至|最迟|最晚|截至|限)*(?:{AT}|半天|半个?小时|半个?月)")


def reason_of(content: str, view: str, intent: Intent) -> str:
    """Give the reason a message states, in its own words; empty where it states none.

    `view` is the content in normal writing without the code, names and times as in `clauses.viewed`, as long as it.
    """
    if intent not in REASONED:
        return ""
    places = verbs.places_of(view)
    cores = [core_of(view[start:end]) for start, end in places]
    whole = _whole(intent, cores)
    said = verbs.commands(intent, cores) | whole
    # 撤回003,会议取消; 改到28号,27号有会: what else is said is all reason
    alone = any(intent == "withdraw" or TIME in core for core in whole)
    out, last = "", 0
    for (start, end), core in zip(places, cores, strict=True):
        kept = "" if core in said else _kept(content[start:end], view[start:end], intent, alone=alone)
        if kept:
            between = content[last:start].strip() if out and last <= start else ""
            out += (between[-1:] if between else "," if out else "") + kept
        last = end
    return out


def _whole(intent: Intent, cores: Iterable[str]) -> frozenset[str]:
    """Give those clauses that are the command alone."""
    command = _COMMANDS.get(intent)
    return frozenset(
        core
        for core in cores
        if core and command and (command.fullmatch(core) or _ALONE.get(intent, command.fullmatch)(core))
    )


def _kept(written: str, view: str, intent: Intent, *, alone: bool) -> str:
    """Give what a clause says besides the command; `alone` says that the command is another clause."""
    if is_soft(view) or _EMPTY.fullmatch(view):
        return ""
    command = _COMMANDS.get(intent)
    if alone and intent in {"withdraw", "extend"}:
        return _LABEL.sub("", written).strip() if re.search(r"\w", written) else ""
    found = [one.span() for one in command.finditer(view) if one[0]] if command else []
    if not found:
        return _timeless(written, view, intent)
    handed = [_HANDED.match(view, end) for _, end in found] if intent in {"reassign", "return"} else []
    gone = [*found, *(one.span() for one in handed if one)]
    characters, seen = list(written), list(view)
    for start, end in (*gone, *(f.span() for f in _TIMED.finditer(view))):
        characters[start:end] = seen[start:end] = _GONE * (end - start)
    return _joined(characters, seen)


def _timeless(written: str, view: str, intent: Intent) -> str:
    """Give a clause without its time, where the verb takes one: 请明天中午前补充台账 leaves 请补充台账."""
    characters = list(written)
    if intent in {"return", "grant", "extend", "distribute"}:
        for found in _TIMED.finditer(view):
            characters[found.start() : found.end()] = _GONE * len(found[0])
    text = _LABEL.sub("", "".join(characters)).replace(_GONE, "").strip()
    return "" if _EMPTY.fullmatch(text) or not re.search(r"\w", text) else text


def _joined(characters: list[str], seen: list[str]) -> str:
    """Give the fragments between the gaps, without the words that only led to the command."""
    fragments, view, text = [], "".join(seen), "".join(characters)
    for found in re.finditer(rf"[^{_GONE}]+", view):
        head = _HEAD.match(found[0])
        start = found.start() + (head.end() if head else 0)
        tail = _TAIL.search(view, start, found.end())
        fragments.append(text[start : tail.start() if tail else found.end()].strip())
    return "".join(fragment for fragment in fragments if re.search(r"\w", fragment))

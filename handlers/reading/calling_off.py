"""A directive called off beside a slip that is owned up to: 错了,不是交办,撤回; and 刚才那条不算, 当我没发."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import Final

from handlers.reading.clauses import NAME, clauses_of, core_of
from handlers.reading.intents import orders

LONGEST: Final = 60
TRIGGER: Final = re.compile(
    r"撤|作废|作罢|收回|取消|不算|不作数|停办|终止|不办|[用要]办|别办|不用管|[没未][发说]|忽略|无视|理会"
)

_THING: Final = r"(?:任务|指令|通知|通报|交办|消息|信息|事项?|工作|内容|话|东西)"
_REFERS: Final = rf"(?:(?:我|这里|群里)?(?:刚才?|刚刚|刚才|上面|前面|之前|先前|早上|上午|下午)?(?:我)?(?:误?发|误?下|说|交办|布置|派)(?:出去?|过|错)?(?:了)?的|上一?[条个件份]|[这那]一?[条个件份]|{_THING}|的){{0,4}}"
_STRONG: Final = r"(?:撤回|撤销|撤消|撤掉|撤下来?|撤|作废|收回|取消|作罢)(?:处理|一下|掉|回来?|来)?"
WEAK: Final = r"(?:(?:都|就|先|也|全都|大家)?(?:不算数?|不作数|停办|终止|不办|不用办|不要办|别办|不必办|不用管|别管)|(?:就|都)?(?:当|算)(?:作|做)?(?:我)?(?:没|未)(?:有)?(?:说|发|下|交办)(?:过)?|(?:大家|各位|都|予以|自动){0,2}(?:忽略|无视|勿理会?|不用理会?|不必理会|别理会?))"
_CALLED_OFF: Final = re.compile(rf"{_REFERS}(?:都|就|先|也|全都|给|予以){{0,2}}(?:{_STRONG})")
_LET_BE: Final = re.compile(rf"{_REFERS}{WEAK}")
_POINTED: Final = r"刚|上一?[条个件份]|[这那]一?条|(?:发|下|说|交办|布置)(?:出去?|过|错)?了?的|上面|前面"
_POINTS: Final = re.compile(_POINTED)
_REFERRED: Final = re.compile(rf"{_POINTED}|[这那]一?[个件份]|{_THING}")
"""What says which one is meant: 不算 alone says nothing."""
_TELLS: Final = re.compile(r"已|共(?:计)?\s?\d|正在|完毕|\d+(?:处|户|人|件|个|起)")

_SLIP: Final = re.compile(
    rf"(?:我|刚才|刚刚|这[条个]|上一?[条个]|那[条个]|又|可能|应该|是|的|人|{_THING}|{NAME}+){{0,5}}(?:发|写|说|弄|搞|点|派|交办|打|贴|布置|下|选|圈|闹|看|转)(?:得|的)?(?:错|重|重复|混|岔|偏|早)(?:了)?(?:群|人|单位|地方|对象|时间|日期|内容|{_THING}|一遍|一次)?"
    rf"|错|有误|(?:{_THING})?重复|不对|误[发点操]作?|(?:这|那|刚才)?(?:个|条|句)?(?:话|消息)?(?:并)?不(?:是|算|想|该|应该|能)(?:要|在|真的?|我们?的?)?(?:交办|布置|派|下|发|给)(?:任务|指令|通知|活|的|到?(?:这|本)个?群里?|给?{NAME}+的?|给?(?:你们?|大家)的?)?"
    rf"|不(?:是|算)(?:正式的?|真的)?{_THING}|(?:只是|是)?(?:随口|试|测试|试发|闲聊|开玩笑|私下)(?:说说|一下|的|消息|聊)?"
)


def calls_off(view: str, *, coded: bool) -> bool:
    """Whether a message calls a directive off and says nothing else but why: a slip, or anything where it is named.

    `view` as for `verbs.decides`. Other ways of it (县里已有安排,撤回) stand in `phrases`.
    """
    if len(view) > LONGEST or "?" in view:
        return False
    return any(_calls(view, coded=coded, spaced=spaced) for spaced in (False, True))


def _calls(view: str, *, coded: bool, spaced: bool) -> bool:
    said = [(view[start:end], core_of(view[start:end])) for start, end in clauses_of(view, spaced=spaced)]
    said = [(written, core) for written, core in said if core or _REFERRED.search(written)]
    off = [(written, core) for written, core in said if is_off(core)]
    slips = [core for _, core in said if _SLIP.fullmatch(core)]
    others = [core for _, core in said if core and not is_off(core) and core not in slips]
    pointed = coded or any(_POINTS.search(written) for written, _ in off)
    if not off or (
        others and not (pointed and not any(_TELLS.search(core) or orders(core) for core in others))
    ):
        return False
    named = coded or bool(slips) or any(_REFERRED.search(written) for written, _ in said)
    return named or any(_CALLED_OFF.fullmatch(core) for _, core in off)


def is_off(core: str) -> bool:
    """Whether a clause without polite words calls something off and says nothing else."""
    return bool(core) and bool(_CALLED_OFF.fullmatch(core) or _LET_BE.fullmatch(core))

"""Whose share a message is about: 把李四的改派给王五, 同意李四的,退回王五的, 除了王五都同意, 只给一天, 都同意延期."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from handlers.reading import intents, limits, verbs
from handlers.reading.clauses import NAMES, clauses_of, core_of
from handlers.reading.values import Intent

if TYPE_CHECKING:
    from handlers.reading.draft import Draft

LONGEST: Final = 160  # characters
TRIGGER: Final = re.compile(
    r"除|转|派|换|移交|改由|交给|改成|分给|同意|通过|办结|退|驳|打回|催|可以|的行|没问题|的过|的(?i:ok)|不行|不合格|没过|不过关"
)

_JUDGED: Final = r"(?:同意|通过|办结|销号|可以|准予|退回|打回|驳回|重报|催|提醒)"
_BUT: Final = re.compile(
    rf"除(?:了|去|开)?\s*{NAMES}(?:以外|之外|外|的)*[, ]*(?:其他|其余|其它|别的|剩下|剩余)?(?:的|人|村|单位|几[个家])*(?:请|再|可以)*(?:都|全部|全|均|一律)*(?:再|可以|予以)*{_JUDGED}"
    rf"|{_JUDGED}[^,。;]{{0,6}}[,;( ]*(?:{NAMES}(?:的)?(?:除外|以外|之外|不算)|除(?:了|去|开)?\s*{NAMES})"
)
_FINE: Final = re.compile(
    rf"{NAMES}(?:报|交)?的(?:反馈|材料|报告|那份)?(?:也|都){{0,2}}(?:可以|行|没问题|过|OK|ok)"
)
_BACK: Final = re.compile(
    rf"{NAMES}(?:报|交)?的?(?:反馈|材料|报告|那份)?(?:也|都|先){{0,2}}(?:退|退掉|退回去|打回去|退一下|给退|(?:不行|不合格|没过|不过关)(?::.{{1,80}})?)"
)
_EVERY: Final = re.compile(
    r"(?:你们|他们|大家|各位|所有人?的?|全部|全都?|一律|统一|均|都)+(?:的)?(?:都|也|予以)?"
)
_WISH: Final = re.compile(r"延期|宽限|推迟|转办|改派|退办")
_QUESTION: Final = re.compile(r"(?:吗|么|没有?|呢|[?])[?!。\s]*$|[?]|怎么|如何|谁|是否|能否|能不能|可否")

_VERDICTS: Final[tuple[tuple[re.Pattern[str], Intent], ...]] = ((_FINE, "accept"), (_BACK, "return"))


def judges(draft: Draft) -> Intent | None:
    """Give the verb of a message that says whose share it is about; None where it says no such thing.

    Who is left out (除了王五都同意) cannot be told to those who act, and all but one is not all: that is
    `none`, so that it is asked anew.
    """
    if len(draft.plain) > LONGEST:
        return None
    if decided := _of_all(draft) or _limited(draft):
        return decided
    if not TRIGGER.search(draft.plain):
        return None
    if _BUT.search(draft.view):
        return "none"
    if _QUESTION.search(draft.rest):
        return None
    if said := _said_of_each(draft):
        return said
    if draft.wants or draft.times.marked:
        return None
    if draft.named("holder") and draft.named("transfer"):
        return "reassign"
    return _first_of_two(draft)


def _said_of_each(draft: Draft) -> Intent | None:
    """Give the verb of 李四的可以 and 王五的不行 (of both together accept); one alone counts beside a code only."""
    cores = [core_of(draft.view[start:end]) for start, end in clauses_of(draft.view)]
    said = [intent for core in cores for pattern, intent in _VERDICTS if pattern.fullmatch(core)]
    if not said or not (draft.code or len(said) > 1):
        return None
    return "accept" if "accept" in said else "return"


def _of_all(draft: Draft) -> Intent | None:
    """都同意延期, 全部不同意转办: one word about all that was asked for."""
    if not _WISH.search(draft.plain) or _QUESTION.search(draft.rest):
        return None
    cores = [core_of(draft.view[start:end]) for start, end in clauses_of(draft.view)]
    bare = [core[found.end() :] for core in cores if (found := _EVERY.match(core))]
    said: tuple[Intent, ...] = ("refuse", "grant")
    return next((intent for intent in said if any(verbs.commands(intent, (core,)) for core in bare)), None)


def _limited(draft: Draft) -> Intent | None:
    """只给一天, 给到周四: less time than was asked for; 最多延一天 moves the directive where nobody asked."""
    if not limits.limits(draft) or intents.manages(draft.said, coded=draft.code is not None) == "extend":
        return None
    return "grant"


def _first_of_two(draft: Draft) -> Intent | None:
    """同意李四的,退回王五的 says two things: the first is done, and the answer names whose share that was."""
    accepted, returned = draft.named("accepted").spans, draft.named("returned").spans
    if not accepted or not returned or set(accepted) & set(returned):
        return None
    return "accept" if min(accepted) < min(returned) else "return"

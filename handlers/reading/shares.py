"""Whose share a message is about: 把李四的改派给王五, 同意李四的,退回王五的, 除了王五都同意."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from handlers.reading.clauses import NAMES, clauses_of, core_of
from handlers.reading.values import Intent

if TYPE_CHECKING:
    from handlers.reading.draft import Draft

LONGEST: Final = 160  # characters
TRIGGER: Final = re.compile(
    r"除|转|派|换|移交|改由|交给|改成|分给|同意|通过|办结|退|驳|打回|催|可以|的行|没问题|的过|的(?i:ok)"
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
    rf"{NAMES}(?:报|交)?的?(?:反馈|材料|报告|那份)?(?:也|都|先){{0,2}}(?:退|退掉|退回去|打回去|退一下|给退)"
)
_QUESTION: Final = re.compile(r"(?:吗|么|没有?|呢|[?])[?!。\s]*$|[?]|怎么|如何|谁|是否|能否|能不能|可否")

_VERDICTS: Final[tuple[tuple[re.Pattern[str], Intent], ...]] = ((_FINE, "accept"), (_BACK, "return"))


def judges(draft: Draft) -> Intent | None:
    """Give the verb of a message that says whose share it is about; None where it says no such thing.

    Who is left out (除了王五都同意) cannot be told to those who act, and all but one is not all: that is
    `none`, so that it is asked anew.
    """
    if len(draft.plain) > LONGEST or not TRIGGER.search(draft.plain):
        return None
    if _BUT.search(draft.view):
        return "none"
    if _QUESTION.search(draft.rest) or draft.wants or draft.times.marked:
        return None
    cores = [core_of(draft.view[start:end]) for start, end in clauses_of(draft.view)] if draft.code else []
    for pattern, intent in _VERDICTS:
        if any(pattern.fullmatch(core) for core in cores):
            return intent
    if draft.named("holder") and draft.named("transfer"):
        return "reassign"
    return _first_of_two(draft)


def _first_of_two(draft: Draft) -> Intent | None:
    """同意李四的,退回王五的 says two things: the first is done, and the answer names whose share that was."""
    accepted, returned = draft.named("accepted").spans, draft.named("returned").spans
    if not accepted or not returned or set(accepted) & set(returned):
        return None
    return "accept" if min(accepted) < min(returned) else "return"

"""Names a verb takes: the new hands, those who get a share of a share, those put on and those taken off."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import Final, Literal

Mode = Literal["transfer", "shared", "asking", "added", "removed"]

OFF: Final = r"(?:去掉|去除|删掉|删除|删去|移除|移出|减去|减掉|剔除|拿掉|撤下来?|撤掉|撤出|除去|除掉|免去)"
NOT: Final = r"(?:不用|不需要|不要|无需|不必)(?:再)?"
_HANDED: Final = re.compile(
    r"(?:转给|转交给?|转办给?|转由|转派给?|改派给?|改发给?|派给|交办给|转到|转至|移交给?|交由|交给|改由|换成|换给|换为|由|转|请|换|改成|改为|派|让)\s*:?\s*@?\s*$"
)
_SHARED: Final = re.compile(
    r"(?:分办|分派|分配|分发|分解|分工|分给|分到|分别交给|派给)(?:给|到|至|:)?\s*(?:小组|本组|组里|本办|我办|办里|村里|科室|股室)?[的:\s]*@?\s*$"
)
_HANDED_ON: Final = re.compile(r"(?:转|派|交|办)(?:给|到|由|至)?\s*@?\s*$")
_ADDED: Final = re.compile(
    r"(?:加上|再加|增加|增派|加派|追加|另加|添加|添上|加入|加个|新增|增补|加|叫上|算上|带上)(?:[两二三四五几]个?人|[两三]位同志|[一两]个)?[:\s]*@?\s*$"
)
_REMOVED: Final = re.compile(
    r"(?:去掉|去除|删掉|删除|删去|移除|移出|减去|减掉|剔除|拿掉|撤下|撤掉|撤出|除去|除掉|免去|不用|不需要|不要|无需|不必|取消)\s*@?\s*$"
)
_ADDED_BEHIND: Final = re.compile(
    r"\s*(?:也|都|一起|一并|再)*(?:加上|加进来|加进去|加入|添上|带上|算上|拉进来)"
)
_REMOVED_BEHIND: Final = re.compile(
    rf"\s*(?:也|就|可以|都|那份)*(?:{OFF}|{NOT}(?:再)?(?:办|管|参|报|反馈|来|去|负责|承办|配合)|退出)"
)


def takes(mode: Mode, text: str, start: int, end: int) -> bool:
    """Whether the verb takes the names that stand there.

    As new hands (`transfer`), as those a share is distributed to (`shared`), as those whose request is decided on
    (`asking`), as those put on (`added`) or taken off (`removed`).
    """
    left = text[max(0, start - 16) : start]
    match mode:
        case "transfer":
            return bool(_HANDED.search(left))
        case "shared":
            return bool(_SHARED.search(left))
        case "asking":
            return not _HANDED_ON.search(left)
        case "added":
            return bool(_ADDED.search(left) or _ADDED_BEHIND.match(text, end))
        case "removed":
            return bool(_REMOVED.search(left) or _REMOVED_BEHIND.match(text, end))


def expects_name(before: str) -> bool:
    """Whether a name is to be expected behind these words, though nobody bears it."""
    return bool(_ADDED.search(before) or _REMOVED.search(before)) and not before.endswith(("加", "取消"))

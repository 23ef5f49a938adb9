"""Names a verb takes: the new hands, those who get a share of a share, those put on and those taken off."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import Final, Literal

Mode = Literal["transfer", "shared", "asking", "added", "removed", "returned", "accepted", "holder"]

OFF: Final = r"(?:去掉|去除|删掉|删除|删去|移除|移出|减去|减掉|剔除|拿掉|撤下来?|撤掉|撤出|除去|除掉|免去)"
NOT: Final = r"(?:不用|不需要|不要|无需|不必)(?:再)?"
ON: Final = r"加上|再加|增加|增派|加派|追加|另加|添加|添上|加入|加个|新增|增补|加|叫上|算上|带上|拉上|补上"
AS: Final = (
    r"(?:(?:承办|协办|主办|责任|牵头|配合|经办|办理|参与|参加)(?:人员?|单位|部门|同志)|协办|人员|人手)"
)
"""As what somebody is put on: 增加承办人李四."""
_HANDED: Final = re.compile(
    r"(?:转给|转回给?|转交给?|转办给?|转由|转派给?|(?:改|重新?|另|再)派给?|(?:重新|另行|改)指派给?|改发给?|派给|交办给|转到|转至|移交给?|交由|交给|改由|换成|换给|换为|由|转|请|换|改成|改为|派|让)\s*:?\s*@?\s*$"
)
_SHARED: Final = re.compile(
    r"(?:分办|分派|分配|分发|分解|分工|分给|分到|分别[交转发派]?给|派给)(?:给|到|至|:)?\s*(?:小组|本组|组里|本办|我办|办里|村里|科室|股室)?[的:\s]*@?\s*$"
)
_SHARED_BEHIND: Final = re.compile(r"[两二三四五]?[人位]?(?:来|去|分别|共同)*(?:分办|分头办)")
# what only a command says: 转给王小二, 003改派给王小二; not 请把材料转给…
_GIVEN: Final = re.compile(
    r"(?:^|[\s,。;:!\d号务件条个])(?:请|申请|想|要|我|的|先|再){0,4}(?:转给|转办给|转交给|转派给|移交给|改派给?|重新指派给|换给|换成|改由|分办给|分派给)@?$"
)
_HANDED_ON: Final = re.compile(r"(?:转|派|交|办)(?:给|到|由|至)?\s*@?\s*$")
_ADDED: Final = re.compile(rf"(?:{ON})(?:[两二三四五几]个?人|[两三]位同志|[一两]个)?(?:{AS})?[:\s]*@?\s*$")
_REMOVED: Final = re.compile(
    r"(?:去掉|去除|删掉|删除|删去|移除|移出|减去|减掉|剔除|拿掉|撤下|撤掉|撤出|除去|除掉|免去|不用|不需要|不要|无需|不必|取消)\s*@?\s*$"
)
_ADDED_BEHIND: Final = re.compile(
    rf"\s*(?:也|都|一起|一并|再)*(?:加上|加进来|加进去|加入|添上|带上|算上|拉进来|算(?:一个|进来|进去|在内)|加到{AS})"
    r"|\s*(?:也|一起|一并|一块儿?|共同|一同)+(?:来|去)?(?:参加|参与|办|负责|配合|协助|协办|支援)"
)
_PUT_ON: Final = re.compile(r"(?:加上|增加|添加|追加|新增)(?:承办|协办|责任|主办)(?:人|单位)[:\s]*@?$")
_REMOVED_BEHIND: Final = re.compile(
    rf"\s*(?:也|就|可以|都|那份)*(?:{OFF}|{NOT}(?:再)?(?:办|管|参|报|反馈|来|去|负责|承办|配合)|退出)"
)

_CODED: Final = r"(?:\s*[zZ]?[\d-]{3,16}号?)?\s*"
_PART: Final = r"(?:同志)?(?:的|那[份个件条]?|这[份个件条]?|一份|报的|交的|名下|手[里上头]|承办|负责|反馈|材料|报告|台[账帐]|表格?|数据|照片|任务|工作|份额){0,4}"
_ALSO: Final = r"(?:就|也|都|均|先|可以|予以|给予|全部|一并|统一|请|要|现){0,3}"
_RETURNED: Final = re.compile(rf"(?:退回|打回|驳回|发回|退还|退)(?:去|来|了)?{_CODED}(?:给|到|至)?\s*@?$")
_RETURNED_BEHIND: Final = re.compile(
    rf"\s*{_PART}{_CODED}{_ALSO}(?:退回|打回|驳回|发回|返工|退(?=[了掉,。;!\s]|一下|$)|重[报做办]|重新|不通过|不予通过|不同意|不合格)"
)
_FAULTY: Final = re.compile(r"\s*(?:同志)?的?[^,。;!?\n]{1,16}[,。;]\s*(?:请|先)?(?:退回|打回|驳回|发回)")
_FAULTY_LATER: Final = re.compile(r"\s*(?:同志)?(?:的?那[份个]|的?这[份个]|报的|交的)")
_RETURNS: Final = re.compile(r"(?:退回|打回|驳回|发回|不通过)[去来了]?[,。;!\s]+$")
_FIRST: Final = re.compile(r"^(?:请|把|将|[\sZz\d,:-])*$")
_ACCEPTED: Final = re.compile(rf"(?<!不)(?:同意|通过|批准|准予)(?:了)?{_CODED}@?$")
_ACCEPTED_BEHIND: Final = re.compile(
    rf"\s*{_PART}{_CODED}{_ALSO}(?:同意|准予|没问题|(?:通过|办结|合格|销号|可以)(?![^\s,。;!了吧的办结]))"
)
_HOLDER_BEHIND: Final = re.compile(
    rf"\s*(?:同志)?(?:(?:的|那份|这份|一份|名下的?|手[里上头]的?|承办的?|负责的?)(?:任务|工作|那份|份额|部分)?{_CODED}{_ALSO}(?:转(?!发|账)|(?:改|重新?|另)派|重新指派|改由|移交|交给|换|分给)|换成|换为|换上|改成|改派(?:给|到|由))"
)
_SWAPPED: Final = re.compile(r"(?:取消|去掉|撤下|撤掉|拿掉|不用|不要)\s*@?$")
_SWAPPED_BEHIND: Final = re.compile(r"\s*了?[,。;\s]*(?:换成?|改由|改派给?)\s*@?(?![,。;!?\s]|$)")


def takes(mode: Mode, text: str, start: int, end: int) -> bool:
    """Whether the verb takes the names that stand there.

    As new hands (`transfer`), as those a share is distributed to (`shared`), as those whose request is decided on
    (`asking`), as those put on (`added`) or taken off (`removed`), as those whose share is `returned` or `accepted`,
    as the `holder` whose share another is to have.
    """
    left = text[max(0, start - 24) : start]
    match mode:
        case "transfer":
            return bool(_HANDED.search(left)) and not takes("holder", text, start, end)
        case "shared":
            return bool(_SHARED.search(left) or _SHARED_BEHIND.match(text, end))
        case "asking":
            return not _HANDED_ON.search(left)
        case "added":
            return bool(_ADDED.search(left) or _ADDED_BEHIND.match(text, end))
        case "removed":
            return bool(_REMOVED.search(left) or _REMOVED_BEHIND.match(text, end))
        case "returned":
            faulty = _FIRST.match(text[:start]) and _FAULTY.match(text, end)
            later = _RETURNS.search(left) and _FAULTY_LATER.match(text, end)
            return bool(faulty or later or _RETURNED.search(left) or _RETURNED_BEHIND.match(text, end))
        case "accepted":
            return bool(_ACCEPTED.search(left) or _ACCEPTED_BEHIND.match(text, end))
        case "holder":
            swapped = _SWAPPED.search(left) and _SWAPPED_BEHIND.match(text, end)
            return bool(swapped or _HOLDER_BEHIND.match(text, end))


def expects_name(before: str) -> bool:
    """Whether a name is to be expected behind these words, though nobody bears it."""
    if _GIVEN.search(before):
        return True
    if _PUT_ON.search(before):
        return True
    near = before[-4:]
    told = re.search(rf"(?:{ON})[:\s]*@?\s*$", near) or _REMOVED.search(near)
    return bool(told) and not before.endswith(("加", "取消"))

"""Personal data in what people write: found, and masked for everybody who does not need it.

Rules: 个人信息保护法 art. 28 and 51 ask for the least that is needed; the masks are those of everyday forms
(139****5678). Only Chinese conventions are known. An identity number with a wrong check digit is taken for one
if its province and its day of birth are possible: a slip of the finger must not show the rest. An address is
masked from the house on where a dwelling is named (路…号…室), the road stays: the office has to find it. Car
plates stay: they are what a matter is about. A landline of an office may stay (`keep`).
"""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

_SEP: Final = "[ \t\n\u00a0\\-–—·\u200b]"
_ODD: Final = r"[._/,、。:|+~()（）]"
"""What separates a number only where it stands twice."""
_NO: Final = r"(?<![\d*])"
"""What a number does not begin after: the rest of a longer one, or of one that is masked already."""
_FIGURES: Final = "零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_SPOKEN: Final = str.maketrans(_FIGURES, "0012345678911" + "23456789")
_WIDE: Final = {0xFF01 + n: chr(0x21 + n) for n in range(94)} | {
    0x3000: " ",
    0x200C: "\u200b",
    0x200D: "\u200b",
    **{0x1D7CE + n: str(n % 10) for n in range(50)},
    **{0x2460 + n: str(n + 1) for n in range(9)},
    0x24EA: "0",
}
_N: Final = r"(?:[A-Za-z]?\d{1,5}[A-Za-z]?|[零〇一二三四五六七八九十百]{1,4})"
_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉"
    "岑薛雷贺倪汤滕殷罗毕郝邬安常傅卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝明臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅盛林"
    "钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房丁邓洪包左石崔吉龚程邢裴陆荣翁甄储靳段巫焦侯班武符刘景詹龙叶黎白赖卓池乔谭温庄晏柴"
    "瞿阎连艾容向易廖匡文寇广欧利师巩关游肖付闫聂麦羊云"
)
_NAME: Final = rf"(?:欧阳|上官|司徒|诸葛|司马|夏侯|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}?"
_NAME_ENDS: Final = r"(?=[^\u4e00-\u9fff*]|$|住|家|在|电话|手机|今年|是|身份|来自|男|女|想|要|的|反映|投诉)"
_NAMED: Final = r"(?:我叫|我的名字叫|名字叫|联系人|姓名|户主|当事人|申请人|报修人|来电人)[是为叫: ]{0,2}"

PHONE: Final = re.compile(
    rf"{_NO}(?:\+?86{_SEP}?)?(1[3-9]\d{_SEP}?\d{{4}}{_SEP}?\d{{4}}|1[3-9]\d\d{_SEP}\d{{3}}{_SEP}\d{{4}}"
    rf"|1[3-9]\d(?P<odd>{_ODD})\d{{4}}(?:(?P=odd)|\))\d{{4}}|1[3-9]\d{_SEP}\d{{3}}{_SEP}\d{{5}}|1{_SEP}[3-9](?:{_SEP}\d){{9}})(?![\d*]|[元块万亿])"
)
SPOKEN: Final = re.compile(
    rf"(?<![{_FIGURES}\d*])[一幺壹1][{_FIGURES}\d](?:[ 、,-]?[{_FIGURES}\d]){{9}}(?![{_FIGURES}\d*元块万亿])"
)
LANDLINE: Final = re.compile(
    rf"{_NO}(\(?0\d{{2,3}}\)?{_SEP}?[2-9]\d{{2,3}}{_SEP}?\d{{4}}(?:-\d{{1,4}})?)(?![\d*])"
)
LOCAL: Final = re.compile(r"(?:电话|座机|固话|联系方式)[是为:号码 ]{0,4}([2-9]\d{6,7})(?!\d)")
IDENTITY: Final = re.compile(
    rf"{_NO}(\d{{6}}{_SEP}?\d{{4}}{_SEP}?\d{{4}}{_SEP}?\d{{3}}[\dXx])(?![\dA-Za-z*])"
)
OLD_IDENTITY: Final = re.compile(rf"{_NO}(\d{{6}}{_SEP}?\d{{6}}{_SEP}?\d{{3}})(?![\dA-Za-z*])")
CARD: Final = re.compile(rf"{_NO}([3-6]\d{{3}}(?:{_SEP}?\d{{4}}){{3}}(?:{_SEP}?\d{{1,3}})?)(?![\d*])")
ACCOUNT: Final = re.compile(
    r"(?:微信号?|[vw]x|[vw]信|薇信|威信|加[vV])[是为叫: 号]{0,3}([a-z][-_a-z0-9]{5,19})(?![-_a-z0-9*])",
    re.IGNORECASE,
)
QQ: Final = re.compile(r"qq[是为: 号]{0,3}(\d{5,11})(?!\d)", re.IGNORECASE)
OPENID: Final = re.compile(r"(?<![A-Za-z0-9_-])(o[A-Za-z0-9_-]{27})(?![A-Za-z0-9_-])")
MAIL: Final = re.compile(
    r"(?<![\w.+*-])([A-Za-z0-9][\w.+-]{0,40}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", re.ASCII
)
NAME: Final = re.compile(rf"{_NAMED}(?P<name>{_NAME}){_NAME_ENDS}")
NAME_THEN: Final = re.compile(rf"{_NAMED}(?P<name>{_NAME})(?![*])")
_BUILDING: Final = rf"(?:{_N}|[A-Za-z]) ?(?:栋|幢|座|号楼|#楼|#)"
DWELLING: Final = re.compile(
    rf"(?<![\dA-Za-z零〇一二三四五六七八九十百*])(?:{_N} ?(?:号|弄)院? ?)?(?:{_BUILDING} ?)?(?:{_N} ?单元 ?)?(?:{_N} ?[楼层] ?)?"
    rf"-?{_N} ?(?:室|号房|房)(?![\u4e00-\u9fff]?[屋租产])"
)
FLAT: Final = re.compile(
    rf"(?<![\dA-Za-z零〇一二三四五六七八九十百*])(?:{_N} ?(?:号|弄)院? ?)?(?:{_BUILDING} ?-?(?:{_N} ?单元 ?)?|{_N} ?单元 ?)-?\d{{3,4}}"
    r"(?![\d元块户人米年次天月日万])"
)
FARM: Final = re.compile(rf"(?<=[组社队屯])({_N} ?号)(?![线楼院])")
_PARTS: Final = re.compile(rf"(?:{_N}|[A-Za-z]) ?(?:号房|号楼|单元|[号弄栋幢座#楼层室房])")
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
PROVINCES: Final = frozenset(
    f"{area}{n}"
    for area, last in ((1, 5), (2, 3), (3, 7), (4, 6), (5, 4), (6, 5), (7, 1), (8, 3))
    for n in range(1, last + 1)
)


@dataclass(frozen=True, slots=True)
class Personal:
    """One piece of personal data in a text: its kind, value, where it stands, its mask.

    Kinds: phone, landline, identity, card, address, name, account (WeChat, QQ), mail, openid.
    """

    kind: str
    value: str
    start: int
    end: int
    mask: str


def found_in(text: str) -> list[Personal]:
    """Give the pieces of personal data in order; none overlaps another."""
    out: list[Personal] = []
    for one in sorted(_all(text.translate(_WIDE)), key=lambda one: (one.start, -one.end)):
        if not out or one.start >= out[-1].end:
            out.append(one)
    return out


def masked(text: str, keep: frozenset[str] = frozenset()) -> str:
    """Give the text with every piece of personal data masked, but of the kinds to keep.

    What is masked already stays as it is; the text never gets longer.
    """
    parts, at = [], 0
    for one in found_in(text):
        if one.kind not in keep:
            parts += [text[at : one.start], one.mask]
            at = one.end
    return "".join([*parts, text[at:]])


def phone_in(text: str) -> str:
    """Give the first telephone number in the text, digits alone, mobiles first; empty where there is none."""
    found = found_in(text)
    mobiles = (one.value for one in found if one.kind == "phone")
    return next(mobiles, "") or next((one.value for one in found if one.kind == "landline"), "")


def mask_phone(phone: str) -> str:
    """Give 139****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else _all_but_last(phone, len(phone), 2)


def _all(text: str) -> Iterator[Personal]:
    yield from _identities(text)
    for found in PHONE.finditer(text):
        phone = _digits(found[1])
        yield Personal("phone", phone, found.start(), found.end(), mask_phone(phone))
    for found in SPOKEN.finditer(text):
        phone = _digits(found[0].translate(_SPOKEN))
        if phone[1] in "3456789":
            yield Personal("phone", phone, found.start(), found.end(), mask_phone(phone))
    for pattern, read in _PATTERNS:
        for found in pattern.finditer(text):
            if (one := read(found)) is not None:
                yield one


def _identities(text: str) -> Iterator[Personal]:
    for pattern, fits in ((IDENTITY, _is_identity), (OLD_IDENTITY, _is_old_identity)):
        for found in pattern.finditer(text):
            number = _digits(found[1]).upper()
            if fits(number):
                mask = f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
                yield Personal("identity", number, found.start(1), found.end(1), mask)


def _landline(found: re.Match[str]) -> Personal:
    number = _digits(found[1])
    mask = f"{number[:4]}****{number[-2:]}" if number[0] == "0" else f"****{number[-2:]}"
    return Personal("landline", number, found.start(1), found.end(1), mask)


def _card(found: re.Match[str]) -> Personal | None:
    number = _digits(found[1])
    if not _luhn(number):
        return None
    mask = f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"
    return Personal("card", number, found.start(1), found.end(1), mask)


def _account(found: re.Match[str]) -> Personal:
    mask = found[1][:2] + "*" * (len(found[1]) - 2)
    return Personal("account", found[1], found.start(1), found.end(1), mask)


def _openid(found: re.Match[str]) -> Personal | None:
    mixed = any(c.isdigit() for c in found[1]) or found[1] != found[1].lower()
    return Personal("openid", found[1], found.start(1), found.end(1), "o***") if mixed else None


def _mail(found: re.Match[str]) -> Personal:
    name, _, host = found[1].rpartition("@")
    return Personal("mail", found[1], found.start(1), found.end(1), f"{'*' * len(name)}@{host}")


def _name(found: re.Match[str]) -> Personal:
    name, start = found["name"], found.start("name")
    return Personal("name", name, start, found.end("name"), name[0] + "*" * (len(name) - 1))


def _address(found: re.Match[str]) -> Personal | None:
    """Take it for a dwelling where more than its last part is named: 201室 alone is an office."""
    text = found[0]
    parts = len(_PARTS.findall(text)) + (1 if found.re is FLAT else 0)
    return Personal("address", text, found.start(), found.end(), "***") if parts > 1 else None


def _farm(found: re.Match[str]) -> Personal:
    return Personal("address", found[1], found.start(1), found.end(1), "*号")


_PATTERNS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Personal | None]], ...]] = (
    (LANDLINE, _landline),
    (LOCAL, _landline),
    (CARD, _card),
    (ACCOUNT, _account),
    (QQ, _account),
    (OPENID, _openid),
    (MAIL, _mail),
    (NAME, _name),
    (NAME_THEN, _name),
    (DWELLING, _address),
    (FLAT, _address),
    (FARM, _farm),
)


def _digits(written: str) -> str:
    return re.sub(r"[^0-9Xx]", "", written)


def _all_but_last(text: str, length: int, last: int) -> str:
    return "*" * max(0, length - last) + text[length - last :] if length > last else "*" * length


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11] == number[-1] or (
        number[:2] in PROVINCES and number[6:8] in {"19", "20"} and _is_day(number[6:14])
    )


def _is_old_identity(number: str) -> bool:
    """Whether 15 digits are an identity number of before 1999; those of later ones have 18."""
    return number[:2] in PROVINCES and _is_day("19" + number[6:12])


def _is_day(written: str) -> bool:
    try:
        date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return False
    return True


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0

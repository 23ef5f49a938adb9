"""Texts and file names that are marked as state secrets."""

# ruff: noqa: E501 - lists of words and patterns read better unbroken

from __future__ import annotations

import re
from typing import Final

from handlers.reading.script import normal

_LEVEL: Final = r"(?:绝 ?密|机 ?密|秘 ?密)"
# Marks stand in brackets, with a star and a term (GB/T 9704: 机密★1年), after 密级, or as the first or last word.
_MARKS: Final = re.compile(
    rf"[【\[〔(《<「『\"] ?{_LEVEL} ?(?:级|件|文件|资料|材料|信息|急件|特急|加急)? ?(?:[★*☆] ?[^】\])〕》>」』\"]{{0,12}})?[】\]〕)》>」』\"]"
    rf"|{_LEVEL} ?级? ?[★☆*]"
    rf"|(?:密级|保密级别|定密|涉密等级|密别|秘级) ?(?:为|是|:|;|\s)? ?[【\[(]? ?{_LEVEL}"
    rf"|(?<!商业)(?<!个人)(?<!工作){_LEVEL} ?级 ?(?:文件|资料|材料|信息|事项|会议|通知|的?(?:文件|资料|材料)|$|[,。!;:])"
    rf"|(?:标有|标注|标为|定为|属于?|系|列为|此件为?|此文为?|本件为?|本文为?|该件为?|内容为) ?[\"“]?{_LEVEL}(?!投票|基地)"
    rf"|(?:^|\n) ?{_LEVEL} ?(?:[!:,。;\s_.-]|$|件|文件|资料|材料|急件|电报|特急|加急|通知|\d)"
    rf"|(?:^|[\s_\-.,。;!:])(?:{_LEVEL})(?=$|[\s_\-.!;:)]|文件|资料|材料|电报|件(?:[,。!]|$))"
    rf"|(?:绝密|机密)(?:文件|资料|材料|电报|件|信息|会议|图纸|档案)"
    rf"|(?<!商业)(?<!个人)(?<!国家)(?<!工作)(?<!警务)秘密(?:文件|资料|材料|电报|件(?!事)|文电|档案)",
)
_TALK: Final = re.compile(
    r"(?:严守|保守|保护|泄露|泄漏|严防|窃取|危害|维护|侵犯|涉及|涉|保障|刺探|出卖|防止|知悉)(?:党和)?(?:国家|商业|工作|个人|党的|企业|警务)*(?:的)?(?:秘密|机密)"
    r"|(?:国家|商业|工作|个人|企业|党和国家)(?:的)?(?:秘密|机密)(?!★|级|\])(?:[^★\n]{0,2}(?:法|案|保护|工作))?|秘密(?:投票|选举|写票)|(?:处理|传递|存储|发送|传输|严禁[^,。]{0,8}|不得[^,。]{0,8}|禁止[^,。]{0,8})(?:绝密|机密|秘密)(?:级?文件|级?信息|资料|材料)?"
    r"|秘密(?:潜入|调查|进行|举行|会谈|武器|花园|跟踪|侦查)"
)


def is_classified(text: str) -> bool:
    """Whether a text or a file's name is marked 绝密, 机密 or 秘密; talk about keeping secrets is no mark."""
    return bool(_MARKS.search(_TALK.sub("\x00", normal(text))))

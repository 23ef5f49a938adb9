"""The first sheet of an export: what it is, and how anybody can hold it against itself."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.wording import moment_in

TIMES: Final = "每个时间有两列：一列便于阅读，一列为ISO 8601格式，便于排序和计算。午夜写作前一天24:00。时区："
GUARDED: Final = (
    "所有内容都写成文本，不会当作公式计算。以 = + - @(含全角)、制表符、换行开头的内容，"
    "前面加了一个撇号 ' ，另存为CSV后再打开也不会计算；原文没有这个撇号"
)
CHAINED: Final = (
    "每项任务的记录逐条相扣。对“经过”表的每一条，取七段：前一条哈希(第一条为空)、编号、序号、毫秒、账号、"
    "动作代码、明细(JSON)；每段写成“字数:内容”(字数按Unicode字符计，用半角冒号)，依次相连，"
    "按UTF-8编码求SHA-256，应等于本条哈希，也应等于下一条的“前一条哈希”。"
    "最后一条的哈希应等于“校验”表里登记的末条哈希"
)
LIMITS: Final = (
    "哈希链能查出改动、删去和插入某一条；要防整条链连同登记一起重做，请把各期导出的文件另行保管，"
    "比对末条哈希。明细被截断的，须在数据库上核对"
)
STAYING: Final = (
    ("公式防护", GUARDED),
    ("字符", "不能写进表格的控制字符换成了“\ufffd”；一格超过32767字的截断，末尾注明原文共多少字"),
    ("人员和单位", "姓名、名称取自导出时的通讯录，括号内是账号或编号；已离开通讯录的人只有账号"),
    ("工作表", "一张表写满后接着写在名称后带(2)、(3)的表里"),
    ("消息", "只列与任务有关、发给人或群的消息；“已发出”指平台已接收，不等于本人已看到"),
    ("怎样核对记录", CHAINED),
    ("核对的局限", LIMITS),
)
"""What is the same in every export."""


def notes_of(
    about: str, directives: int, broken: int, at: datetime, zone: ZoneInfo
) -> tuple[tuple[str, str], ...]:
    """Give the lines of the sheet, each with its heading."""
    iso = at.astimezone(zone).isoformat(timespec="seconds")
    return (
        ("范围", about),
        ("导出时间", f"{moment_in(zone)(iso, 0)}，{iso}"),
        ("任务数", f"{directives}项"),
        ("记录校验", "全部通过" if not broken else f"{broken}项不符，见“校验”表"),
        ("时间", TIMES + zone.key),
        *STAYING,
    )

"""The columns of an export's sheets: their headings and widths."""

from __future__ import annotations

from typing import Final

from bot.export_sheets import Column

CODE: Final = Column("编号", 15)


def _moment(title: str) -> Column:
    return Column(title, 24, "moment")


DIRECTIVES: Final = (
    CODE,
    Column("类别", 6),
    Column("标题", 36),
    Column("原文", 60),
    Column("紧急程度", 9),
    Column("交办人", 20),
    Column("由谁发出", 20),
    Column("群", 24),
    Column("要求"),
    _moment("时限"),
    _moment("交办时间"),
    _moment("办结或撤回时间"),
    Column("状态", 9),
    Column("份数", 6),
    Column("已签收", 7),
    Column("督办人", 20),
    _moment("督办时间"),
)
SHARES: Final = (
    CODE,
    Column("份号", 9),
    Column("承办人", 20),
    Column("单位", 24),
    Column("分工", 6),
    Column("因何"),
    Column("写法", 20),
    Column("状态", 15),
    _moment("时限"),
    _moment("原时限"),
    _moment("交给时间"),
    _moment("签收时间"),
    Column("签收人", 20),
    _moment("办结时间"),
    Column("退办次数", 9),
    Column("由哪一份分办", 12),
)
FEEDBACK: Final = (
    CODE,
    Column("份号", 9),
    Column("反馈号", 9),
    Column("反馈人", 20),
    _moment("反馈时间"),
    Column("内容", 60),
    Column("附件数", 7),
    _moment("撤销时间"),
)
FILES: Final = (
    CODE,
    Column("反馈号", 9),
    Column("文件名", 36),
    Column("类别", 8),
    Column("类型", 24),
    Column("大小(字节)", 12),
    Column("SHA-256", 66),
    Column("说明", 24),
)
MOVES: Final = (
    CODE,
    Column("序号", 6),
    _moment("时间"),
    Column("经办人", 20),
    Column("动作", 14),
    Column("内容", 60),
    Column("毫秒", 16),
    Column("账号", 16),
    Column("动作代码", 16),
    Column("明细(JSON)", 40),
    Column("前一条哈希", 66),
    Column("本条哈希", 66),
)
PROPOSALS: Final = (
    CODE,
    Column("份号", 9),
    Column("种类", 9),
    Column("提出人", 20),
    _moment("提出时间"),
    Column("理由", 40),
    Column("请求", 40),
    Column("决定", 18),
    Column("决定人", 20),
    _moment("决定时间"),
)
SENDINGS: Final = (
    CODE,
    Column("份号", 9),
    Column("类别"),
    Column("类别代码", 26),
    Column("方式", 10),
    Column("接收人", 24),
    _moment("产生时间"),
    _moment("最早可发时间"),
    _moment("发出时间"),
    Column("状态", 20),
    Column("原因", 36),
    Column("次数", 6),
)
PROOFS: Final = (
    CODE,
    Column("结果", 8),
    Column("实有条数", 9),
    Column("登记条数", 9),
    Column("登记的末条哈希", 66),
    Column("重新计算的末条哈希", 66),
    Column("不符之处", 50),
)
REQUESTS: Final = (
    CODE,
    Column("类别", 8),
    Column("分类", 12),
    Column("片区", 20),
    Column("标题", 36),
    Column("内容(已脱敏)", 60),
    Column("地点(已脱敏)", 30),
    Column("匿名", 6),
    Column("要求保密", 9),
    Column("登记人", 20),
    _moment("收到时间"),
    _moment("答复时限"),
    _moment("最初时限"),
    Column("状态", 12),
    Column("承办单位", 24),
    Column("并入", 15),
    Column("第几次办理", 10),
    _moment("答复时间"),
    Column("答复人", 20),
    Column("答复(已脱敏)", 60),
    _moment("多人反映提级时间"),
)
REQUEST_MOVES: Final = MOVES
NOTES: Final = (Column("项目", 18), Column("说明", 130))

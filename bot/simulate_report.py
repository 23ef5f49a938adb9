"""The figures of a simulation in words: a table for eyes, which is also the file."""

from __future__ import annotations

from collections.abc import Iterable

from bot.simulate_habits import ASSUMPTIONS
from bot.simulate_tally import DIGEST, FIRST, OTHER, REMINDER, Spread
from bot.simulating import Simulated

HOW = (
    (
        "指尖办：用服务自己的代码交办、签收、反馈、审核、撤回、改期、催办和自动提醒，只是不真的发送；"
        "提醒当时事情办了没有，按模拟的人做过什么来核对，不看服务自己的记录"
    ),
    (
        "逐条催办：同样的规则，按钟点算(不分上下班、周末和节假日)，每个时刻、每一份各发一条，"
        "办结也各发一条；已经办了的不发"
    ),
    "群里喊：签收的人都在群里打“收到”，群里别人都看到；反馈、追问和领导自己的话没有算在内",
    "交办人自己那句话，三种做法里都有，都没有算",
)
HEADS = ("每人在这段时间里", "最少", "中位数", "第99百分位", "最多", "全体合计")


def markdown(done: Simulated) -> str:
    """Write the report."""
    return "\n".join(["# 模拟", "", _size(done), "", *_table(done), "", *_checks(done), "", *_how()])


def _size(done: Simulated) -> str:
    size = done.size
    return (
        f"{size.start:%Y-%m-%d}起{size.days}天，{size.people:,}人，{size.groups}个群，{done.memberships:,}人次；"
        f"交办{done.directives:,}件，共{done.shares:,}份；提醒涉及{done.reminded:,}份次。随机种子{size.seed}。"
    )


def _table(done: Simulated) -> list[str]:
    return [
        "## 每个人收到多少",
        "",
        _row(HEADS),
        _row(["---", *["---:"] * (len(HEADS) - 1)]),
        *[_row([name, *_numbers(spread)]) for name, spread in _rows(done)],
        "",
        f"逐条催办的{done.naive_reminders.whole:,}条里，{done.naive_out_of_hours:,}条在下班时间(不含特急)。",
        f"指尖办“其他”里有{done.answers_out_of_hours:,}条在下班时间：有人下班后反馈，当时就答复本人、告诉交办人。",
    ]


def _checks(done: Simulated) -> list[str]:
    return [
        "## 必须成立的",
        "",
        _row(("", "上限", "实际", "")),
        _row(("---", "---:", "---:", "---")),
        *[
            _row([c.name, str(c.most), f"{c.was:,}", "成立" if c.holds else "**不成立**"])
            for c in done.checks
        ],
    ]


def _how() -> list[str]:
    return [
        "## 怎么比的",
        "",
        *[f"- {one}。" for one in HOW],
        "",
        "## 假定",
        "",
        *[f"- {one}。" for one in ASSUMPTIONS],
        "- 没有人请假，没有应急状态，服务没有停过。",
        "",
    ]


def _rows(done: Simulated) -> list[tuple[str, Spread]]:
    return [
        ("指尖办：一对一消息", done.private),
        ("　其中首次卡片", done.ours[FIRST]),
        ("　其中提醒", done.ours[REMINDER]),
        ("　其中汇总", done.ours[DIGEST]),
        ("　其中其他(反馈、收齐、退回、对自己反馈的答复等)", done.ours[OTHER]),
        ("指尖办：所在各群里的一句话", done.lines),
        ("指尖办：合计", done.together),
        ("逐条催办：一对一消息", done.naive),
        ("　其中催办和办结通知", done.naive_reminders),
        ("群里喊：看到的“收到”", done.shouted),
    ]


def _numbers(spread: Spread) -> list[str]:
    values = (spread.least, spread.middle, spread.p99, spread.most, spread.whole)
    return [f"{value:,}" for value in values]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"

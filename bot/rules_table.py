"""Writes docs/nudges.md from the table of rules: `python -m bot.rules_table > docs/nudges.md`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

from bot.states_table import WORDS
from tasks.nudges.budget import APART, DIGEST_HOURS, MOST_A_DAY
from tasks.nudges.rules import ALLOWED, CALM, DEFAULT, URGENCIES, Rule, Span

NAMES: Final[Mapping[str, str]] = {
    "unseen_half": "签收提醒",
    "unseen": "再次签收提醒",
    "unseen_leader": "未签收，告知直接领导",
    "unseen_critical": "特急签收提醒",
    "unseen_critical_leader": "特急未签收，告知直接领导",
    "unseen_group": "未签收，群里一句话",
    "day_before": "临近时限(蓝灯)",
    "hours_before": "马上到时限(蓝灯)",
    "behind": "进度滞后(黄灯)",
    "overdue": "逾期(红灯)",
    "overdue_leader": "逾期，告知直接领导",
    "overdue_supervisors": "逾期，报督查",
    "silent": "签收后没有进展",
    "unreviewed": "已反馈，等审核",
}
WHOM: Final[Mapping[str, str]] = {
    "assignee": "承办人",
    "leader": "承办人的直接领导",
    "issuer": "交办人",
    "supervisors": "督查",
    "group": "本群",
}
CHANNELS: Final[Mapping[str, str]] = {"now": "到时即发", "digest": "随汇总"}
TONES: Final[Mapping[str, str]] = {"kind": "和气", "firm": "郑重", "urgent": "紧急"}
ANCHORS: Final[Mapping[str, str]] = {
    "given": "交办",
    "due": "时限",
    "seen": "签收(或退回)",
    "reported": "反馈",
}
UNITS: Final[Mapping[str, str]] = {
    "minutes": "个工作分钟",
    "hours": "个工作小时",
    "days": "个工作日",
    "clock_minutes": "分钟(不分上下班)",
}
KINDS: Final[Mapping[str, str]] = {"task": "任务", "notice": "通知"}
URGENCY: Final[Mapping[str, str]] = {"normal": "一般", "urgent": "加急", "critical": "特急"}
PARTS: Final[Mapping[str, str]] = {"0.5": "一半", "0.67": "三分之二", "1": "全部"}

HEAD: Final = """# 催办规则

本页由 `python -m bot.rules_table` 按 `tasks/nudges/rules.py` 里的规则表写出，有测试核对是否一致，请不要手改。
各地可在 `config.yaml` 的 `nudges` 里改动或停用任何一条；任务交办时的规则一直用到这项任务办完。

办了就停：每条提醒在发出的那一刻再核对一次，已签收、已反馈、已办结、已撤回、改了时限的，不再发。
"""


def markdown() -> str:
    """Give the whole page."""
    return "\n".join((HEAD, *_allowed(), "", *_table(), "", *_bounds(), ""))


def _allowed() -> list[str]:
    """Say how long 收到 may take."""
    each = "，".join(f"{URGENCY[name]}{_minutes(name)}" for name in URGENCIES)
    return [
        "## 签收时间\n",
        f"交办后给的签收时间：{each}。",
        f"离时限不够两倍的，减为所剩时间的一半，但不少于{DEFAULT.least}分钟。特急按钟点算，其余按工作时间算。",
    ]


def _minutes(urgency: str) -> str:
    minutes = ALLOWED[urgency]
    if urgency == "critical":
        return f"{minutes}分钟"
    return f"{minutes // 60}个工作小时" if minutes % 60 == 0 else f"{minutes}个工作分钟"


def _table() -> list[str]:
    head = "| 规则名 | 什么时候 | 提醒谁 | 怎么提醒 | 语气 | 适用 |"
    return ["## 规则\n", head, "|---" * 6 + "|", *(_row(rule) for rule in DEFAULT.rows)]


def _row(rule: Rule) -> str:
    cells = (
        f"{NAMES[rule.name]}<br>`{rule.name}`",
        _when(rule),
        WHOM[rule.to],
        CHANNELS[rule.channel],
        TONES[rule.tone],
        _where(rule),
    )
    return "| " + " | ".join(cells) + " |"


def _when(rule: Rule) -> str:
    """Say when, how often, how long, and for what length of time only."""
    said = _span(rule.after, ANCHORS[rule.anchor])
    if rule.every is not None:
        said += f"，以后每{_amount(rule.every)}一次"
    if rule.until is not None:
        said += f"，到满{_amount(rule.until)}为止"
    if rule.longer is not None:
        said += f"(办理时间超过{_amount(rule.longer)}的)"
    return said


def _span(span: Span, anchor: str) -> str:
    if span.unit == "of_time":
        return f"{anchor}后，办理时间过了{_part(span.amount)}"
    if span.amount < 0:
        return f"{anchor}前{_amount(Span(-span.amount, span.unit))}"
    if span.amount == 0:
        return f"{anchor}一过，第一次汇总"
    return f"{anchor}后满{_amount(span)}"


def _amount(span: Span) -> str:
    if span.unit == "allowance":
        times = {0.5: "签收时间的一半", 1: "签收时间"}.get(span.amount)
        return times or f"签收时间的{span.amount:g}倍"
    return f"{span.amount:g}{UNITS[span.unit]}"


def _part(amount: float) -> str:
    return PARTS.get(f"{amount:.2g}", f"{amount:.0%}")


def _where(rule: Rule) -> str:
    states = "、".join(WORDS[state] for state in rule.states)
    urgencies = {URGENCIES: "不论缓急", CALM: "一般、加急"}.get(rule.urgencies)
    urgent = urgencies or "、".join(URGENCY[name] for name in rule.urgencies)
    return f"{'、'.join(KINDS[kind] for kind in rule.kinds)}；{urgent}；{states}"


def _bounds() -> list[str]:
    hours = "、".join(f"{hour:%H:%M}" for hour in DIGEST_HOURS)
    return [
        "## 分寸\n",
        f"- 只在上班时间发；下班后到的，等到下一个上班时间。每个工作日{hours}各有一次汇总，没有内容的不发。",
        f"- 每人每天至多{MOST_A_DAY}条提醒，所有群、所有交办人合在一起算；多出的随汇总。",
        "- 同一人同一时刻的几项合成一条；一条放不下的，下次汇总再列。",
        f"- 人工催办同一份任务，{APART.seconds // 3600}小时内不重复。",
        "- 特急的签收提醒、已宣布的应急响应范围内的人，不受上班时间和条数的限制。",
        "- 本人不在岗、由替岗人代办的，提醒替岗人。直接领导就是交办人的，交办人只听一次。",
        "- 群里每项任务至多说一句，只说人数，除非本群设为点名。",
        "- 发之前想看看会怎么催，发“催办预演”加编号，或者“催办预演”加要交办的话。",
    ]


if __name__ == "__main__":
    sys.stdout.write(markdown())

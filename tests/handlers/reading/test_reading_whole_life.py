"""What people say of directives that are already out, and ordinary sentences with the same words."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from handlers.reading import Reading, Target, read
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

SENTENCES = Path(__file__).parent / "whole_life.jsonl"
WHOEVER = ("lead", "lead_department", "rrule", "unknown", "whose")
"""Compared where a line has them; the others are compared always."""
LONG = "根据县委县政府关于进一步加强秋冬季安全生产工作的部署要求,各单位要按照职责分工抓好落实," * 6


def _named(targets: tuple[Target, ...]) -> list[str | int]:
    people = sorted(userid for target in targets for userid in target.people)
    return people + sorted(target.department for target in targets if target.department is not None)


def _seen(reading: Reading, line: dict) -> dict:
    out = {
        "intent": reading.intent,
        "code": reading.code,
        "due": reading.due,
        "assignees": list(reading.people),
        "departments": list(reading.departments),
        "added": _named(reading.amendment.added),
        "removed": _named(reading.amendment.removed),
    }
    return out | {key: getattr(reading, key) for key in WHOEVER if key in line}


def _expected(line: dict) -> dict:
    due = line.get("due")
    out = {
        "intent": line["intent"],
        "code": line.get("code"),
        "due": datetime.fromisoformat(due) if due else None,
        **{key: line.get(key, []) for key in ("assignees", "departments", "added", "removed")},
    }
    kept = {key: line[key] for key in WHOEVER if key in line}
    return out | {key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()}


def test_every_sentence_of_a_directives_life_is_understood(qingxi_org: Org) -> None:
    """Each line comes out with its intent, code, time and people."""
    lines = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]

    wrong = []
    for line in lines:
        now = datetime.fromisoformat(line["now"])
        seen = _seen(read(line["text"], now, qingxi_org, WorkCalendar(), speaker=line["from"]), line)
        if _expected(line) != seen:
            wrong.append((line["text"], _expected(line), seen))

    assert [] == wrong
    assert len(lines) >= 440


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("001 维持", "uphold"),
        ("001 不同意延期", "refuse"),
        ("001 同意延期到周五", "grant"),
        ("001 退回", "return"),
        ("001 改派给环卫所", "reassign"),
        ("转给王五001", "reassign"),
        ("001 全部办结", "close"),
        ("001 同意", "accept"),
        ("001 加上@王五", "amend"),
        ("催办001", "nudge"),
        ("撤回Z20261124-001", "withdraw"),
        ("001 已完成", "feedback"),
    ],
)
def test_a_long_message_that_begins_with_a_code_and_a_verb_is_no_new_directive(understand, said, intent):
    """However much follows, also what sounds like an order."""
    assert intent == understand(f"{said},{LONG}请各村12月1日前全部完成并书面报告").intent


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("撤回003,会议取消", "会议取消"),
        ("会议取消了,003撤回", "会议取消了"),
        ("退回003给@蒋波,底数没摸清,明天中午前重新报", "底数没摸清"),
        ("把003里李四的改派给王五,他对情况熟", "他对情况熟"),
        ("003取消张三,换李四", ""),
    ],
)
def test_a_reason_is_neither_cut_nor_does_it_hold_the_command(understand, text, reason):
    """What is said besides the command is the reason, whole and alone."""
    assert reason == understand(text).reason


@pytest.mark.parametrize(
    "text",
    ["003 除了王五都同意", "同意,除了王五", "除了张三其他人都催一下", "003 除张三、李四外全部退回"],
)
def test_all_but_one_is_not_taken_for_all(understand, text):
    """Who is left out cannot be told to those who act: nobody is accepted, nudged or returned by it."""
    assert "none" == understand(text).intent


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("同意李四的,退回王五的", ("accept", ("lisi",))),
        ("003 退回王五的,同意李四的", ("return", ("wangwu",))),
        ("退回李四的", ("return", ("lisi",))),
        ("003 应急办主任的照片看不清,退回", ("return", ("zhouqiang",))),
        ("003 退回,张三的电话写错了", ("return", ())),
        ("同意办结,请张三归档", ("accept", ())),
        ("003 各单位的都同意", ("accept", ())),
        ("大家的都同意", ("accept", ())),
    ],
)
def test_whose_share_is_judged_is_said_beside_the_verb(understand, text, named):
    """Of two verdicts in one message the first is taken, with those it is about; a reason names nobody."""
    reading = understand(text)

    assert named == (reading.intent, reading.people)

"""A rota as people paste it: what is clear is kept, what is not is named by its line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.parsing import org_from_json
from handlers.reading.names import names_of
from handlers.reading.script import normal
from handlers.rota.heading import read_heading
from handlers.rota.people import read_people
from handlers.rota.table import Table, read_table

ORG = org_from_json(json.loads((Path(__file__).parents[2] / "corpora" / "org.json").read_text("utf-8")))
TODAY = date(2026, 11, 24)


def read(text: str) -> Table:
    """Read a rota with its heading for 应急办."""
    heading = read_heading(normal(text), TODAY, names_of(ORG))
    assert heading is not None
    return read_table(text[heading.end :], heading.reader, 3, ORG, first=TODAY)


def rows(table: Table) -> list[str]:
    """Write the entries shortly: day, role, names."""
    return [
        f"{entry.day.day} {entry.role} {'、'.join(ORG.name(one) for one in entry.people)}"
        for entry in table.entries
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "值班表：11月24日 周强、王五(带班 钱进)；11月25日 王五",
            ["24 duty 周强、王五", "24 lead 钱进", "25 duty 王五"],
        ),
        ("下周值班表：\n周一 周强\n周二 王五", ["30 duty 周强", "1 duty 王五"]),
        ("值班表\n11.24\t周强\n11.25\t王五", ["24 duty 周强", "25 duty 王五"]),
        ("值班表\n11.24   周强   王五\n11.25   王五", ["24 duty 周强、王五", "25 duty 王五"]),
        (
            "值班表\n日期\t星期\t带班领导\t值班员\t联系电话\n11月24日\t周二\t钱进\t周强\t13800000000\n11月25日\t周三\t\t王五\t",
            ["24 duty 周强", "24 lead 钱进", "25 duty 王五"],
        ),
        (
            "下周值班表\n\t周一\t周二\n带班领导\t钱进\t赵明\n值班员\t周强\t",
            ["30 duty 周强", "30 lead 钱进", "1 lead 赵明"],
        ),
        ("下周值班表\n周一 周二 周三\n周强 王五 周强", ["30 duty 周强", "1 duty 王五", "2 duty 周强"]),
        ("12月值班表：\n1日 周强\n2日 王五", ["1 duty 周强", "2 duty 王五"]),
        ("12月份值班安排\n日期 值班员\n1 周强\n2 王五", ["1 duty 周强", "2 duty 王五"]),
        ("值班表：\n1、11月24日 周强\n2、11月25日 王五", ["24 duty 周强", "25 duty 王五"]),
        (
            "值班表：\n11月24日 周强\n带班 钱进\n11月25日 王五",
            ["24 duty 周强", "24 lead 钱进", "25 duty 王五"],
        ),
        ("值班表：\n周强：24日、26日\n王五：25日", ["24 duty 周强", "25 duty 王五", "26 duty 周强"]),
        ("值班表：24号-25号 王五", ["24 duty 王五", "25 duty 王五"]),
        ("值班表：11月24日 带班：钱进 值班：周强、王五", ["24 duty 周强、王五", "24 lead 钱进"]),
        ("值班表：11月24日 周主任、张伟(民政办)", ["24 duty 周强、张伟"]),
    ],
)
def test_ways_to_write_it(text, kept) -> None:
    """Lines, sentences, and columns of a sheet are all read."""
    table = read(text)

    assert kept == rows(table)
    assert [] == table.problems


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("11月31日 周强", "no_day"),
        ("11月25日(周一) 周强", "weekday"),
        ("周强", "no_days"),
        ("11月25日", "nobody"),
        ("11月25日 待定", "nobody"),
        ("11月25日 李小四", "unknown"),
        ("11月25日 张伟", "doubtful"),
        ("11月25日 张三丰", "unknown"),
    ],
)
def test_what_is_not_clear(line, why) -> None:
    """A line that is not clear is named with its number, and the others are kept."""
    table = read(f"值班表：\n{line}\n11月26日 王五")

    assert ["26 duty 王五"] == rows(table)
    assert [(1, line, why)] == [(one.line, one.text, one.why) for one in table.problems]


def test_days_that_are_over() -> None:
    """Days that are over are counted and not kept."""
    table = read("值班表：22日-24日 王五")

    assert ["24 duty 王五"] == rows(table)
    assert {date(2026, 11, 22), date(2026, 11, 23)} == table.over


@pytest.mark.parametrize(
    "text",
    [
        "请各村今天17点前报送防汛值班表",
        "值班表已发群里",
        "请查收值班表：\n11月24日 王五",
        "明天把值班表排好：",
    ],
)
def test_no_heading(text) -> None:
    """What only speaks of a rota is none."""
    assert read_heading(normal(text), TODAY, names_of(ORG)) is None


@pytest.mark.parametrize(
    ("text", "lead", "duty"),
    [
        ("钱进带班，周强值班", ["qianjin"], ["zhouqiang"]),
        ("周强 带班 钱进", ["qianjin"], ["zhouqiang"]),
        ("赵明、钱进带班 王五值班", ["zhaoming", "qianjin"], ["wangwu"]),
        ("带班领导钱进，值班员周强 王五", ["qianjin"], ["zhouqiang", "wangwu"]),
        ("钱进(带班)、王五", ["qianjin"], ["wangwu"]),
        ("周强王五", [], ["zhouqiang", "wangwu"]),
        ("应急办 周强同志", [], ["zhouqiang"]),
        ("镇长带班，我值班", ["zhaoming"], ["wangwu"]),
        ("无", [], []),
    ],
)
def test_who_leads(text, lead, duty) -> None:
    """带班 before or behind a name says who leads."""
    found = read_people(text, 1 if "镇长" in text else 3, ORG, me="wangwu")

    assert (lead, duty) == (list(found.lead), list(found.duty))
    assert ([], []) == (found.unknown, found.doubtful)

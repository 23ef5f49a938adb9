"""`zhijian parse`: how a sentence would be understood, for eyes or as JSON lines."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.config import Config, load
from bot.errors import ConfigError
from bot.people import People, calendar_of
from bot.storage import is_made, opened
from bot.wording import moment_in
from handlers.reading import as_line, deadline_line, read, read_deadline
from handlers.reading.values import Reading, Target, Unit
from tasks.people.org import Department, Org, Person
from tasks.worktime import WorkCalendar

INTENTS = {
    "task": "交办任务", "notice": "通知", "ack": "签收", "feedback": "反馈", "pending": "查询未收到、未反馈",
    "status": "查询进度", "nudge": "催办", "withdraw": "撤回", "extend": "申请延期", "reassign": "转办",
    "accept": "同意办结", "return": "退回", "mine": "我的任务", "help": "帮助", "none": "没有看懂",
    "decline": "退办", "amend": "变更", "undo": "撤销收到、反馈", "close": "全部办结",
    "grant": "同意延期、转办", "refuse": "不同意延期、转办", "uphold": "维持原办", "distribute": "分办",
    "supervise": "督办", "unsupervise": "解除督办", "leave": "请假、销假",
}  # fmt: skip

UNITS: Mapping[Unit, str] = {
    "minute": "分钟", "hour": "小时", "day": "天", "workday": "个工作日", "week": "周", "month": "个月",
}  # fmt: skip


def org_from_json(values: Mapping[str, Any]) -> Org:
    """Read a directory in the shape of the platform's answers, with `aliases` at its departments."""
    try:
        departments = {
            int(d["id"]): Department(
                int(d["id"]), d["name"], int(d.get("parentid") or 0), int(d.get("order") or 0),
                tuple(d.get("aliases") or ()),
            )
            for d in values["departments"]
        }  # fmt: skip
        people = {str(m["userid"]).lower(): _person(m) for m in values["members"]}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"通讯录文件不对（{error!r}），应有 departments 和 members 两个列表") from error
    return Org(departments, people)


def _person(member: Mapping[str, Any]) -> Person:
    units = tuple(int(unit) for unit in member.get("department") or ())
    flags = member.get("is_leader_in_dept") or ()
    return Person(
        userid=str(member["userid"]).lower(),
        name=str(member["name"]),
        departments=units,
        main=int(member.get("main_department") or (units[0] if units else 0)),
        position=str(member.get("position") or ""),
        leads=tuple(unit for unit, leads in zip(units, flags, strict=False) if leads),
        leaders=tuple(str(leader).lower() for leader in member.get("direct_leader") or ()),
        status=int(member.get("status") or 1),
    )


def _known(org: Path | None, config: Path) -> tuple[Org, Config]:
    """Give the directory and the settings: those named, else the stored ones, else none."""
    settings = load(config if config.exists() else None)
    if org is None:
        return (asyncio.run(_stored(settings)) if config.exists() else Org()), settings
    try:
        values = json.loads(org.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{org}: 通讯录文件读不了（{error}），请检查路径和 JSON 格式") from error
    return org_from_json(values), settings


async def _stored(settings: Config) -> Org:
    if not is_made(settings.database.url):
        return Org()
    async with opened(settings.database.url) as storage:
        await storage.migrate()
        people = People(storage, settings, SystemClock(settings.worktime.zone))
        await people.load()
        return people.org


def _moment(text: str, calendar: WorkCalendar) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"时间“{text}”不对，请写成 2026-11-24T10:00:00+08:00") from None
    return at if at.tzinfo else at.replace(tzinfo=calendar.zone)


def parse_file(file: Path, org_path: Path | None, config: Path) -> Iterator[str]:
    """Give one JSON line for each line of the file; a line without `from` is read for its time alone."""
    org, settings = _known(org_path, config)
    calendar = calendar_of(settings)
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: 读不了（{error}），请检查路径和编码（UTF-8）") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_parsed(line, number, org, calendar), ensure_ascii=False)


def _parsed(line: str, number: int, org: Org, calendar: WorkCalendar) -> Mapping[str, object]:
    try:
        asked = json.loads(line)
        text, now = str(asked["text"]), _moment(str(asked["now"]), calendar)
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"第{number}行不对（{error!r}），每行应为含 now 和 text 的 JSON 对象") from error
    if "from" not in asked:
        return deadline_line(read_deadline(text, now, calendar))
    return as_line(read(text, now, org, calendar, speaker=str(asked["from"]).lower()))


def parse_text(text: str, now: str | None, org_path: Path | None, config: Path) -> Iterator[str]:
    """Say in words how one sentence would be understood."""
    org, settings = _known(org_path, config)
    calendar = calendar_of(settings)
    at = _moment(now, calendar) if now else SystemClock(calendar.zone).now()
    yield from _explained(read(text, at, org, calendar), org, at)


def _explained(reading: Reading, org: Org, at: datetime) -> Iterator[str]:
    moment = moment_in(at.tzinfo or UTC)
    rows = {
        "意思": INTENTS[reading.intent],
        "标题": reading.title if reading.intent in {"task", "notice"} else "",
        "编号": reading.code or "",
        "承办人": "、".join(org.name(who) for who in reading.people),
        "承办单位": "、".join(org.unit_name(unit) for unit in reading.departments),
        "全体": "是" if reading.everyone else "",
        "主办": _lead(reading, org),
        "时限": moment(reading.due, at.year) + ("（已过）" if reading.past else "") if reading.due else "",
        "周期": reading.rrule or "",
        "缓急": {"critical": "特急", "urgent": "加急"}.get(reading.urgency, ""),
        "要求": "、".join({"feedback": "反馈", "photo": "照片"}[w] for w in sorted(reading.wants)),
        "顺延": f"{reading.later.amount}{UNITS[reading.later.unit]}" if reading.later else "",
        "更正为": reading.amendment.text,
        "补充": reading.amendment.more,
        "增加": _written(reading.amendment.added),
        "去掉": _written(reading.amendment.removed),
        "反馈即办结": "是" if reading.closes else "",
        "说明": reading.reason,
        "重名": "、".join(reading.ambiguous),
        "查无此人": "、".join(reading.unknown),
    }
    yield from (f"{name}：{value}" for name, value in rows.items() if value)


def _written(targets: Sequence[Target]) -> str:
    return "、".join(target.written for target in targets)


def _lead(reading: Reading, org: Org) -> str:
    if reading.lead:
        return org.name(reading.lead)
    return org.unit_name(reading.lead_department) if reading.lead_department else ""

"""What `zhijian check` says: every setting with its value and meaning, and what does not fit.

Pure: settings and a directory in, values out. Trying the credentials is the caller's business; what that
finds is added to the report (`with_findings`) before `render`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.config import Config, redacted
from bot.config_load import models_in
from bot.explain_org import org_findings
from bot.findings import Finding, hint
from tasks.people.org import Org

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
UNSET = "（未填）"
ABSENT = "（未设置）"
STARRED = "******（已填）"


@dataclass(frozen=True, slots=True)
class Line:
    """One setting: its path, its value for printing (no secrets), and what it is."""

    path: str
    value: str
    about: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything `check` has to say."""

    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What has to be mended; hints left out."""
        return tuple(found for found in self.findings if found.level == "problem")

    def with_findings(self, more: Iterable[Finding]) -> Report:
        """Give the report with what was found elsewhere, such as by trying the credentials."""
        return replace(self, findings=(*self.findings, *more))


def explain(config: Config, org: Org | None = None) -> Report:
    """Explain every setting, and find what does not fit; without a directory its part is left out."""
    found = (*_settings_findings(config), *(org_findings(config, org) if org else ()))
    return Report(tuple(_section_lines(config, redacted(config), "")), found)


def setting_paths(model: type[BaseModel] = Config, above: str = "") -> tuple[str, ...]:
    """Give the path of every setting there is, places in lists left out: `groups.chat_id`."""
    found: list[str] = []
    for name, field in model.model_fields.items():
        inner = next(models_in(field.annotation), None)
        found += setting_paths(inner, f"{above}{name}.") if inner else [f"{above}{name}"]
    return tuple(found)


def _section_lines(section: BaseModel, shown: Mapping[str, object], above: str) -> Iterator[Line]:
    """`above` is the path down to the section, with places in lists: `groups[0].`."""
    for name, field in type(section).model_fields.items():
        value, plain, path = getattr(section, name), shown[name], f"{above}{name}"
        inner = next(models_in(field.annotation), None)
        if isinstance(value, BaseModel) and isinstance(plain, Mapping):
            yield from _section_lines(value, plain, f"{path}.")
        elif inner and value and isinstance(plain, list):
            for place, (item, shape) in enumerate(zip(value, plain, strict=True)):
                yield from _section_lines(item, shape, f"{path}[{place}].")
        elif inner:
            yield Line(path, ABSENT, field.description or "")
            yield from _absent_lines(inner, f"{path}.")
        else:
            yield Line(path, _shown(value, plain), field.description or "")


def _absent_lines(section: type[BaseModel], above: str) -> Iterator[Line]:
    for name, field in section.model_fields.items():
        path = f"{above}{name}"
        yield Line(path, ABSENT, field.description or "")
        if inner := next(models_in(field.annotation), None):
            yield from _absent_lines(inner, f"{path}.")


def _shown(value: object, plain: object) -> str:
    if isinstance(value, SecretStr):
        return STARRED
    if isinstance(plain, Mapping):
        pairs = (f"{key} → {_shown(None, item)}" for key, item in plain.items())
        return ";".join(pairs) or UNSET
    if isinstance(plain, list):
        return "、".join(str(item) for item in plain) or UNSET
    return UNSET if plain is None or plain == "" else str(plain)


def _settings_findings(config: Config) -> tuple[Finding, ...]:
    return (
        *_work_findings(config),
        *_address_findings(config),
        *_clock_findings(config),
        *_people_findings(config),
        *_account_findings(config),
    )


def _work_findings(config: Config) -> Iterator[Finding]:
    work = config.work
    if work is None:
        yield hint("work", "没有设置企业微信，收不到指令也发不出消息", "要用企业微信时，请填写 work 一节")
        return
    if work.app is None:
        yield Finding("work.app", "没有自建应用，读不到通讯录，也不能一对一通知", "请填写 work.app 一节")
    if work.robot is not None and work.app is None:
        what = "机器人如果不是超级管理员创建的，给出的是加密账号，没有自建应用就认不出是谁在说话"
        yield Finding("work.robot", what, "请填写 work.app 一节，或由超级管理员重新创建机器人")
    if work.robot is None:
        yield hint("work.robot", "没有智能机器人，群里 @ 不到它", "要在群里使用时，请填写 work.robot 一节")
    if work.only:
        named = "、".join(work.only)
        yield hint("work.only", f"演练中：只发给 {named}，其他人收不到", "正式启用时请清空")


def _address_findings(config: Config) -> Iterator[Finding]:
    address = config.server.public_url
    if config.on_real_platform and urlsplit(address).hostname in LOCAL_HOSTS:
        yield Finding("server.public_url", f"平台访问不到 {address}", "请改为外网可访问的网址")


def _clock_findings(config: Config) -> Iterator[Finding]:
    clock = config.clock
    if clock.source == "system" and clock.start:
        cure = "请删去，或把 clock.source 改为 controlled"
        yield hint("clock.start", "用本机时间时，起始时间不起作用", cure)
    if clock.source == "controlled" and config.on_real_platform:
        what = "接的是真实平台，演练时钟不能拨动，时间将停住"
        yield Finding("clock.source", what, "请把 clock.source 改为 system")
    if clock.source == "controlled" and config.api.token is None:
        yield Finding("api.token", "没有访问令牌，无法拨动演练时钟", "请填写 api.token")


def _people_findings(config: Config) -> Iterator[Finding]:
    cure = "请改为他人的账号，或删去"
    if not config.roles.administrators:
        yield hint("roles.administrators", "没有管理员，出了故障无人得知", "请填写至少一个账号")
    for leader, them in config.roles.delegates.items():
        if leader in them:
            yield Finding("roles.delegates", f"{leader} 被设为代自己办理", cure)
    for userid, other in config.people.leaders.items():
        if userid == other:
            yield Finding("people.leaders", f"{userid} 被设为自己的上级", cure)
    for userid, other in config.people.stand_ins.items():
        if userid == other:
            yield Finding("people.stand_ins", f"{userid} 被设为自己的替岗人", cure)


def _account_findings(config: Config) -> Iterator[Finding]:
    for place, account in enumerate(config.official_accounts):
        if account.mode == "plain":
            where = f"official_accounts[{place}].mode"
            yield hint(where, f"公众号 {account.name} 用明文模式，消息不加密", "建议改用安全模式")


def render(report: Report) -> list[RenderableType]:
    """Give what a terminal shows: a table of settings, and the findings, problems first."""
    return [_settings_table(report.lines), *_findings_parts(report.findings)]


def _settings_table(lines: Iterable[Line]) -> Table:
    table = Table(title="设置", title_justify="left", show_lines=False)
    for heading in ("设置项", "当前值", "说明"):
        table.add_column(heading, overflow="fold")
    for line in lines:
        table.add_row(Text(line.path), Text(line.value), Text(line.about))
    return table


def _findings_parts(findings: Iterable[Finding]) -> Iterator[RenderableType]:
    titles = {"problem": "需要处理", "hint": "提示"}
    by_level: dict[str, list[Finding]] = defaultdict(list)
    for found in findings:
        by_level[found.level].append(found)
    for level, title in titles.items():
        if by_level[level]:
            yield Text(f"{title}({len(by_level[level])})", style="bold")
            yield from (Text(f"- {found.where}: {found.what}。{found.cure}。") for found in by_level[level])
    if not by_level["problem"]:
        yield Text("没有需要处理的问题。")

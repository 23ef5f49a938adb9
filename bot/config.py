"""The settings: frozen typed models that mirror `config.yaml`, and `load`.

Each field carries the sentence that `zhijian check` prints for it (`description`), so settings, explanations
and `docs/settings.md` can be compared by a test. Userids are kept in lower case, because the platform
compares them without case. What is secret is a `SecretStr` and shows in no log.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.config_base import Settings
from bot.config_citizens import CitizenSettings, RequestSettings
from bot.config_load import environment_values, file_values, listed, merged, one_line
from bot.config_official import OfficialAccountSettings
from bot.config_values import (
    AesKey,
    DatabaseUrl,
    HttpUrl,
    Secret,
    Text,
    UserId,
    refuse_doubles,
    start_in_zone,
)
from bot.config_worktime import WorktimeSettings
from bot.errors import ConfigError
from tasks.nudges.permitted import refuse_unfit
from tasks.nudges.rules import URGENCIES, overridden

WORK_API = "https://qyapi.weixin.qq.com"
REAL_HOSTS = ".weixin.qq.com"


class ServerSettings(Settings):
    """Where the service listens, and under which address the platform and people reach it."""

    host: Text = Field("127.0.0.1", description="监听地址；只给本机的反向代理用时不必改")
    port: int = Field(8080, ge=1, le=65535, description="监听端口")
    public_url: HttpUrl = Field("http://127.0.0.1:8080", description="外网访问本服务的网址，末尾不带斜杠")
    max_skew_s: int = Field(900, gt=0, description="回调签名时间与本机时间最多相差多少秒，超出即拒收")


class DatabaseSettings(Settings):
    """One SQLite file, or a PostgreSQL."""

    url: DatabaseUrl = Field(
        "sqlite://data/zhijian.db",
        repr=False,
        description="数据库：sqlite://文件路径，或 postgres://用户:密码@主机:5432/库名",
    )


class MediaSettings(Settings):
    """Where pictures and files are kept, and how much of them."""

    dir: Path = Field(Path("data/media"), description="图片和文件的存放目录")
    largest_mb: int = Field(20, ge=1, le=100, description="单个附件最大多少MB；超过20MB的转发不了")
    per_day: int = Field(200, ge=1, description="每人每天最多保存多少个附件")
    quota_mb: int = Field(20480, ge=1, description="全部附件最多占多少MB，满了不再接收新附件")


class ClockSettings(Settings):
    """The system's clock, or one that stands still until it is turned (rehearsals)."""

    source: Literal["system", "controlled"] = Field(
        "system", description="时钟：system 用本机时间，controlled 用于演练，由人拨动"
    )
    start: datetime | None = Field(
        None, description="演练时钟的起始时间，仅对空数据库有效；不写时区按工作时区"
    )


class WorkAppSettings(Settings):
    """The self-built WeCom app: one to one messages and the directory."""

    agent_id: int = Field(gt=0, description="自建应用的 AgentId")
    secret: Secret = Field(description="自建应用的 Secret")
    token: Secret = Field(description="“接收消息”设置中的 Token")
    aes_key: AesKey = Field(description="“接收消息”设置中的 EncodingAESKey，43 位")


class RobotSettings(Settings):
    """The WeCom robot in the groups, in callback mode."""

    name: Text = Field("指尖办", description="智能机器人的名字，群里用 @ 提到它")
    token: Secret = Field(description="智能机器人回调设置中的 Token")
    aes_key: AesKey = Field(description="智能机器人回调设置中的 EncodingAESKey，43 位")


class WorkSettings(Settings):
    """WeCom (企业微信). Without the section the service does without it."""

    api_base: HttpUrl = Field(WORK_API, description="企业微信接口地址")
    corp_id: Text = Field(description="企业 ID")
    app: WorkAppSettings | None = Field(None, description="自建应用")
    robot: RobotSettings | None = Field(None, description="智能机器人")
    only: tuple[UserId, ...] = Field((), description="真人演练：只发给这些账号，本应发给其他人的只记录不发送")


class GroupSettings(Settings):
    """What is known of a group beforehand; groups that are not named work too."""

    chat_id: Text = Field(description="群的 chatid")
    name: str = Field("", description="群名")
    departments: tuple[int, ...] = Field((), description="群里“全体”指哪些部门（含下级）")
    webhook_key: Secret | None = Field(None, description="群消息推送（Webhook）地址中 key= 后面的部分")
    names: bool = Field(False, description="群里的一行催办是否点名；默认只说人数")


class PeopleSettings(Settings):
    """What the directory does not know, or has wrong."""

    aliases: dict[Text, tuple[Text, ...]] = Field({}, description="部门的其他叫法")
    heads: dict[int, UserId] = Field({}, description="部门负责人，以此为准（部门 ID: 账号）")
    leaders: dict[UserId, UserId] = Field({}, description="直属上级，以此为准（账号: 上级账号）")
    stand_ins: dict[UserId, UserId] = Field({}, description="AB 岗（账号: 替岗人账号）")


class RoleSettings(Settings):
    """Who may do more than their place in the directory says."""

    issuers: tuple[UserId, ...] = Field((), description="除部门负责人和直属上级外，还可下达指令的人")
    delegates: dict[UserId, tuple[UserId, ...]] = Field({}, description="可代领导下达、办结、变更的人")
    supervisors: tuple[UserId, ...] = Field((), description="督查人员")
    administrators: tuple[UserId, ...] = Field((), description="管理员，收到运行故障的提示")
    intake: tuple[UserId, ...] = Field((), description="受理员（12345、窗口）")
    emergency: tuple[UserId, ...] = Field((), description="可宣布应急状态的人")


class ApiSettings(Settings):
    """The HTTP API for other programs."""

    token: Secret | None = Field(None, description="HTTP 接口的访问令牌；不填则不开放接口")


class NudgeSettings(Settings):
    """What is reminded of without being asked: a city's changes of the table in `tasks/nudges/rules.py`."""

    automatic: bool = Field(True, description="到时自动催办；关掉后只有人工催办")
    allowed: dict[str, int] = Field(
        {}, description="签收时限：普通、加急按工作分钟，特急按分钟；不写为 240、60、10"
    )
    rules: dict[str, bool | dict[str, str | None]] = Field(
        {}, description="改催办规则：规则名: {after: 2 days}，或 规则名: false 停用；规则见 docs/nudges.md"
    )

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if unknown := set(self.allowed) - set(URGENCIES):
            raise ValueError(f"allowed 里没有 {min(unknown)} 这一级，可用 normal、urgent、critical")
        rules = overridden(self.rules, self.allowed)
        if self.rules or self.allowed:
            refuse_unfit(rules)
        return self


class WordingSettings(Settings):
    """A city's own sentences."""

    file: Path | None = Field(None, description="改写对外用语的 TOML 文件；不填用自带用语")


class Config(BaseSettings):
    """All settings. Made directly (tests) it reads no environment and no file; `load` does both."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        env_prefix="ZHIJIAN__",
        env_nested_delimiter="__",
    )

    server: ServerSettings = Field(ServerSettings(), description="服务器")
    database: DatabaseSettings = Field(DatabaseSettings(), description="数据库")
    media: MediaSettings = Field(MediaSettings(), description="图片和文件")
    clock: ClockSettings = Field(ClockSettings(), description="时钟")
    worktime: WorktimeSettings = Field(WorktimeSettings(), description="工作时间")
    work: WorkSettings | None = Field(None, description="企业微信；不用企业微信时整节不写")
    groups: tuple[GroupSettings, ...] = Field((), description="工作群；没列出的群同样可用")
    people: PeopleSettings = Field(PeopleSettings(), description="通讯录的补充和更正")
    roles: RoleSettings = Field(RoleSettings(), description="职责")
    official_accounts: tuple[OfficialAccountSettings, ...] = Field((), description="公众号")
    citizens: CitizenSettings = Field(CitizenSettings(), description="群众的资料")
    requests: RequestSettings = Field(RequestSettings(), description="群众诉求")
    api: ApiSettings = Field(ApiSettings(), description="HTTP 接口")
    nudges: NudgeSettings = Field(NudgeSettings(), description="自动催办")
    wording: WordingSettings = Field(WordingSettings(), description="用语")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read nothing behind the caller's back."""
        return (init_settings,)

    @model_validator(mode="before")
    @classmethod
    def _start_in_zone(cls, values: Any) -> Any:
        return start_in_zone(values)

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        refuse_doubles("groups", "chat_id", (group.chat_id for group in self.groups))
        refuse_doubles("official_accounts", "name", (account.name for account in self.official_accounts))
        return self

    @property
    def on_real_platform(self) -> bool:
        """Whether any call of this service would reach WeChat itself."""
        bases = [account.api_base for account in self.official_accounts]
        bases += [self.work.api_base] if self.work else []
        return any(map(is_real, bases))


def is_real(base: str) -> bool:
    """Whether an address is WeChat's own."""
    return (urlsplit(base).hostname or "").endswith(REAL_HOSTS)


def load(path: Path | None, environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings from a YAML file (none: defaults alone) and the environment, which wins.

    `environ` is the process's environment unless told. Raises ConfigError with one line in Chinese:
    the path of the setting, what is wrong, the cure.
    """
    env = os.environ if environ is None else environ
    values = file_values(path, env) if path else {}
    try:
        return Config(**listed(Config, merged(values, environment_values(Config, env))))
    except ValidationError as error:
        raise ConfigError(one_line(Config, error)) from None


def redacted(config: Config) -> dict[str, Any]:
    """Give the settings as plain values for printing, with every secret starred."""
    values = config.model_dump(mode="json")
    values["database"]["url"] = re.sub(r"(://[^:/@]*):.*@", r"\1:******@", config.database.url)
    return values

"""The section `official_accounts`: each official account, its ways out to citizens, its menu."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.config_base import Settings
from bot.config_values import AesKey, HttpUrl, Secret, Text

OFFICIAL_API = "https://api.weixin.qq.com"
MENU: Final[Mapping[str, str]] = {"consult": "咨询办事", "tell": "我要反映", "mine": "我的诉求"}
"""Key of a menu's button → its name, in this order."""
MENU_BYTES = 16
"""Bytes of a button's name (公众号 自定义菜单)."""
TEMPLATE_FIELD = re.compile(r"[A-Za-z][A-Za-z_]*[0-9]*")
FACT = re.compile(r"[a-z][a-z_]*")
KIND = re.compile(r"citizen\.[a-z_.]+")


def _fields(fields: dict[str, str]) -> dict[str, str]:
    for name, fact in fields.items():
        if not TEMPLATE_FIELD.fullmatch(name):
            raise ValueError(f"模板字段“{name}”写法不对，应与模板详情中的一致，如 thing1、time2")
        if not FACT.fullmatch(fact):
            raise ValueError(
                f"字段 {name} 的内容“{fact}”写法不对，可用 code、title、office、due 等，见 docs/settings.md"
            )
    return fields


class TemplateSettings(Settings):
    """A template of the account's, and which fact stands in which of its fields."""

    id: Text = Field(description="模板编号（模板详情页的“模板ID”）")
    fields: Annotated[dict[str, str], AfterValidator(_fields)] = Field(
        min_length=1, description="模板字段: 内容，如 {thing1: title, time2: due}"
    )


def _kinds(templates: dict[str, TemplateSettings]) -> dict[str, TemplateSettings]:
    if wrong := [kind for kind in templates if not KIND.fullmatch(kind)]:
        raise ValueError(f"“{wrong[0]}”不是发给群众的消息，请填 citizen. 开头的种类，见 docs/messages.md")
    return templates


Templates = Annotated[dict[str, TemplateSettings], AfterValidator(_kinds)]


class OfficialAccountSettings(Settings):
    """One official account (公众号)."""

    name: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$",
        description="短名，用在回调地址 /webhook/official/短名 中",
    )
    app_id: Text = Field(description="公众号的 AppID")
    secret: Secret = Field(description="公众号的 AppSecret")
    token: Secret = Field(description="服务器配置中的 Token")
    aes_key: AesKey | None = Field(None, description="服务器配置中的 EncodingAESKey，43 位；明文模式可不填")
    mode: Literal["plain", "compat", "safe"] = Field(
        "safe", description="消息加解密方式：plain 明文、compat 兼容、safe 安全"
    )
    api_base: HttpUrl = Field(OFFICIAL_API, description="公众号接口地址")
    custom: bool = Field(True, description="有没有客服消息权限；没有认证的订阅号填 false")
    menu: bool = Field(True, description="由本服务创建自定义菜单；没有菜单权限或自己管理菜单的填 false")
    menu_names: dict[str, str] = Field({}, description="菜单名称，不写为 咨询办事、我要反映、我的诉求")
    templates: Templates = Field({}, description="模板消息：消息种类: {id: 模板编号, fields: {字段: 内容}}")
    notices: Templates = Field({}, description="订阅通知：写法同模板消息；只在群众订阅后使用")

    @model_validator(mode="after")
    def _key_unless_plain(self) -> Self:
        if self.mode != "plain" and self.aes_key is None:
            raise ValueError("兼容和安全模式需要 aes_key，请从公众平台的服务器配置中复制")
        return self

    @model_validator(mode="after")
    def _menu_fits(self) -> Self:
        for key, name in self.menu_names.items():
            if key not in MENU:
                raise ValueError(f"menu_names 里没有 {key}，可用 {'、'.join(MENU)}")
            if not 0 < len(name.strip().encode()) <= MENU_BYTES:
                raise ValueError(f"菜单名称“{name}”太长或为空，最多 5 个汉字")
        return self

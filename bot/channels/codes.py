"""The platform's error codes: what each means for us, and the cure for the administrator. One table.

From path/90313, path/99110 and 公众号 全局返回码. Judge by the code, never by errmsg.
A code that is not listed is Refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import Busy, Misconfigured, NoTarget, PlatformError, Refused, Throttled, TokenRefused

TOKEN_CODES = frozenset({40001, 40014, 42001})
"""The token is wrong or old: fetch one and try once more."""
CODE_USED = frozenset({42022, 60140})
"""The response code of a card is used up or old; after a passive answer with the same card, no error."""

_WAIT = "平台繁忙，稍后自动重试"
_CREDENTIAL = "请核对配置里的 secret，并确认它没有在管理后台被重置"
_CARD = "卡片内容不被平台接受，请把日志里的错误码告诉维护人员"
_IP = "请在企业微信管理后台把本机出口 IP 加入“企业可信 IP”，约一分钟后生效"
_OFFICIAL_IP = "请在微信开发者平台把本机出口 IP 加入“API IP 白名单”"
_SEEN = "请在企业微信管理后台确认这些人在应用的可见范围内，并已激活"
_RIGHT = "请在管理后台给应用开通这项接口权限"
_CHAT = "请核对群的 chat_id"
_HOOK = "群里的消息推送已失效，请重新添加并更新配置里的 webhook_key"
_QUOTA = "今天或这一分钟的调用次数已用完，稍后自动重试"
_UPDATE = "接口已停用或参数不被接受，请升级本程序"

_Row = tuple[type[PlatformError], str]
CODES: Mapping[int, _Row] = {
    -1: (Busy, _WAIT),
    6000: (Busy, _WAIT),
    45033: (Busy, _WAIT),
    45035: (Busy, _WAIT),
    45009: (Throttled, _QUOTA),
    45011: (Throttled, "调用太频繁，稍后自动重试"),
    45066: (Throttled, "同一条消息重试太快，稍后自动重试"),
    40001: (TokenRefused, _CREDENTIAL),
    40014: (TokenRefused, _CREDENTIAL),
    42001: (TokenRefused, _CREDENTIAL),
    41001: (TokenRefused, _CREDENTIAL),
    301002: (TokenRefused, "secret 与 agent_id 不是同一个应用的，请核对配置"),
    40003: (NoTarget, "请确认这些人在通讯录里，或仍关注着公众号"),
    60111: (NoTarget, _SEEN),
    81013: (NoTarget, _SEEN),
    82001: (NoTarget, _SEEN),
    43004: (NoTarget, "对方没有关注公众号"),
    43019: (NoTarget, "对方在公众号的黑名单里"),
    43101: (NoTarget, "对方没有同意接收这类通知"),
    46004: (NoTarget, "没有这个用户"),
    48002: (Refused, "没有调用这个接口的权限，或对方拒收消息"),
    50002: (Refused, "成员不在应用的可见范围内，或公众号用户受限"),
    50005: (NoTarget, "对方没有关注公众号"),
    45015: (Refused, "对方超过 48 小时没有发来消息，平台不允许主动发送"),
    45047: (Refused, "对这个人的客服消息条数已用完，要等对方再发来消息"),
    40007: (Refused, "素材已过期（三天），请重新上传"),
    40008: (Refused, _UPDATE),
    40013: (Misconfigured, "请核对配置里的 corp_id 或 app_id"),
    40037: (Refused, "请核对模板编号"),
    40056: (Misconfigured, "请核对配置里的 agent_id"),
    40058: (Refused, _UPDATE),
    40063: (Refused, _UPDATE),
    40164: (Misconfigured, _OFFICIAL_IP),
    61004: (Misconfigured, _OFFICIAL_IP),
    40243: (Misconfigured, "AppSecret 已被冻结，请在微信开发者平台解冻"),
    89503: (Misconfigured, "请公众号管理员在微信里确认这次来自陌生 IP 的调用"),
    43012: (Misconfigured, "请先在应用的“接收消息”里设置回调地址，否则发不了带按钮的卡片"),
    44002: (Refused, _UPDATE),
    44004: (Refused, "消息内容为空"),
    45001: (Refused, "文件太大"),
    45002: (Refused, "消息太长"),
    45036: (Refused, _RIGHT),
    45065: (Refused, "这条消息已经发过"),
    47001: (Refused, _UPDATE),
    47003: (Refused, "模板字段不被平台接受"),
    48001: (Refused, _RIGHT),
    48004: (Refused, "接口被平台封禁，请登录管理后台查看通知"),
    48006: (Refused, "权限因长期未用被收回，或清零次数已用完，请到管理后台恢复"),
    48008: (Refused, _RIGHT),
    48010: (Refused, "请升级操作系统的 TLS 版本（需要 1.2 以上）"),
    49008: (Refused, "群已解散"),
    50001: (Refused, _RIGHT),
    50003: (Misconfigured, "应用已停用，请在企业微信管理后台启用"),
    60011: (Misconfigured, _RIGHT),
    60020: (Misconfigured, _IP),
    301042: (Misconfigured, _IP),
    42022: (Refused, "卡片已经更新过，这次不必再更新"),
    60140: (Refused, "卡片的更新凭证已用过或已过 72 小时"),
    42052: (Refused, "消息发出已超过 24 小时，撤不回了"),
    82002: (Refused, _UPDATE),
    82003: (Refused, _UPDATE),
    86001: (Refused, _CHAT),
    86003: (Refused, _CHAT),
    86008: (Refused, "这个群不是本应用建的，应用发不进去"),
    93000: (Refused, _HOOK),
    93001: (Refused, "这个群不允许消息推送"),
    93004: (Refused, "消息推送已被停用，请在群里重新启用"),
    93006: (Refused, _CHAT),
    93008: (Refused, "机器人不在这个群里，请先把它拉进群"),
    93017: (Refused, "消息内容为空"),
    93018: (Refused, "图片太大，不能超过 2 MB"),
    93019: (Refused, "请核对机器人的配置"),
    93050: (Refused, _UPDATE),
    **dict.fromkeys(range(42013, 42022), (Refused, _CARD)),
    **dict.fromkeys(range(42027, 42052), (Refused, _CARD)),
}
_UNKNOWN: _Row = (Refused, "请在平台文档的“全局错误码”里查这个错误码")


def error_of(code: int, errmsg: str = "") -> PlatformError:
    """Make the error that a code stands for; `errmsg` is for the reader alone, its hints stay out."""
    kind, cure = CODES.get(code, _UNKNOWN)
    said = errmsg.partition(", hint")[0].partition(" hint:")[0][:120]
    return kind(f"errcode {code}: {said}", code=code, cure=cure)

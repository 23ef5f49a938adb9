"""What single settings must look like; every refusal is a ValueError in Chinese with its cure."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Annotated
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints

SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~]\s*(\d{1,2}):(\d{2})")


def strip_text(value: object) -> object:
    """Take off the blanks that copying leaves around a secret."""
    return value.strip() if isinstance(value, str) else value


def check_aes_key(secret: SecretStr) -> SecretStr:
    """Take an EncodingAESKey: 43 letters or digits that are the Base64 of 32 bytes without the last `=`."""
    text = secret.get_secret_value()
    try:
        good = len(text) == 43 and len(base64.b64decode(text + "=", validate=True)) == 32
    except (binascii.Error, ValueError):
        good = False
    if not good:
        raise ValueError("应为 43 位字母或数字，请从管理后台的回调设置中重新复制")
    return secret


def check_database(url: str) -> str:
    """Take `sqlite://<file>` or `postgres://…`; `postgresql://` is read as the latter."""
    url = re.sub(r"^postgresql://", "postgres://", url.strip())
    if url.startswith("sqlite://") and url != "sqlite://":
        return url
    if url.startswith("postgres://") and _postgres_place(url):
        return url
    raise ValueError("数据库地址不对，请写成 sqlite://文件路径 或 postgres://用户:密码@主机:5432/库名")


def _postgres_place(url: str) -> bool:
    """Whether a host (or, by `?host=`, the folder of a socket) and a database are named."""
    try:
        parts = urlsplit(url)
        named = url_host(url) or "host" in parse_qs(parts.query)
    except ValueError:
        return False
    return bool(named and parts.path.strip("/"))


def check_http(url: str) -> str:
    """Take an http or https address, and take off its last slash."""
    if urlsplit(url).scheme not in {"http", "https"} or not url_host(url) or re.search(r"\s", url):
        raise ValueError("网址不对，请以 http:// 或 https:// 开头写全")
    return url.rstrip("/")


def url_host(url: str) -> str:
    """Give the host of an address; empty where it or its port cannot be read."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    return "" if port == 0 else parts.hostname or ""


def check_zone(name: str) -> str:
    """Take a time zone that exists here."""
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError):  # a directory, a bad path, ZoneInfoNotFoundError
        raise ValueError("没有这个时区，请写成 Asia/Shanghai 这样的名字") from None


def parse_span(text: str) -> tuple[time, time]:
    """Read `08:30-12:00`."""
    found = SPAN.fullmatch(text)
    try:
        numbers = [int(part) for part in found.groups()] if found else []
        start, end = time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
    except (ValueError, IndexError):
        raise ValueError(f"“{text}”不是一个时段，请写成 08:30-12:00") from None
    if start >= end:
        raise ValueError(f"“{text}”的结束时间不晚于开始时间，请改正")
    return start, end


def refuse_doubles(section: str, key: str, names: Iterable[str]) -> None:
    """Raise where one name stands twice in a list."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{section}: 有两项的 {key} 都是 {name}，请只留一项")
        seen.add(name)


def start_in_zone(values: object) -> object:
    """Give `clock.start` the time zone of the office where it was written without one."""
    if not isinstance(values, Mapping) or not isinstance(clock := values.get("clock"), Mapping):
        return values
    worktime = values.get("worktime")
    name = worktime.get("timezone", "Asia/Shanghai") if isinstance(worktime, Mapping) else "Asia/Shanghai"
    try:
        start = _as_datetime(clock["start"])
        at = start.replace(tzinfo=ZoneInfo(check_zone(str(name)))) if start.utcoffset() is None else start
    except (KeyError, ValueError):  # absent, or wrong: the field itself says how it should be
        return values
    return {**values, "clock": {**clock, "start": at}}


def _as_datetime(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    return datetime.fromisoformat(str(value).strip())


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
UserId = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1)]
Secret = Annotated[SecretStr, BeforeValidator(strip_text), Field(min_length=1)]
AesKey = Annotated[SecretStr, BeforeValidator(strip_text), AfterValidator(check_aes_key)]
HttpUrl = Annotated[Text, AfterValidator(check_http)]
DatabaseUrl = Annotated[str, AfterValidator(check_database)]
ZoneName = Annotated[Text, AfterValidator(check_zone)]

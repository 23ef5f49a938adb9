"""Logs to stdout: for eyes in a terminal, JSON lines elsewhere; what is secret never gets there.

Few lines, one for each message or sending, each with a sentence for people and a stable `action` for
machines. Bodies of messages are never logged.
"""

from __future__ import annotations

import functools
import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

STARS = "******"
READY = "zhijian_line"
"""The attribute of a record whose message is a finished line."""
QUIET = ("aiohttp", "apscheduler", "tortoise", "asyncio", "aiosqlite", "asyncpg")
SECRET_NAMES = frozenset(
    {"aes_key", "aeskey", "authorization", "cookie", "corpsecret", "encodingaeskey", "key", "msg_signature"}
    | {"passwd", "password", "response_code", "response_url", "secret", "signature", "token"}
    | {"fromusername", "openid", "phone", "sealed", "touser"}
)
SECRET_ENDINGS = ("_token", "_secret", "_password", "_aes_key", "webhook_key")
IN_QUERY = re.compile(
    r"(?i)\b((?:[a-z]+_)*(?:token|secret|corpsecret|password|signature|response_code|aes_?key|key|openid|touser)=)[^&\s\"'<>]+"
)
IN_ADDRESS = re.compile(r"(://[^\s:/@]*):[^\s/]*@")
BEARER = re.compile(r"(?i)\b(bearer )\S+")

Level = Literal["debug", "info", "warning", "error"]


class _Stdout(logging.StreamHandler[TextIO]):
    """Write to whatever stdout is at the moment, not to the one of the start."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stdout
        super().emit(record)


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Take our own lines as they are, and write those of libraries like them."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line of a record."""
        return str(record.msg) if hasattr(record, READY) else super().format(record)


def _ready(_: WrappedLogger, __: str, line: Any) -> tuple[tuple[Any], dict[str, Any]]:
    """Hand a finished line over: each message has one, so it is not taken apart and put together again."""
    return (line,), {"extra": {READY: True}}


def configure(*, json: bool | None = None, level: str = "INFO") -> None:
    """Route structlog and the standard library's logging to stdout; `json` None: JSON unless in a terminal.

    May be called again; the last call counts. ValueError for a level that does not exist.
    """
    as_json = not sys.stdout.isatty() if json is None else json
    gathering = _gathering(as_json=as_json)
    writing: list[Processor] = [structlog.processors.format_exc_info, redact, _renderer(as_json=as_json)]
    handler = _Stdout(sys.stdout)
    handler.setFormatter(
        _Formatter(
            foreign_pre_chain=[*gathering, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *writing],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    _quieten(QUIET)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *gathering,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *writing,
            _ready,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # so that configuring again reaches every logger
    )


def log_message(action: str, sentence: str, *, level: Level = "info", **facts: object) -> None:
    """Write the one line of a message, a sending or a sweep.

    `action` is a stable key such as `callback.handled`; `sentence` says the same to people; `facts` are
    channel, kind, code, milliseconds …, never the text of a message.
    """
    structlog.stdlib.get_logger("zhijian").log(
        logging.getLevelName(level.upper()), sentence, action=action, **facts
    )


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Star what is named like a secret, and secrets inside addresses and texts."""
    return {name: _cleaned(name, value) for name, value in event.items()}


def redact_text(text: str) -> str:
    """Star secrets in the addresses and headers that a text mentions."""
    if "=" in text:
        text = IN_QUERY.sub(rf"\1{STARS}", text)
    if "@" in text:
        text = IN_ADDRESS.sub(rf"\1:{STARS}@", text)
    return BEARER.sub(rf"\1{STARS}", text) if " " in text else text


def _cleaned(name: str, value: Any) -> Any:
    if value and _is_secret(name):
        return STARS
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, dict):
        return {key: _cleaned(str(key), item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_cleaned("", item) for item in value]
    return value if isinstance(value, (int, float, bool, type(None))) else redact_text(str(value))


@functools.lru_cache(1024)
def _is_secret(name: str) -> bool:
    name = name.lower()
    return name in SECRET_NAMES or name.endswith(SECRET_ENDINGS)


def _gathering(*, as_json: bool) -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso" if as_json else "%m-%d %H:%M:%S", utc=as_json),
        structlog.processors.StackInfoRenderer(),
    ]


def _renderer(*, as_json: bool) -> Processor:
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return structlog.dev.ConsoleRenderer(
        colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


def _quieten(names: Iterable[str]) -> None:
    for name in names:
        logging.getLogger(name).setLevel(logging.WARNING)

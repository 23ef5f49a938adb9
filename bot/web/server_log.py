"""The web server's own log: what strangers send that is hardly HTTP is one line, not a traceback."""

from __future__ import annotations

import logging

from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_protocol import RequestPayloadError

STRANGE = (HttpProcessingError, RequestPayloadError)


class _OneLine(logging.Filter):
    """Takes the traceback off what is the sender's fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, shortened where it is about bytes that are no request."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, STRANGE):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.msg, record.args = "bytes that are no request: %s", (type(error).__name__,)
            record.exc_info = None
        return True


def server_logger() -> logging.Logger:
    """Give the logger for aiohttp's server; may be asked for again."""
    logger = logging.getLogger("aiohttp.server.strict")
    if not logger.filters:
        logger.addFilter(_OneLine())
    return logger

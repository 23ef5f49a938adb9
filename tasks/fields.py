"""Two columns used everywhere: a moment and a bag of facts, alike on SQLite and PostgreSQL.

A moment is kept as whole milliseconds since 1970 (UTC) in a BIGINT: comparisons are exact on both
databases, plain set statements can bind it, and no driver guesses a zone.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from tortoise import fields

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Facts: TypeAlias = dict[str, Json]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970; raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return (moment - EPOCH) // MILLISECOND


def from_ms(value: int) -> datetime:
    """Turn milliseconds since 1970 into an aware UTC moment."""
    return EPOCH + value * MILLISECOND


def dumps(facts: Json) -> str:
    """Write facts canonically: sorted keys, no spaces, Chinese as it is. Hashes are made over this."""
    return _CANONICAL.encode(facts)


class MomentField(fields.BigIntField):
    """An aware moment; see the module."""

    def to_db_value(self, value: Any, instance: Any) -> Any:  # noqa: ARG002 - the ORM's signature
        """Give the milliseconds."""
        return to_ms(value) if isinstance(value, datetime) else value

    def to_python_value(self, value: Any) -> Any:
        """Give the aware UTC moment."""
        return from_ms(value) if isinstance(value, int) else value


class FactsField(fields.TextField):
    """A JSON object or list as canonical text; a bare string would be taken for the text itself."""

    def to_db_value(self, value: Any, instance: Any) -> Any:  # noqa: ARG002 - the ORM's signature
        """Give the canonical text."""
        return dumps(value) if value is not None else None

    def to_python_value(self, value: Any) -> Any:
        """Give the parsed value."""
        return json.loads(value) if isinstance(value, str) else value


def facts_field(**options: Any) -> Any:
    """Declare a column of facts; the attribute's annotation says what is in it."""
    return FactsField(**options)


def moment_field(**options: Any) -> Any:
    """Declare a column of a moment; the attribute's annotation says whether it may be empty."""
    return MomentField(**options)

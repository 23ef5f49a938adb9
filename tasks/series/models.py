"""Table of what recurs."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from tasks.fields import Facts, facts_field, moment_field


class Series(Model):
    """A sentence that is issued again and again. rule is an RRULE as in the corpora, clock the due time (HH:MM).

    shift says what becomes of an occurrence on a day off: earlier, later, skip, keep. state is active,
    paused or ended. next_day is the day of the next occurrence, look_at when its directive is issued.
    facts keep what else was understood (who, wants, urgency).
    """  # noqa: E501 - the first line is the description in the migration

    id = fields.BigIntField(primary_key=True)
    title = fields.CharField(max_length=200)
    text = fields.TextField()
    issuer = fields.CharField(max_length=128, db_index=True)
    posted_by = fields.CharField(max_length=128)
    chat = fields.CharField(max_length=128, default="")
    rule = fields.CharField(max_length=120)
    clock = fields.CharField(max_length=5)
    shift = fields.CharField(max_length=8)
    state = fields.CharField(max_length=8, default="active")
    made_at: datetime = moment_field()
    ended_at: datetime | None = moment_field(null=True)
    next_day = fields.CharField(max_length=10, default="")
    look_at: datetime | None = moment_field(null=True, db_index=True)
    facts: Facts = facts_field()

    class Meta:
        """Table name."""

        table = "series"

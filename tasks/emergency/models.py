"""Table of declared emergencies."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from tasks.fields import facts_field, moment_field


class Emergency(Model):
    """One emergency: what it is called, which units it is for, from when until when, who declared it.

    ended_at and ended_by say when and by whom (empty: by itself) it ended; reported_at is when its report
    went out.
    """

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=60)
    departments: list[int] = facts_field()
    declared_by = fields.CharField(max_length=128)
    chat = fields.CharField(max_length=128, default="")
    text = fields.TextField()
    begins_at: datetime = moment_field()
    until: datetime = moment_field(db_index=True)
    ended_at: datetime | None = moment_field(null=True)
    ended_by = fields.CharField(max_length=128, default="")
    reported_at: datetime | None = moment_field(null=True)

    class Meta:
        """Table name."""

        table = "emergency"

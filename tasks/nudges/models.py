"""Reminders as they were decided: to whom, about which share, under which rule, for when."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from tasks.fields import moment_field


class Nudge(Model):
    """One reminder to one person about one share. at is when it may go out, digest that it waits for one.

    What a person is reminded of in a day is counted here, across all groups and issuers.
    """

    id = fields.BigIntField(primary_key=True)
    directive_id = fields.BigIntField(db_index=True)
    share_id = fields.BigIntField()
    person = fields.CharField(max_length=128)
    rule = fields.CharField(max_length=24)
    by = fields.CharField(max_length=128, default="")
    made_at: datetime = moment_field()
    at: datetime = moment_field()
    digest = fields.BooleanField(default=False)

    class Meta:
        """Table name."""

        table = "nudge"
        indexes = (("person", "at"),)

"""Table of the rota."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from tasks.fields import moment_field


class Duty(Model):
    """Somebody's duty in a unit on a day (YYYY-MM-DD). role is lead (带班领导) or duty (值班员).

    Who swapped keeps the row under the other's name; was is who had it first. A duty runs from 08:30 of its
    day to 08:30 of the next unless the settings say otherwise.
    """

    id = fields.BigIntField(primary_key=True)
    unit = fields.IntField()
    day = fields.CharField(max_length=10)
    person = fields.CharField(max_length=128, db_index=True)
    role = fields.CharField(max_length=8, default="duty")
    stand_in = fields.CharField(max_length=128, default="")
    was = fields.CharField(max_length=128, default="")
    made_by = fields.CharField(max_length=128)
    made_at: datetime = moment_field()

    class Meta:
        """Table name."""

        table = "duty"
        unique_together = (("unit", "day", "role", "person"),)
        indexes = (("day",),)

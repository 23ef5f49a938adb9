"""The stored directory: a restart without the platform works from these rows."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from tasks.fields import facts_field


class Unit(Model):
    """A department as the platform has it."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=255)
    parent = fields.IntField(default=0)
    rank = fields.BigIntField(default=0)

    class Meta:
        """Table name."""

        table = "unit"


class Member(Model):
    """A person as the platform has them, userids in lower case."""

    userid = fields.CharField(max_length=128, primary_key=True)
    name = fields.CharField(max_length=255)
    departments: list[int] = facts_field()
    main = fields.IntField(default=0)
    position = fields.CharField(max_length=255, default="")
    leads: list[int] = facts_field()
    leaders: list[str] = facts_field()
    status = fields.IntField(default=1)

    class Meta:
        """Table name."""

        table = "member"

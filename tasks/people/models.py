"""The stored directory: a restart without the platform works from these rows."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from tasks.fields import facts_field, moment_field


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


class Room(Model):
    """A group as somebody introduced it: what it is called and which units are in it.

    What the settings say about a group goes before this. asked_at is when the question was put.
    """

    chat = fields.CharField(max_length=128, primary_key=True)
    name = fields.CharField(max_length=100, default="")
    departments: list[int] = facts_field()
    asked_at: datetime | None = moment_field(null=True)
    told_by = fields.CharField(max_length=128, default="")

    class Meta:
        """Table name."""

        table = "room"


class OpenId(Model):
    """An enciphered id under which a robot shows a member, and the userid it stands for (path/101521)."""

    open_userid = fields.CharField(max_length=190, primary_key=True)
    userid = fields.CharField(max_length=128)
    known_at: datetime = moment_field()

    class Meta:
        """Table name."""

        table = "open_id"


class Leave(Model):
    """Somebody is away (请假, 出差): from begins_at up to until, stand_in (may be empty) gets what comes.

    ended_at is when it was called off, told_by who said it.
    """

    id = fields.BigIntField(primary_key=True)
    person = fields.CharField(max_length=128, db_index=True)
    begins_at: datetime = moment_field()
    until: datetime = moment_field(db_index=True)
    stand_in = fields.CharField(max_length=128, default="")
    told_by = fields.CharField(max_length=128)
    told_at: datetime = moment_field()
    ended_at: datetime | None = moment_field(null=True)

    class Meta:
        """Table name."""

        table = "leave"

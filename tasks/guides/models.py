"""Tables of the guides: the guides, what else things are called, what nobody found."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from tasks.fields import Facts, Json, facts_field, moment_field


class Guide(Model):
    """One matter and how it is done (办事指南).

    parts hold the seven disclosures by name: basis, steps, conditions, materials, fee, term, complaints, and
    besides place, hours, phone. valid_until (YYYY-MM-DD) is the last day on which it may be told, sample that
    it is an example and binds nobody, stopped that it is told no more. asked counts how often it was told.
    """

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=80, unique=True)
    category = fields.CharField(max_length=40, default="", db_index=True)
    office = fields.CharField(max_length=60, default="")
    parts: Facts = facts_field()
    synonyms: list[Json] = facts_field()
    valid_until = fields.CharField(max_length=10, default="")
    sample = fields.BooleanField(default=False)
    stopped = fields.BooleanField(default=False)
    asked = fields.IntField(default=0)
    changed_at: datetime = moment_field(db_index=True)
    changed_by = fields.CharField(max_length=128, default="")

    class Meta:
        """Table name."""

        table = "guide"


class Synonym(Model):
    """What people say and what is meant by it in the guides."""

    id = fields.BigIntField(primary_key=True)
    said = fields.CharField(max_length=40, unique=True)
    meant = fields.CharField(max_length=80)
    changed_at: datetime = moment_field()

    class Meta:
        """Table name."""

        table = "synonym"


class GuideShelf(Model):
    """One row that counts every change of guides and synonyms: an index of another version is built again."""

    id = fields.IntField(primary_key=True, generated=False)
    version = fields.BigIntField(default=0)

    class Meta:
        """Table name."""

        table = "guide_shelf"


class Unfound(Model):
    """What was asked and not found, masked, and how it went on: request, chosen (one of three) or nothing."""

    id = fields.BigIntField(primary_key=True)
    text = fields.CharField(max_length=200)
    at: datetime = moment_field(db_index=True)
    outcome = fields.CharField(max_length=10, default="")
    guide = fields.CharField(max_length=80, default="")

    class Meta:
        """Table name."""

        table = "unfound"

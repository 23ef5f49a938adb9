"""Reminders as they were decided: to whom, about which share, under which rule, for when."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from tasks.fields import Facts, facts_field, moment_field


class Nudge(Model):
    """One reminder to one person about one share. at is when it may go out, digest that it waits for one.

    What a person is reminded of in a day is counted here, across all groups and issuers. role is as what the
    person hears it: assignee, leader, issuer, supervisor, group (person is the chat then). state is waiting,
    sent (handed to the outbox under the name in message) or dropped, with the reason. due is the time it
    was about: one that moved makes it stale, and until is when it has no sense any more.
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
    role = fields.CharField(max_length=12, default="assignee", db_default="assignee")
    state = fields.CharField(max_length=8, default="waiting", db_default="sent")
    reason = fields.CharField(max_length=40, default="", db_default="")
    message = fields.CharField(max_length=190, default="", db_default="")
    critical = fields.BooleanField(default=False, db_default=False)
    due: datetime | None = moment_field(null=True)
    until: datetime | None = moment_field(null=True)
    sent_at: datetime | None = moment_field(null=True)
    facts: Facts | None = facts_field(null=True)

    class Meta:
        """Table name."""

        table = "nudge"
        indexes = (("person", "at"), ("state", "at"), ("share_id",))


class RuleSet(Model):
    """Rules as they were in force, under the digest of what they say, directives name the one they keep."""

    digest = fields.CharField(max_length=16, primary_key=True)
    facts: Facts = facts_field()
    since: datetime = moment_field()

    class Meta:
        """Table name."""

        table = "rule_set"

"""Citizens as they are known: enciphered, with what may still be sent to them."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from tasks.fields import Facts, Json, facts_field, moment_field


class Citizen(Model):
    """Somebody who wrote to an official account, or (account is empty) called or came in person.

    name_key is a keyed digest of the openid, or of the telephone number, sealed is the same enciphered.
    heard_at is when the last message came. grants are pairs of milliseconds and a number: until when how many
    customer-service messages may still go out. accepts says for which template ids how many notices are
    allowed. limits hold what is counted against abuse, blocked_until who is held back, and blocked_for why.
    """

    id = fields.BigIntField(primary_key=True)
    account = fields.CharField(max_length=32, default="")
    name_key = fields.CharField(max_length=64)
    sealed = fields.TextField()
    since: datetime = moment_field()
    followed = fields.BooleanField(default=True)
    heard_at: datetime | None = moment_field(null=True)
    grants: list[Json] = facts_field()
    accepts: Facts = facts_field()
    limits: Facts = facts_field()
    blocked_until: datetime | None = moment_field(null=True)
    blocked_for = fields.CharField(max_length=40, default="")

    class Meta:
        """Table name."""

        table = "citizen"
        unique_together = (("account", "name_key"),)


class Talk(Model):
    """What is going on with a citizen: the step it is at, and what was said so far, enciphered.

    One citizen has one at most. until is when it is forgotten, a matter that was told is put down then.
    """

    id = fields.BigIntField(primary_key=True)
    citizen_id = fields.BigIntField(unique=True)
    step = fields.CharField(max_length=24)
    sealed = fields.TextField(default="")
    asked_at: datetime = moment_field()
    until: datetime = moment_field(db_index=True)

    class Meta:
        """Table name."""

        table = "talk"

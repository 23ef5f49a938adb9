"""Plumbing tables: messages seen, messages that failed, the outbox, tokens, marks."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from tasks.fields import Facts, facts_field, moment_field


class Seen(Model):
    """A message that was handled and the facts of its answer, so that a repeat gets the same."""

    key = fields.CharField(max_length=32, primary_key=True)
    at: datetime = moment_field(db_index=True)
    kind = fields.CharField(max_length=40)
    facts: Facts = facts_field()

    class Meta:
        """Table name."""

        table = "seen"


class Failed(Model):
    """A message that was understood and could not be handled, zhijian replay tries it again."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=32)
    at: datetime = moment_field()
    incoming: Facts = facts_field()
    error = fields.TextField()
    state = fields.CharField(max_length=10, default="open")

    class Meta:
        """Table name."""

        table = "failed"


class Sending(Model):
    """One thing owed to one receiver. States: waiting, sending, sent, dropped, failed, unconfirmed.

    Lanes: 0 fast, 1 normal, 2 bulk. Rows with the same content go out in one call, led by the row whose id
    is in the column call of all of them. The leading row keeps the bytes from the first try on, so that a
    repeat is the same byte for byte. lease is in the machine's seconds, all else follows the service's clock.
    """

    id = fields.BigIntField(primary_key=True)
    once = fields.CharField(max_length=190, unique=True)
    lane = fields.SmallIntField(default=1)
    place = fields.CharField(max_length=8)
    receiver = fields.CharField(max_length=512)
    kind = fields.CharField(max_length=40)
    facts: Facts = facts_field()
    same = fields.CharField(max_length=32)
    directive_id = fields.BigIntField(null=True)
    share_id = fields.BigIntField(null=True)
    critical = fields.BooleanField(default=False)
    not_before: datetime = moment_field()
    state = fields.CharField(max_length=12, default="waiting")
    reason = fields.CharField(max_length=300, default="")
    call = fields.BigIntField(null=True)
    path = fields.CharField(max_length=120, default="")
    body = fields.TextField(default="")
    attempts = fields.SmallIntField(default=0)
    unclear = fields.BooleanField(default=False)
    lease = fields.FloatField(default=0)
    created_at: datetime = moment_field()
    sent_at: datetime | None = moment_field(null=True)

    class Meta:
        """Table name."""

        table = "sending"
        indexes = (("state", "lane", "not_before"), ("receiver", "sent_at"), ("directive_id",), ("call",))


class Token(Model):
    """A credential's access token, shared by all processes, lease and expires_at in the machine's seconds."""

    credential = fields.CharField(max_length=190, primary_key=True)
    value = fields.CharField(max_length=1024, default="")
    expires_at = fields.FloatField(default=0)
    holder = fields.CharField(max_length=64, default="")
    lease = fields.FloatField(default=0)

    class Meta:
        """Table name."""

        table = "token"


class Medium(Model):
    """A picture or file that is kept, once, under the SHA-256 of its bytes. size is in bytes."""

    digest = fields.CharField(max_length=64, primary_key=True)
    size = fields.BigIntField()
    type = fields.CharField(max_length=80)
    kept_at: datetime = moment_field()

    class Meta:
        """Table name."""

        table = "medium"


class Mark(Model):
    """A named fact about the installation: where the clock stands, when the directory was read."""

    name = fields.CharField(max_length=40, primary_key=True)
    value: Facts = facts_field()

    class Meta:
        """Table name."""

        table = "mark"

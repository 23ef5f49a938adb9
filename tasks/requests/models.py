"""Tables of the request: the request, its history, what was rated, who looked at what is enciphered."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from tasks.fields import Facts, Json, facts_field, moment_field


class Request(Model):
    """What a citizen wants. seq and last_hash are the head of its history's chain.

    title, content, place and answer are masked, sealed holds as enciphered JSON what was written: content,
    phone, name, place (those there are). phone_key is the keyed digest of the telephone number. entered_by
    is the clerk who took it down, empty where the citizen wrote. directive_id is the office's part, read_seq
    up to where its history was followed, moved that there is more. merged_into is the request whose directive
    this one shares. due is when the answer is due, first_due when it was at first. paused_at is since when
    the citizen is waited for. round counts how often it was handled: a rating is for one round. raised_at is
    when many of the same made it urgent. task_id is the directive to others (转为任务) whose result will
    answer it, task_open that this is waited for. look_at is when there is something to do by itself: an
    answer goes out whose last piece may still come, a citizen who is waited for is reminded.
    """

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=24, unique=True)
    kind = fields.CharField(max_length=12)
    category = fields.CharField(max_length=40, default="")
    area = fields.IntField(default=0)
    state = fields.CharField(max_length=10)
    citizen_id = fields.BigIntField(null=True)
    entered_by = fields.CharField(max_length=128, default="")
    title = fields.CharField(max_length=200)
    content = fields.TextField()
    place = fields.CharField(max_length=200, default="")
    sealed = fields.TextField(default="")
    phone_key = fields.CharField(max_length=64, default="", db_index=True)
    media: list[Json] = facts_field()
    anonymous = fields.BooleanField(default=False)
    confidential = fields.BooleanField(default=False)
    may_call = fields.BooleanField(default=False)
    office = fields.IntField(default=0)
    directive_id = fields.BigIntField(null=True, db_index=True)
    read_seq = fields.IntField(default=0)
    moved = fields.BooleanField(default=False)
    merged_into = fields.BigIntField(null=True, db_index=True)
    task_id = fields.BigIntField(null=True)
    task_open = fields.BooleanField(default=False)
    created_at: datetime = moment_field(db_index=True)
    due: datetime | None = moment_field(null=True)
    first_due: datetime | None = moment_field(null=True)
    paused_at: datetime | None = moment_field(null=True)
    look_at: datetime | None = moment_field(null=True, db_index=True)
    answer = fields.TextField(default="")
    answered_at: datetime | None = moment_field(null=True)
    answered_by = fields.CharField(max_length=128, default="")
    round = fields.IntField(default=1)
    raised_at: datetime | None = moment_field(null=True)
    seq = fields.IntField(default=0)
    last_hash = fields.CharField(max_length=64, default="")

    class Meta:
        """Table name."""

        table = "request"
        indexes = (("citizen_id", "id"), ("state", "id"), ("category", "area", "created_at"))


class RequestEntry(Model):
    """One move of a request, append-only, chained by hash over the row and prev."""

    id = fields.BigIntField(primary_key=True)
    request_id = fields.BigIntField()
    seq = fields.IntField()
    at: datetime = moment_field()
    actor = fields.CharField(max_length=128)
    action = fields.CharField(max_length=24)
    detail: Facts = facts_field()
    prev = fields.CharField(max_length=64)
    hash = fields.CharField(max_length=64)

    class Meta:
        """Table name."""

        table = "request_history"
        unique_together = (("request_id", "seq"),)


class Rating(Model):
    """What a citizen said of one handling (好差评): stars from 5 (非常满意) to 1, and why.

    asked_at is when the citizen was asked, stars are empty until there was an answer. appealed_at and the
    reason are the office's, upheld says how the appeal was decided (empty while it waits).
    """

    id = fields.BigIntField(primary_key=True)
    request_id = fields.BigIntField()
    round = fields.IntField()
    asked_at: datetime = moment_field()
    stars = fields.SmallIntField(null=True)
    reasons: list[Json] = facts_field()
    text = fields.TextField(default="")
    rated_at: datetime | None = moment_field(null=True, db_index=True)
    appealed_by = fields.CharField(max_length=128, default="")
    appealed_at: datetime | None = moment_field(null=True)
    appeal = fields.TextField(default="")
    upheld = fields.CharField(max_length=8, default="")

    class Meta:
        """Table name."""

        table = "rating"
        unique_together = (("request_id", "round"),)


class FollowUp(Model):
    """A call back (回访) after a poor rating, with a clock of its own. result is empty until it was made.

    remind_at is when who is to call is reminded of it next, empty where there is nothing more to remind of.
    """

    id = fields.BigIntField(primary_key=True)
    request_id = fields.BigIntField(db_index=True)
    round = fields.IntField()
    who = fields.CharField(max_length=128)
    opened_at: datetime = moment_field()
    due: datetime = moment_field()
    remind_at: datetime | None = moment_field(null=True, db_index=True)
    done_at: datetime | None = moment_field(null=True)
    done_by = fields.CharField(max_length=128, default="")
    result = fields.TextField(default="")

    class Meta:
        """Table name."""

        table = "follow_up"


class Unmasking(Model):
    """Somebody looked at what is enciphered of a request: who, when, which part, and why."""

    id = fields.BigIntField(primary_key=True)
    request_id = fields.BigIntField(db_index=True)
    who = fields.CharField(max_length=128)
    at: datetime = moment_field()
    what = fields.CharField(max_length=20)
    why = fields.CharField(max_length=200, default="")

    class Meta:
        """Table name."""

        table = "unmasking"

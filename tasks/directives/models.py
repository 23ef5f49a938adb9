"""Tables of the directive: the directive, its shares, what was reported, the history, open questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tortoise import fields
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import Model

from tasks.fields import EPOCH, MILLISECOND, Facts, Json, facts_field, moment_field

LONGEST_CODE = 24
"""Characters a code may have; what is longer is no directive's, and asking for it is an error."""


class DayCounter(Model):
    """The last number given out on a day, so that a code is never used twice."""

    day = fields.CharField(max_length=16, primary_key=True)
    highest = fields.IntField(default=0)

    class Meta:
        """Table name."""

        table = "day_counter"


class Directive(Model):
    """What a leader wants done. seq and last_hash are the head of its history's chain.

    total and acknowledged count the shares that stand: those declined, reassigned and withdrawn do not.
    told_at is when the issuer was last told of feedback: what comes within ten minutes is merged. rules names
    the rules of reminding it keeps, group_told_at is when its group had its one line. provisional: its time
    was counted in a year whose calendar is not published. series_id and occurrence (its day) are of what
    recurs.
    """

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=LONGEST_CODE, unique=True)
    kind = fields.CharField(max_length=8)
    title = fields.CharField(max_length=200)
    content = fields.TextField()
    urgency = fields.CharField(max_length=8)
    issuer = fields.CharField(max_length=128, db_index=True)
    posted_by = fields.CharField(max_length=128)
    chat = fields.CharField(max_length=128, default="")
    wants: list[str] = facts_field()
    due: datetime | None = moment_field(null=True)
    created_at: datetime = moment_field()
    closed_at: datetime | None = moment_field(null=True)
    state = fields.CharField(max_length=10)
    total = fields.IntField(default=0)
    acknowledged = fields.IntField(default=0)
    seq = fields.IntField(default=0)
    last_hash = fields.CharField(max_length=64, default="")
    supervised_by = fields.CharField(max_length=128, default="", db_default="")
    supervised_at: datetime | None = moment_field(null=True)
    told_at: datetime | None = moment_field(null=True)
    rules = fields.CharField(max_length=16, default="", db_default="")
    group_told_at: datetime | None = moment_field(null=True)
    provisional = fields.BooleanField(default=False, db_default=False)
    series_id = fields.BigIntField(null=True)
    occurrence = fields.CharField(max_length=10, null=True)

    class Meta:
        """Table name."""

        table = "directive"
        unique_together = (("series_id", "occurrence"),)
        indexes = (("state", "id"), ("chat", "id"))


AT_ONCE = EPOCH
"""`look_at` of a share that changed: the next sweep works out anew when it is reminded of."""
RECOUNT = EPOCH + MILLISECOND
"""The same where the share did not change, but the working time by which its moments are counted."""
_WATCHED = frozenset({"state", "due", "given_at"})


class Share(Model):
    """One assignee's share of a directive. why says in facts why this person got it.

    given_at is when it was last given to the assignee, the time to decline counts from there, declines how
    often it was. due_before is the time that was set first, once it was changed. parent_id is the share of
    the head who distributed this one, told_at when this share's head was last told of feedback from below.
    since is when it was reported, or returned. look_at is when the rules of reminding have something to say
    next (null: never), looked_at up to when they were heard.
    """

    id = fields.BigIntField(primary_key=True)
    directive_id = fields.BigIntField()
    assignee = fields.CharField(max_length=128)
    department = fields.IntField(default=0)
    role = fields.CharField(max_length=8, null=True)
    why: Facts = facts_field()
    state = fields.CharField(max_length=12)
    due: datetime | None = moment_field(null=True)
    acknowledged_at: datetime | None = moment_field(null=True)
    acknowledged_by = fields.CharField(max_length=128, null=True)
    closed_at: datetime | None = moment_field(null=True)
    given_at: datetime | None = moment_field(null=True)
    due_before: datetime | None = moment_field(null=True)
    declines = fields.SmallIntField(default=0, db_default=0)
    parent_id = fields.BigIntField(null=True)
    told_at: datetime | None = moment_field(null=True)
    since: datetime | None = moment_field(null=True)
    look_at: datetime | None = moment_field(null=True, db_index=True)
    looked_at: datetime | None = moment_field(null=True)

    class Meta:
        """Table name."""

        table = "share"
        unique_together = (("directive_id", "assignee"),)
        indexes = (("assignee", "state"),)

    async def save(
        self,
        using_db: BaseDBAsyncClient | None = None,
        update_fields: Iterable[str] | None = None,
        force_create: bool = False,  # noqa: FBT001, FBT002 - the ORM's signature
        force_update: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Save it; whoever changes its state or its time need not think of the reminders.

        One that is saved as a whole may have changed in either; a new one says itself when it is looked at.
        """
        columns = None if update_fields is None else list(update_fields)
        if columns is None:
            self.look_at = AT_ONCE if self._saved_in_db else self.look_at
        elif not _WATCHED.isdisjoint(columns):
            self.look_at = AT_ONCE
            columns.append("look_at")
        await super().save(using_db, columns, force_create, force_update)


class Feedback(Model):
    """What an assignee reported, in the person's own words.

    before is the state the share had, undone_at when the author took it back. told_at is when it was last
    passed on, is_news that something in it was not yet.
    """

    id = fields.BigIntField(primary_key=True)
    directive_id = fields.BigIntField(db_index=True)
    share_id = fields.BigIntField()
    author = fields.CharField(max_length=128)
    at: datetime = moment_field()
    text = fields.TextField()
    media: list[Json] = facts_field()
    before = fields.CharField(max_length=12, default="", db_default="")
    undone_at: datetime | None = moment_field(null=True)
    told_at: datetime | None = moment_field(null=True)
    is_news = fields.BooleanField(default=False, db_default=False)

    class Meta:
        """Table name."""

        table = "feedback"
        indexes = (("author", "at"),)


class Proposal(Model):
    """What waits for the issuer's decision about a share: extend, reassign or decline.

    decision is granted, refused or superseded, empty while it waits. facts hold what was asked for: due, or
    who is to take it and why.
    """

    id = fields.BigIntField(primary_key=True)
    directive_id = fields.BigIntField(db_index=True)
    share_id = fields.BigIntField(db_index=True)
    kind = fields.CharField(max_length=8)
    asked_by = fields.CharField(max_length=128)
    asked_at: datetime = moment_field()
    reason = fields.TextField(default="")
    facts: Facts = facts_field()
    decision = fields.CharField(max_length=10, default="")
    decided_by = fields.CharField(max_length=128, default="")
    decided_at: datetime | None = moment_field(null=True)

    class Meta:
        """Table name."""

        table = "proposal"


class HistoryEntry(Model):
    """One move under a directive, append-only, chained by hash over the row and prev."""

    id = fields.BigIntField(primary_key=True)
    directive_id = fields.BigIntField()
    seq = fields.IntField()
    at: datetime = moment_field()
    actor = fields.CharField(max_length=128)
    action = fields.CharField(max_length=24)
    detail: Facts = facts_field()
    prev = fields.CharField(max_length=64)
    hash = fields.CharField(max_length=64)

    class Meta:
        """Table name."""

        table = "history"
        unique_together = (("directive_id", "seq"),)


class Question(Model):
    """A question put to one person in one chat, before any other reading of 1 and 2 while it is open."""

    id = fields.BigIntField(primary_key=True)
    asked = fields.CharField(max_length=128)
    place = fields.CharField(max_length=160)
    kind = fields.CharField(max_length=24)
    facts: Facts = facts_field()
    choices: list[Facts] = facts_field()
    directive_id = fields.BigIntField(null=True)
    asked_at: datetime = moment_field()
    until: datetime = moment_field()
    answered_at: datetime | None = moment_field(null=True)

    class Meta:
        """Table name."""

        table = "question"
        indexes = (("asked", "place", "until"),)

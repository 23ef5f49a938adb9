"""A database in which one directive went through much, for the export."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.models import Mark, Sending
from bot.storage import opened
from tasks.directives import supervision, verbs
from tasks.directives.models import Directive, Proposal, Share
from tasks.people.models import Member
from tests.bot.export.exported_book import (
    NOW,
    issue,
)


@pytest.fixture
async def filled(ready_url: str) -> str:
    """Give a database in which one directive went through much."""
    async with opened(ready_url) as storage:
        await Member.create(
            using_db=storage.main, userid="lisi", name="李四", departments=[], leads=[], leaders=[]
        )
        await Mark.create(using_db=storage.main, name="directory", value={"version": "1"})
        directive = await issue(storage, "lisi", "gone")
        async with storage.transaction() as db:
            directive = await Directive.get(id=directive.id).using_db(db)
            share = await Share.get(assignee="lisi").using_db(db)
            await supervision.supervise(db, directive, actor="lisi", now=NOW)
            media = [
                {
                    "kind": "file",
                    "name": "台账.pdf",
                    "type": "application/pdf",
                    "size": 12,
                    "digest": "d" * 64,
                },
                {"kind": "refused", "name": "坏.exe", "why": "type"},
                {"kind": "left_out"},
                {"kind": "location", "lat": 1.5, "lon": 2.5, "label": "镇政府"},
                {"kind": "image", "name": "", "media_id": "m"},
            ]
            told = NOW + timedelta(minutes=5)
            await verbs.report(
                db, directive, share, actor="lisi", text="=已完成", media=media, now=told
            )  # fmt: skip
            await Proposal.create(
                using_db=db, directive_id=directive.id, share_id=share.id, kind="extend", asked_by="lisi",
                asked_at=told, reason="下雨", facts={"due": told.isoformat()}, decision="granted",
                decided_by="zhaoming", decided_at=told,
            )  # fmt: skip
            for number, (place, receiver, state) in enumerate(
                [
                    ("person", "lisi", "sent"),
                    ("chat", "wrk", "failed"),
                    ("card", "SECRET", "sent"),
                    ("job", "x", "sent"),
                ]
            ):
                await Sending.create(
                    using_db=db, once=f"a{number}", place=place, receiver=receiver, kind="directive.assigned",
                    facts={}, same="", directive_id=directive.id, share_id=share.id, not_before=NOW,
                    created_at=NOW, state=state, reason="no longer wanted" if state == "failed" else "",
                )  # fmt: skip
    return ready_url

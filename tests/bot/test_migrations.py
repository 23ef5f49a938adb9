"""A database with rows in it comes up to the current schema, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

from tortoise.migrations.executor import MigrationExecutor, MigrationTarget

from bot.storage import opened, tortoise_config
from tasks import history
from tasks.directives import handing, verbs
from tasks.directives.models import Directive, Feedback, Share
from tasks.fields import dumps, to_ms

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
AT = to_ms(NOW)
DETAIL = dumps({"assignees": ["lisi"]})
FIRST = history.chain("", "Z20261124-001", 1, AT, "zhaoming", "issued", DETAIL)
ROWS = {
    "directive": {
        "id": 1, "code": "Z20261124-001", "kind": "task", "title": "报送材料", "content": "请李四报送材料",
        "urgency": "normal", "issuer": "zhaoming", "posted_by": "zhaoming", "chat": "", "wants": "[]",
        "due": AT + 3_600_000, "created_at": AT, "state": "open", "total": 1, "acknowledged": 1, "seq": 1,
        "last_hash": FIRST,
    },
    "share": {
        "id": 1, "directive_id": 1, "assignee": "lisi", "department": 2,
        "why": '{"by":"person","written":""}',
        "state": "reported", "due": AT + 3_600_000, "acknowledged_at": AT,
        "acknowledged_by": "lisi",
    },
    "feedback": {
        "id": 1, "directive_id": 1, "share_id": 1, "author": "lisi", "at": AT, "text": "已完成",
        "media": "[]",
    },
    "history": {
        "id": 1001, "directive_id": 1, "seq": 1, "at": AT, "actor": "zhaoming", "action": "issued",
        "detail": DETAIL, "prev": "", "hash": FIRST,
    },
    "member": {
        "userid": "lisi", "name": "李四", "departments": "[2]", "main": 2, "position": "", "leads": "[]",
        "leaders": "[]", "status": 1,
    },
}  # fmt: skip
"""Rows as the first schema had them."""


async def test_a_database_with_rows_comes_up_to_date(database_url: str) -> None:
    """Rows of before are whole afterwards, and take the new moves."""
    async with opened(database_url) as storage:
        executor = MigrationExecutor(storage.main, tortoise_config(storage.url)["apps"])
        await executor.migrate([MigrationTarget("zhijian", "0001_initial")])
        async with storage.transaction() as db:
            for table, row in ROWS.items():
                marks = ", ".join("?" * len(row))
                await storage.many(
                    db, f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [list(row.values())]
                )
        await storage.migrate()
        async with storage.transaction() as db:
            directive = await verbs.locked(db, "Z20261124-001")
            share = await Share.get(id=1, using_db=db)
            await handing.send_back(db, directive, share, actor="zhaoming", reason="缺照片", now=NOW)
            found = await Directive.get(id=1, using_db=db)

        assert [] == await storage.pending_migrations()
        assert 2 == await history.verify(storage.main, found)
        assert ("returned", 0, None, None) == (share.state, share.declines, share.given_at, share.parent_id)
        assert ("", None, False) == await _feedback(storage)


async def _feedback(storage) -> tuple[str, object, bool]:
    row = await Feedback.get(id=1, using_db=storage.main)
    return row.before, row.undone_at, row.is_news

"""A migrated database has every index the models ask for: Tortoise's AddField leaves `db_index` out."""

from __future__ import annotations

import re

from tortoise import Tortoise

from bot.storage import Storage, opened


async def columns_indexed(storage: Storage, table: str) -> list[tuple[str, ...]]:
    """Give the columns of each index of a table, in their order."""
    db = storage.main
    if storage.engine == "postgres":
        rows = await storage.rows(db, "SELECT indexdef FROM pg_indexes WHERE tablename = ?", [table])
        bodies = [re.search(r"\(([^()]*)\)", str(row["indexdef"])) for row in rows]
        return [tuple(re.findall(r"\w+", body[1])) for body in bodies if body]
    names = [row["name"] for row in await storage.rows(db, f"PRAGMA index_list({table})")]
    found = [await storage.rows(db, f"PRAGMA index_info({name})") for name in names]
    return [tuple(str(row["name"]) for row in some) for some in found]


async def test_every_index_of_the_models_is_in_the_database(ready_url: str) -> None:
    """What is looked for a thousand times a day is found by an index, on both databases."""
    missing: list[tuple[str, tuple[str, ...]]] = []
    async with opened(ready_url) as storage:
        for model in (Tortoise.apps or {})["zhijian"].values():
            meta = model._meta
            single = [(name,) for name, field in meta.fields_map.items() if field.index and not field.pk]
            together = [tuple(columns) for columns in meta.indexes if isinstance(columns, tuple)]
            have = await columns_indexed(storage, meta.db_table)
            missing += [
                (meta.db_table, one) for one in (*single, *together)
                if not any(one == columns[: len(one)] for columns in have)
            ]  # fmt: skip

    assert [] == missing

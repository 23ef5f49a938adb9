"""Whether a citizen can be written to at all: who called, or came in person, has no account."""

from __future__ import annotations

from tasks.citizens.models import Citizen
from tasks.db import Db


async def has_account(db: Db, number: int) -> bool:
    """Whether this citizen wrote to an account; one who left it is written to once it is followed again."""
    return await Citizen.filter(id=number).exclude(account="").using_db(db).exists()

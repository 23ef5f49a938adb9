"""Who wrote to an official account: the row of the citizen, made at the first word."""

from __future__ import annotations

from handlers.context import Context
from handlers.message import Incoming
from tasks.citizens.models import Citizen
from tasks.db import Db


async def known(db: Db, incoming: Incoming, context: Context) -> Citizen:
    """Give the citizen who sent this, locked until the transaction ends."""
    sealer = context.sealer
    names = sealer.digests(incoming.sender)
    rows = Citizen.filter(account=incoming.account, name_key__in=names).using_db(db)
    found = await rows.select_for_update().first()
    if found is None:
        found = await Citizen.create(
            using_db=db,
            account=incoming.account,
            name_key=names[0],
            sealed=sealer.seal(incoming.sender),
            since=context.now,
            grants=[],
            accepts={},
            limits={},
        )
    return found

"""Rules as they were in force: kept once under their digest, read again for the directives that keep them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from tasks.db import Db
from tasks.nudges.models import RuleSet
from tasks.nudges.rules import DEFAULT, Rules, as_facts, from_facts

BUILT_IN: Final = ""
"""The name under which directives from before rules were kept have the rules of the house."""


async def keep(db: Db, rules: Rules, now: datetime) -> str:
    """Keep rules, if they are not yet, and give their name."""
    name = rules.digest
    await RuleSet.get_or_create(digest=name, defaults={"facts": as_facts(rules), "since": now}, using_db=db)
    return name


async def kept(db: Db, names: Collection[str], current: Rules) -> Mapping[str, Rules]:
    """Give the rules of these names; the current ones need no reading."""
    found = {BUILT_IN: DEFAULT, current.digest: current}
    if missing := set(names) - set(found):
        for row in await RuleSet.filter(digest__in=sorted(missing)).using_db(db):
            found[row.digest] = from_facts(row.facts)
    return {name: found.get(name, DEFAULT) for name in names}

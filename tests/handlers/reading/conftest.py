"""The township of org.json as an Org, and where the corpora are."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from handlers.reading import Reading, read
from tasks.people.org import Department, Org, Person
from tasks.worktime import WorkCalendar

CORPORA = Path(__file__).parents[2] / "corpora"
TUESDAY = datetime.fromisoformat("2026-11-24T10:00:00+08:00")


def _person(member: dict) -> Person:
    leads = zip(member["department"], member["is_leader_in_dept"], strict=True)
    return Person(
        userid=member["userid"],
        name=member["name"],
        departments=tuple(member["department"]),
        main=member["department"][0],
        position=member["position"],
        leads=tuple(unit for unit, leading in leads if leading),
        leaders=tuple(member["direct_leader"]),
    )


@pytest.fixture(scope="session")
def qingxi_org() -> Org:
    """Give the directory of tests/corpora/org.json."""
    document = json.loads((CORPORA / "org.json").read_text(encoding="utf-8"))
    units = [
        Department(d["id"], d["name"], d["parentid"], d["order"], tuple(d.get("aliases", ())))
        for d in document["departments"]
    ]
    people = [_person(member) for member in document["members"]]
    return Org({unit.id: unit for unit in units}, {person.userid: person for person in people})


@pytest.fixture
def understand(qingxi_org: Org) -> Callable[[str], Reading]:
    """Read a sentence said on Tuesday 24 November 2026 at 10:00."""
    return lambda text: read(text, TUESDAY, qingxi_org, WorkCalendar())

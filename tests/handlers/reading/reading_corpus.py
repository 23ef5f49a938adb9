"""The township of org.json as an Org, and where the corpora are."""

import json
from pathlib import Path

from tasks.people.org import Department, Org, Person

CORPORA = Path(__file__).parents[2] / "corpora"
OWN = Path(__file__).parent


def township() -> Org:
    """The directory of tests/corpora/org.json."""
    document = json.loads((CORPORA / "org.json").read_text(encoding="utf-8"))
    units = (
        Department(d["id"], d["name"], d["parentid"], d["order"], tuple(d.get("aliases", ())))
        for d in document["departments"]
    )
    people = (
        Person(
            userid=m["userid"],
            name=m["name"],
            departments=tuple(m["department"]),
            main=m["department"][0],
            position=m["position"],
            leads=tuple(
                unit for unit, leads in zip(m["department"], m["is_leader_in_dept"], strict=True) if leads
            ),
            leaders=tuple(m["direct_leader"]),
        )
        for m in document["members"]
    )
    return Org({unit.id: unit for unit in units}, {person.userid: person for person in people})

"""Who a message/send reaches: touser, toparty, totag, @all (path/90236)."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.hub import Hub, Refusal
from sandbox.json_types import Object

GONE = (2, 5)


@dataclass(frozen=True, slots=True)
class Receivers:
    """`users` get it; the rest comes back to the caller. Userids are in lower case."""

    users: tuple[str, ...]
    invalid_users: tuple[str, ...] = ()
    invalid_parties: tuple[str, ...] = ()
    invalid_tags: tuple[str, ...] = ()
    unlicensed: tuple[str, ...] = ()

    def report(self) -> Object:
        """Give the fields of the answer that name who was not reached; only those that name somebody."""
        fields = {
            "invaliduser": self.invalid_users,
            "invalidparty": self.invalid_parties,
            "invalidtag": self.invalid_tags,
            "unlicenseduser": self.unlicensed,
        }
        return {name: "|".join(ids) for name, ids in fields.items() if ids}


def _listed(body: Object, name: str, most: int, errcode: int) -> list[str]:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise Refusal(40058, f"{name} should be a string of ids joined by |")
    ids = [part for part in value.split("|") if part]
    if len(ids) > most:
        raise Refusal(errcode, f"{name} should name at most {most}, it names {len(ids)}")
    return ids


def find(hub: Hub, body: Object) -> Receivers:
    """Find the receivers; everybody once, members who are disabled, hidden or have left are invalid.

    Somebody not activated yet (status 4) is taken by the platform, but has no phone to see it on
    (unconfirmed).

    :raises Refusal: 82001 nobody named, 40032/82002/82003 too many, 81013 nobody of them can be reached.
    """
    world = hub.world
    users = [u.lower() for u in _listed(body, "touser", 1000, 40032)]
    parties = _listed(body, "toparty", 100, 82002)
    tags = _listed(body, "totag", 100, 82003)
    if not users and not parties and not tags:
        raise Refusal(82001, "touser, toparty and totag are all empty")
    if users == ["@all"]:
        parties, tags, users = [], [], list(world.members)
    seen = {u: m for u, m in world.members.items() if m.status not in GONE and not m.hidden}
    good = {u: None for u in users if u in seen}
    bad = [u for u in dict.fromkeys(users) if u not in good]
    bad_parties = [p for p in parties if not p.isdigit() or int(p) not in world.units]
    inside = {unit for p in parties if p not in bad_parties for unit in world.below(int(p))}
    if inside:
        good |= {m.userid: None for m in seen.values() if not inside.isdisjoint(m.departments)}
    bad_tags = [t for t in tags if not t.isdigit() or int(t) not in world.tags]
    good |= {u: None for t in tags if t not in bad_tags for u in world.tags[int(t)] if u in world.members}
    licensed = tuple(u for u in good if not world.members[u].unlicensed)
    unlicensed = tuple(u for u in good if world.members[u].unlicensed)
    if not licensed:
        raise Refusal(81013, "all touser, toparty and totag are invalid")
    return Receivers(licensed, tuple(bad), tuple(bad_parties), tuple(bad_tags), unlicensed)

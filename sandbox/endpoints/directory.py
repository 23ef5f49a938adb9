"""The directory as the platform gives it to a self-built app (path/90201, 90208, 90196, 90200)."""

from __future__ import annotations

from sandbox.endpoints.asked import Asked, ok
from sandbox.hub import Hub, Refusal
from sandbox.json_types import Json, Object
from sandbox.world import Member, Unit


def _unit_id(hub: Hub, text: str) -> int:
    if not text.isdigit():
        raise Refusal(40058, "department id should be a number")
    if int(text) not in hub.world.units:
        raise Refusal(60003, "department not found")
    return int(text)


def _unit(hub: Hub, unit: Unit) -> Object:
    heads: list[Json] = [m.userid for m in hub.world.members.values() if unit.id in m.leads and not m.hidden]
    return {
        "id": unit.id,
        "name": unit.name,
        "name_en": "",
        "department_leader": heads,
        "parentid": unit.parent,
        "order": unit.order,
    }


async def department_list(hub: Hub, asked: Asked) -> Object:
    """Give the unit asked for with all below it, or all; aliases are no part of the platform's directory."""
    wanted = asked.query.get("id", "")
    ids = hub.world.below(_unit_id(hub, wanted)) if wanted else tuple(hub.world.units)
    return ok(department=[_unit(hub, hub.world.units[i]) for i in ids])


async def department_simplelist(hub: Hub, asked: Asked) -> Object:
    """Give ids, parents and order only."""
    wanted = asked.query.get("id", "")
    ids = hub.world.below(_unit_id(hub, wanted)) if wanted else tuple(hub.world.units)
    units = [hub.world.units[i] for i in ids]
    return ok(department_id=[{"id": u.id, "parentid": u.parent, "order": u.order} for u in units])


def _person(member: Member) -> Object:
    units: list[Json] = list(member.departments)
    found: Object = {
        "userid": member.userid,
        "name": member.name,
        "department": units,
        "order": [0 for _ in units],
        "position": member.position,
        "is_leader_in_dept": [int(unit in member.leads) for unit in member.departments],
        "direct_leader": [*member.leaders],
        "status": member.status,
        "enable": int(member.status != 2),
        "isleader": int(bool(member.leads)),
        "hide_mobile": 0,
        "telephone": "",
        "alias": "",
        "main_department": member.departments[0] if member.departments else 0,
    }
    if member.mobile:
        found["mobile"] = member.mobile
    return found


def _inside(hub: Hub, asked: Asked) -> list[Member]:
    unit = _unit_id(hub, asked.query.get("department_id", ""))
    return [m for m in hub.world.members.values() if unit in m.departments and not m.hidden]


async def user_list(hub: Hub, asked: Asked) -> Object:
    """Give the members who stand in the unit directly; mobile numbers only where the world says so."""
    return ok(userlist=[_person(member) for member in _inside(hub, asked)])


async def user_simplelist(hub: Hub, asked: Asked) -> Object:
    """Give userid, name and units of those who stand in the unit directly."""
    return ok(
        userlist=[
            {"userid": m.userid, "name": m.name, "department": [*m.departments]} for m in _inside(hub, asked)
        ]
    )


async def user_get(hub: Hub, asked: Asked) -> Object:
    """Give one member; 60111 for nobody."""
    member = hub.world.members.get(asked.query.get("userid", "").lower())
    if member is None or member.hidden:
        raise Refusal(60111, "userid not found")
    return ok(**_person(member))


async def openuserid_to_userid(hub: Hub, asked: Asked) -> Object:
    """Turn enciphered ids into userids (path/101521); an id that is plain already comes back as invalid."""
    ids = asked.body().get("open_userid_list")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 1000 or not all(isinstance(i, str) for i in ids):
        raise Refusal(40058, "open_userid_list should hold 1 to 1000 strings")
    known = {hub.world.open_id(m.userid): m.userid for m in hub.world.members.values() if not m.hidden}
    found: list[Json] = [{"open_userid": i, "userid": known[str(i)]} for i in ids if i in known]
    return ok(userid_list=found, invalid_open_userid_list=[i for i in ids if i not in known])

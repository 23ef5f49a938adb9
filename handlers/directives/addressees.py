"""From what was written to who gets a share, and what has to be asked first.

Rules (docs/glossary.md, “Who gets a share”): a unit's head has its share; 各… and a unit without
members of its own mean every unit below that has a head, not the unit itself; the issuer never gets a
share of an own directive; nobody is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.context import Context
from handlers.reading import Reading, Role, Target
from handlers.rota import on_duty
from tasks.directives.giving import NewShare
from tasks.fields import Facts, Json
from tasks.people.org import Org


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that has to be asked. `key` names its answer; a blocking one holds everything back."""

    key: str
    kind: str
    facts: Facts
    choices: tuple[Facts, ...]
    blocking: bool = False


@dataclass(slots=True)
class Addressed:
    """Who gets a share, in the order written, and what is doubtful. `who` names them for the answer.

    `leader` is the name of the issuer where a delegate writes; empty where the issuer does.
    """

    leader: str = ""
    shares: dict[str, NewShare] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    who: list[str] = field(default_factory=list)
    left_out: list[Json] = field(default_factory=list)

    def give(self, share: NewShare) -> None:
        """Give a share; the first reason a person is named for counts."""
        self.shares.setdefault(share.assignee, share)

    def leave_out(self, name: str, why: str) -> None:
        """Keep a person or a unit out, for the answer to say so."""
        self.left_out.append({"name": name, "why": why, "leader": self.leader})


def resolve(
    reading: Reading,
    *,
    issuer: str,
    leader: str,
    chat: str,
    answers: Mapping[str, Json],
    context: Context,
) -> Addressed:
    """Turn targets into shares; `answers` holds what was answered before, by the doubt's key.

    `leader` is the issuer's name where somebody else writes for them, else empty.
    """
    found = Addressed(leader)
    for target in reading.targets:
        _GIVERS[target.kind](found, target, issuer, answers, context.org)
    _nobody_on_duty(found, reading, issuer, answers, context)
    if reading.everyone:
        _everyone(found, issuer, chat, answers, context)
    _ambiguous(found, reading, issuer, answers, context.org)
    _unknown(found, reading, issuer, answers, context.org)
    if not found.shares and not found.doubts:
        _nobody(found, reading, issuer, chat, answers, context)
    return found


def _nobody_on_duty(
    found: Addressed, reading: Reading, issuer: str, answers: Mapping[str, Json], context: Context
) -> None:
    """Ask who is meant where nobody is on duty; whoever is has taken the place of the words already."""
    for target in reading.targets:
        if target.kind != "duty":
            continue
        key, org = f"duty:{target.written}", context.org
        if key in answers:
            _give_answer(found, answers[key], target.role, issuer, org)
            continue
        near = tuple(person_choice(person, org) for person in on_duty.choices(target, issuer, context))
        about: Facts = {"written": target.written}
        found.doubts.append(Doubt(key, "no_duty", about, (*near, {"kind": "skip"})))


def _people(found: Addressed, target: Target, issuer: str, answers: Mapping[str, Json], org: Org) -> None:
    del answers
    names = []
    for userid in target.people:
        if userid == issuer:
            found.leave_out(org.name(userid), "issuer")
            continue
        why: Facts = {"by": target.kind, "written": target.written if target.kind == "post" else ""}
        found.give(NewShare(userid, org.unit_of(userid), why, target.role))
        names.append(org.name(userid))
    if names:
        found.who.append("、".join(names))


def _unit(found: Addressed, target: Target, issuer: str, answers: Mapping[str, Json], org: Org) -> None:
    unit = target.department or 0
    if org.head(unit) is None and not org.members.get(unit) and org.below(unit):
        _each(found, target, issuer, answers, org)
        return
    key = f"head:{unit}"
    head = answers[key] if key in answers else org.head(unit)
    if key in answers and head is None:
        return
    if head is None or head == issuer:
        found.doubts.append(_whose(found, unit, issuer, org))
        return
    by = "person" if key in answers else "unit"
    why: Facts = {"by": by, "written": org.unit_name(unit)}
    found.give(NewShare(str(head), unit, why, target.role))
    found.who.append(f"{org.unit_name(unit)}({org.name(str(head))})")


def _whose(found: Addressed, unit: int, issuer: str, org: Org) -> Doubt:
    kind = "no_head" if org.head(unit) is None else "issuer_heads"
    facts: Facts = {"unit": org.unit_name(unit), "leader": found.leader}
    members = [m for m in org.members.get(unit, ()) if m != issuer][:4]
    choices: list[Facts] = [person_choice(m, org) for m in members]
    return Doubt(f"head:{unit}", kind, facts, (*choices, {"kind": "skip"}))


def _each(found: Addressed, target: Target, issuer: str, answers: Mapping[str, Json], org: Org) -> None:
    del answers
    why: Facts = {"by": "each", "written": target.written}
    reached = 0
    for unit in org.below(target.department or 0):
        head = org.head(unit)
        if head == issuer:
            found.leave_out(org.unit_name(unit), "issuer")
        elif head is not None:
            found.give(NewShare(head, unit, why, target.role))
            reached += 1
        elif org.members.get(unit):
            found.leave_out(org.unit_name(unit), "no_head")
    if reached:
        found.who.append(f"{target.written}({reached}个单位)")


def _everyone(
    found: Addressed, issuer: str, chat: str, answers: Mapping[str, Json], context: Context
) -> None:
    org = context.org
    group = context.groups.get(chat)
    units = answers.get("where") or (list(group.departments) if group else [])
    if not isinstance(units, list) or not units:
        found.doubts.append(_where(org))
        return
    why: Facts = {"by": "everyone", "written": group.name if group else ""}
    members = org.everyone_in(int(str(unit)) for unit in units)
    for userid in members:
        if userid != issuer:
            found.give(NewShare(userid, org.unit_of(userid), why))
    found.who.append(f"全体人员({len([m for m in members if m != issuer])}人)")


def _where(org: Org) -> Doubt:
    top = [u for root in org.roots for u in (root, *org.children.get(root, ()))][:5]
    choices: tuple[Facts, ...] = tuple({"kind": "unit", "id": u, "name": org.unit_name(u)} for u in top)
    return Doubt("where", "everyone_where", {}, (*choices, {"kind": "cancel"}), blocking=True)


def _ambiguous(
    found: Addressed, reading: Reading, issuer: str, answers: Mapping[str, Json], org: Org
) -> None:
    for name, candidates in reading.ambiguous.items():
        key = f"name:{name}"
        if key in answers:
            _give_answer(found, answers[key], reading.roles.get(name), issuer, org)
            continue
        choices = tuple(person_choice(c, org) for c in candidates if c != issuer)
        found.doubts.append(Doubt(key, "ambiguous", {"name": name}, (*choices, {"kind": "skip"})))


def _unknown(found: Addressed, reading: Reading, issuer: str, answers: Mapping[str, Json], org: Org) -> None:
    for name in reading.unknown:
        key = f"name:{name}"
        if key in answers:
            _give_answer(found, answers[key], reading.roles.get(name), issuer, org)
            continue
        near = tuple(person_choice(p, org) for p in _alike(name, org) if p != issuer)
        found.doubts.append(Doubt(key, "unknown", {"name": name}, (*near, {"kind": "skip"})))


def _give_answer(found: Addressed, answer: Json, role: Role | None, issuer: str, org: Org) -> None:
    why: Facts = {"by": "person", "written": ""}
    people = answer if isinstance(answer, list) else [answer]
    for userid in people:
        if isinstance(userid, str) and userid != issuer:
            found.give(NewShare(userid, org.unit_of(userid), why, role))
            found.who.append(f"{org.name(userid)}({org.unit_name(org.unit_of(userid))})")


def _alike(name: str, org: Org) -> list[str]:
    """Up to three people whose name shares the most characters with it, the family name first."""

    def likeness(other: str) -> tuple[int, int]:
        return len(set(other) & set(name)), int(other[:1] == name[:1])

    close = [(likeness(p.name), p.userid) for p in org.people.values() if set(p.name[1:]) & set(name[1:])]
    return [userid for _, userid in sorted(close, key=lambda pair: (-pair[0][0], -pair[0][1], pair[1]))][:3]


def _nobody(
    found: Addressed,
    reading: Reading,
    issuer: str,
    chat: str,
    answers: Mapping[str, Json],
    context: Context,
) -> None:
    answer = answers.get("who")
    if answer in ("everyone", "units"):
        _group_at_large(found, str(answer), issuer, chat, answers, context)
        return
    if "who" in answers or any(key.startswith(("name:", "head:", "duty:")) for key in answers):
        return
    group = context.groups.get(chat)
    kind = "notice_to_all" if reading.intent == "notice" else "nobody"
    facts: Facts = {"group": group.name if group else "", "left_out": found.left_out}
    wide: tuple[Facts, ...] = ({"kind": "everyone"}, {"kind": "units"}) if chat else ()
    found.doubts.append(Doubt("who", kind, facts, (*wide, {"kind": "cancel"}), blocking=True))


def _group_at_large(
    found: Addressed,
    answer: str,
    issuer: str,
    chat: str,
    answers: Mapping[str, Json],
    context: Context,
) -> None:
    if answer == "everyone":
        _everyone(found, issuer, chat, answers, context)
        return
    group = context.groups.get(chat)
    where = answers.get("where")
    units = where if isinstance(where, list) else list(group.departments) if group else []
    if not units:
        found.doubts.append(_where(context.org))
    for unit in units:
        target = Target("各单位", "each", department=int(str(unit)))
        below = context.org.below(int(str(unit)))
        (_each if below else _unit)(found, target, issuer, answers, context.org)


def person_choice(userid: str, org: Org) -> Facts:
    """Make a choice that names a person, with what tells namesakes apart."""
    person = org.people.get(userid)
    return {
        "kind": "person",
        "userid": userid,
        "name": org.name(userid),
        "unit": org.unit_name(org.unit_of(userid)),
        "position": person.position if person else "",
    }


_GIVERS = {
    "person": _people,
    "post": _people,
    "unit": _unit,
    "each": _each,
    "everyone": lambda *_: None,
    "duty": lambda *_: None,
}
"""How each kind of target turns into shares; everyone is dealt with once, by the reading's own mark."""

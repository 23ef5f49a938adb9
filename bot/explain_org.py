"""What does not fit in the directory, and between the directory and the settings; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from bot.config import Config
from bot.findings import Finding, hint
from tasks.people.org import ACTIVE, Org, Person

DISABLED = 2
NOT_ACTIVATED = 4
DIRECTORY = "通讯录"


def org_findings(config: Config, org: Org) -> tuple[Finding, ...]:
    """Look through the directory; `org` has the settings' heads and leaders or not, both are right."""
    return (
        *_without_leader(config, org),
        *_without_head(config, org),
        *_same_name(org),
        *_same_unit_name(config, org),
        *_not_active(org),
        *_unknown_people(config, org),
        *_unknown_units(config, org),
    )


def userids_named(config: Config) -> Iterator[tuple[str, str]]:
    """Give every userid in the settings with the path where it stands."""
    people, roles = config.people, config.roles
    yield from (("people.heads", userid) for userid in people.heads.values())
    for path, pairs in (("people.leaders", people.leaders), ("people.stand_ins", people.stand_ins)):
        yield from ((path, userid) for pair in pairs.items() for userid in pair)
    for leader, them in roles.delegates.items():
        yield from (("roles.delegates", userid) for userid in (leader, *them))
    for name in ("issuers", "supervisors", "administrators", "intake", "emergency"):
        yield from ((f"roles.{name}", userid) for userid in getattr(roles, name))
    yield from (("work.only", userid) for userid in (config.work.only if config.work else ()))


def _without_leader(config: Config, org: Org) -> Iterator[Finding]:
    top = {head_of(config, org, unit) for unit in org.roots}
    for person in _in_office(org):
        if not person.leaders and person.userid not in config.people.leaders and person.userid not in top:
            yield Finding(
                DIRECTORY,
                f"{_called(person)}没有直属上级，逾期时无人可报",
                f"请在通讯录中设置直属上级，或在 people.leaders 中写 {person.userid}: 上级账号",
            )


def head_of(config: Config, org: Org, unit: int) -> str | None:
    """Whoever leads the unit; the settings win where they name somebody who is there."""
    named = config.people.heads.get(unit)
    return named if named in org.people else org.head(unit)


def _without_head(config: Config, org: Org) -> Iterator[Finding]:
    for unit in sorted(org.departments):
        if head_of(config, org, unit):
            continue
        name = f"{org.unit_name(unit)}（部门 {unit}）"
        cure = f"在通讯录中设置部门负责人，或在 people.heads 中写 {unit}: 负责人账号"
        if org.members.get(unit):
            yield Finding(DIRECTORY, f"{name}没有负责人，交给它的任务无人接收", f"请{cure}")
        elif org.below(unit):
            what = f"{name}本级没有人，交给它的任务由下级各单位分别承办"
            yield hint(DIRECTORY, what, f"如有专人负责，请{cure}")
        else:
            yield Finding(DIRECTORY, f"{name}既没有成员也没有负责人", "请在通讯录中补充成员，或删去这个部门")


def _same_name(org: Org) -> Iterator[Finding]:
    named: dict[str, list[Person]] = defaultdict(list)
    for person in _in_office(org):
        named[person.name].append(person)
    for name, people in sorted(named.items()):
        if len(people) > 1:
            who = "、".join(_placed(org, person) for person in people)
            cure = f"只写“{name}”时会请下达人选择；写“{_example(org, people[0])}”可直接分清"
            yield hint(DIRECTORY, f"有 {len(people)} 人同名“{name}”：{who}", cure)


def _same_unit_name(config: Config, org: Org) -> Iterator[Finding]:
    named: dict[str, set[int]] = defaultdict(set)
    for unit in org.departments.values():
        for name in (unit.name, *unit.aliases, *config.people.aliases.get(unit.name, ())):
            named[name].add(unit.id)
    for name, units in sorted(named.items()):
        if len(units) > 1:
            which = "、".join(f"{org.unit_name(unit)}（部门 {unit}）" for unit in sorted(units))
            yield Finding(
                DIRECTORY,
                f"“{name}”是几个部门共有的叫法：{which}",
                "请改部门名，或改 people.aliases 中的叫法",
            )


def _not_active(org: Org) -> Iterator[Finding]:
    waiting = [person for person in _in_office(org) if person.status == NOT_ACTIVATED]
    if waiting:
        names = _joined(_called(person) for person in waiting)
        what = f"有 {len(waiting)} 人尚未激活企业微信，收不到消息：{names}"
        yield Finding(DIRECTORY, what, "请通知他们登录一次企业微信")


def _unknown_people(config: Config, org: Org) -> Iterator[Finding]:
    for path, userid in dict.fromkeys(userids_named(config)):
        person = org.people.get(userid)
        if userid in org.former:
            yield Finding(path, f"{_called(org.former[userid])}已离开", "请改为在岗人员的账号，或删去")
        elif person is None:
            yield Finding(
                path, f"通讯录里没有账号 {userid}", "请核对账号（不是姓名），或把此人加入应用的可见范围"
            )
        elif person.status == DISABLED:
            yield Finding(path, f"{_called(person)}已被禁用", "请改为在岗人员的账号，或删去")


def _unknown_units(config: Config, org: Org) -> Iterator[Finding]:
    names = {name for unit in org.departments.values() for name in (unit.name, *unit.aliases)}
    for name in config.people.aliases:
        if name not in names:
            yield Finding("people.aliases", f"通讯录里没有部门“{name}”", "请写部门在通讯录中的全名")
    named = [("people.heads", unit) for unit in config.people.heads]
    named += [("worktime.departments", unit) for unit in config.worktime.departments]
    named += [
        (f"groups[{place}].departments", unit)
        for place, group in enumerate(config.groups)
        for unit in group.departments
    ]
    for path, unit in named:
        if unit not in org.departments:
            yield Finding(path, f"通讯录里没有部门 {unit}", "请核对部门 ID，或把该部门加入应用的可见范围")


def _in_office(org: Org) -> list[Person]:
    people = (person for person in org.people.values() if person.status in {ACTIVE, NOT_ACTIVATED})
    return sorted(people, key=lambda person: person.userid)


def _called(person: Person) -> str:
    return f"{person.name}（{person.userid}）"


def _placed(org: Org, person: Person) -> str:
    unit = org.unit_of(person.userid)
    return f"{org.unit_name(unit)}的 {person.userid}" if unit else person.userid


def _example(org: Org, person: Person) -> str:
    unit = org.unit_of(person.userid)
    return f"{org.unit_name(unit)}{person.name}" if unit else person.userid


def _joined(names: Iterable[str], most: int = 20) -> str:
    every = list(names)
    return "、".join(every[:most]) + (f"等 {len(every)} 人" if len(every) > most else "")

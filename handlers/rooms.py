"""Groups: the service introduces itself once, asks once what a group is called, and takes the answer.

What the settings say about a group goes before what is said in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from handlers.context import Context, Group
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from handlers.typed import named_in
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.notices import Lane, Notice, Outcome, Receiver
from tasks.people import rooms
from tasks.people.models import Room
from tasks.people.org import Org
from tasks.people.roles import may

LONGEST = 400
"""Characters of a sentence that introduces a group."""

_THIS = r"(?:本群|这个群|此群|我们群|咱们群)"
_NOT_A_NAME = r"(?!一下|上|下|人|大家|他|她|谁|什么|啥|醒|做?什么)"
_NAME = (
    rf"(?:(?:[把将]?(?:{_THIS}的?(?:群?名称?|群?名字)?|群名称?|群名字))(?:(?:更|修)?改|更名|改名|变更)(?:名称?)?[为叫成]做?\s*:?\s*"
    rf"|{_THIS}的?(?:叫做?|名叫|名为|名称[是为叫:]?|名字[是叫:]?){_NOT_A_NAME}\s*:?\s*"
    rf"|群(?:名称|名)[是为叫:]\s*"
    rf"|{_THIS}[是为](?=[^,;。\n]{{1,39}}群(?:[,;。\n\s]|$)))"
    r"[\"“「《]?(?P<name>[^,;:。?!\n\"“”「」《》]{1,40}?)[\"”」》]?"
)
_UNITS = (
    rf"(?:(?:{_THIS}|群里|群内|里面|其中)?的?(?:群?成员)?(?P<label>单位)(?:包括|包含|有|是|为)?\s*:?\s*"
    rf"|(?:{_THIS}|群里|群内|里面|其中)?(?:包括|包含|有)\s*:?\s*)"
    r"(?P<units>[^;。?!\n]+?)"
)
_BETWEEN = r"(?:[,;。\s]+|(?<=群))"
_END = r"[,;。!\s]*"
_TOLD = (
    re.compile(rf"{_NAME}(?:{_BETWEEN}{_UNITS})?{_END}"),
    re.compile(rf"{_UNITS}[,;。\s]+{_NAME}{_END}"),
    re.compile(rf"(?={_THIS}|(?:群里|群内|群?成员)单位|单位:){_UNITS}{_END}"),
)
"""本群叫…群,有…、…; 群名:… 单位:…; 把本群改名为…; in either order, or only one of both."""
_HALF = str.maketrans("，；：！？、", ",;:!?、")
_SEPARATORS = re.compile(r"[、,/\s]+|等(?:单位)?$")
_AND = re.compile(r"[和及与]|以及")
_LIKE_A_UNIT = re.compile(
    r"(?!.*[请报做没未须将已把让到位召参打扫查改])[\u4e00-\u9fffA-Za-z0-9()·]{1,14}"
    r"(?:办|站|所|局|科|室|股|队|组|中心|村|社区|院|校|园|部|厅|处|镇|乡|街道|政府|公司|厂|馆|场|片区|支部|党委|工委|妇联|残联|联合会|委员会|居委会|村委会|工会|商会|协会)"
)
_WORK = re.compile(r"(?:办理|处理|负责|牵头|配合|主办|协办|来办|去办)[吧的了]*$")
"""What charges a unit with something: a directive, and no word about who is in the group."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says of a group: its name, its units, and what nobody or more than one is called."""

    name: str = ""
    departments: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    ambiguous: dict[str, tuple[int, ...]] = field(default_factory=dict)


def read_told(text: str, context: Context) -> Told | None:
    """Understand a sentence that says what a group is called or which units are in it; None for any other.

    What charges the units with something (请, a time, what is to be done) is an order and none of these.
    """
    plain = without_mention(text, context.bot_name).translate(_HALF)
    found = next((hit for form in _TOLD if (hit := form.fullmatch(plain))), None) if _short(plain) else None
    if found is None:
        return None
    values = found.groupdict()
    told = _units(values.get("units") or "", context)
    if not all(_LIKE_A_UNIT.fullmatch(one) for one in told.unknown):
        return None
    name = (values.get("name") or "").strip()
    # 本群有人发广告 says something about the group, but nothing of its units.
    vague = len(told.unknown) > len(told.departments) + len(told.ambiguous)
    return None if vague and not name and not values.get("label") else replace(told, name=name)


def _short(text: str) -> bool:
    return 3 < len(text) <= LONGEST


def _units(written: str, context: Context) -> Told:
    """Find each unit that is named; one that cannot be found whole may be two joined by 和."""
    found: dict[int, None] = {}
    unknown: list[str] = []
    ambiguous: dict[str, tuple[int, ...]] = {}
    for name in filter(None, _SEPARATORS.split(written)):
        parts = [name] if _called(name, context) else [part for part in _AND.split(name) if part]
        for part in parts:
            called = () if _WORK.search(part) else _called(part, context)
            if not called:
                unknown.append(part)
            for one, units in called:
                if len(units) > 1:
                    ambiguous[one] = units
                else:
                    found |= dict.fromkeys(units)
    return Told("", tuple(found), tuple(unknown), ambiguous)


def _called(name: str, context: Context) -> list[tuple[str, tuple[int, ...]]]:
    """Give the units that may be meant, by the name they are written with; none where people are named."""
    units = context.org.departments.values()
    if exact := tuple(unit.id for unit in units if name in (unit.name, *unit.aliases)):
        return [(name, exact)]
    reading = named_in(name, context)
    if reading is None or reading.people or reading.ambiguous or reading.unknown:
        return []
    if reading.everyone:
        return [(name, (root,)) for root in context.org.roots]
    named: dict[str, list[int]] = {}
    for target in reading.targets:
        named.setdefault(target.written, []).append(target.department or 0)
    # 各社区 means each of several; a unit's own name that several bear is doubtful.
    each = [(written, (unit,)) for written, ids in named.items() if "各" in written for unit in ids]
    return each + [(written, tuple(ids)) for written, ids in named.items() if "各" not in written]


async def name(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take what a sentence in a group calls it, with its units; None for every other sentence."""
    told = read_told(incoming.text, context) if incoming.chat else None
    return await _take(db, told, incoming, context) if told and told.name else None


async def units(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Take what a sentence says of its group's units; None for a sentence that says nothing of the kind.

    单位:应急办、民政办 may as well be the answer to a question, or a line of a report.
    """
    told = read_told(incoming.text, context)
    return await _take(db, told, incoming, context) if told else None


async def _take(db: Db, told: Told, incoming: Incoming, context: Context) -> Outcome:
    if not incoming.chat:
        return Outcome("group.only_there", {"bot": context.bot_name})
    if not may("issue", context.asked(incoming.sender)):
        return Outcome("refused.name_group", {})
    if by_settings(incoming.chat, context):
        group = context.groups[incoming.chat]
        facts = _facts(group.name, group.departments, Told(), context)
        return Outcome("group.by_settings", facts)
    # Half a list would be taken for the whole one by whoever says 全体 next.
    if told.unknown or told.ambiguous or not (told.name or told.departments):
        return Outcome("group.not_named", _facts("", (), told, context))
    room = await rooms.told(db, incoming.chat, told.name, told.departments, incoming.sender)
    departments = _standing(room.departments, context.org)
    return Outcome("group.named", _facts(room.name, departments, told, context))


def _facts(called: str, departments: Sequence[int], told: Told, context: Context) -> Facts:
    org = context.org
    doubtful: list[Json] = [
        {"written": written, "among": [_placed(unit, org) for unit in units]}
        for written, units in told.ambiguous.items()
    ]
    return {
        "name": called,
        "units": [org.unit_name(unit) for unit in _standing(departments, org)],
        "unknown": list(told.unknown),
        "ambiguous": doubtful,
        "bot": context.bot_name,
    }


def _placed(unit: int, org: Org) -> str:
    """Name a unit with the one above it, which tells namesakes apart."""
    found = org.departments.get(unit)
    above = org.unit_name(found.parent) if found and found.parent in org.departments else ""
    return above + org.unit_name(unit)


def by_settings(chat: str, context: Context) -> bool:
    """Whether the settings say what a group is called; then nobody else does."""
    group = context.groups.get(chat)
    return group is not None and not group.told


async def known(db: Db, incoming: Incoming, context: Context) -> Context:
    """Give the context with what this group said of itself; the settings win."""
    if not incoming.chat or by_settings(incoming.chat, context):
        return context
    room = await rooms.of(db, incoming.chat)
    return _with_rooms([room] if room else [], context)


async def all_known(db: Db, context: Context) -> Context:
    """Give the context with what every group said of itself; the settings win."""
    found = await rooms.told_ones(db)
    return _with_rooms([room for room in found if not by_settings(room.chat, context)], context)


def _with_rooms(found: Sequence[Room], context: Context) -> Context:
    told = {
        room.chat: Group(room.chat, room.name, _standing(room.departments, context.org), told=True)
        for room in found
        if room.told_by
    }
    return replace(context, groups={**context.groups, **told}) if told else context


def _standing(departments: Sequence[int], org: Org) -> tuple[int, ...]:
    """Give those of these units that there still are."""
    return tuple(unit for unit in departments if unit in org.departments)


async def introduced(db: Db, incoming: Incoming, context: Context, outcome: Outcome) -> Outcome:
    """Add to what a message owes: in a group nobody knows an introduction, and the question how it is called.

    Both once for good, each by the response_url of the message it follows: there is no other way in.
    The question is put with the first message of somebody who may issue, and once more where none of the
    units that were said are left in the directory.
    """
    spoken = incoming.chat and incoming.response_url and incoming.kind != "tap"
    if not spoken or by_settings(incoming.chat, context):
        return outcome
    room = await rooms.of(db, incoming.chat)
    asks = may("issue", context.asked(incoming.sender))
    if room is None:
        await rooms.met(db, incoming.chat, context.now if asks else None)
        notice = _into_group("group.introduction", {"asks": asks}, incoming, context)
    elif asks and room.asked_at is None and _asked_about(room, context.org):
        await rooms.asked(db, room, context.now)
        notice = _into_group("group.question", {"lost": bool(room.told_by)}, incoming, context)
    else:
        return outcome
    return replace(outcome, notices=(*outcome.notices, notice))


def _asked_about(room: Room, org: Org) -> bool:
    """Whether nobody said yet what a group is, or none of the units that were said are left."""
    return not room.told_by or bool(room.departments and not _standing(room.departments, org))


def _into_group(kind: str, facts: Facts, incoming: Incoming, context: Context) -> Notice:
    """Say something in the group by the message's own response_url."""
    return Notice(
        kind,
        (Receiver(incoming.response_url),),
        facts | {"bot": context.bot_name},
        f"{kind}:{incoming.chat}",
        context.now,
        place="asked",
        lane=Lane.FAST,
    )

"""Guides kept up to date by words, one to one: shown, changed, stopped, and what citizens did not find."""

# ruff: noqa: E501 - patterns read better unbroken

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from handlers.context import Context
from handlers.message import Incoming
from handlers.reading.reader import without_mention
from tasks.db import Db
from tasks.fields import Facts, Json
from tasks.guides import keeping
from tasks.guides.grams import plain
from tasks.guides.parts import LONGEST_PART, MOST_SYNONYMS, PARTS, Matter
from tasks.notices import Outcome
from tasks.people.roles import may

HEADS: Final[Mapping[str, str]] = {
    "法律依据": "basis", "依据": "basis", "办理程序": "steps", "办理流程": "steps", "程序": "steps", "流程": "steps",
    "申请条件": "conditions", "办理条件": "conditions", "条件": "conditions", "申报材料": "materials", "办理材料": "materials", "申请材料": "materials", "材料": "materials",
    "收费依据及标准": "fee", "收费标准": "fee", "收费": "fee", "费用": "fee", "办理时限": "term", "办结时限": "term", "时限": "term",
    "投诉渠道": "complaints", "投诉电话": "complaints", "办理地点": "place", "地点": "place", "地址": "place",
    "办公时间": "hours", "上班时间": "hours", "咨询电话": "phone", "联系电话": "phone", "电话": "phone",
    "有效期至": "valid_until", "有效期": "valid_until",
}  # fmt: skip
"""How a part is called → the part."""
_HEAD: Final = "|".join(sorted(HEADS, key=len, reverse=True))
CHANGE: Final = re.compile(
    rf"(?s)(?:(?:修改|更新|变更)的?)?办事指南[\s:：,，]*(?P<name>.+?)[\s,，]*的?(?P<head>{_HEAD})\s*(?:改为|改成|变更为|更新为|调整为|修改为|为|[:：])\s*(?P<text>.+)"
)
ALSO: Final = re.compile(
    r"(?s)办事指南[\s:：,，]*(?P<name>.+?)[\s,，]*(?:增加|添加|加上?)(?:别名|叫法|说法)[\s:：]*(?P<text>.+)"
)
STOP: Final = re.compile(r"(?P<verb>停用|启用|恢复)办事指南[\s:：,，]*(?P<name>.+)")
SHOW: Final = re.compile(r"(?:(?:查看?|看看?|显示)(?:一下)?)?办事指南[\s:：,，]+(?P<name>.+)")
HELP: Final = re.compile(r"办事指南(?:帮助|怎么改|用法)?[\s。]*|(?:帮助|怎么改)\s*办事指南[\s。]*")
UNFOUND: Final = re.compile(
    r"(?:请|查看?|看看?|列出)*(?:群众)?(?:没有?查到|未查到|没有?找到|查不到)的?(?:问题|事项)(?:有哪些|清单|列表)?[\s。?？]*"
)
Room = Callable[[Db, "re.Match[str]", Incoming, Context], Awaitable[Outcome]]
ROOM: Final = 45
"""Characters of a part where all of them are shown."""
LISTED: Final = 20
FOREVER: Final = ("长期", "长期有效", "无")


async def words(db: Db, incoming: Incoming, context: Context) -> Outcome | None:
    """Do what is said about the guides; None for every other message, and in groups."""
    text = without_mention(incoming.text, context.bot_name).strip()
    if incoming.chat or not text:
        return None
    for pattern, room in ROOMS:
        if (found := pattern.fullmatch(text)) is not None:
            if not _may(incoming.sender, context):
                return Outcome("refused.guides", {})
            return await room(db, found, incoming, context)
    return None


def _may(who: str, context: Context) -> bool:
    return who in context.desk.clerks or may("administer", context.asked(who))


async def _change(db: Db, found: re.Match[str], incoming: Incoming, context: Context) -> Outcome:
    matter, part = await keeping.named(db, found["name"].strip()), HEADS[found["head"]]
    if matter is None:
        return await _unknown(db, found["name"], context)
    text = found["text"].strip()
    if len(text) > LONGEST_PART:
        return Outcome("guides.too_long", {"count": len(text), "most": LONGEST_PART})
    if part == "valid_until":
        day = "" if text in FOREVER else _day(text)
        if day is None:
            return Outcome("guides.no_day", {"text": text})
        old, changed = matter.valid_until, replace(matter, valid_until=day)
    else:
        old, changed = matter.part(part), replace(matter, parts={**(matter.parts or {}), part: text})
    await keeping.put(db, changed, by=incoming.sender, now=context.now)
    return Outcome("guides.changed", {"name": matter.name, "part": part, "text": text, "old": old})


async def _also(db: Db, found: re.Match[str], incoming: Incoming, context: Context) -> Outcome:
    matter = await keeping.named(db, found["name"].strip())
    if matter is None:
        return await _unknown(db, found["name"], context)
    new = (word.strip()[:40] for word in re.split(r"[、,，;；\s]+", found["text"]))
    said = tuple(dict.fromkeys((*matter.synonyms, *filter(None, new))))[-MOST_SYNONYMS:]
    await keeping.put(db, replace(matter, synonyms=said), by=incoming.sender, now=context.now)
    facts: Facts = {"name": matter.name, "part": "synonyms", "text": "、".join(said), "old": ""}
    return Outcome("guides.changed", facts)


async def _stop(db: Db, found: re.Match[str], incoming: Incoming, context: Context) -> Outcome:
    matter = await keeping.named(db, found["name"].strip())
    if matter is None:
        return await _unknown(db, found["name"], context)
    stopped = found["verb"] == "停用"
    await keeping.put(db, replace(matter, stopped=stopped), by=incoming.sender, now=context.now)
    return Outcome("guides.stopped", {"name": matter.name, "stopped": stopped})


async def _show(db: Db, found: re.Match[str], incoming: Incoming, context: Context) -> Outcome:
    del incoming
    matter = await keeping.named(db, found["name"].strip())
    if matter is None:
        return await _unknown(db, found["name"], context)
    return Outcome("guides.shown", _shown(matter, await keeping.changed_by(db, matter.number), context))


def _shown(matter: Matter, by: str, context: Context) -> Facts:
    there = [part for part in PARTS if matter.part(part)]
    parts: list[Json] = [{"part": part, "text": matter.part(part), "room": ROOM} for part in there]
    changed = context.calendar.local(matter.changed_at).date().isoformat() if matter.changed_at else ""
    return {
        "name": matter.name,
        "category": matter.category,
        "office": matter.office,
        "sample": matter.sample,
        "stopped": matter.stopped,
        "valid_until": matter.valid_until,
        "changed": changed,
        "by": "" if by == "cli" else context.org.name(by),
        "parts": parts,
        "synonyms": list(matter.synonyms),
    }


async def _help(db: Db, found: re.Match[str], incoming: Incoming, context: Context) -> Outcome:
    del db, found, incoming, context
    return Outcome("guides.help", {})


async def _unfound(db: Db, found: re.Match[str], incoming: Incoming, context: Context) -> Outcome:
    del found, incoming, context
    rows: list[Json] = [
        {"text": row.text, "outcome": row.outcome, "guide": row.guide}
        for row in await keeping.not_found(db, LISTED)
    ]
    return Outcome("guides.unfound", {"rows": rows, "count": await keeping.count_not_found(db)})


async def _unknown(db: Db, name: str, context: Context) -> Outcome:
    index = await context.guides.index(db)
    near: list[Json] = [hit.matter.name for hit in index.search(plain(name))]
    return Outcome("guides.unknown", {"name": name.strip(), "near": near})


def _day(text: str) -> str | None:
    """Give a day as YYYY-MM-DD; None where the words are none."""
    parts = re.fullmatch(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?", text)
    try:
        return date(*map(int, parts.groups())).isoformat() if parts else None
    except ValueError:
        return None


ROOMS: Final[tuple[tuple[re.Pattern[str], Room], ...]] = (
    (UNFOUND, _unfound), (HELP, _help), (STOP, _stop), (ALSO, _also), (CHANGE, _change), (SHOW, _show)
)  # fmt: skip
"""What is said → what does it, in this order."""

"""What a citizen has told so far of a matter, and what is still missing; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from handlers.citizen.reading_kind import begun, kind_of
from handlers.citizen.reading_place import bare_place, place_answered, place_of
from handlers.directives.attachments import capped
from handlers.reading.script import normal
from tasks.fields import Facts, Json
from tasks.people.org import Org
from tasks.personal import found_in, phone_in
from tasks.requests.kinds import COMPLAINT, HELP, REPORT

WHAT: Final = "tell.what"
WHERE: Final = "tell.where"
CALL: Final = "tell.call"
"""Steps that ask for something."""
PIECES: Final = "tell.pieces"
"""The step of words that nobody understood: they may begin a matter that is told in pieces."""
PLACED: Final = (HELP, COMPLAINT, REPORT)
"""Kinds nobody can deal with without knowing where."""
MOST_ASKED: Final = 2
"""Questions besides «what is it»; then what is known is sent."""
LONGEST: Final = 4000
_ANONYMOUS: Final = re.compile(
    r"匿名(?!电话|信|短信|号)|不(?:想|要|便|愿|方便|愿意)?(?:留|透露|写|署|公开)(?:真实|我的?)?(?:姓名|名字|名)|不(?:想|要|能|愿意?)?(?:让|被)?(?:人|人家|别人|他们|村里|任何人)?(?:知道|晓得)(?:我是谁|是谁|我是哪个|是我)|不具名|隐去(?:姓|我)"
)
_CONFIDENTIAL: Final = re.compile(
    r"保密|(?:不要|别|不能|千万别|不想|不许|勿)(?:告诉|跟|和|对|让|向|给)[^,。;!?]{0,8}(?:说|知道|晓得|透露|泄露|讲|看到)?|(?:不要|别)(?:透露|泄露|公开|说是我|讲是我|说出去)|怕(?:被)?(?:他们?|人)?(?:报复|打击|穿小鞋|找麻烦|找我麻烦)"
)
_CALL_ME: Final = re.compile(
    r"(?:给|跟)(?:我|本人|咱)(?:打|回)(?:个|一个)?电话|(?:打|回)(?:我|个)(?:个)?电话(?:给我)?|(?:请|尽快|麻烦)?(?:电话)?联系(?:我|本人|一?下我)|回电|回个话|上门"
)
_NO_CALL: Final = re.compile(
    r"(?:不要|别|不用|不必|勿|不方便|不想)(?:再)?(?:给我|接)?(?:打|接|回)?(?:电话|来电|联系)"
)
_FILLER: Final = re.compile(
    r"我(?:的)?|请|要|想|希望|帮|你们|是|的|了|吧|啊|一下|可以|能|行|吗|但是?|不过|个?事情?|个?情况|号码?|手机|电话|联系|方式|打|这个|处理|反映|举报|投诉|留|给|地点|就|在|[\s,。.!?、:;()]"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told: its kind (empty: not known), what, where, who may be called, what came with it.

    `done` are the questions asked so far, `insisted` that it is sent though it is not ours, or said again.
    """

    kind: str = ""
    what: str = ""
    where: str = ""
    phone: str = ""
    name: str = ""
    media: tuple[Json, ...] = ()
    anonymous: bool = False
    confidential: bool = False
    call: bool = False
    area: int = 0
    done: tuple[str, ...] = ()
    insisted: bool = False

    @property
    def missing(self) -> str:
        """The step that asks for what is missing; empty where nothing is, or enough was asked."""
        asked = [step for step in self.done if step != WHAT]
        if not self.what:
            return WHAT
        if len(asked) >= MOST_ASKED:
            return ""
        if self.kind in PLACED and not self.where:
            return WHERE
        return CALL if self.call and not (self.phone or self.anonymous or CALL in asked) else ""


def as_facts(told: Told) -> Facts:
    """Give what was told for a talk's row, where it stands enciphered."""
    return {one.name: _json(getattr(told, one.name)) for one in fields(told)}


def from_facts(facts: Facts) -> Told:
    """Give back what was told from a talk's row."""
    kept = {one.name: facts[one.name] for one in fields(Told) if one.name in facts}
    lists = {name: tuple(value) for name, value in kept.items() if isinstance(value, list)}
    return Told(**{**kept, **lists})  # type: ignore[arg-type]  # made by as_facts


def _json(value: object) -> Json:
    return list(value) if isinstance(value, tuple) else value  # type: ignore[return-value]  # fields are JSON


def heard(told: Told, text: str, media: Sequence[Json], org: Org, *, place: bool = False) -> Told:
    """Add what was said and sent; `place`: it answers where the matter is."""
    said = normal(text)
    found = place_answered(text, org) if place else place_of(text, org)
    names = [one.value for one in found_in(text) if one.kind == "name"]
    where = told.where or (found.text if text else "") or _located(media)
    told = replace(
        told,
        phone=told.phone or phone_in(text),
        name=told.name or (names[0] if names else ""),
        media=tuple(capped([*told.media, *media])),
        anonymous=told.anonymous or bool(_ANONYMOUS.search(said)),
        confidential=told.confidential or bool(_CONFIDENTIAL.search(said)),
        call=(told.call or bool(_CALL_ME.search(said))) and not _NO_CALL.search(said),
        area=told.area or found.area,
        where=where,
    )
    only_place = place and bool(found.text) and found.text == bare_place(text)
    if not says_something(text) or begun(text) is not None or only_place:
        return told
    what = "\n".join(part for part in (told.what, text.strip()) if part)[:LONGEST]
    kind = told.kind or (read.name if (read := kind_of(what)) else HELP)
    return replace(told, what=what, kind=kind)


def secrecy(text: str) -> tuple[bool, bool]:
    """Say whether somebody wants to be unknown, and whether that nobody hears who it was."""
    said = normal(text)
    return bool(_ANONYMOUS.search(said)), bool(_CONFIDENTIAL.search(said))


def says_something(text: str) -> bool:
    """Whether words say more than who may know, who may be called, and under which number."""
    said = text
    for one in reversed(found_in(text)):
        said = said[: one.start] + said[one.end :]
    said = _NO_CALL.sub("", _CONFIDENTIAL.sub("", _ANONYMOUS.sub("", normal(said))))
    return len(_FILLER.sub("", said)) >= 2


def _located(media: Sequence[Json]) -> str:
    places = [one for one in media if isinstance(one, dict) and one.get("kind") == "location"]
    return next((str(one.get("label") or "") or f"{one['lat']},{one['lon']}" for one in places), "")

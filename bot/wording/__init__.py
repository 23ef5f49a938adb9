"""Every sentence people read, by kind. Facts in, words out; nothing else is known here.

The sentences stand in `zh/*.toml`: a table for each kind, a slot for each place on a card or in a message,
each a Jinja template over the facts. A city lays its own file over them (`wording.file`): a kind or a slot
it names replaces ours.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, TypeAlias, cast

from jinja2 import ChainableUndefined, Environment, Template, TemplateError, Undefined
from jinja2.runtime import Context

from bot.wording.recurring import day_name, days_off, every

Slots: TypeAlias = Mapping[str, "str | list[tuple[str, str]]"]
Phrase: TypeAlias = "str | Template"
"""Words as they stand, or a template over the facts."""
Slot: TypeAlias = "Phrase | list[tuple[Phrase, Phrase]]"

WEEKDAYS = "一二三四五六日"
HERE = Path(__file__).parent / "zh"
MOST_NAMES = 12
"""Names written out in one line; of more, the number is said."""


class WordingError(Exception):
    """A wording file cannot be read; the message names the file, the kind and the cure."""


def moment_in(zone: tzinfo) -> Callable[..., str]:
    """Make the filter that writes a moment as people read it: 11月24日(周二)12:00, in their zone."""

    @functools.lru_cache(1024)
    def moment(value: object, year: object = None) -> str:
        if not value:
            return ""
        at = datetime.fromisoformat(str(value)).astimezone(zone)
        if at.time() == time():
            # Midnight is the end of the day people think of.
            return f"{_day(at.date() - timedelta(days=1), year)}24:00"
        return f"{_day(at.date(), year)}{at:%H:%M}"

    return moment


def was_in(zone: tzinfo) -> Callable[..., str]:
    """Make the filter that shortens an old time beside the new one: to its day, or on the same day its clock.

    `form` holds `{}` for it; nothing is said where both times are the same.
    """
    moment = moment_in(zone)

    def was(old: object, new: object, form: str = "{}") -> str:
        # Year 0 has every year written.
        if not old or moment(old, 0) == moment(new, 0):
            return ""
        same_day = moment(old, 0).partition("(")[0] == moment(new, 0).partition("(")[0]
        day, _, clock = moment(old).partition("(")
        return form.replace("{}", clock.partition(")")[2] if same_day else day)

    return was


def _day(day: date, year: object) -> str:
    """Write a day, with its year where that is not the year people are in."""
    text = f"{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"
    return f"{day.year}年{text}" if isinstance(year, int) and day.year != year else text


HARMLESS = str.maketrans(
    {"<": "\uff1c", ">": "\uff1e", "[": "\uff3b", "]": "\uff3d", "*": "\uff0a", "`": "\uff40"}
)
"""Marks of a chat's markup and their full-width twins, which only look alike."""
HEADING = re.compile(r"(?m)^(\s*)#")


def safe(value: object) -> str:
    """Take from people's words what a chat would read as markup: mentions, links, bold, headings."""
    return HEADING.sub("\\1\uff03", str(value).translate(HARMLESS))


UNFIT_TO_SEND = re.compile(r"[\s\"'&#%?<>=]")
"""What may not stand in the address of a tappable choice."""
PICKS = re.compile(r"\|\s*pick\b")
CITIZENS = "citizen."
"""How the kinds begin that only citizens read, at the official account."""


def pick(label: object, sends: object) -> str:
    """Make a choice that can be tapped in an official account's text: a tap sends `sends` as if typed.

    A number is shown before the label («1. 户口迁移»), so that it can be typed as well; other words are not.
    The address is no page of the platform's documents, only common practice (weixin://bizmsgmenu, also in
    passive answers; the message then has a bizmsgmenuid): where it cannot be tapped, the words still stand.
    """
    content = UNFIT_TO_SEND.sub("", str(sends))[:32]
    shown = f"{sends}. {safe(label)}" if isinstance(sends, int) else safe(label)
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={content}&msgmenuid={content}">{shown}</a>'


def names(values: object, most: int = MOST_NAMES, room: int = 2048, unit: str = "个") -> str:
    """Join names within `room` bytes; of more, the first ones and how many there are in all."""
    listed = [str(value) for value in cast("list[object]", values or [])]
    shown: list[str] = []
    for name in listed[:most]:
        room -= len(name.encode()) + 3
        if room < 0 and shown:
            break
        shown.append(name)
    text = "、".join(shown)
    return text if len(listed) == len(shown) else f"{text}等{len(listed)}{unit}"


def room_in(rows: object, row_bytes: int = 200) -> int:
    """Give the bytes for each list of names where all rows together must fit into one text (2,048 bytes)."""
    listed = cast("list[Mapping[str, object]]", rows or [])
    lists = sum(bool(row.get(name)) for row in listed for name in ("unread", "silent", "waiting"))
    return max(40, (2048 - 80 - row_bytes * len(listed)) // max(1, lists) - 40)


def lines_in(text: object, room: int) -> list[str]:
    """Give the first lines of a text that fit whole into `room` bytes together; empty ones are left out."""
    shown: list[str] = []
    for line in filter(None, (line.strip() for line in str(text).splitlines())):
        room -= len(line.encode()) + 1
        if room < 0:
            break
        shown.append(line)
    return shown


def brief(value: object, length: int = 40) -> str:
    """Cut a text to so many characters, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= length else text[: length - 1] + "…"


@dataclass(frozen=True)
class Wording:
    """All sentences, compiled: kind, slot, and its words or a list of «name, words». `blank` says nothing."""

    kinds: Mapping[str, Mapping[str, Slot]]
    blank: Template

    def say(self, kind: str, facts: Mapping[str, object]) -> Slots:
        """Fill the slots of a kind; KeyError for a kind without words (a test holds that there is none)."""
        # One context for all slots, not one for each as `render` makes: this is the hot path.
        context = self.blank.new_context(dict(facts))
        return {slot: _fill(value, context) for slot, value in self.kinds[kind].items()}


def _fill(value: Slot, context: Context) -> str | list[tuple[str, str]]:
    if not isinstance(value, list):
        return _words(value, context)
    pairs = [(_words(name, context), _words(text, context)) for name, text in value]
    return [(name, text) for name, text in pairs if text]


def _words(phrase: Phrase, context: Context) -> str:
    return phrase if isinstance(phrase, str) else "".join(phrase.root_render_func(context)).strip()


def environment(zone: tzinfo = UTC, undefined: type[Undefined] = ChainableUndefined) -> Environment:
    """Make the template environment; `zone` is where people read the time, tests hand in StrictUndefined."""
    env = Environment(  # noqa: S701 - chat messages are not HTML; `safe` takes their markup out
        undefined=undefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )
    env.filters |= {"moment": moment_in(zone), "safe": safe, "names": names, "room": room_in, "brief": brief}
    env.filters |= {"lines": lines_in, "was": was_in(zone), "pick": pick}
    env.filters |= {"every": every, "days_off": days_off, "day_name": day_name}
    return env


def load(override: Path | None = None, env: Environment | None = None) -> Wording:
    """Read our sentences and lay a city's own over them; raises WordingError."""
    env = env or environment()
    sources: dict[str, dict[str, Any]] = {}
    for path in [*sorted(HERE.glob("*.toml")), *([override] if override else [])]:
        for kind, slots in _tables(path).items():
            if path == override and kind not in sources:
                raise WordingError(f"{path}: 没有“{kind}”这一类用语，请对照自带用语文件更正")
            sources.setdefault(kind, {}).update(slots)
    kinds = {kind: _compiled(env, kind, slots) for kind, slots in sources.items()}
    return Wording(kinds, env.from_string(""))


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return cast("dict[str, dict[str, Any]]", tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WordingError(f"{path}: 用语文件读不了（{error}），请检查路径和 TOML 格式") from error


def _compiled(env: Environment, kind: str, slots: Mapping[str, Any]) -> dict[str, Slot]:
    if not kind.startswith(CITIZENS) and PICKS.search(str(slots)):
        raise WordingError(f"用语“{kind}”不能用 pick：点选链接只在公众号里有效，请改为文字")
    try:
        return {slot: _compile(env, value) for slot, value in slots.items()}
    except (TemplateError, ValueError, TypeError) as error:
        raise WordingError(f"用语“{kind}”写错了：{error}") from error


def _compile(env: Environment, value: object) -> Slot:
    if isinstance(value, str):
        return _phrase(env, value)
    pairs = cast("list[list[str]]", value)
    return [(_phrase(env, name), _phrase(env, text)) for name, text in pairs]


def _phrase(env: Environment, text: str) -> Phrase:
    return env.from_string(text) if "{" in text else text.strip()

"""One message, read: what it is for, whom it names, until when, what it wants back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.reading import absence, details, intents, ledgers, notices, shares
from handlers.reading.draft import Draft
from handlers.reading.later import read_later
from handlers.reading.marks import ACTION, SOFT
from handlers.reading.numerals import number
from handlers.reading.reasons import REASONED, reason_of
from handlers.reading.script import normal
from handlers.reading.targets import Addressed
from handlers.reading.titles import body_of, title_of
from handlers.reading.values import NO_AMENDMENT, NO_FORMER, Amendment, Intent, Reading, Urgency
from handlers.reading.wants import closes_when_reported, without_acknowledgement
from tasks.people.org import Org
from tasks.worktime import WorkCalendar

_CHOICE: Final = re.compile(
    r"\s*(?:我?选择?|第)?\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])\s*(?:个|号|项)?\s*[.。、,!)]?\s*"
)
ISSUED: Final[frozenset[Intent]] = frozenset({"task", "notice"})
_NO_VERB: Final[frozenset[Intent]] = ISSUED | {"none", "status", "pending", "mine", "help"}
_HANDLES: Final = re.compile(r"(?<!已)(?<!经)(?<!我)(?<!们)把")
_EDGES: Final = " ,，、:：;；\n\t\u2005\u3000"
_URGENT: Final = re.compile(r"(?<!非)(?<!不是)特急|(?<![更愈越增])加急(?![切迫需剧速遽])")
_IMPERATIVE: Final = re.compile(
    rf"(?:^|[,。!:\s])(?:立即|马上|抓紧|尽快|迅速|火速|全力|连夜|即刻|立刻|速|切实|认真|严格|全面|按)(?:{SOFT})*\S{{0,10}}?(?:{ACTION})"
)


def read(
    text: str, now: datetime, org: Org, calendar: WorkCalendar, *, bot_name: str = "指尖办", speaker: str = ""
) -> Reading:
    """Read one message as posted, said at `now` (aware) by `speaker` (userid).

    Never raises for any text. What is not understood has the intent `none`; names nobody bears and names
    several bear are given back as such, nobody is guessed.
    """
    draft = Draft(without_mention(text, bot_name), now, org, calendar, speaker)
    if not draft.plain.strip():
        return _filled(draft, "help", None)
    choice = _choice(draft.plain)
    return _filled(draft, _bare(choice) if choice is not None else _judged(draft), choice)


def without_mention(text: str, bot_name: str) -> str:
    """Give a text without the mention of the bot."""
    if bot_name:
        mention = re.compile(rf"<?@ ?{re.escape(normal(bot_name))}>?[ \n]{{0,4}}", re.IGNORECASE)
        for found in reversed(list(mention.finditer(normal(text)))):
            text = text[: found.start()] + text[found.end() :]
    return text.strip(" \n\t\r\u2005\u3000\u200b\ufeff")


def _choice(plain: str) -> int | None:
    found = _CHOICE.fullmatch(plain)
    if not found:
        return None
    written = found["n"]
    value = ord(written) - 0x2460 + 1 if "①" <= written <= "⑳" else number(written)
    return value if value and value <= 20 else None


def _bare(choice: int) -> Intent:
    return "ack" if choice == 1 else "none"


def _judged(draft: Draft) -> Intent:
    """Give what the message is for: one whose first clause is a code and a verb is never a new directive."""
    found = _intent(draft)
    if found in ISSUED and (head := draft.head) and (said := _intent(head)) not in _NO_VERB:
        return said
    return found


def _intent(draft: Draft) -> Intent:
    rest, coded = draft.said, draft.code is not None
    if details.asks(draft) is not None:
        return "status"
    if absence.said_of_leave(draft) is not None:
        return "leave"
    if decided := _decided(draft):
        return decided
    if not coded and ledgers.asks_ledger(draft.view):
        return "status"
    found = intents.manages(rest, coded=coded)
    if found == "reassign" and not coded and not draft.named("transfer") and intents.is_acknowledged(rest):
        return "ack"  # 好的,我转给村里看看
    if found and not (found in {"status", "pending"} and not coded and _charges(draft)):
        return found
    charged = bool(draft.ordered) and (bool(draft.times.marked) or _HANDLES.search(rest) is not None)
    told = intents.orders(rest) or charged or _charges_many(draft)
    ordered = notices.starts_notice(rest) or (told and bool(draft.ordered))
    if not ordered and intents.reports(rest, coded=coded):
        return "feedback"
    issued = _issued(draft)
    return "feedback" if issued == "none" and coded and intents.states(rest) else issued


def _decided(draft: Draft) -> Intent | None:
    """Give the verb of a message about a directive or a share on its way, or that changes a directive."""
    if decided := draft.decided or shares.judges(draft):
        return decided
    if draft.change is None:
        return None
    return "extend" if draft.change.kind == "time" else "amend"


def _charges(draft: Draft) -> bool:
    """@周强 4点前清理,并反馈处置结果: who is given something to do and a time is not asked how it stands."""
    if not draft.ordered or intents.asks(draft.said):
        return False
    return intents.asks_report(draft.said) or (bool(draft.times.marked) and draft.commands)


def _charges_many(draft: Draft) -> bool:
    """各村每天…零报告: who charges every unit gives an order and makes no report."""
    return any(target.kind in {"each", "everyone"} for target in draft.ordered.targets)


def _issued(draft: Draft) -> Intent:
    """Whether the message gives an order, only tells something, or neither."""
    rest, wants = draft.said, draft.wants
    told = bool(draft.ordered) or intents.orders(rest)
    left = without_acknowledgement(rest)
    if left != rest and not wants and not intents.asks_action(left) and not draft.times.marked:
        return "notice" if draft.ordered or len(left.strip(" ,。!~")) > 4 else "none"
    marked = bool(draft.times.marked)
    if notices.starts_notice(rest):
        return "task" if wants and (told or marked) else "notice"
    warning = notices.warning_of(rest)
    if warning and not (wants or marked or intents.orders(warning)):
        return "notice"
    if notices.informs(rest) and draft.ordered and not (wants or marked or intents.orders(rest)):
        return "notice"
    if not told and intents.is_chat(rest):
        return "none"
    if notices.calls_meeting(rest) and not wants and not marked:
        return "notice" if told or "会议" in rest else "none"
    shared = any(target.role for target in draft.ordered.targets)
    if draft.ordered and not (
        shared
        or marked
        or intents.orders(rest)
        or wants
        or draft.times.by_then
        or intents.asks_action(rest)
        or draft.commands
    ):
        return "notice" if re.sub(r"@\S{1,16}|[\s,。!]", "", rest) else "none"
    if told or marked or _URGENT.search(rest) or _IMPERATIVE.search(rest):
        return "task"
    return "task" if wants and draft.times.by_then else "none"


def _named(draft: Draft, intent: Intent) -> Addressed:
    match intent:
        case "task" | "notice":
            return draft.ordered
        case "reassign":
            return _unled(draft.named("transfer"))
        case "distribute":
            return _unled(draft.named("shared"))
        case "accept" | "return":
            return _but_all(draft, _unled(draft.named("accepted" if intent == "accept" else "returned")))
        case "grant" | "refuse" | "uphold":
            return _unled(draft.asking(intent))
        case "amend":
            added, removed = draft.named("added"), draft.named("removed")
            doubtful = dict((*added.ambiguous, *removed.ambiguous))
            unknown = tuple(dict.fromkeys((*added.unknown, *removed.unknown)))
            return Addressed(ambiguous=tuple(doubtful.items()), unknown=unknown)
        case "leave":
            return absence.addressed(draft)
        case "pending" | "status" | "nudge":
            found = draft.named("any")
            return replace(
                found, everyone=False, targets=tuple(t for t in found.targets if t.kind != "everyone")
            )
    return Addressed()


def _whose(draft: Draft) -> tuple[str, ...]:
    """Whose share another is to have: 把李四的改派给王五."""
    return tuple(dict.fromkeys(p for target in draft.named("holder").targets for p in target.people))


def _but_all(draft: Draft, found: Addressed) -> Addressed:
    """Give those named without everybody: 各单位的都同意 accepts whatever there is."""
    kept = tuple(t for t in found.targets if t.kind != "everyone" and t.department not in draft.roots)
    return replace(found, everyone=False, targets=kept)


def _unled(found: Addressed) -> Addressed:
    return replace(found, targets=tuple(replace(target, role=None) for target in found.targets))


def _amendment(draft: Draft) -> Amendment:
    change = draft.change
    if change is None or change.kind in {"people", "time"}:
        added, removed = draft.named("added"), draft.named("removed")
        doubtful = (*(name for name, _ in removed.ambiguous), *removed.unknown)
        former = change.former if change else NO_FORMER
        return Amendment(added=added.targets, removed=removed.targets, off=doubtful, former=former)
    words = draft.rest_as_posted[change.start :].strip(_EDGES)
    return Amendment(text=words) if change.kind == "text" else Amendment(more=words)


def _filled(draft: Draft, intent: Intent, choice: int | None) -> Reading:
    named, code, issued = _named(draft, intent), draft.code, intent in ISSUED
    return Reading(
        intent=intent,
        targets=named.targets,
        ambiguous=dict(named.ambiguous),
        unknown=named.unknown,
        roles=named.roles,
        everyone=named.everyone,
        deadline=draft.deadline(intent),
        urgency=_urgency(draft.plain) if issued else "normal",
        wants=draft.wants if intent == "task" else frozenset(),
        code=code.value if code and (code.whole or not issued) else None,
        content=draft.content,
        title=title_of(draft.content, named.spans, draft.dated(intent)) if issued else "",
        body=_body(draft),
        choice=choice,
        whose=_whose(draft) if intent == "reassign" else (),
        reason=reason_of(draft.rest_as_posted, draft.view, intent) if intent in REASONED else "",
        later=read_later(draft.rest) if intent in {"extend", "grant", "amend"} else None,
        amendment=_amendment(draft) if intent == "amend" else NO_AMENDMENT,
        closes=intent == "task" and closes_when_reported(draft.said),
        asks=details.asks(draft) if intent == "status" else None,
    )


def _urgency(plain: str) -> Urgency:
    words = set(_URGENT.findall(plain))
    return "critical" if "特急" in words else "urgent" if words else "normal"


def _body(draft: Draft) -> str:
    if draft.code is None:
        return body_of(draft.content)
    return body_of(draft.content[: draft.code.start] + draft.content[draft.code.end :])

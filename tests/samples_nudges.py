"""Sample facts of reminders: one share's card, merged messages, the group's one line."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.fields import Facts, Json
from tasks.nudges.rules import TABLE
from tests.sample_facts import BY_DELEGATE, LONG, NOTICE, TASK, Sheet

OWN = (
    "code", "title", "kind", "urgency", "state", "due", "year", "rule", "nudger", "supervisor", "for", "left",
)  # fmt: skip


def _nudge(sheet: Sheet = TASK, **changes: Json) -> Facts:
    return sheet.facts() | {
        "state": "assigned", "rule": "by_hand", "nudger": "赵明", "supervisor": False, "for": "", "share": 0,
        "left": 150,
        **changes,
    }  # fmt: skip


REMINDERS: tuple[Facts, ...] = (
    _nudge(),
    _nudge(NOTICE, left=None),
    _nudge(BY_DELEGATE, state="acknowledged", left=6000),
    _nudge(LONG, state="returned", left=45, supervisor=True, nudger="钱" * 12),
    _nudge(state="acknowledged", left=-5, **{"for": "李四", "share": 7}),
)
BY_RULE = tuple(
    _nudge(sheet, rule=rule.name, nudger="", state=rule.states[0], left=left)
    for rule in TABLE
    if rule.to == "assignee"
    for sheet, left in ((TASK, 90), (LONG, -90))
)


def _rows(facts: tuple[Facts, ...]) -> list[Json]:
    return [{key: one[key] for key in OWN} for one in facts]


def _line(sheet: Sheet, rule: str, names: int, left: int = 90) -> Json:
    facts = sheet.facts()
    base = {key: facts[key] for key in ("code", "title", "kind", "urgency", "year", "due")}
    several: list[Json] = [f"李{n}" for n in range(min(names, 30))]
    return {**base, "rule": rule, "left": left, "count": names, "names": several}


def _list(
    own: tuple[Facts, ...] = (),
    team: int = 0,
    review: int = 0,
    watch: int = 0,
    news: int = 0,
    *,
    digest: bool = True,
    later: int = 0,
) -> Facts:
    """Give a merged message with so many lines of each kind."""
    return {
        "digest": digest,
        "own": _rows(own),
        "team": [_line(TASK, rule, 3) for rule in ("unseen_leader", "overdue_leader") * team][:team],
        "review": [_line(TASK, "unreviewed", 40)] * review,
        "watch": [_line(LONG, "overdue_supervisors", 2, -7200)] * watch,
        "news": [{"code": TASK.code, "title": TASK.title}] * news,
        "count": len(own) + team + review + watch + news,
        "shares": [1],
        "later": later,
        "later_own": bool(later and own),
    }


LISTS = (
    _list(REMINDERS, digest=False),
    _list(REMINDERS[:4] + BY_RULE[:2], later=54),
    _list(BY_RULE[:2], team=2, review=1, watch=1, news=2),
    _list(team=2, watch=4, later=3),
    _list(team=1),
    _list(review=1),
    _list(watch=1),
    _list(news=2),
)
GROUP = tuple(
    sheet.facts() | {"count": len(names) or 3, "names": names, "at": "2026-11-24T16:00:00+08:00"}
    for sheet in (TASK, LONG)
    for names in ([], ["李四", "王五"])
)

NUDGES: Mapping[str, tuple[Facts, ...]] = {
    "nudge.by_hand": REMINDERS,
    "nudge.share": BY_RULE,
    "nudge.list": LISTS,
    "nudge.group": GROUP,
}
"""Kind → facts it may come with."""

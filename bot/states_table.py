"""Writes docs/states.md from the tables in the code: `python -m bot.states_table > docs/states.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from tasks.directives import states
from tasks.people.roles import MAY
from tasks.requests import states as requests

WORDS: Mapping[str, str] = {
    states.OPEN: "办理中",
    states.CLOSED: "已办结",
    states.WITHDRAWN: "已撤回",
    states.ASSIGNED: "待签收",
    states.ACKNOWLEDGED: "已签收",
    states.REPORTED: "待审核",
    states.RETURNED: "已退回",
    states.ACCEPTED: "已办结",
    states.DECLINED: "已退办",
    states.REASSIGNED: "已转办",
}
VERBS: Mapping[str, str] = {
    "acknowledge": "收到",
    "report": "反馈",
    "undo_acknowledge": "撤销收到",
    "undo_report": "撤销反馈",
    "accept": "同意办结",
    "accept_above": "分办的负责人那一份办结",
    "return": "退回",
    "extend": "延期",
    "decline": "退办(不属于我单位)",
    "uphold": "维持",
    "reassign": "转办、改派",
    "distribute": "分办",
    "ask_again": "变更后重新签收",
    "take_off": "去掉",
    "withdraw": "撤回",
    "close": "全部办结",
    "undo_close": "撤销全部办结",
    "give_again": "再次分办给同一人",
    "add": "加上",
    "amend": "变更",
}
REQUEST_WORDS: Mapping[str, str] = {
    requests.RECEIVED: "已受理",
    requests.HANDED: "已转办",
    requests.HANDLING: "办理中",
    requests.WAITING: "等群众补充",
    requests.ANSWERED: "已答复",
    requests.REFUSED: "不予受理",
    requests.WITHDRAWN: "已撤回",
}
REQUEST_VERBS: Mapping[str, str] = {
    "hand": "转办",
    "sign": "签收",
    "unsign": "撤销收到",
    "pause": "请群众补充",
    "resume": "恢复计时",
    "extend": "延期",
    "answer": "答复",
    "return": "审核退回、撤销答复",
    "reopen": "群众要求重新办理",
    "refuse": "不予受理",
    "withdraw": "撤回",
}
RIGHTS: Mapping[str, str] = {
    "undo_acknowledge": "undo",
    "undo_report": "undo",
    "accept_above": "accept",
    "uphold": "decide",
    "ask_again": "amend",
    "take_off": "amend",
    "undo_close": "close",
    "give_again": "amend",
    "add": "amend",
}
"""Moves whose right has another name in the table of rights."""
WHO: Mapping[str, str] = {
    "_is_issuer": "交办人",
    "_is_delegate": "交办人的代办人",
    "_is_assignee": "承办人",
    "_is_stand_in": "替岗人(AB岗)",
    "_is_unit_head": "承办单位负责人",
    "_is_supervisor": "督查",
    "_is_parent_head": "分办的负责人",
}

HEAD = """# States and moves

Written by `python -m bot.states_table` from the tables in `tasks/`; a test holds that it is up to date.
What is not in a row is not possible: it is answered with the reason and changes nothing.
"""


def markdown() -> str:
    """Give the whole page."""
    share = _moves(states.SHARE_STATES, states.MOVES)
    directive = _moves(states.DIRECTIVE_STATES, states.DIRECTIVE_MOVES)
    ends = [s for s in states.SHARE_STATES if s not in states.UNSETTLED]
    return "\n".join(
        (
            HEAD,
            "## A share (分办)\n",
            *share,
            "",
            "`extend` leaves the state and moves the time. A share that is "
            + _listed(ends)
            + " needs nobody any more;",
            "all other states keep the directive open.\n",
            "## A directive (指令)\n",
            *directive,
            "",
            "## A request (诉求)\n",
            *_moves(requests.STATES, requests.MOVES, REQUEST_WORDS, REQUEST_VERBS),
            "",
            "The clock runs in "
            + _listed(requests.RUNNING)
            + "; while the citizen is waited for it stands still (docs/requests.md).\n",
            "## Who may\n",
            "| verb | 中文 | who |",
            "|---|---|---|",
            *(_right(verb) for verb in VERBS if verb in states.MOVES or verb in states.DIRECTIVE_MOVES),
            "",
        )
    )


def _moves(
    columns: Iterable[str],
    moves: states.Moves,
    words: Mapping[str, str] = WORDS,
    verbs: Mapping[str, str] = VERBS,
) -> list[str]:
    columns = list(columns)
    head = "| verb | 中文 | " + " | ".join(f"{words[s]}<br>`{s}`" for s in columns) + " |"
    rows = [
        f"| `{verb}` | {verbs[verb]} | "
        + " | ".join(_after(befores.get(s, ()), words) for s in columns)
        + " |"
        for verb, befores in moves.items()
    ]
    return [head, "|---" * (len(columns) + 2) + "|", *rows]


def _after(afters: tuple[str, ...], words: Mapping[str, str]) -> str:
    return " or ".join(words[state] for state in afters)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _right(verb: str) -> str:
    rights = MAY[RIGHTS.get(verb, verb)]
    who = "、".join(WHO[right.__name__] for right in rights)
    return f"| `{verb}` | {VERBS[verb]} | {who} |"


if __name__ == "__main__":
    sys.stdout.write(markdown())

"""How each kind of message looks: words, a card, which buttons. One table.

Sentences come from `bot.wording`; a button's word is a slot of its kind's table there, its key what
`handlers/taps.py` reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

FactsLike: TypeAlias = Mapping[str, Any]
Where = Literal["app", "robot", "group", "official"]
"""Where it is read: one to one with the app or the robot, in a group, at an official account."""

BLUE, GREY = 1, 2
MOST_BUTTONS = 6
"""Buttons a card may have (path/90236); more choices than that are typed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A button: the slot of its word, what it does, its style. `facts` are laid over for the word."""

    slot: str
    key: str
    style: int = BLUE
    facts: tuple[tuple[str, Any], ...] = ()


Buttons = Callable[[FactsLike], tuple[Wish, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a kind looks. `card_in`: where it comes as a card; `words`: whether it has words too."""

    words: bool = True
    card_in: frozenset[str] = frozenset()
    buttons: Buttons = lambda _facts: ()
    card_kind: str = ""


UNDER_WAY = frozenset({"assigned", "acknowledged", "reported", "returned"})


def _share_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """收到, 反馈, and 更多 for what happens besides."""
    code, state = facts["code"], facts["state"]
    # Who stands in may have a card of the own share too: 收到 says which one is meant.
    key = f"sign:{facts['share']}" if facts.get("for") else f"ack:{code}"
    take = (Wish("ack", key),) if state == "assigned" else ()
    if state not in UNDER_WAY:
        return ()
    if facts["kind"] == "notice":
        return take
    spot = _spot(facts)
    more = Wish("more", f"more:{spot}", GREY)
    return (*take, Wish("report", f"report:{spot}", GREY if take else BLUE), more, *_pictures_button(facts))


def _pictures_button(facts: FactsLike) -> tuple[Wish, ...]:
    """Offer what the citizen sent with a request, where something came with it."""
    about = facts["why"].get("request") if facts["kind"] == "request" and "why" in facts else None
    return (Wish("pictures", f"pictures:{about['id']}", GREY),) if about and about["media"] else ()


def _spot(facts: FactsLike) -> str:
    """Name the share a card is about: the code says it to its assignee, who stands in needs its number."""
    return f"{facts['code']}:{facts['share']}" if facts.get("for") else str(facts["code"])


def _more_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """Give what can be done with a share besides, by its state; 返回 leads back."""
    spot = _spot(facts)
    wishes = [Wish(slot, f"{slot}:{spot}", GREY) for slot in MORE.get(facts["state"], ())]
    return (*wishes, Wish("less", f"less:{spot}", BLUE))


MORE: Mapping[str, tuple[str, ...]] = {
    "assigned": ("extend", "reassign", "decline"),
    "acknowledged": ("extend", "reassign", "decline", "undo"),
    "returned": ("extend", "reassign"),
    "reported": ("undo",),
}
"""State of a share → what 更多 offers; each is a verb of taps.py and takes what `_spot` gives."""


def _manage_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """Give what an owner can do with an open directive as a whole."""
    if facts["state"] != "open":
        return ()
    slots = ("pending", "nudge", "redue", "withdraw", "close")
    return tuple(Wish(slot, f"{slot}:{facts['code']}", GREY if n else BLUE) for n, slot in enumerate(slots))


def _supervision_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    verb = "unsupervise" if facts["supervisor"] else "supervise"
    if facts["state"] != "open":
        return ()
    return (Wish("nudge", f"nudge:{facts['code']}"), Wish(verb, f"{verb}:{facts['code']}", GREY))


def _feedback_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    attached = _media_button(facts)
    if facts["state"] != "reported":
        return attached
    # 同意办结 accepts what the card shows, so its key says which report, and how much of it there was.
    shown = ":".join(str(facts[name]) for name in ("share", "feedback", "size") if name in facts)
    back = Wish("return", f"return:{facts['share']}", GREY)
    return (Wish("accept", f"accept:{shown}"), back, *attached)


def _closed_feedback_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """Give what is left where reporting closed the share (办结即报): 退回, and the attachments."""
    back = (Wish("return", f"return:{facts['share']}", GREY),) if facts["state"] == "accepted" else ()
    return (*back, *_media_button(facts))


def _media_button(facts: FactsLike) -> tuple[Wish, ...]:
    # What is told of together has attachments of several reports; a card from before names the one it shows.
    spot = facts.get("files") or facts["feedback"]
    return (Wish("media", f"media:{spot}", GREY),) if facts["attachments"] else ()


def _below_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """Give what the head can do with a report from below: report for all, see the attachments."""
    # The head's stand-in reports for the head, whose share it says (0: the head reads this in person).
    above = facts.get("above")
    spot = f"{facts['code']}:{above}" if above else facts["code"]
    return (Wish("report", f"report:{spot}"), *_media_button(facts))


def _many_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """全部同意 accepts what the card showed, so its key says when that was; 逐条看 sends the cards."""
    spot = f"{facts['code']}:{facts['told']}"
    decides = facts["waiting"] and not facts["closes"] and not facts["head"] and facts["state"] == "open"
    every = (Wish("accept_all", f"accept_all:{spot}"),) if decides else ()
    each = (Wish("each", f"each:{spot}", GREY),) if facts["waiting"] or facts["closes"] else ()
    return (*every, *each)


def _page_button(facts: FactsLike) -> tuple[Wish, ...]:
    return (Wish("more", f"each:{facts['code']}:{facts['told']}:{facts['after']}"),)


def _group_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    over = facts.get("state", "open") != "open"
    question = facts.get("question")
    chosen = _choices({"question": question}) if question else ()
    if over or not facts["code"]:
        return chosen
    own = Wish("own", f"own:{facts['code']}", GREY)
    return (*chosen, *_refresh_button(facts), own)[:MOST_BUTTONS]


def _refresh_button(facts: FactsLike) -> tuple[Wish, ...]:
    return (Wish("refresh", f"refresh:{facts['code']}", GREY),) if facts["code"] else ()


def _choices(facts: FactsLike) -> tuple[Wish, ...]:
    question = facts["question"]
    choices = question["choices"]
    if len(choices) > MOST_BUTTONS:
        return ()
    return tuple(
        Wish(
            str(choice["kind"]),
            f"choose:{question['id']}:{n}",
            BLUE if n == 1 else GREY,
            (("choice", choice),),
        )
        for n, choice in enumerate(choices, start=1)
    )


def _several_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """Give the choices of the question that is open, and 刷新 for the numbers of all the directives."""
    question, codes = facts["question"], ",".join(facts["codes"])
    chosen = _choices({"question": question}) if question else ()
    refresh = (Wish("refresh", f"several:{codes}", GREY),) if codes else ()
    return (*chosen, *refresh)[:MOST_BUTTONS]


def _hand_over_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """改派 for each of the first few whom no card reaches; a notice is not handed on."""
    if facts["kind"] == "notice":
        return ()
    return tuple(
        Wish(f"hand_{n}", f"hand_share:{one['share']}", BLUE if n == 1 else GREY)
        for n, one in enumerate(facts["who"][:MOST_HANDED], start=1)
    )


MOST_HANDED = 5
"""People whose share can be given to somebody else by a button of one card; more of them by words."""

DECIDES: Mapping[str, tuple[str, ...]] = {
    "extend": ("grant", "refuse", "other"),
    "reassign": ("grant", "refuse"),
    "decline": ("hand", "uphold"),
}
"""What is asked for → what its card offers the issuer; each is a verb of taps.py and takes its number."""


def _proposal_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """Offer the decisions while it can be decided."""
    if facts["decision"] or facts["over"]:
        return ()
    slots = DECIDES[str(facts["asked"])]
    return tuple(
        Wish(slot, f"{slot}:{facts['proposal']}", GREY if n else BLUE) for n, slot in enumerate(slots)
    )


def _swap_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """Offer who is asked to swap a duty to agree, or not."""
    return (Wish("yes", f"swap:{facts['question']}:yes"), Wish("no", f"swap:{facts['question']}:no", GREY))


def _serving_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """Let who is to serve in another's place give it back."""
    return (Wish("back", f"unserve:{facts['rows']}", GREY),)


def _alike_buttons(facts: FactsLike) -> tuple[Wish, ...]:
    """合并 and 不是 under what may be the same matter; the key says which requests the card showed."""
    spot = f"{facts['lead_id']}:{','.join(str(number) for number in facts['ids'])}"
    return (Wish("join", f"join:{spot}"), Wish("apart", f"apart:{spot}", GREY))


def _use_button(facts: FactsLike) -> tuple[Wish, ...]:
    return (Wish("use", f"use:{facts['code']}"),)


ANYWHERE = frozenset({"app", "robot", "group"})
ROBOT = frozenset({"robot", "group"})

LAYOUTS: Mapping[str, Layout] = {
    "directive.assigned": Layout(words=False, card_in=ANYWHERE, buttons=_share_buttons),
    "card.share": Layout(words=False, card_in=ANYWHERE, buttons=_share_buttons),
    "card.more": Layout(words=False, card_in=ANYWHERE, buttons=_more_buttons),
    "directive.feedback": Layout(words=False, card_in=ANYWHERE, buttons=_feedback_buttons),
    "card.feedback": Layout(words=False, card_in=ANYWHERE, buttons=_feedback_buttons),
    "directive.feedback_closed": Layout(words=False, card_in=ANYWHERE, buttons=_closed_feedback_buttons),
    "directive.feedback_below": Layout(words=False, card_in=ANYWHERE, buttons=_below_buttons),
    "directive.feedback_many": Layout(words=False, card_in=ANYWHERE, buttons=_many_buttons),
    "card.feedback_many": Layout(words=False, card_in=ANYWHERE, buttons=_many_buttons),
    "feedback.more": Layout(words=False, card_in=ANYWHERE, buttons=_page_button),
    "nudge.by_hand": Layout(words=False, card_in=ANYWHERE, buttons=_share_buttons),
    "nudge.share": Layout(words=False, card_in=ANYWHERE, buttons=_share_buttons),
    "directive.extension_asked": Layout(words=False, card_in=ANYWHERE, buttons=_proposal_buttons),
    "directive.reassign_asked": Layout(words=False, card_in=ANYWHERE, buttons=_proposal_buttons),
    "directive.declined": Layout(words=False, card_in=ANYWHERE, buttons=_proposal_buttons),
    "card.proposal": Layout(words=False, card_in=ANYWHERE, buttons=_proposal_buttons),
    "directive.upheld": Layout(words=False, card_in=ANYWHERE, buttons=_share_buttons),
    "directive.returned": Layout(words=False, card_in=ANYWHERE, buttons=_share_buttons),
    "request.reopened": Layout(words=False, card_in=ANYWHERE, buttons=_share_buttons),
    "directive.amended": Layout(words=False, card_in=ANYWHERE, buttons=_share_buttons),
    "directive.manage": Layout(words=False, card_in=ANYWHERE, buttons=_manage_buttons),
    "card.group": Layout(words=False, card_in=ANYWHERE, buttons=_group_buttons),
    "card.supervision": Layout(words=False, card_in=ANYWHERE, buttons=_supervision_buttons),
    "card.question_over": Layout(words=False, card_in=ANYWHERE, buttons=_refresh_button),
    "card.chosen": Layout(words=False, card_in=ANYWHERE),
    "issued": Layout(card_in=ROBOT, buttons=_group_buttons, card_kind="card.group"),
    "series.begun": Layout(card_in=ROBOT, buttons=_group_buttons, card_kind="card.group"),
    "question": Layout(card_in=ROBOT, buttons=_choices),
    "directive.unreachable": Layout(card_in=ANYWHERE, buttons=_hand_over_buttons),
    "issued.several": Layout(card_in=ROBOT, buttons=_several_buttons, card_kind="card.several"),
    "rota.swap_asked": Layout(words=False, card_in=ANYWHERE, buttons=_swap_buttons),
    "card.rota_swap": Layout(words=False, card_in=ANYWHERE),
    "rota.stand_in": Layout(words=False, card_in=ANYWHERE, buttons=_serving_buttons),
    "card.rota_stand_in": Layout(words=False, card_in=ANYWHERE),
    "card.several": Layout(words=False, card_in=ANYWHERE, buttons=_several_buttons),
    "case.alike": Layout(words=False, card_in=ANYWHERE, buttons=_alike_buttons),
    "case.result": Layout(words=False, card_in=ANYWHERE, buttons=_use_button),
    "card.case": Layout(words=False, card_in=ANYWHERE),
}
"""Kinds that come as cards; every other kind is words alone."""

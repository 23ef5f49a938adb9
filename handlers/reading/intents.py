"""What a message is for: one table, read from the top."""

from __future__ import annotations

import re
from typing import Final

from handlers.reading import phrases
from handlers.reading.notices import starts_notice
from handlers.reading.values import Intent

SHORT: Final = 60  # characters; longer messages are no commands to the service


def manages(text: str, *, coded: bool) -> Intent | None:
    """Give the intent of a message that is about directives there are already; None for anything else.

    `text` is normal, without the bot's name and the code; `coded` says that it named one.
    """
    if found := _whole(text, coded=coded):
        return found
    if starts_notice(text) and not coded:
        return None
    if phrases.FEEDBACK_START.match(text) and (
        ":" in text or not (phrases.ASKS.search(text) or phrases.BEGS_TIME.search(text))
    ):
        return "feedback"
    if early := _transition(text, coded=coded) or _reasoned(text, coded=coded):
        return early
    short = len(text) <= SHORT
    if short and phrases.NUDGE.search(text) and not _orders_first(text):
        return "nudge"
    if is_acknowledged(text):
        return "ack"
    return _query(text) if short and (coded or not orders(text)) else None


def _whole(text: str, *, coded: bool) -> Intent | None:
    """Give the intent of a message that says one thing and nothing else."""
    if phrases.HELP.fullmatch(text):
        return "help"
    if len(text) <= SHORT and phrases.MINE.fullmatch(text):
        return "mine"
    if len(text) <= 24 and phrases.WITHDRAW.match(text):
        return "withdraw"
    return "status" if coded and not text.strip() else None


def _orders_first(text: str) -> bool:
    """请应急办催一下…: somebody else is to do it."""
    return bool(re.match(r"\s*请(?!催|再|帮|您|你|提醒|督促|对|给|把)", text))


def _transition(text: str, *, coded: bool) -> Intent | None:
    bare = text.strip(" ,。!:;")
    if (coded or len(bare) <= 24) and phrases.WITHDRAW.match(bare):
        return "withdraw"
    if (
        not phrases.NO_EXTEND.search(bare)
        and not phrases.WHEN.search(bare)
        and (coded or not phrases.EVENT_MOVES.search(bare))
        and phrases.EXTEND.search(bare)
        and (
            coded
            or not phrases.ORDER.search(bare)
            or re.match(r"^(?:申请|请求|恳请|请(?:批准|允许|准予|予以|领导)?(?:延|宽|再给|多给))", bare)
        )
    ):
        return "extend"
    if phrases.REASSIGN.match(bare) or (
        coded
        and re.search(
            r"(?<![已经])(?:转(?=给|办|交|派|由|到|至)|移交|改由|改派|改发|改成|改为|交由|交给|换成|换给|(?<![更替调轮置])换(?![了热届季药水装]|灯|线)|派给)",
            bare[:24],
        )
    ):
        return "reassign"
    if coded and phrases.GIVES_BACK.match(bare):
        return "return"
    if phrases.RETURN.match(bare) and not phrases.NO_RETURN.search(bare) and not re.match(r"^\s*请", bare):
        return "return"
    if (
        phrases.ACCEPT.match(bare)
        and len(bare) <= 60
        and not phrases.PENDING.search(bare)
        and not re.search(r"[吗么?]$", bare)
    ):
        return "accept"
    return None


def _reasoned(text: str, *, coded: bool) -> Intent | None:
    """情况有变,…撤回: the reason stands first, what is to happen last."""
    if len(text) > SHORT or (not coded and orders(text)):
        return None
    for clause in re.split(r"[,。;!]", text)[1:]:
        found = _transition(clause, coded=coded) if clause.strip() else None
        if found and not (found == "accept" and clause.strip().startswith("请")):
            return found  # 已整改,请验收 asks for what it does not say
    return None


def states(text: str) -> bool:
    """Whether the text says something that is neither a greeting nor a question."""
    return len(text) > 2 and not (
        phrases.NO_EXTEND.search(text)
        or phrases.CHAT.search(text)
        or phrases.ASKS.search(text)
        or phrases.THANKS.fullmatch(text)
    )


def _query(text: str) -> Intent | None:
    if re.search(r"(?:多少|几)[件项条个](?:任务|指令|事)?[?!。\s]*$", text) and re.search(
        r"办结|完成|逾期|任务|交办|指令", text
    ):
        return "status"
    if phrases.PENDING.search(text) and not re.match(r"^\s*(?:办|完成|处理)了", text):
        asked = (
            re.search(r"[吗么没]有?[?!。\s]*$", text)
            and re.search(r"完成|办[结完好得了妥没]|落实|处理", text)
            and not re.search(r"谁|哪|几|多少|名单", text)
        ) or phrases.LISTED.search(text)
        return "status" if asked else "pending"
    if phrases.STATUS.search(text) and phrases.ASKS.search(text):
        return "status"
    if (
        phrases.STATUS.search(text)
        and not phrases.STATED.search(text)
        and not phrases.REPORTED.search(re.sub(r"(?:已办结|已完成)的?(?:任务|事项)?", "", text))
    ):
        return "status"
    return None


def is_acknowledged(text: str) -> bool:
    """Whether the text says 收到 and nothing more that matters."""
    if (
        re.search(r"谁|哪[些几个]|没(?:收|签|看)", text)
        or phrases.RECEIVED.search(text)
        or (phrases.ORDER.search(text) and len(text) > 12)
    ):
        return False
    if re.search(r"收到(?:后|的)?[,，]?(?:请|须|并|务必|要求)", text) and not re.search(
        r"请(?:放心|领导)", text
    ):
        return False
    if phrases.NAMED_ACK.fullmatch(text):
        return True
    if is_bare_ack(text):
        return True
    return (
        len(text) <= SHORT
        and bool(phrases.ACK_START.match(text))
        and not phrases.REPORTED.search(text)
        and not phrases.CHAT.search(text)
    )


def reports(text: str, *, coded: bool) -> bool:
    """Whether the text tells what was done: a report by whoever has the share."""
    if phrases.FEEDBACK_START.match(text) and (":" in text or not phrases.ASKS.search(text)):
        return True
    if (phrases.ORDER.search(text) and not coded) or phrases.ASKS.search(text):
        return False
    if (coded or "任务" in text) and phrases.BARE_DONE.fullmatch(text):
        return True
    return bool(phrases.REPORTED.search(text)) and not (phrases.CHAT.search(text) and not coded)


def asks_action(text: str) -> bool:
    """Say whether anything to be done is named at all."""
    return bool(phrases.DUTY.search(text))


def asks(text: str) -> bool:
    """Whether it is a question."""
    return bool(phrases.ASKS.search(text) or phrases.QUESTION.search(text))


def asks_report(text: str) -> bool:
    """Whether a clause of its own asks to be told how it went: …,并反馈处置结果."""
    return bool(phrases.REPORT_BACK.search(text))


def is_chat(text: str) -> bool:
    """Whether it is a greeting or a question to nobody."""
    return bool(phrases.CHAT.search(text))


def orders(text: str) -> bool:
    """Whether something is asked of somebody."""
    return bool(phrases.ORDER.search(text))


def is_bare_ack(text: str) -> bool:
    """Whether the text says 收到, perhaps 马上办 and 谢谢 with it, and nothing else at all."""
    plain = re.sub(r"[@]\S{1,12}", "", text)
    rest = re.sub(r"[\W_]+", "", phrases.ACK.sub("", plain))
    return (
        not rest and re.search(r"\w|[👌👍✅🫡💪①]", plain) is not None and not phrases.THANKS.fullmatch(plain)
    )

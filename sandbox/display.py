"""Puts the service's passive answers where people see them."""

from __future__ import annotations

import dataclasses

from sandbox.answers import Passive
from sandbox.hub import Hub
from sandbox.letters import Letter
from sandbox.state import Message


def _sender(hub: Hub, letter: Letter) -> str:
    names = {"app": hub.world.app.name, "robot": hub.world.robot.name}
    return names.get(letter.door) or hub.world.accounts[letter.account].title


def _bubble(hub: Hub, letter: Letter, kind: str) -> Message:
    quote = letter.said if letter.room == letter.owner else ""
    return Message(
        id=hub.new_id("ans"),
        at=hub.clock.now,
        owner=letter.owner,
        room=letter.room,
        sender=_sender(hub, letter),
        kind=kind,
        quote=quote,
    )


def show(hub: Hub, letter: Letter, passive: Passive, into: Message | None = None) -> Message | None:
    """Show an answer: a bubble, a changed card, or nothing; `into` is the bubble of an unfinished stream.

    A message's answer is shown once, however often the message is delivered.
    """
    if letter.kind == "tap":
        _redraw(hub, letter, passive)
        return None
    if not passive.kind or (into is None and letter.msgid in hub.shown):
        return None
    refreshed = into is not None
    if letter.msgid:
        hub.shown.add(letter.msgid)
    if into is not None:
        into.text = passive.text or into.text
        hub.phones.touch()
    elif passive.text or passive.stream or not passive.card:
        into = _bubble(hub, letter, "markdown" if passive.stream else passive.kind)
        into.text = passive.text or ("" if passive.stream else f"[{passive.kind}]")
        hub.phones.add(into)
    if passive.card and not (refreshed and hub.phones.card(letter.owner, passive.card.task_id)):
        _claim(hub, letter, passive.card.task_id)
        message = _bubble(hub, letter, "template_card")
        message.card, message.quote = passive.card, "" if into else message.quote
        hub.phones.add(message)
        return into or message
    return into


def _claim(hub: Hub, letter: Letter, task_id: str) -> None:
    """Complain where a robot's new card takes an older one's task id (path/101032: not to be repeated)."""
    if task_id and task_id in hub.robot_tasks:
        hub.records.complain(
            hub.clock.now, f"robot card for {letter.sender}", f"task_id {task_id} has existed"
        )
    hub.robot_tasks.add(task_id)


def _redraw(hub: Hub, letter: Letter, passive: Passive) -> None:
    message = hub.phones.card(letter.owner, letter.task_id)
    if message is None or message.card is None or (letter.door == "app" and not hub.passive_cards):
        return
    new = passive.card or (dataclasses.replace(message.card, done=passive.greyed) if passive.greyed else None)
    if new is None:
        return
    if passive.users and letter.room == letter.owner:
        message.views |= dict.fromkeys(passive.users, new)
        hub.phones.touch()
    else:
        message.views = {}
        hub.phones.redraw(message, new)


def show_failure(hub: Hub, letter: Letter, error: str) -> None:
    """Tell the person that the message or the tap did not get through."""
    message = _bubble(hub, letter, "error")
    message.sender, message.quote = "", ""
    what = "点按" if letter.kind == "tap" else "消息"
    message.text = (
        "该公众号提供的服务出现故障，请稍后再试" if letter.door == "official" else f"{what}未送达：{error}"
    )
    hub.phones.add(message)

"""What stories about questions say, and how they find and tap the choices."""

from __future__ import annotations

TWO_ZHANG = "加急 请张伟今天17点前报送材料"
PARTLY = "加急 请张伟、李四今天17点前报送材料"
NOTICE = "加急 通知:明天上午9点在三楼会议室召开防汛工作会议"


def card_in(town, place: str, who: str):
    """Give the last card with choices in a place: the group's, the robot's or the app's."""
    shown = town.box.group(town.chat) if place == "group" else town.box.phone(who, place)
    return [m for m in shown if m.card and any(b.key.startswith("choose") for b in m.card.buttons)][-1]


async def ask(town, place: str, text: str, who: str = "zhaoming") -> str:
    """Say something that leaves a doubt; one to one with the app the choices come as a card of their own."""
    said = await {"group": town.say, "robot": town.robot, "app": town.app}[place](who, text)
    if place == "app":
        await town.box.expect(who, "10分钟内有效")
    return said


async def tap(town, place: str, who: str, word: str):
    """Tap a choice and give what came back."""
    card = card_in(town, place, who if place != "group" else "")
    if place == "group":
        return await town.box.tap_group(town.chat, who, card, word)
    return await {"robot": town.box.tap_robot, "app": town.box.tap_app}[place](who, card, word)

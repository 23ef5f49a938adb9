"""What stories about more time say, and how they ask for it."""

from __future__ import annotations

TASK = "加急 请李四今天17点前报送材料"
TWO = "加急 请李四、王五今天17点前报送材料"
CODE = "Z20261124-001"
WISH = "001 因下雨无法施工,申请延期到周五下午5点"
DELEGATE = {"roles": {"delegates": {"zhaoming": ["sunli"]}}}
FRIDAY = "11月27日(周五)17:00"


async def issued(town, text: str = TASK, by: str = "zhaoming", who: tuple[str, ...] = ("lisi",)):
    """Issue, and give the first card."""
    await town.say(by, text)
    return (await town.box.expect_all(list(who), CODE))[0]


async def asked(town, who: str = "lisi", text: str = WISH, to: str = "zhaoming"):
    """Ask for more time, and give the card it makes."""
    await town.app(who, text)
    return await town.box.expect(to, "申请延期", CODE)


def buttons(message) -> list[str]:
    """Give the words of a card's buttons."""
    return [button.text for button in message.card.buttons]


async def due(town, who: str = "lisi") -> str:
    """Give the time of a person's share."""
    shares = (await town.directive())["assignments"]
    return next(share["due"] for share in shares if share["assignee"] == who)

"""A report reaches the issuer whole: what the card cannot show follows once."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"


async def report(town, words: str, place: str = "app") -> None:
    """Have the only assignee report, and expect what follows from that besides the report."""
    await town.say("zhaoming", "加急 请周强今天17点前反馈燃气排查")
    await town.box.expect("zhouqiang", CODE)
    await getattr(town, place)("zhouqiang", f"{CODE} {words}")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")


def said_in(messages) -> str:
    """Put the parts together again, without the line above each."""
    return "".join(message.text.split("\n", 1)[1] for message in messages)


@pytest.mark.parametrize("place", ["app", "robot"])
@pytest.mark.parametrize(
    ("text", "parts"),
    [("逐户排查登记燃气隐患、" * 16 + "已完成", 1), ("已转移群众🔥" * 120, 2), ("已疏通<排水>" * 100, 2)],
)
async def test_a_long_report_follows_in_parts(town, place, text, parts) -> None:
    """Whoever issued gets every character, in messages that carry the code and who reports."""
    await report(town, text, place)
    card = await town.box.expect("zhaoming", "周强反馈：", "全文另发")
    numbers = [f"({n}/{parts})" if parts > 1 else "" for n in range(1, parts + 1)]
    heard = [
        await town.box.expect("zhaoming", f"{CODE} 周强(应急管理办公室)反馈全文{number}")
        for number in numbers
    ]

    assert len(card.card.body) <= 160
    assert text.replace("<", "＜").replace(">", "＞") == said_in(heard)


async def test_a_short_report_is_not_sent_twice(town) -> None:
    """A report that the card shows whole comes once."""
    await report(town, "已完成。" + "字" * 100)
    card = await town.box.expect("zhaoming", "周强反馈")

    assert card.card.body.endswith("字")


async def test_emoji_of_a_directive_all_arrive(town) -> None:
    """Seven hundred emoji, four bytes each, arrive as seven hundred."""
    text = "加急 请李四今天17点前报送材料。" + "🔥" * 700
    await town.say("zhaoming", text)
    await town.box.expect("lisi", "全文另发")
    heard = [await town.box.expect("lisi", f"{CODE} 全文({n}/2)") for n in (1, 2)]

    assert text == said_in(heard)

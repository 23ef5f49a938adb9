"""Steps that the stories of changes share: issue to two, have one of them report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

CODE = "Z20261124-001"
TWO = "加急 请李四、王五今天17点前报送材料"
BOTH = ("lisi", "wangwu")


async def issue(town: Any, text: str = TWO, who: Sequence[str] = BOTH, by: str = "zhaoming") -> list[Any]:
    """Issue in the group, and give the first cards."""
    await town.say(by, text)
    return list(await town.box.expect_all(list(who), CODE))


async def acknowledge(town: Any, cards: Sequence[Any], who: Sequence[str] = BOTH) -> None:
    """Tap 收到 on each card; what is heard once all have is taken note of."""
    for person, card in zip(who, cards, strict=True):
        await town.box.tap_app(person, card, "收到")
    await all_have_it(town)


async def all_have_it(town: Any, issuer: str = "zhaoming", code: str = CODE) -> None:
    """Expect what issuer and group hear once all have acknowledged."""
    await town.box.expect(issuer, code, "全部收到")
    await town.box.expect(town.chat, code, "已全部收到")


async def report(town: Any, who: str, name: str, *, last: bool = False, issuer: str = "zhaoming") -> Any:
    """Report by words, and give the issuer's card; `last`: with it all have acknowledged."""
    await town.app(who, f"{CODE} 已完成,共3份")
    if last:
        await all_have_it(town, issuer)
    await town.box.advance(600)
    return await town.box.expect(issuer, f"{name}反馈", CODE)


async def dues(town: Any) -> dict[str, str]:
    """Give each share's time."""
    return {one["assignee"]: one["due"][:16] for one in (await town.directive())["assignments"]}


async def evening(town: Any, text: str = "请李四、王五周五17点前报送材料") -> list[Any]:
    """Issue what is not urgent, have both acknowledge, and wait for the evening; gives the cards."""
    await town.say("zhaoming", text)
    await town.box.advance(3600)
    cards = await town.box.expect_all(list(BOTH), CODE)
    await acknowledge(town, cards)
    await town.box.advance(3600 * 11)
    return list(cards)

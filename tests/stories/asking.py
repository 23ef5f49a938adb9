"""Steps that the stories of questions share: a report is collected, a reason or a time is waited for."""

from __future__ import annotations

from typing import Any

from tests.stories.changing import CODE, issue, report

OTHER = "Z20261124-002"
ONE = "加急 请李四今天17点前报送材料"


async def quiet(town: Any) -> None:
    """Let everything arrive that is on its way, which is not what the story is about."""
    await town.box.settle()
    town.box.ignore_rest()


async def window(town: Any, who: str = "lisi", text: str = ONE) -> None:
    """Issue to somebody, and open the window by a tap on 反馈."""
    await town.say("zhaoming", text)
    card = await town.box.expect(who, CODE)
    await town.box.tap_app(who, card, "反馈")
    await town.box.expect(who, "发完回复“完成”")


async def texts(town: Any, who: str, code: str = CODE) -> list[str]:
    """Give the texts of the reports of a share."""
    shares = {one["assignee"]: one for one in (await town.directive(code))["assignments"]}
    return [one["text"] for one in shares[who]["feedback"]]


async def reason_wanted(town: Any, text: str = ONE) -> None:
    """Let 李四 report, and ask the leader why it goes back."""
    await issue(town, text, ["lisi"])
    card = await report(town, "lisi", "李四", last=True)
    await town.box.tap_app("zhaoming", card, "退回")
    await town.box.expect("zhaoming", CODE, "退回的原因")


async def reasons(town: Any) -> list[str]:
    """Give the reasons for which something went back."""
    return [
        one["detail"]["reason"] for one in (await town.directive())["history"] if one["action"] == "returned"
    ]


async def extension_wanted(town: Any) -> None:
    """Let a head tap 申请延期."""
    await town.say("zhaoming", "加急 请应急办今天17点前报送材料")
    card = await town.box.expect("zhouqiang", CODE)
    await town.box.tap_app("zhouqiang", card, "更多")
    await town.box.tap_app("zhouqiang", card, "申请延期")
    await town.box.expect("zhouqiang", CODE, "延到什么时候")

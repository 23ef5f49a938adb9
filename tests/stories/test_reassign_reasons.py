"""转办 and 改派: what of the words is passed on as the reason."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, issue

TASK = "加急 请李四今天17点前报送材料"


@pytest.mark.parametrize(
    ("words", "reason"), [("那就让张三办吧", ""), ("就请张三去办，他熟悉情况", "他熟悉情况")]
)
async def test_only_the_reason_is_shown(town, words, reason) -> None:
    """Of what is answered to 转给谁 only a reason is passed on, never the sentence itself."""
    first = (await issue(town, TASK, ["lisi"]))[0]
    await town.box.tap_app("lisi", first, "更多")
    await town.box.tap_app("lisi", first, "转办")
    await town.box.expect("lisi", CODE, "转给谁办")
    await town.app("lisi", words)
    await town.box.expect("zhangsan", CODE, "李四转办")
    told = await town.box.expect("zhaoming", "李四已转给本单位张三")
    detail = (await town.directive())["history"][-1]["detail"]

    assert "就" not in told.words
    assert ("他熟悉情况" in told.words) == bool(reason)
    assert reason == detail["reason"]


@pytest.mark.parametrize(
    ("words", "reason"), [("改派那就让张三办吧", ""), ("改派给张三，李四出差了", "李四出差了")]
)
async def test_the_issuers_reason_alone(town, words, reason) -> None:
    """Who had the share hears who has it now and the reason, where one was said."""
    await issue(town, TASK, ["lisi"])
    await town.app("zhaoming", f"001 {words}")
    await town.box.expect("zhangsan", CODE)
    told = await town.box.expect("lisi", CODE, "张三")
    detail = (await town.directive())["history"][-1]["detail"]

    assert "那就让" not in told.words
    assert (reason in told.words) if reason else ("：改派" not in told.words)
    assert reason == detail["reason"]

"""Who leads and who assists stays with a name that had to be asked about."""

from __future__ import annotations

import pytest


async def roles(town) -> dict[str, str | None]:
    """Give each assignee's role."""
    return {share["assignee"]: share["role"] for share in (await town.directive())["assignments"]}


@pytest.mark.parametrize("answer", ["1", "民政办张伟"])
async def test_ambiguous_name_keeps_its_role(town, answer) -> None:
    """The namesake chosen assists as written."""
    await town.say("zhaoming", "加急 请周强牵头，张伟、吴芳配合，今天17点前完成竹里村违建拆除")
    await town.box.expect_all(["zhouqiang", "wufang"])
    await town.say("zhaoming", answer)
    card = await town.box.expect("zhangwei", "分工:协办")
    found = await roles(town)

    assert "协办" == dict(card.card.rows)["分工"]
    assert {"zhouqiang": "lead", "wufang": "assist", "zhangwei": "assist"} == found


async def test_unknown_name_keeps_its_role(town) -> None:
    """Whoever is meant by a misspelt name leads as written."""
    await town.say("zhaoming", "加急 请周墙牵头，吴芳配合，今天17点前完成竹里村违建拆除")
    await town.box.expect("wufang")
    await town.say("zhaoming", "周强")
    await town.box.expect("zhouqiang", "分工:主办")

    assert {"zhouqiang": "lead", "wufang": "assist"} == await roles(town)


async def test_names_typed_for_nobody_keep_their_roles(town) -> None:
    """Roles typed with the names count as well, also of a name that is asked about next."""
    await town.say("zhaoming", "加急 今天17点前完成竹里村违建拆除")
    await town.say("zhaoming", "周强牵头，张伟、吴芳配合")
    await town.box.expect_all(["zhouqiang", "wufang"])
    await town.say("zhaoming", "民政办张伟")
    await town.box.expect("zhangwei", "分工:协办")

    assert {"zhouqiang": "lead", "wufang": "assist", "zhangwei": "assist"} == await roles(town)

"""诉求统计 and 诉求月报: by kind and unit, for who answers for them; no persons, no titles with numbers."""

from __future__ import annotations

import pytest

from tests.stories.requesting import CODE, LAMP, office_opens, openid, wants

ROLES = {
    "roles": {"supervisors": ["chujing"], "intake": ["hanmei"]},
    "requests": {"routes": [{"category": "路灯", "words": ["路灯"], "unit": 5}]},
}


@pytest.mark.parametrize("changes", [ROLES])
async def test_figures_and_bulletin(town) -> None:
    """What came, was answered and rated; the bulletin is ready to paste; who has no unit is refused."""
    await wants(town)
    await wants(town, LAMP, content="和平村停水两天，联系13912345678", place="和平村")
    await office_opens(town)
    cards = await town.box.expect_all(["zhengjun", "sunli"], "S20261124-000")
    await town.app("zhengjun", f"{CODE} 答复：路灯已修好")
    await town.app("zhengjun", "完成")
    await town.box.settle()
    await town.box.expect(openid(town), CODE, "已修好")
    await town.box.say_citizen("city", openid(town), "1")
    figures = await town.app("chujing", "本月诉求统计")
    week = await town.app("hanmei", "诉求统计")
    own = await town.app("zhengjun", "本周的诉求统计")
    refused = await town.app("lisi", "诉求统计")
    bulletin = await town.app("chujing", "诉求月报")
    empty = await town.app("chujing", "2026年10月诉求月报")

    assert cards
    assert "受理2件，答复1件，按期100%，在办1件" in figures
    assert "求助：受理2" in figures
    assert "满意率100%" in figures
    assert "本周" in week
    assert "您负责单位的" in own
    assert "受理1件" in own
    assert "由督查、受理员、管理员和单位负责人查看" in refused
    assert "2026年11月群众诉求办理情况通报" in bulletin
    assert "共受理群众诉求2件，其中求助2件；答复1件，按期答复率100%" in bulletin
    assert "路灯类1件" in bulletin
    assert "13912345678" not in bulletin
    assert "郑军" not in figures + bulletin
    assert "共受理群众诉求0件" in empty


@pytest.mark.parametrize("changes", [ROLES])
async def test_in_a_group(town) -> None:
    """Asked in a group, the figures are sent one to one."""
    said = await town.say("chujing", "上个月的诉求统计")
    await town.box.expect("chujing", "2026年10月", "受理0件")

    assert "已一对一发给您" in said

"""受理员: matters of people who call go into the same queue, and earlier ones are found."""

from __future__ import annotations

import pytest

from tasks.requests.models import Request

CLERK = "chujing"
HEAD = "sunli"
CHANGES = [{"roles": {"intake": [CLERK]}}]
pytestmark = pytest.mark.parametrize("changes", CHANGES)


async def requests(town) -> list[Request]:
    """Give the requests there are."""
    return await Request.all().using_db(town.service.storage.reader).order_by("id")


async def test_same_queue(town) -> None:
    """One sentence takes it down, the number comes back, and the second time the first one is listed."""
    first = await town.app(CLERK, "登记诉求 投诉 张三 13812345678 幸福路路灯坏了一个月没人修")
    second = await town.app(CLERK, "登记诉求 李四 138-1234-5678 红旗村水管爆了")
    listed = await town.app(CLERK, "查诉求 13812345678")
    await town.box.advance(3600)
    await town.box.expect(HEAD, "S20261124-0001")
    await town.box.expect("hanmei", "S20261124-0002")
    one, two = await requests(town)

    assert "已登记S20261124-0001" in first
    assert "S20261124-0001" in second
    assert "138****5678 的诉求共2件" in listed
    assert ("complaint", CLERK, True) == (one.kind, one.entered_by, one.may_call)
    assert "幸福路路灯坏了一个月没人修" == one.content
    assert "红旗村水管爆了" == two.content
    assert "张三" not in first + listed


async def test_what_is_missing_is_asked(town) -> None:
    """Without the matter it is asked for; who called is kept meanwhile, enciphered."""
    asked = await town.app(CLERK, "登记诉求 张三 13812345678")
    kept = str(await town.rows("SELECT facts FROM question"))
    said = await town.app(CLERK, "顺交社区3栋楼道灯坏了")
    found = await town.app(CLERK, "查诉求 13812345678")
    await town.box.advance(3600)
    await town.box.expect("zhuhong", "S20261124-0001")

    assert "还缺诉求的内容" in asked
    assert "13812345678" not in kept
    assert "张三" not in kept
    assert "S20261124-0001" in said
    assert "S20261124-0001" in found


async def test_in_the_group(town) -> None:
    """In the group it is said the same way; what comes back is one to one, and shows nobody's number."""
    said = await town.say(CLERK, "登记诉求 求助 王女士 13812345678 竹里村三组25号停水了")
    told = await town.box.expect(CLERK, "已登记S20261124-0001")
    await town.box.advance(3600)
    await town.box.expect("weiguo", "S20261124-0001")

    assert "一对一回复" in said
    assert "13812345678" not in said + told.words
    assert "25号" not in said + told.words


async def test_only_clerks(town) -> None:
    """Who is no clerk is refused with the cure; a clerk is shown how it is said."""
    refused = await town.app("lisi", "登记诉求 投诉 张三 13812345678 路灯坏了")
    shown = await town.app(CLERK, "受理帮助")

    assert "受理员" in refused
    assert "登记诉求" in shown
    assert [] == await requests(town)

"""Who may issue: heads, direct leaders, those of `roles.issuers`, delegates; others hear why not."""

from __future__ import annotations

import pytest

TASK = "加急 请李四今天17点前报送材料"


@pytest.mark.parametrize("who", ["zhaoming", "qianjin", "sunli", "weiguo"])
async def test_heads_and_direct_leaders_issue(town, who) -> None:
    """A head of a department and anybody's direct leader may issue to anybody in the directory."""
    assert "已交办" in await town.say(who, TASK)
    await town.box.expect("lisi")


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_others_may_not(town, place) -> None:
    """Anybody else is refused with the reason, and nothing is issued."""
    assert "没有交办任务的权限" in await getattr(town, place)("zhangsan", TASK)
    assert 0 == await town.count()


@pytest.mark.parametrize("changes", [{"roles": {"issuers": ["ZhangSan"]}}])
async def test_listed_issuer(town) -> None:
    """`roles.issuers` may issue; userids of the settings are compared without case."""
    assert "已交办" in await town.say("zhangsan", TASK)
    await town.box.expect("lisi", "张三")


@pytest.mark.parametrize("changes", [{"roles": {"administrators": ["sunli"]}}])
async def test_directory_command(town) -> None:
    """Only an administrator has the directory read anew; the others hear why not."""
    town.box.hub.records.calls.clear()

    assert "只有管理员" in await town.app("zhaoming", "同步通讯录")
    assert "正在从企业微信更新通讯录" in await town.app("sunli", "同步通讯录")
    await town.box.settle()

    assert town.box.hub.records.to("/cgi-bin/department/list")


@pytest.mark.parametrize("changes", [{"people": {"leaders": {"chujing": "fenggang"}}}])
async def test_leader_by_the_settings(town) -> None:
    """`people.leaders` makes somebody a direct leader, who may then issue."""
    assert "已交办" in await town.say("fenggang", TASK)
    await town.box.expect("lisi")


async def test_whom_the_directory_does_not_know(town) -> None:
    """Somebody outside the visible range is told what to do."""
    from dataclasses import replace

    from sandbox.letters import app_message

    letter = app_message(town.box.hub, "zhangsan", "text", {"Content": "收到"})
    foreign = replace(letter, plain=letter.plain.replace("zhangsan", "nobodyhere"), sender="nobodyhere")
    heard = await town.box.courier.deliver(foreign)

    assert "通讯录里还没有您的信息" in heard.text

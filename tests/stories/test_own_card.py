"""我的 on the group's card, and a bare code: whoever asks gets the own card one to one."""

from __future__ import annotations

import pytest

from tests.stories.changing import CODE, acknowledge, issue, report


def group_card(town):
    """Give the group's card of the first directive."""
    return next(m for m in town.box.group(town.chat) if m.card and CODE in m.card.text)


async def test_the_issuer_manages(town) -> None:
    """The issuer gets the numbers, and what can be done with the whole."""
    await issue(town)
    await town.box.tap_group(town.chat, "zhaoming", group_card(town), "我的")
    card = await town.box.expect("zhaoming", "我交办的", CODE)

    assert ["谁没收到", "催办", "改时间", "撤回", "全部办结"] == [b.text for b in card.card.buttons]
    assert "0/2" == dict(card.card.rows)["已收到"]
    await town.box.tap_app("zhaoming", card, "谁没收到")
    names = await town.box.expect("zhaoming", CODE, "李四")

    assert "王五" in names.text


async def test_the_assignee(town) -> None:
    """An assignee gets the own share's card, as it stands."""
    cards = await issue(town)
    await acknowledge(town, cards)
    await town.box.tap_group(town.chat, "lisi", group_card(town), "我的")
    card = await town.box.expect("lisi", CODE, "报送材料")

    assert ["反馈", "更多"] == [button.text for button in card.card.buttons]


async def test_others(town) -> None:
    """Who has nothing to do with it is told so, politely and one to one."""
    await issue(town)
    await town.box.tap_group(town.chat, "zhangsan", group_card(town), "我的")
    await town.box.expect("zhangsan", CODE, "没有分办给您")


async def test_after_the_end(town) -> None:
    """After a withdrawal a tap on an old group card shows how things stand; no button is left."""
    await issue(town)
    card = group_card(town)
    await town.app("zhaoming", f"撤回 {CODE}")
    await town.box.expect_all(["lisi", "wangwu"], "撤回")
    await town.box.expect(town.chat, "已撤回")
    await town.box.tap_group(town.chat, "zhaoming", card, "我的")
    own = await town.box.expect("zhaoming", "我交办的", CODE)

    assert "已撤回" == card.card.done
    assert "已撤回" in own.words


@pytest.mark.parametrize("place", ["app", "robot"])
async def test_a_bare_code(town, place) -> None:
    """One to one a bare code brings the card too: the issuer's, or the holder's share."""
    await issue(town)
    said = await getattr(town, place)("zhaoming", CODE)
    await town.box.expect("zhaoming", "我交办的", CODE)
    mine = await getattr(town, place)("lisi", "001")
    await town.box.expect("lisi", CODE, "报送材料")

    assert CODE in said
    assert f"{CODE}「报送材料」：您的一份：待签收" in mine


async def test_only_a_bare_code(town) -> None:
    """A question in words is answered in words, in the group with numbers alone; issuing one to one too."""
    await issue(town)
    await town.app("zhaoming", f"{CODE} 情况怎么样")
    await town.say("zhaoming", CODE)
    await town.box.expect("zhaoming", CODE, "李四")
    await town.app("zhaoming", "加急 请张三今天18点前检查路灯")
    await town.box.expect("zhangsan", "Z20261124-002")


@pytest.mark.parametrize("changes", [{"roles": {"delegates": {"zhaoming": ["lisi"]}}}])
async def test_a_delegate_who_holds_a_share(town) -> None:
    """A delegate who holds a share besides gets both cards."""
    await issue(town)
    await town.app("lisi", CODE)
    await town.box.expect("lisi", "我交办的", CODE)
    await town.box.expect("lisi", CODE, "[收到]")


async def test_numbers_after_reports(town) -> None:
    """The card shows what was reported; a stranger's tap on it does nothing."""
    await issue(town)
    await report(town, "lisi", "李四")
    await town.app("zhaoming", CODE)
    card = await town.box.expect("zhaoming", "我交办的", CODE)
    heard = await town.box.tap_app("sunli", card.task_id, f"pending:{CODE}", force=True)

    assert ("1/2", "1/2") == (dict(card.card.rows)["已收到"], dict(card.card.rows)["已反馈"])
    assert "" == heard.words


@pytest.mark.parametrize("changes", [{"roles": {"supervisors": ["sunli"]}}])
async def test_the_supervisor_nudges(town) -> None:
    """催办 stands on the supervisor's card beside 督办."""
    await issue(town)
    await town.box.tap_group(town.chat, "sunli", group_card(town), "我的")
    card = await town.box.expect("sunli", CODE)

    assert ["催办", "督办"] == [button.text for button in card.card.buttons]

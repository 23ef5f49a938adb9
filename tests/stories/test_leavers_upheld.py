"""A share was declined and its assignee leaves before it is decided: 维持 names who does it now."""

from __future__ import annotations

from tests.stories.leaving import FIRST, TASK, leave


async def declined(town):
    """Have a share declined whose assignee leaves before it is decided; gives the issuer's card."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", FIRST)
    await town.app("lisi", f"{FIRST} 不属于我单位，应由环卫所办")
    card = await town.box.expect("zhaoming", FIRST, "应由环卫所办")
    await leave(town, "lisi")
    await town.box.assert_quiet()
    return card


async def handed_over(town) -> None:
    """Expect what is heard once the head has taken it over."""
    await town.box.expect("sunli", "李四已离开")
    await town.box.expect("sunli", FIRST, "由您接办")
    await town.box.expect("zhaoming", "李四已离开")

    assert {"lisi": "reassigned", "sunli": "assigned"} == await town.states()


async def test_upheld_for_somebody_who_left(town) -> None:
    """维持 names who does it now, not who is gone."""
    await declined(town)
    said = await town.app("zhaoming", f"{FIRST} 维持原办")
    await handed_over(town)

    assert "李四已离开，改由孙丽(党政办公室)承办" in said
    assert "仍由李四" not in said


async def test_upheld_in_a_group_for_somebody_who_left(town) -> None:
    """In a group the unit is named, nobody else."""
    await declined(town)
    said = await town.say("zhaoming", f"{FIRST} 维持原办")
    await handed_over(town)

    assert "原承办人已离开，改由党政办公室负责人承办" in said


async def test_upheld_by_the_button_for_somebody_who_left(town) -> None:
    """The card shows who has it now."""
    card = await declined(town)
    heard = await town.box.tap_app("zhaoming", card, "维持")
    await handed_over(town)

    assert "孙丽(党政办公室)" in heard.card.text


async def test_upheld_where_nobody_follows(town) -> None:
    """Where nobody could take it over it is not upheld; the answer says what to do."""
    await town.say("zhaoming", "加急 请应急办今天17点前报送材料")
    await town.box.expect("zhouqiang", FIRST)
    await town.app("zhouqiang", f"{FIRST} 不属于我单位，应由环卫所办")
    await town.box.expect("zhaoming", FIRST, "应由环卫所办")
    await leave(town, "zhouqiang")
    said = await town.app("zhaoming", f"{FIRST} 维持原办")
    await town.box.assert_quiet()

    assert "没有维持原办" in said
    assert f"{FIRST} 改派给" in said
    assert {"zhouqiang": "declined"} == await town.states()

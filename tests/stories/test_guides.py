"""办事指南: a citizen asks in everyday words and is told what was asked for, or is led to a person."""

from __future__ import annotations

import pytest

from bot.samples import bundled
from tasks.guides import keeping
from tasks.guides.models import Guide, Unfound


@pytest.fixture
async def ask(town):
    """Give a way to ask as the citizen, in a town that has the bundled guides."""
    openid = next(iter(town.box.world.citizens))
    given, said = bundled()
    async with town.service.storage.transaction() as db:
        await keeping.store(db, given, said, by="test", now=town.service.people.context().now)

    async def asked(text: str) -> str:
        heard = await town.box.say_citizen("city", openid, text)
        assert heard.ok, heard
        return str(heard.words)

    return asked


async def test_what_was_asked_for_is_told(town, ask) -> None:
    """要带什么 gives all materials at once, with source and date; the next question needs no name."""
    materials = await ask("老年证要带些什么材料呀")
    fee = await ask("那要多少钱？")
    hours = await ask("星期六上班吗")

    assert "【老年人优待证办理】（样例，以本地公布为准）" in materials
    assert "1. 居民身份证\n2. 近期照片" in materials
    assert "民政窗口" in materials
    assert "2026-11-24更新" in materials
    assert "老年人优待证办理" in fee
    assert "收费：不收费" in fee
    assert "居民身份证" not in fee
    assert "办公时间：工作日" in hours


async def test_unsure_is_offered_to_tap(town, ask) -> None:
    """Several that are as near are offered by number; the one chosen is told, and the report knows it."""
    offered = await ask("身份证怎么办")
    told = await ask("2")
    row = await Unfound.all().using_db(town.service.storage.reader).get()

    assert "是不是下面" in offered
    assert 3 == offered.count("居民身份证")
    assert "申报材料" in told or "需要带的材料" in told
    assert ("chosen", True) == (row.outcome, row.guide in told)


async def test_a_complaint_is_no_question(town, ask) -> None:
    """What is a complaint or a wish is not answered by a guide, and not reported as not found."""
    said = [await ask(text) for text in ("我家停水三天了没人管", "村主任贪污低保钱我要举报")]

    assert [] == [text for text in said if "办事指南" in text]
    assert 0 == await Unfound.all().using_db(town.service.storage.reader).count()


async def test_not_found_leads_to_a_person(town, ask) -> None:
    """A question no guide answers is reported, masked, and goes to the office as a request if wanted."""
    said = await ask("滑翔伞飞行怎么申请，我电话13812345678")
    row = await Unfound.all().using_db(town.service.storage.reader).get()

    assert "没有找到" in said
    assert "138****5678" in row.text
    assert "13812345678" not in row.text


async def test_menu_asks_what_it_is_about(town, ask) -> None:
    """咨询办事 offers the categories asked for most; a number lists one of them, another tells the guide."""
    await ask("离婚登记要带什么")
    openid = next(iter(town.box.world.citizens))
    about = str((await town.box.citizen_event("city", openid, "CLICK", "consult")).words)
    listed = await ask("1")
    told = await ask("离婚登记")

    assert "1. 婚姻收养" in about
    assert "婚姻收养类有这些事项" in listed
    assert "离婚协议书" in told


async def test_what_is_over_is_not_told_as_true(town, ask) -> None:
    """A guide past its last day is named with a warning and whom to ask; its content is left out."""
    async with town.service.storage.transaction() as db:
        matter = await keeping.named(db, "结婚登记")
        await Guide.filter(id=matter.number).using_db(db).update(valid_until="2026-11-23")
        await keeping.touched(db)
    said = await ask("结婚登记要带什么")

    assert "可能已变化" in said
    assert "户口簿" not in said
    assert "咨询电话" in said


async def test_a_restart_forgets_nothing(town, ask) -> None:
    """What was asked last is known after a restart."""
    await ask("老年证要带些什么材料呀")
    await town.restart()

    assert "收费：不收费" in await ask("多少钱")


@pytest.mark.parametrize("changes", [{"roles": {"administrators": ["zhaoming"]}}])
async def test_an_administrator_changes_a_guide_by_words(town, ask) -> None:
    """What is changed by words one to one is what citizens are told next; others are refused."""
    changed = await town.app("zhaoming", "办事指南 老年人优待证办理 办理时限改为5个工作日")
    term = await ask("老年证要多久能办好")
    shown = await town.app("zhaoming", "办事指南 老年人优待证办理")
    stopped = await town.app("zhaoming", "停用办事指南 老年人优待证办理")
    after = await ask("老年证要多久能办好")
    unknown = await town.app("zhaoming", "停用办事指南 老年优待证")
    refused = await town.app("lisi", "停用办事指南 结婚登记")

    assert "已更新" in changed
    assert "当场办结" in changed
    assert "办理时限：5个工作日" in term
    assert "赵明更新" in shown
    assert "已停用" in stopped
    assert "【老年人优待证办理】" not in after
    assert "没有叫「老年优待证」" in unknown
    assert "由管理员和受理员维护" in refused


@pytest.mark.parametrize("changes", [{"roles": {"administrators": ["zhaoming"]}}])
async def test_what_was_not_found_is_a_report(town, ask) -> None:
    """没查到的问题 lists what citizens asked, and how it went on."""
    await ask("身份证怎么办")
    name = (await ask("1")).partition("【")[2].partition("】")[0]
    said = await town.app("zhaoming", "没查到的问题")

    assert "共1条" in said
    assert f"身份证怎么办（选了{name}" in said


async def test_the_way_to_a_person(town, ask) -> None:
    """人工 after an answer gathers a request with what was asked."""
    await ask("老年证要带些什么材料呀")
    said = await ask("人工")

    assert "办事指南" not in said
    assert said

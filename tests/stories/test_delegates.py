"""孙丽代赵明: both are asked, once each; both may decide; both names are shown."""

from __future__ import annotations

import pytest

CODE = "Z20261124-001"
DELEGATE = {"roles": {"delegates": {"zhaoming": ["sunli"]}}}
BOTH = ["zhaoming", "sunli"]
TASK = "加急 请李四、王五今天17点前报送材料"

pytestmark = pytest.mark.parametrize("changes", [DELEGATE])


async def issue(town, text: str = f"代赵明 {TASK}") -> None:
    """Have 孙丽 issue for 赵明."""
    await town.say("sunli", text)
    await town.box.expect_all(["lisi", "wangwu"], CODE, "赵明(孙丽代)")


async def test_both_get_the_feedback_once(town) -> None:
    """Issuer and delegate each get one card."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成")
    cards = await town.box.expect_all(BOTH, "李四反馈")

    assert 2 == len(cards)


async def test_what_the_issuer_posts_is_the_issuers(town) -> None:
    """A delegate who did not post it is not told; may accept all the same."""
    await town.say("zhaoming", TASK)
    await town.box.expect_all(["lisi", "wangwu"], CODE)
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect("zhaoming", "李四反馈")

    assert "已同意办结1项" in await town.app("sunli", f"{CODE} 同意办结")


async def test_the_delegate_accepts(town) -> None:
    """The delegate's acceptance shows both names; the issuer's old card shows it when tapped."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成")
    old, own = await town.box.expect_all(BOTH, "李四反馈")
    await town.box.tap_app("sunli", own, "同意办结")
    before = await town.moves()
    heard = await town.box.tap_app("zhaoming", old, "同意办结")

    assert "本项已办结" in heard.card.text
    assert before == await town.moves()
    assert ("sunli", "accepted") == before[-1]
    await town.box.advance(7200)
    await town.box.expect("lisi", "孙丽代赵明已同意办结")


async def test_both_get_the_merged_card(town) -> None:
    """Several together come to both; what one accepts by 全部同意 the other's card shows as done."""
    await issue(town, "代赵明 加急 请李四、王五、张三今天17点前报送材料")
    await town.box.expect("zhangsan", CODE)
    for who in ("lisi", "wangwu", "zhangsan"):
        await town.app(who, f"{CODE} 已完成")
    await town.box.expect_all(BOTH, "李四反馈")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    town.box.ignore_rest("sunli")
    await town.box.advance(600)
    old, own = await town.box.expect_all(BOTH, "2人反馈")
    await town.box.tap_app("sunli", own, "全部同意")
    heard = await town.box.tap_app("zhaoming", old, "全部同意")

    assert "这几项都已审核" in heard.card.text
    assert {"lisi": "reported", "wangwu": "accepted", "zhangsan": "accepted"} == await town.states()
    await town.box.advance(7200)
    await town.box.expect_all(["wangwu", "zhangsan"], "孙丽代赵明已同意办结")


async def test_accepted_by_the_other_before_the_merge(town) -> None:
    """What one would accept before it was told is told to both first; the other need not decide any more."""
    await issue(town)
    for who in ("lisi", "wangwu"):
        await town.app(who, f"{CODE} 已完成")
    await town.box.expect_all(BOTH, "李四反馈")
    await town.box.expect("zhaoming", "全部收到")
    await town.box.expect(town.chat, "全部收到")
    town.box.ignore_rest("sunli")
    await town.app("sunli", f"{CODE} 同意办结")
    await town.box.expect_all(BOTH, "王五反馈")
    await town.app("sunli", f"{CODE} 同意办结")
    await town.box.expect(town.chat, "全部办结")
    await town.box.advance(600)
    await town.box.assert_quiet()


@pytest.mark.parametrize("words", ["同意李四的", "同意李四的反馈", "李四的可以办结", "{code} 同意李四办结"])
async def test_accept_by_name(town, words) -> None:
    """Whose share is named is accepted alone."""
    await issue(town)
    for who in ("lisi", "wangwu"):
        await town.app(who, f"{CODE} 已完成")
    town.box.ignore_rest()
    said = await town.app("zhaoming", words.format(code=CODE))
    await town.box.settle()
    town.box.ignore_rest()

    assert "已同意办结1项(李四)" in said
    assert {"lisi": "accepted", "wangwu": "reported"} == await town.states()
    await town.box.advance(600)
    await town.box.expect_all(BOTH, "王五反馈")


async def test_accept_of_nobody(town) -> None:
    """A name without a share, or that nobody bears, accepts nothing."""
    await issue(town)
    await town.app("lisi", f"{CODE} 已完成")
    await town.box.expect_all(BOTH, "李四反馈")

    assert "没有您说的这位承办人" in await town.app("zhaoming", "同意张三的")
    assert "没有找到" in await town.app("zhaoming", "同意老李头的")
    assert "还没有新的反馈" in await town.app("zhaoming", "同意王五的")
    assert "reported" == (await town.states())["lisi"]


async def test_accept_of_an_ambiguous_name(town) -> None:
    """同意张伟的 where two bear the name asks which one, and then accepts that one's."""
    await town.say("sunli", "代赵明 加急 请民政办张伟、李四今天17点前报送材料")
    town.box.ignore_rest()
    mine = next(who for who in await town.states() if who.startswith("zhangwei"))
    await town.app(mine, f"{CODE} 已完成")
    await town.box.settle()
    town.box.ignore_rest()
    asked = await town.robot("zhaoming", f"{CODE} 同意张伟的")
    number = "1" if "1. 张伟(民政" in asked else "2"
    await town.robot("zhaoming", number)

    assert "有2位“张伟”" in asked
    assert "accepted" == (await town.states())[mine]
    await town.box.advance(7200)
    await town.box.expect(mine, "已同意办结")

"""Swaps and stand-ins: by words, by the card, by who keeps the rota."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.weeks

WEEK = "值班表：11月26日 周强；27日 王五"
HOUR, DAY = 3600, 24 * 3600


async def days_of(town, who: str) -> list[str]:
    """Give the days on which somebody serves."""
    rows = await town.rows("SELECT day, person, stand_in FROM duty WHERE role = 'duty' ORDER BY day")
    return [row["day"][8:] for row in rows if (row["stand_in"] or row["person"]) == who]


@pytest.fixture
def members():
    """Give the unit a third member, who keeps nothing."""
    return {"lina": {"name": "李娜", "department": [3], "main_department": 3, "is_leader_in_dept": [0]}}


async def put(town, text: str = "值班表：11月26日 李娜；27日 王五") -> None:
    """Put down the two days of 李娜 and 王五 in office hours."""
    await town.box.advance(2 * HOUR)
    await town.app("zhouqiang", text)


@pytest.mark.parametrize("answer", ["1", "同意换班", "card"])
async def test_the_other_agrees(town, answer) -> None:
    """A swap holds once the other agrees: by 1, by words or by the card; both are told."""
    await put(town)
    said = await town.app("lina", "我和王五换班，26日换27日")
    card = await town.box.expect("wangwu", "李娜想和您换班")

    assert "已请王五确认换班" in said
    assert ["26"] == await days_of(town, "lina")
    if answer == "card":
        heard = await town.box.tap_app("wangwu", card, "同意换班")
        assert "已同意和李娜换班" in heard.card.text
    else:
        assert "已换班：您改为11月26日(周四)值班" in await town.app("wangwu", answer)
    await town.box.expect("lina", "王五同意换班", "您改为11月27日(周五)值班")

    assert ["27"] == await days_of(town, "lina")
    assert "与李娜换的班" in await town.app("wangwu", "我什么时候值班")


async def test_the_other_does_not(town) -> None:
    """不同意 leaves everything as it was; the card says so for good."""
    await put(town)
    await town.app("lina", "我和王五换班，26日换27日")
    card = await town.box.expect("wangwu", "李娜想和您换班")
    await town.box.tap_app("wangwu", card, "不同意")
    told = await town.box.expect("lina", "王五没有同意换班")
    again = await town.box.tap_app("wangwu", card.task_id, "swap:1:yes", force=True)

    assert "您仍在11月26日(周四)值班" in told.words
    assert "没有同意和李娜换班" in again.card.text
    assert ["26"] == await days_of(town, "lina")


async def test_one_alone_is_no_answer_later(town) -> None:
    """After ten minutes 1 alone no longer means the swap; 同意换班 still does."""
    await put(town)
    await town.app("lina", "我26日的班和王五27日的班换一下")
    await town.box.expect("wangwu", "李娜想和您换班")
    await town.box.advance(700)
    await town.app("wangwu", "1")

    assert ["26"] == await days_of(town, "lina")
    await town.app("wangwu", "同意换班")
    await town.box.expect("lina", "王五同意换班")

    assert ["27"] == await days_of(town, "lina")


async def test_agreed_in_the_group(town) -> None:
    """同意换班 holds wherever it is said."""
    await put(town)
    await town.app("lina", "我和王五换班，26日换27日")
    await town.box.expect("wangwu", "李娜想和您换班")
    said = await town.say("wangwu", "同意换班")
    await town.box.expect("lina", "王五同意换班")

    assert "已换班" in said
    assert ["27"] == await days_of(town, "lina")


async def test_the_head_decides_at_once(town) -> None:
    """Who keeps the rota swaps two others at once, and both are told."""
    await put(town)
    said = await town.app("zhouqiang", "李娜和王五换班，26日换27日")
    await town.box.expect_all(["lina", "wangwu"], "周强调整了应急管理办公室值班")

    assert "已换班：王五改为11月26日(周四)值班" in said
    assert ["27"] == await days_of(town, "lina")


async def test_what_does_not_fit_is_said(town) -> None:
    """Days that are not theirs are not guessed: the answer lists both people's; strangers swap nobody."""
    await put(town)
    said = await town.app("lina", "我和王五换班，25日换27日")
    other = await town.app("lisi", "李娜和王五换班，26日换27日")

    assert "李娜的班：11月26日(周四)" in said
    assert "王五的班：11月27日(周五)" in said
    assert "由单位负责人(周强)" in other


async def test_a_changed_rota_ends_the_proposal(town) -> None:
    """A swap whose days were given to somebody else meanwhile does not hold."""
    await put(town)
    await town.app("lina", "我和王五换班，26日换27日")
    await town.box.expect("wangwu", "李娜想和您换班")
    await town.app("zhouqiang", "26日由周强值班")
    said = await town.app("wangwu", "同意换班")
    await town.box.expect("lina", "换班没有办成")

    assert "没有换成" in said
    assert ["27"] == await days_of(town, "wangwu")


async def test_stand_in(town) -> None:
    """24日我的班由周强代 holds at once and the other is told; one tap gives it back."""
    await put(town)
    said = await town.app("lina", "26日我的班由张三代")
    card = await town.box.expect("zhangsan", "请您代李娜值班")

    assert "应急管理办公室11月26日(周四)，李娜的班由张三代" in said
    assert ["26"] == await days_of(town, "zhangsan")
    heard = await town.box.tap_app("zhangsan", card, "我代不了")
    await town.box.expect("lina", "张三代不了，仍由您值班")

    assert "已退回代班" in heard.card.text
    assert ["26"] == await days_of(town, "lina")


@pytest.mark.parametrize(
    "text", ["张三26日替我值班", "我26日值班由张三代", "26日张三代我值班", "张三替我值26日的班"]
)
async def test_stand_in_in_other_words(town, text) -> None:
    """Whoever stands behind 替 or 代 is the one whose duty it is; 我自己值班 takes it back."""
    await put(town)
    await town.app("lina", text)
    await town.box.expect("zhangsan", "请您代李娜值班")

    assert ["26"] == await days_of(town, "zhangsan")
    said = await town.app("lina", "26日我自己值班")
    await town.box.expect("zhangsan", "李娜自己值班，不用您代了")

    assert "由李娜自己值班" in said
    assert ["26"] == await days_of(town, "lina")

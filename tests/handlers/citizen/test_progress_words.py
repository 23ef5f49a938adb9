"""What citizens say of their own requests: progress, a rating, not solved; and what is none of it."""

# ruff: noqa: E501 - lists of sentences read better unbroken

from __future__ import annotations

import pytest

from handlers.citizen import mine, rating, reopening
from handlers.citizen.mine_doing import DOES, ask_withdraw, urge
from handlers.reading.script import normal

MINE = (
    "我的诉求", "进度", "查进度", "查一下进度", "查询我的诉求", "我反映的问题怎么样了", "我的投诉处理进度",
    "请问我的诉求怎么样了", "帮我查一下我的工单", "有结果了吗", "我的诉求到哪一步了？",
)  # fmt: skip
STILL = (
    "还没处理吗", "怎么还没有回复", "到现在还没人管", "还没解决吗？", "都好几天了还没修", "我昨天反映的路灯怎么样了",
    "我上次投诉的噪音处理好了吗",
)  # fmt: skip
NEITHER = (
    "路灯坏了", "社保卡补办要带什么", "进度款什么时候付给我们工人", "我要反映小区停水", "低保还没批下来怎么办",
    "老人证在哪办", "我家门口的垃圾还没清理，臭得很，在和平路3号",
)  # fmt: skip


@pytest.mark.parametrize("text", MINE)
def test_asks_for_the_own_requests(text: str) -> None:
    """Short words about one's own requests and nothing else."""
    assert mine.MINE.fullmatch(normal(text))


@pytest.mark.parametrize("text", STILL)
def test_asks_whether_it_goes_on(text: str) -> None:
    """Words that mean a request where there is one."""
    assert mine.STILL.fullmatch(normal(text))


@pytest.mark.parametrize("text", NEITHER)
def test_is_a_matter_of_its_own(text: str) -> None:
    """A question about an office's matter, or a new matter, is not about a request."""
    assert not mine.MINE.fullmatch(normal(text))
    assert not mine.STILL.fullmatch(normal(text))
    assert not reopening.UNSOLVED.fullmatch(normal(text))


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("1", 5), ("5", 1), ("5分", 5), ("1星", 1), ("非常满意", 5), ("满意", 4), ("满意，谢谢", 4), ("很满意！", 5),
        ("基本满意", 3), ("不满意", 2), ("我不满意，还是不亮", 2), ("非常不满意", 1), ("评价：满意", 4), ("对处理结果很不满意", 1),
    ],
)  # fmt: skip
def test_rating(text: str, stars: int) -> None:
    """The place in the list, a number of stars, or the level in words; what follows is the reason."""
    said = rating.stars_in(text)

    assert said is not None
    assert stars == said[0]


@pytest.mark.parametrize("text", ["6", "10", "3号楼停水", "1单元电梯坏了", "你好", "我要投诉"])
def test_no_rating(text: str) -> None:
    """A number that belongs to something, and every other word, is no rating."""
    said = rating.stars_in(text)

    assert said is None


@pytest.mark.parametrize(
    "text",
    [
        "没解决",
        "还是没修好",
        "根本没有处理",
        "问题没解决，昨晚又黑了",
        "又坏了",
        "仍然没水",
        "要求重新办理",
    ],
)
def test_not_solved(text: str) -> None:
    """Words that say an answer was none."""
    assert reopening.UNSOLVED.fullmatch(normal(text))


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("催一下", urge), ("催办", urge), ("麻烦快点处理", urge), ("请尽快办理", urge), ("催", urge),
        ("不用办了", ask_withdraw), ("撤销", ask_withdraw), ("取消", ask_withdraw), ("已经修好了不用管了", ask_withdraw),
        ("我要撤诉", ask_withdraw),
    ],
)  # fmt: skip
def test_done_by_number(text: str, verb: object) -> None:
    """What is said after the number of a request."""
    assert verb == next((found for pattern, found in DOES if pattern.fullmatch(text)), None)

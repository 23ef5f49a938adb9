"""What is not this office's to decide, and what only stands near it."""

# ruff: noqa: E501 - sentences read better unbroken

from __future__ import annotations

import pytest

from handlers.citizen.elsewhere import door_of
from handlers.citizen.gathering_told import Told, as_facts, from_facts, heard
from tests.handlers.citizen.test_reading_place import ORG

THEIRS = {
    "court": (
        "法院判决不公,我不服", "判决书下来了对方一直不给钱 法院也不执行", "我要起诉邻居怎么弄", "二审什么时候开庭",
        "法官偏袒对方", "老赖欠我钱 强制执行没动静", "想打官司告他",
    ),
    "arbitration": ("劳动仲裁怎么申请", "仲裁裁了公司不服", "土地承包仲裁在哪里"),
    "discipline": (
        "举报村书记贪污扶贫款", "我要向纪委反映", "主任收红包才给办事", "镇长公款吃喝", "村会计挪用集体的钱",
    ),
    "petition": ("我的信访件什么时候答复", "我去信访局反映了 没消息", "上访好几次了", "信访复查意见书不服"),
    "reconsideration": ("我要申请行政复议", "不服交警的处罚决定"),
    "disclosure": ("依申请公开怎么提交", "我要申请政府信息公开 征地批文"),
}  # fmt: skip
OURS = (
    "法院门口路灯坏了", "幸福路路灯不亮", "老板拖欠工资三个月", "信访局旁边垃圾没人清", "村里账目不公开", "物业乱收费",
    "公开栏的字太小", "听说要普法讲座", "书记帮我们修好了路", "低保怎么申请", "干部态度差", "检查站堵车",
)  # fmt: skip


@pytest.mark.parametrize(("door", "text"), [(d, t) for d, them in THEIRS.items() for t in them])
def test_theirs(door: str, text: str) -> None:
    """Courts, arbitration, discipline, petitions, reconsideration and disclosure have their own doors."""
    assert door == door_of(text)


@pytest.mark.parametrize("text", OURS)
def test_ours(text: str) -> None:
    """What is only near them, or sounds alike, is ours."""
    assert "" == door_of(text)


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        (("",), "tell.what"),
        (("我要投诉",), "tell.what"),
        (("请匿名,电话13812345678",), "tell.what"),
        (("路灯不亮了",), "tell.where"),
        (("幸福路路灯不亮了",), ""),
        (("建议多装几个路灯",), ""),
        (("幸福路12号水管爆了,请给我打电话",), "tell.call"),
        (("幸福路12号水管爆了,请给我打电话13812345678",), ""),
        (("幸福路12号水管爆了,请给我打电话,要匿名",), ""),
        (("路灯不亮了", "在红旗村村口"), ""),
    ],
)
def test_missing(texts: tuple[str, ...], missing: str) -> None:
    """Only what is missing is asked for; nothing is lost on the way through the talk's row."""
    told = Told()
    for text in texts:
        told = heard(told, text, (), ORG)

    assert missing == told.missing
    assert told == from_facts(as_facts(told))


def test_two_questions_at_most() -> None:
    """After two questions what is known is sent."""
    assert "" == Told(kind="help", what="路灯不亮了", done=("tell.where", "tell.where")).missing

"""Which sentences are about the rota, and what each wants."""

# ruff: noqa: E501 - lists of sentences read better unbroken

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.context import Context
from handlers.message import Incoming
from handlers.rota import asking, exchanging, putting
from handlers.rota.exchanging import Wish
from handlers.rota.seen import see
from tasks.notices import Outcome
from tasks.people.roles import Roles
from tasks.worktime import SHANGHAI, WorkCalendar
from tests.handlers.rota.test_rota_table import ORG

CONTEXT = Context(
    now=datetime(2026, 11, 24, 10, tzinfo=SHANGHAI), org=ORG, calendar=WorkCalendar(), roles=Roles()
)


def said(text: str) -> Incoming:
    """Make a sentence 王五 says one to one."""
    return Incoming("work_app", "app", "1", "text", sender="wangwu", text=text)


def asks(text: str) -> str:
    """Give what a sentence asks."""
    seen = see(said(text), CONTEXT)
    assert seen is not None
    if any(form.fullmatch(seen.view) for form in asking._ASKS_MINE):
        return "mine"
    if any(form.fullmatch(seen.view) for form in asking._ASKS_WHO):
        return "who"
    return "table" if asking._ASKS_TABLE.fullmatch(seen.view) else ""


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ("今天谁值班 谁值班？ 今晚谁值班 明天谁带班 现在谁在值班 应急办今天谁值班 今天应急办谁值班", "who"),
        (
            "请问今天值班的是谁 今天的值班人员是谁 今天值班领导是谁 11月26日谁值班 周末谁值班 值班电话 值班电话是多少",
            "who",
        ),
        (
            "这周值班表 值班表 下周值班表 12月值班表 应急办值班表 看一下值班表 发一下下周的值班表 值班安排",
            "table",
        ),
        (
            "我什么时候值班 我哪天值班 我下周哪天值班 我的值班表 什么时候轮到我值班 我明天值班吗 我这周有没有值班",
            "mine",
        ),
        ("请王五24日值班 今天值班辛苦了 请各村报值班表 值班表已发群里 今天的值班人员", ""),
    ],
)
def test_questions(texts, wanted) -> None:
    """Questions are known by their whole sentence; what only speaks of a duty is none."""
    assert dict.fromkeys(texts.split(), wanted) == {text: asks(text) for text in texts.split()}


def test_next_week_after_a_look() -> None:
    """一下下周 is next week."""
    seen = see(said("看一下下周值班表"), CONTEXT)
    assert seen is not None

    assert [30, 1] == [day.day for day in seen.days[0][:2]]


@pytest.mark.parametrize(
    ("text", "kind", "first", "second", "days"),
    [
        ("我和周强换班，24日换25日", "swap", "wangwu", "zhouqiang", [24, 25]),
        ("我想和周强换个班", "swap", "wangwu", "zhouqiang", []),
        ("周强和我换班，25日换24日", "swap", "wangwu", "zhouqiang", [25, 24]),
        ("我24日的班和周强25日的班换一下", "swap", "wangwu", "zhouqiang", [24, 25]),
        ("周强和李四换班，24日换25日", "swap", "zhouqiang", "lisi", [24, 25]),
        ("24日我的班由周强代", "stand_in", "wangwu", "zhouqiang", [24]),
        ("我24日的班请周强代一下", "stand_in", "wangwu", "zhouqiang", [24]),
        ("周强24日替我值班", "stand_in", "wangwu", "zhouqiang", [24]),
        ("周强替我值24日的班", "stand_in", "wangwu", "zhouqiang", [24]),
        ("24日周强的班由我代", "stand_in", "zhouqiang", "wangwu", [24]),
        ("我替周强值24日的班", "stand_in", "zhouqiang", "wangwu", [24]),
        ("24日我自己值班", "back", "wangwu", "", [24]),
    ],
)
def test_wishes(text, kind, first, second, days) -> None:
    """Who, with whom and when is read, in whatever order it is said."""
    wish = exchanging.read_wish(said(text), CONTEXT)

    assert isinstance(wish, Wish)
    assert (kind, first, second, days) == (wish.kind, wish.first, wish.second, [day.day for day in wish.days])


@pytest.mark.parametrize(
    "text", ["换班", "我要换班", "我和张伟换班，24日换25日", "我和周强换班，11月31日换25日"]
)
def test_wishes_that_lack_something(text) -> None:
    """A wish without a name, with one that two bear, or with a day that is none is answered, not guessed."""
    assert isinstance(exchanging.read_wish(said(text), CONTEXT), Outcome)


@pytest.mark.parametrize(
    "text",
    [
        "请周强办理换班手续",
        "我明天请假，由李四代",
        "上下班时间是几点",
        "请周强24日前把班车调换一下",
        "周强24日值班时发现漏水",
    ],
)
def test_no_wishes(text) -> None:
    """Words with a 班 in them are not therefore about the rota."""
    seen = see(said(text), CONTEXT)

    assert exchanging.read_wish(said(text), CONTEXT) is None
    assert seen is None or not any(form.fullmatch(seen.view) for form in putting._SENTENCES)


@pytest.mark.parametrize(
    "text",
    [
        "11月24日由周强值班",
        "下周周强值班",
        "下周由周强、王五值班",
        "周强下周值班",
        "24日值班领导改为钱进",
        "24日带班领导：钱进",
        "应急办明天由周强值班",
    ],
)
def test_sentences_that_put_it_down(text) -> None:
    """One sentence says who is on duty when."""
    seen = see(said(text), CONTEXT)
    assert seen is not None

    assert any(form.fullmatch(seen.view) for form in putting._SENTENCES)

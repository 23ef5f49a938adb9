"""Words about an emergency: what declares, prolongs, ends and asks for one, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.burden import Asked, read_asked
from handlers.context import Context, Group
from handlers.emergency.reading import read_said
from tests.lives.people import START, context, township


@pytest.fixture(scope="module")
def here() -> Context:
    """Give a context in which the villages have the name people use for them."""
    org = township()
    named = {1: ("全镇",), 3: ("应急办",), 10: ("各村", "各村(社区)")}
    units = {unit.id: replace(unit, aliases=named.get(unit.id, ())) for unit in org.departments.values()}
    return replace(
        context(START, replace(org, departments=units)), groups={"g": Group("g", "工作群", (10, 3))}
    )


@pytest.mark.parametrize(
    ("text", "name", "units", "until"),
    [
        ("启动防汛应急响应，青溪镇各村，到明天18点", "防汛应急响应", (10,), "11-25 18:00"),
        (
            "宣布进入防汛Ⅲ级应急响应，涉及竹里村、龙黄村，至11月26日8时",
            "防汛Ⅲ级应急响应",
            (11, 12),
            "11-26 08:00",
        ),
        ("应急：防汛，各村，到明天18点", "防汛应急响应", (10,), "11-25 18:00"),
        ("应急：各村，到明天18点", "", (10,), "11-25 18:00"),
        (
            "经镇党委研究，决定启动防汛三级应急响应，范围为全镇，持续48小时",
            "防汛Ⅲ级应急响应",
            (1,),
            "11-26 09:00",
        ),
        ("即日起启动森林防火应急响应，应急办和竹里村，到后天", "森林防火应急响应", (3, 11), "11-27 00:00"),
        (
            "启动防台风Ⅱ级应急响应：本群各单位；时间：即日起至11月26日18时",
            "防台风Ⅱ级应急响应",
            (10, 3),
            "11-26 18:00",
        ),
        ("@指尖办 启动防汛应急响应，全镇各单位，为期三天", "防汛应急响应", (1,), "11-27 09:00"),
        ("启动防汛应急响应", "防汛应急响应", (), ""),
        ("进入应急状态，全镇", "", (1,), ""),
    ],
)
def test_declares(here: Context, text: str, name: str, units: tuple[int, ...], until: str) -> None:
    """What it is for, which units, until when; what is not said is empty."""
    said = read_said(text, "g", here)

    assert said is not None
    at = said.scope.until.at
    assert ("declare", name, units, until) == (
        said.kind, said.name, said.scope.units, f"{at:%m-%d %H:%M}" if at else "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "topic"),
    [
        ("防汛应急响应延长到明天20点", "prolong", "防汛"),
        ("应急响应延长12小时", "prolong", ""),
        ("延长应急响应到11月26日", "prolong", ""),
        ("解除防汛应急响应", "end", "防汛"),
        ("防汛Ⅲ级应急响应结束", "end", "防汛"),
        ("全部应急响应解除", "end", ""),
        ("现在有应急响应吗", "ask", ""),
        ("防汛应急响应什么时候结束", "ask", "防汛"),
    ],
)
def test_changes(here: Context, text: str, kind: str, topic: str) -> None:
    """What prolongs, ends, or asks."""
    said = read_said(text, "", here)

    assert said is not None
    assert (kind, topic) == (said.kind, said.topic)


@pytest.mark.parametrize(
    "text",
    [
        "启动防汛应急响应，请各村立即组织巡查，到明天18点",
        "启动防汛应急响应，各村要加强值守",
        "已启动防汛应急响应",
        "县里启动防汛应急响应了",
        "请应急办启动防汛应急响应",
        "解除防汛应急响应的通知已收到",
        "组织防汛应急演练，各村，到明天18点",
        "应急办：请明天18点前报材料",
        "应急：请各村立即排查",
        "防汛应急物资已到位",
        "应急" * 400,
    ],
)
def test_only_looks_like_it(here: Context, text: str) -> None:
    """An order, a report and a notice about one are none of these."""
    assert read_said(text, "g", here) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("本周负担", Asked()),
        ("减负情况", Asked()),
        ("上周各单位消息统计", Asked(back=1)),
        ("应急办上周的消息负担", Asked(units=(3,), back=1)),
        ("我收了多少消息", Asked(own=True)),
        ("我的负担", Asked(own=True)),
        ("李四的消息负担", None),
        ("为基层减负，请各单位少发消息", None),
        ("消息已收到", None),
        ("催办情况", None),
    ],
)
def test_burden(here: Context, text: str, asked: Asked | None) -> None:
    """Units, oneself, which week; nobody else's figures can be asked for."""
    assert asked == read_asked(text, here)

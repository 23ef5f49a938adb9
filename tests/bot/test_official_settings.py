"""Settings of an official account's ways out, and the links and fields that are made of them."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.channels import official_calls as calls
from bot.citizen_brakes import Brakes
from bot.config_official import OfficialAccountSettings
from bot.errors import Refused, Throttled
from bot.official import menu_names
from bot.wording import WordingError, environment, load, pick
from handlers.message import Words

GOOD = {"name": "city", "app_id": "wx1", "secret": "s", "token": "t", "mode": "plain"}
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"menu_names": {"guide": "办事"}}, "menu_names 里没有 guide"),
        ({"menu_names": {"tell": "我要反映一个问题"}}, "最多 5 个汉字"),
        ({"templates": {"directive.assigned": {"id": "T", "fields": {"thing1": "title"}}}}, "citizen. 开头"),
        ({"templates": {"citizen.x": {"id": "T", "fields": {"第一": "title"}}}}, "模板字段“第一”写法不对"),
        ({"notices": {"citizen.x": {"id": "T", "fields": {"thing1": "{{title}}"}}}}, "写法不对"),
        ({"notices": {"citizen.x": {"id": "T", "fields": {}}}}, "fields"),
    ],
)
def test_refused_with_the_cure(wrong: dict[str, object], said: str) -> None:
    """What cannot work is refused in Chinese, with what would be right."""
    with pytest.raises(ValidationError, match=said):
        OfficialAccountSettings(**(GOOD | wrong))


def test_menu_of_the_settings() -> None:
    """The three buttons stand in their order; a name that is given replaces ours."""
    account = OfficialAccountSettings(**(GOOD | {"menu_names": {"mine": "查进度"}}))

    assert {"consult": "咨询办事", "tell": "我要反映", "mine": "查进度"} == menu_names(account)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("thing1", "幸福路" * 20, "幸福路" * 6 + "幸…"),
        ("time2", "2026-11-24T04:00:00+00:00", "2026年11月24日 12:00"),
        ("time2", "下周", "下周"),
        ("phrase3", None, "无"),
        ("thing4", '<a href="weixin://bizmsgmenu?msgmenucontent=1&msgmenuid=1">1. 满意</a>', "1. 满意"),
    ],
)
def test_fields_fit_the_platform(name: str, value: object, shown: str) -> None:
    """A field is cut to its kind's length, a moment is written out, and nothing is empty."""
    assert shown == calls.field_value(name, value, NOW)


def test_a_choice_to_tap() -> None:
    """A number is shown and sent; what people wrote cannot leave the link."""
    tapped = '<a href="weixin://bizmsgmenu?msgmenucontent=2&msgmenuid=2">2. 户口</a>'
    hostile = pick('</a><a href="http://x">', '"><b>')

    assert tapped == pick("户口", 2)
    assert 1 == hostile.count("<a ")
    assert 1 == hostile.count("</a>")
    assert "http://x" not in hostile.partition(">")[0]
    assert '="weixin://bizmsgmenu?msgmenucontent=人工&msgmenuid=人工">人工<' in pick("人工", "人工")


def test_links_only_for_citizens(tmp_path) -> None:
    """A city's own sentence for staff may not have a link that works at the official account alone."""
    own = tmp_path / "own.toml"
    own.write_text('["failed"]\ntext = "{{ \'是\' | pick(1) }}"\n', "utf-8")

    with pytest.raises(WordingError, match="不能用 pick"):
        load(own, environment())


def test_no_half_link_where_words_are_cut() -> None:
    """Words that are too long lose their links before their end."""
    text = calls.words_of(Words(pick("满意", 1) + "长" * 1000, markdown=True))

    assert text.startswith("1. 满意")
    assert len(text.encode()) <= 2048


def test_brake_doubles_and_lets_go() -> None:
    """Each refusal in a row waits longer, a good call forgets them; what concerns one citizen is no brake."""
    brakes = Brakes()
    brakes.refused("city", "/p", Throttled("", code=45009), NOW)
    first = brakes.until("city", "/p", NOW)
    brakes.refused("city", "/p", Throttled("", code=45009), first)
    second = brakes.until("city", "/p", first)
    brakes.good("city", "/p")

    assert 300 == (first - NOW).total_seconds()
    assert 600 == (second - first).total_seconds()
    assert brakes.until("city", "/p", NOW) is None
    assert not brakes.refused("city", "/p", Refused("", code=43004), NOW)


def test_bytes_of_a_menu() -> None:
    """A button is a click whose key comes back."""
    made = json.dumps(calls.menu({"mine": "我的诉求"}), ensure_ascii=False)

    assert '{"button": [{"type": "click", "name": "我的诉求", "key": "mine"}]}' == made

"""Cards in the platform's JSON and XML: kinds, lengths, numbers."""

from dataclasses import replace

from bot.channels.cards_wire import card_json, card_xml
from handlers.message import Button, Card

URL = "https://z.cn"
FULL = Card(
    task_id="Z1",
    title="题" * 50,
    desc="述" * 50,
    body="文" * 200,
    rows=tuple(("键" * 9, "值" * 40) for _ in range(9)),
    quote="引",
    buttons=tuple(Button("钮", f"k{n}", 2) for n in range(9)),
    source="指尖办",
)


def test_lengths_are_the_platforms():
    """Whatever the client would cut is cut here, with …; surplus rows and buttons are left out."""
    card = card_json(FULL, URL)

    assert {"title": "题" * 35 + "…", "desc": "述" * 43 + "…"} == card["main_title"]
    assert "文" * 159 + "…" == card["sub_title_text"]
    assert [{"keyname": "键" * 4 + "…", "value": "值" * 29 + "…"}] * 6 == card["horizontal_content_list"]
    assert ["k0", "k1", "k2", "k3", "k4", "k5"] == [button["key"] for button in card["button_list"]]
    assert {"type": 0, "quote_text": "引"} == card["quote_area"]


def test_a_bare_card_has_no_empty_fields():
    """What is not there is not written; a card without buttons is a notice and leads to our pages."""
    assert {
        "card_type": "text_notice",
        "main_title": {"title": "t"},
        "task_id": "Z1",
        "card_action": {"type": 1, "url": URL},
    } == card_json(Card(task_id="Z1", title="t"), URL)


def test_a_done_card_that_is_sent_anew():
    """A new card cannot be greyed: it is a notice, and its word stands below the text, uncut."""
    done = replace(FULL, done="已办结 09:00")
    card = card_json(done, URL)

    assert "text_notice" == card["card_type"]
    assert {"button_list", "replace_text"}.isdisjoint(card)
    assert card["sub_title_text"].endswith("…\n已办结 09:00")
    assert 160 == len(card["sub_title_text"])
    assert "已办结 09:00" == card_json(replace(done, body=""), URL)["sub_title_text"]


def test_an_update_keeps_other_buttons_working():
    """Without a word a change greys nothing."""
    card = card_json(FULL, URL, update=True)

    assert "button_interaction" == card["card_type"]
    assert "replace_text" not in card


def test_xml_is_the_camel_case_twin():
    """Names follow the page on passive answers."""
    card = card_xml(replace(FULL, done="已收到"), URL)

    assert [
        "CardType",
        "Source",
        "MainTitle",
        "QuoteArea",
        "SubTitleText",
        "HorizontalContentList",
        "TaskId",
        "ButtonList",
        "ReplaceText",
    ] == list(card)
    assert ["KeyName", "Value"] == list(card["HorizontalContentList"][0])
    assert ["Text", "Style", "Key"] == list(card["ButtonList"][0])
    assert {"Type": 1, "Url": URL} == card_xml(Card(task_id="1", title="t"), URL)["CardAction"]


def test_forbidden_characters_never_leave():
    """Control characters are dropped from whatever is shown."""
    card = card_json(Card(task_id="1", title="a\x00b\ud800", rows=(("k\x01", "v\x02"),)), URL)

    assert "ab" == card["main_title"]["title"]
    assert [{"keyname": "k", "value": "v"}] == card["horizontal_content_list"]

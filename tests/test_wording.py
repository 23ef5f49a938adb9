"""Every sentence over sample facts: nothing missing, nothing left over, and within the platform's limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from jinja2 import ChainableUndefined, StrictUndefined
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing

from bot.cards import Renderer
from bot.channels import cards_wire
from bot.channels.json_form import write_json
from bot.channels.work_app import MAX_TEXT, plain_words
from bot.jobs import Jobs
from bot.layouts import LAYOUTS, Where
from bot.wording import Wording, environment, load, safe
from handlers.message import Card, Reply
from handlers.taps import TAPS
from sandbox.cardrules import problems
from tasks.fields import Facts, Json
from tests.kinds_in_code import emitted
from tests.sample_facts import CHOICES, LONG, ZONE
from tests.wording_samples import SAMPLES

URL = "http://127.0.0.1:8080"
PLACES: tuple[Where, ...] = ("app", "robot", "group")
BLEMISHES = re.compile(
    r"[{}]|%\}|None|Undefined|\n{3}|\n\n\n|[ \t]\n|  |[(（][)）]|[,，、:：;；]{2}|[,，、:：;；][。!！?？)）]"
    r"|[(（][,，、。:：]|^[,，、。:：;；)）]|「」|“”|。。|[,，、;；]$",
    re.MULTILINE,
)
"""What a condition gone wrong leaves behind."""
CODE_WORDS = re.compile(r"[a-z][a-z_.]{2,}")
TO_TYPE = re.compile(
    r"zhijian replay|（city）|https?://\S+|\.(?:jpg|docx)\b|<a href=\"weixin:[^\"<>]*\">|</a>"
)
"""What is to be typed or tapped, the suffixes of names, and an account's name in the settings."""


class Strict(StrictUndefined):
    """A fact that is not given is an error.

    Choices are forgiven: a question has words for every kind of button, and all are tried for each of them.
    """

    def __new__(  # type: ignore[misc]  # one of two kinds of nothing
        cls,
        hint: str | None = None,
        obj: object = missing,
        name: str | None = None,
        exc: type = UndefinedError,
    ) -> Strict | ChainableUndefined:
        """Make the strict one, or the forgiving one for a choice."""
        choice = name == "choice" or (isinstance(obj, dict) and obj.get("kind") in CHOICES)
        return ChainableUndefined(hint, obj, name, exc) if choice else super().__new__(cls)


@pytest.fixture(scope="module")
def wording() -> Wording:
    """Our sentences, under which a fact that is not given is an error."""
    return load(env=environment(ZONE, Strict))


def replies(wording: Wording) -> Iterator[tuple[str, Where, Facts, Reply]]:
    """Give every sample as it is answered in every place; cards that a tap changes are tapped."""
    renderer = Renderer(wording)
    for kind, samples in SAMPLES.items():
        for facts in samples:
            for place in PLACES:
                tap = kind.startswith("card.")
                yield (
                    kind,
                    place,
                    facts,
                    renderer.reply(kind, facts, where=place, task_id="Z20261124-001@7", tap=tap),
                )


def cards(wording: Wording) -> Iterator[tuple[str, Facts, Card]]:
    """Give every sample's card, in every place where it is one."""
    for kind, _, facts, reply in replies(wording):
        if reply.card is not None:
            yield kind, facts, reply.card
    for kind in LAYOUTS:
        for facts in SAMPLES[kind]:
            card = Renderer(wording).card(kind, facts, "Z20261124-001@7") if kind != "card.chosen" else None
            if card is not None:
                yield kind, facts, card


def shown(card: Card) -> str:
    """Give all words of a card, a line for each place."""
    rows = [f"{name} {value}" for name, value in card.rows]
    buttons = [button.text for button in card.buttons]
    places = [card.source, card.title, card.desc, card.body, *rows, *buttons, card.done]
    return "\n".join(place for place in places if place)


def wire(card: Card, *, update: bool) -> Json:
    """Give a card as the platform reads it."""
    read: Json = json.loads(write_json(cards_wire.card_json(card, URL, update=update)))
    return read


def test_every_kind_that_is_emitted_has_words(wording: Wording) -> None:
    """A kind the code can emit has a table of words, or is a job that the service does itself."""
    jobs = set(Jobs.table(Jobs.__new__(Jobs)))
    wordless = {kind: where for kind, where in emitted().items() if kind not in {*wording.kinds, *jobs}}

    assert {} == wordless


def test_every_table_of_words_is_used(wording: Wording) -> None:
    """No sentence stands there that nothing says."""
    assert [] == sorted(set(wording.kinds) - set(emitted()))


def test_every_kind_has_samples(wording: Wording) -> None:
    """What is said can be tried, and nothing else is tried."""
    assert sorted({*wording.kinds} & {*emitted()}) == sorted(SAMPLES)


def test_nothing_is_empty(wording: Wording) -> None:
    """Every kind says something wherever it is read."""
    silent = [
        (kind, place)
        for kind, place, _, reply in replies(wording)
        if not (reply.words and reply.words.text) and not (reply.card and reply.card.title)
    ]

    assert [] == silent


def test_nothing_is_left_over(wording: Wording) -> None:
    """No brace, no empty bracket, no doubled comma and no gap is left where a condition did not hold."""
    found = set()
    for kind, place, _, reply in replies(wording):
        for text in (reply.words.text if reply.words else "", shown(reply.card) if reply.card else ""):
            if spot := BLEMISHES.search(text):
                found.add((kind, place, text[max(0, spot.start() - 25) : spot.end() + 10]))

    assert [] == sorted(found)


def test_no_word_of_the_code_reaches_people(wording: Wording) -> None:
    """Reasons and states are put into Chinese; only what is to be typed is in Latin letters."""
    found = set()
    for kind, place, _, reply in replies(wording):
        text = (reply.words.text if reply.words else "") + shown_or_none(reply)
        found |= {(kind, place, word) for word in CODE_WORDS.findall(TO_TYPE.sub("", text))}

    assert [] == sorted(found)


def test_cards_keep_the_platforms_rules(wording: Wording) -> None:
    """Every card, sent anew or as a change, is one the platform takes, however long the text is."""
    found = {
        (kind, update, *problem)
        for kind, _, card in cards(wording)
        for update in (False, True)
        for problem in problems(wire(card, update=update), update=update)
    }

    assert set() == found


def test_our_own_words_fit_on_cards(wording: Wording) -> None:
    """Names of rows and ordinary values are shown in full; only people's texts may be cut."""
    limits = {
        "title": cards_wire.TITLE,
        "desc": cards_wire.DESC,
        "key": cards_wire.KEY,
        "value": cards_wire.VALUE,
    }
    found = set()
    for kind, facts, card in cards(wording):
        if facts.get("title") == LONG.title:
            continue
        texts = [("title", card.title), ("desc", card.desc)]
        texts += [("key", key) for key, _ in card.rows] + [("value", value) for _, value in card.rows]
        found |= {(kind, name, text) for name, text in texts if len(text) > limits[name]}
        if len(card.rows) > cards_wire.ROWS or len(card.buttons) > cards_wire.BUTTONS:
            found.add((kind, "rows or buttons", card.title))

    assert set() == found


def test_words_by_the_app_are_not_cut(wording: Wording) -> None:
    """What goes by the app fits into one text message; the platform would cut the rest without a word."""
    cut = {
        (kind, len(reply.words.text.encode()))
        for kind, place, _, reply in replies(wording)
        if place == "app" and reply.words and len(plain_words(reply.words).encode()) >= MAX_TEXT - 2
    }

    assert set() == cut


def test_every_button_leads_somewhere(wording: Wording) -> None:
    """What stands before the colon of every button's key is in the table of taps, and the other way round."""
    keys = {button.key.partition(":")[0] for _, _, card in cards(wording) for button in card.buttons}

    assert set(TAPS) == keys


def test_a_message_about_a_directive_shows_its_code(wording: Wording) -> None:
    """Whoever reads about a directive can name it."""
    nameless = {
        kind
        for kind, _, facts, reply in replies(wording)
        if facts.get("code")
        and str(facts["code"]) not in (reply.words.text if reply.words else "") + shown_or_none(reply)
    }

    assert set() == nameless


def shown_or_none(reply: Reply) -> str:
    """Give the words of a reply's card, if it has one."""
    return shown(reply.card) if reply.card else ""


@pytest.mark.parametrize(
    "written",
    [
        "<@all>",
        "[点此领取](http://a.b)",
        "**加粗**",
        "`码`",
        "通知\n# 标题",
        '<font color="warning">红</font>',
    ],
)
def test_what_people_wrote_is_no_markup(written: str) -> None:
    """A mention, a link, bold, code or a heading in somebody's words stays words wherever it is shown."""
    text = safe(written)

    assert not re.search(r"<@|</?font|\]\(http|\*\*|`|(?m:^# )", text)
    assert "".join(re.findall(r"[\u4e00-\u9fff]+", written)) == "".join(re.findall(r"[\u4e00-\u9fff]+", text))

"""Finding guides: grams, what is asked for, synonyms, and that pruning changes no result."""

from __future__ import annotations

import random

import pytest

from benchmarks.guides import varied
from bot.samples import bundled
from tasks.guides.asked import read_question, told_for
from tasks.guides.grams import grams, plain
from tasks.guides.index import GuideIndex
from tasks.guides.parts import LONGEST_NAME, LONGEST_PART, PARTS, Matter

MATTERS, SYNONYMS = bundled()


def test_grams_are_characters_and_pairs() -> None:
    """Full width, case and signs make no difference; a number or Latin word is one gram."""
    assert ["社", "保", "卡", "社保", "保卡", "etc", "12"] == list(grams(plain("社保卡！ＥＴＣ，１２")))


@pytest.mark.parametrize(
    ("text", "parts", "matter"),
    [
        ("办老年证要带什么材料", ("materials",), "老年证"),
        ("身份证补办多少钱，几天能拿到", ("fee", "term"), "身份证补办"),
        ("结婚登记去哪里办", ("place",), "结婚登记"),
        ("你们周六上班吗", ("hours",), ""),
        ("低保是根据什么法律", ("basis",), "低保是"),
        ("出生登记要什么条件", ("conditions",), "出生登记"),
        ("多少钱？", ("fee",), "?"),
        ("社保卡怎么办", ("steps",), "社保卡"),
    ],
)
def test_what_is_asked_is_taken_out(text: str, parts: tuple[str, ...], matter: str) -> None:
    """The parts asked for are known, and what is left is the matter."""
    found = read_question(text)

    assert set(parts) <= set(found.parts)
    assert plain(matter) in plain(found.matter)


def test_nothing_asked_means_the_usual_parts() -> None:
    """Every part can be told, and a bare name is told the usual ones."""
    assert {"materials", "fee", "term", "place"} <= set(told_for(()))
    assert all(part in told_for((part,)) for part in PARTS)


def test_synonyms_are_found_on_both_sides() -> None:
    """A synonym leads to the guide whose name has what is meant; without it nothing is found."""
    matters = [Matter("机动车驾驶证补领"), Matter("结婚登记")]
    found = GuideIndex(matters, {"驾照": "驾驶证"}).search("驾照")

    assert "机动车驾驶证补领" == found[0].matter.name
    assert found[0].score > 0.8 > GuideIndex(matters).search("驾照")[0].score


def test_a_typo_is_forgiven() -> None:
    """A wrong character leaves enough of the others."""
    assert "结婚登记" == GuideIndex(MATTERS, SYNONYMS).search("结昏登记")[0].matter.name


def test_what_is_stopped_is_not_found() -> None:
    """A guide that is stopped is in no index; an empty index finds nothing."""
    assert [] == GuideIndex([Matter("结婚登记", stopped=True)]).search("结婚登记")
    assert [] == GuideIndex().search("结婚登记")


def test_pruning_changes_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopping early gives the same best guides as reading everything."""
    matters = varied(MATTERS, 3000)
    index = GuideIndex(matters, SYNONYMS)
    chance = random.Random(1)
    texts = ["".join(chance.sample("身份证补办户口社保老年登记驾照低保残疾结婚过户", 6)) for _ in range(30)]
    pruned = [[round(hit.score, 4) for hit in index.search(text)] for text in texts]
    monkeypatch.setattr("tasks.guides.index.LONG_POSTINGS", 10**9)
    whole = [[round(hit.score, 4) for hit in index.search(text)] for text in texts]

    assert whole == pruned


def test_samples_are_whole() -> None:
    """At least 110 guides, each with all parts within the limits, none of two names, marked as samples."""
    assert len(MATTERS) >= 110
    assert len(MATTERS) == len({one.name for one in MATTERS})
    assert all(one.sample and one.category and one.office for one in MATTERS)
    assert [] == [(one.name, part) for one in MATTERS for part in PARTS if not one.part(part)]
    assert all(len(one.name) <= LONGEST_NAME for one in MATTERS)
    assert max(len(one.part(part)) for one in MATTERS for part in PARTS) <= LONGEST_PART
    assert not any("条" in one.part("basis").replace("条例", "") for one in MATTERS)

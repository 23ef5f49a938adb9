"""Finding guides by people's own words: BM25 over grams of one and two characters, in memory.

Robertson and Zaragoza's BM25F (fields with weights, lengths made equal) with everything that does not depend
on the question worked out when the index is built. A question reads the postings from the most telling gram
to the least, and stops letting new guides in as soon as none of them can come among the best any more.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from math import log
from typing import Final

from tasks.guides.grams import grams, plain
from tasks.guides.parts import Matter

K1: Final = 1.2
B: Final = 0.6
WEIGHTS: Final[Mapping[str, float]] = {
    "name": 4.0, "synonyms": 4.0, "category": 0.8, "materials": 0.25, "conditions": 0.5
}  # fmt: skip
SAID: Final = 0.4
"""Weight of the words themselves where a synonym says what is meant by them."""
UNKNOWN: Final = 0.5
"""Of a gram no guide has, this part of its weight counts against the guides that were found."""
SHORT: Final = 0.35
"""Weight of a single character beside a pair of them."""
LONG_POSTINGS: Final = 500
"""Postings from which on it pays to look whether new guides can still come among the best."""
FEW: Final = 50
"""Guides left over of which it does not pay to look which can still come among the best."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A guide that was found, and how much of what may be had of the question it has (0 to 1)."""

    matter: Matter
    score: float


class GuideIndex:
    """All guides that are told, ready to be asked for."""

    def __init__(self, matters: Iterable[Matter] = (), synonyms: Mapping[str, str] | None = None) -> None:
        self.matters: tuple[Matter, ...] = tuple(one for one in matters if not one.stopped)
        self.by_number = {one.number: one for one in self.matters}
        self.by_name = {plain(one.name): one for one in self.matters}
        self._meant = {plain(said): plain(meant) for said, meant in (synonyms or {}).items() if plain(said)}
        longest_first = sorted(self._meant, key=len, reverse=True)
        self._said = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self._postings: dict[str, tuple[array[int], array[float]]] = {}
        self._most: dict[str, float] = {}
        self._unknown = log(1 + (len(self.matters) + 0.5) / 0.5) * (K1 + 1) * UNKNOWN
        self._build()

    def search(self, text: str, most: int = 3) -> list[Hit]:
        """Give the guides nearest to a text, the best first."""
        query, possible = self._query(plain(text))
        if not query:
            return []
        found = nlargest(most, self._scores(query, most).items(), key=lambda pair: (pair[1], -pair[0]))
        return [Hit(self.matters[at], min(1.0, score / possible)) for at, score in found]

    def of_category(self, category: str) -> list[Matter]:
        """Give the guides of a category in the order they were stored."""
        return [one for one in self.matters if one.category == category]

    def knows(self, text: str) -> float:
        """Give the part of a text's pairs of characters that some guide has (0 to 1)."""
        pairs = [gram for gram in grams(plain(text)) if len(gram) > 1]
        return sum(gram in self._postings for gram in pairs) / len(pairs) if pairs else 0.0

    def _build(self) -> None:
        fields = [self._fields(one) for one in self.matters]
        usual = {
            name: sum(len(one[name]) for one in fields) / len(fields) or 1.0
            for name in (WEIGHTS if fields else ())
        }
        postings: dict[str, tuple[array[int], array[float]]] = defaultdict(lambda: (array("I"), array("f")))
        for at, one in enumerate(fields):
            weighed: dict[str, float] = defaultdict(float)
            for name, found in one.items():
                even = WEIGHTS[name] / (1 - B + B * len(found) / usual[name])
                for gram in found:
                    weighed[gram] += even
            for gram, weight in weighed.items():
                postings[gram][0].append(at)
                postings[gram][1].append(weight * (K1 + 1) / (weight + K1))
        for gram, (docs, weights) in postings.items():
            telling = _telling(gram) * log(1 + (len(fields) - len(docs) + 0.5) / (len(docs) + 0.5))
            self._postings[gram] = (docs, array("f", (weight * telling for weight in weights)))
            self._most[gram] = (K1 + 1) * telling

    def _fields(self, matter: Matter) -> dict[str, list[str]]:
        name = plain(matter.name)
        own = [plain(said) for said in matter.synonyms]
        also = [said for said, meant in self._meant.items() if meant and (meant in name or meant in own)]
        body = {part: grams(plain(matter.part(part))) for part in ("materials", "conditions")}
        return {
            "name": list(grams(name)),
            "synonyms": list(dict.fromkeys(chain.from_iterable(map(grams, dict.fromkeys((*own, *also)))))),
            "category": list(grams(plain(matter.category))),
            **{part: [gram for gram in found if len(gram) > 1] for part, found in body.items()},
        }

    def _query(self, text: str) -> tuple[dict[str, float], float]:
        """Give the weights of the question's grams, and the score of a guide that has all of them."""
        query: dict[str, float] = {}
        counted: list[str] = []
        at = 0
        for found in self._said.finditer(text):
            counted += [*grams(text[at : found.start()]), *grams(self._meant[found[0]])]
            query.update(dict.fromkeys(grams(found[0]), SAID))
            at = found.end()
        counted += grams(text[at:])
        query.update(dict.fromkeys(counted, 1.0))
        possible = sum(
            self._most.get(gram, self._unknown * _telling(gram)) for gram in dict.fromkeys(counted)
        )
        return {gram: factor for gram, factor in query.items() if gram in self._postings}, possible or 1.0

    def _scores(self, query: Mapping[str, float], most: int) -> dict[int, float]:
        telling = sorted(query, key=lambda gram: -query[gram] * self._most[gram])
        rest = sum(query[gram] * self._most[gram] for gram in telling)
        scores: dict[int, float] = {}
        closed = False
        for gram in telling:
            docs, weights = self._postings[gram]
            if len(docs) >= LONG_POSTINGS and len(scores) >= most:
                least = nlargest(most, scores.values())[-1]
                closed = closed or least > rest
                if closed and len(scores) > FEW:
                    scores = {at: score for at, score in scores.items() if score + rest >= least}
            factor = query[gram]
            rest -= factor * self._most[gram]
            if closed:
                _add_to(scores, docs, weights, factor)
                continue
            for at, weight in zip(docs, weights, strict=True):
                scores[at] = scores.get(at, 0.0) + factor * weight
        return scores


def _telling(gram: str) -> float:
    return SHORT if len(gram) == 1 else 1.0


def _add_to(scores: dict[int, float], docs: Sequence[int], weights: Sequence[float], factor: float) -> None:
    """Add a gram's weight to those that are in already."""
    for at in scores:
        place = bisect_left(docs, at)
        if place < len(docs) and docs[place] == at:
            scores[at] += factor * weights[place]

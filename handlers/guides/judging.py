"""Whether words are a question the guides answer, and how surely: careful, for a complaint is no question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from handlers.citizen.reading_kind import kind_of
from tasks.guides.asked import Question
from tasks.guides.index import Hit
from tasks.requests.kinds import CONSULT

Verdict = Literal["sure", "unsure", "missed", ""]
"""One guide is meant, one of several may be, nothing was found for it, it is no question of this kind."""
SURE: Final = 0.26
APART: Final = 0.85
"""The next one may have at most this part of the best one's score."""
NEAR: Final = 0.12
"""Score of what is offered for words that are about things one has done at a counter."""
VAGUE: Final = 0.25
"""The same for words that are not."""
BLAMED: Final = 0.45
"""Confidence from which words are no question; and score from which a guide answers them all the same."""
SHORT: Final = 12
"""Characters up to which a bare name of a matter (老年证) is a question."""
NAMED: Final = 0.5
"""Score of a bare name."""
ASKS: Final = re.compile(
    r"怎么|如何|怎样|咋|吗|[?]|么[?。!\s]*$|什么|啥|哪|多少|几|能不能|可不可以|要不要|需不需要|用不用|是否|能否|想办|要办"
    r"|办理|办个|申请|补办|申领|多久|咨询|请问|想问|问问|问下|呢[?。!\s]*$|不\s*[?。!]*$"
)
GRIEVED: Final = re.compile(
    r"(?:月|天|年|周|星期|礼拜|次|趟|回)了?[^,。]{0,3}(?:还|都|也)(?:没|不)|怎么办事|怎么搞的|迟迟|推来推去|没人[管理修接]"
)
"""What one says who has waited: a matter for a person, not for a guide."""
COUNTER: Final = re.compile(
    r"办(?!公室|法)|证|补[助贴领办]|申[请领报]|报销|手续|材料|登记|领|执照|贷款|户口|保险|社保|医保|低保|养老金|公积金|过户|上户|落户"
    r"|报名|入学|备案|许可|审批|救助|年审|挂失|注销|缴费|认证"
)
"""What one has done at a counter."""


def judged(text: str, question: Question, hits: Sequence[Hit], *, wanted: bool = False) -> Verdict:
    """Say what a text in plain writing is. `wanted`: a question was asked for, so it is one."""
    best = hits[0].score if hits else 0.0
    said = kind_of(text)
    grieved = GRIEVED.search(text) is not None
    blamed = grieved or (said is not None and said.name != CONSULT and said.confidence >= BLAMED)
    asks = bool(question.parts) or ASKS.search(text) is not None
    if blamed and not (question.parts and best >= BLAMED):
        return ""
    if not (wanted or asks or (len(text) <= SHORT and best >= NAMED)):
        return ""
    if best >= SURE and (len(hits) == 1 or hits[1].score <= APART * best):
        return "sure"
    counter = COUNTER.search(text) is not None
    if best >= (NEAR if counter or wanted else VAGUE):
        return "unsure"
    return "missed" if wanted or (asks and counter) else ""

"""Who is missing, asked closer: of which units (哪些村), and what is missing (没签收, 没反馈)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from handlers.reading import Reading, Target
from handlers.reading.atoms import AtomReader
from handlers.reading.names import names_of
from handlers.reading.script import normal
from tasks.directives import states
from tasks.directives.models import Share
from tasks.people.org import Org

Lacking = Literal["", "read", "report"]

_KIND: Final = re.compile(
    r"(?:哪[些几个家]?|[几多][个家少]?|有没有|还有|还|的)[个家些]?(?P<kind>村居|村|社区|居委会|单位|部门|科室|站所)"
)
_LACK: Final = r"(?:没有?|未|尚未|不)(?:及时|按时)?"
_UNREPORTED: Final = re.compile(
    rf"{_LACK}(?:反馈|上报|报送|汇报|回报|报|提交|交|完成|办[完好结]?|落实|回复|整改|处理|做|弄|搞|填|上传|传)"
    r"|(?:反馈|上?报|报送|交|完成|办结?|落实)了?(?:没有?|吗|么)|(?:还差|还缺|差|缺)(?:谁|哪)|欠"
)
_UNREAD: Final = re.compile(rf"{_LACK}(?:签收|签|看到?|读|阅|点|确认)|(?:签收|看|确认)了?(?:没有?|吗|么)")

WITHOUT: Mapping[Lacking, tuple[str, ...]] = {
    "": (states.ASSIGNED, states.ACKNOWLEDGED, states.RETURNED),
    "read": (states.ASSIGNED,),
    "report": (states.ASSIGNED, states.ACKNOWLEDGED, states.RETURNED),
}
"""What is missing → states of the shares of which it is; of a notice nothing but 收到 can be."""


def lacking(reading: Reading) -> Lacking:
    """Give what a question asks is missing; 谁没收到 and a button ask for all of it."""
    text = normal(reading.content)
    if _UNREPORTED.search(text):
        return "report"
    return "read" if _UNREAD.search(text) else ""


def of_units(reading: Reading, org: Org) -> Reading:
    """Give the reading with the units a question is about: 哪些村 asks about each of 各村.

    Who names the whole (镇里哪几个) narrows nothing.
    """
    kept = tuple(target for target in reading.targets if target.department not in org.roots)
    found = _KIND.search(normal(reading.content))
    units = _every(found["kind"], org) if found and not kept else ()
    every = tuple(Target(f"各{found['kind']}", "each", department=unit) for unit in units) if found else ()
    return replace(reading, targets=(*kept, *every))


def _every(kind: str, org: Org) -> Sequence[int]:
    """Give the units that 各村, 各单位 stand for; none where that is everybody, or nobody."""
    atom = AtomReader(f"各{kind}", names_of(org)).at(0)
    units = atom.departments if atom is not None else ()
    return () if set(units) & set(org.roots) else units


def missing(shares: Sequence[Share], what: Lacking, *, notice: bool) -> int:
    """Count the shares of which that is missing."""
    wanted = WITHOUT["read" if notice else what]
    return sum(share.state in wanted for share in shares)

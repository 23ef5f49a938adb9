"""One thing the administrator should know, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is the path of a setting, or 通讯录; `what` and `cure` are sentences in Chinese.

    A *problem* will make the service fail somebody; a *hint* is good to know.
    """

    where: str
    what: str
    cure: str
    level: Literal["problem", "hint"] = "problem"


def hint(where: str, what: str, cure: str) -> Finding:
    """Make a finding that is only good to know."""
    return Finding(where, what, cure, "hint")

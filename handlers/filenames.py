"""Names of files as people give them: words to be shown, and nothing else. No path is ever made of one."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80
"""Characters of a name that are kept, its suffix included."""
SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
"""Categories of characters that nobody sees, or that turn the direction of what follows."""


def clean_name(name: str) -> str:
    """Give what may be shown of a name: the last part of a path, on one line, without what hides or turns.

    Characters beyond `LONGEST` are left out before the suffix, so that it is always seen.
    """
    seen = "".join(c if unicodedata.category(c) not in _HIDDEN else " " * (c in "\n\t") for c in name[:4096])
    part = re.split(r"[/\\]", seen)[-1]
    whole = " ".join(part.split()).strip(" .")
    if len(whole) <= LONGEST:
        return whole
    suffix = suffix_of(whole)
    tail = f".{suffix}" if suffix else ""
    return whole[: LONGEST - len(tail) - 1] + "…" + tail


def suffix_of(name: str) -> str:
    """Give a name's suffix in lower case, without its dot; empty where it has none."""
    found = SUFFIX.search(name)
    return found[1].lower() if found else ""

"""Parts of a text: none longer than a message holds, nothing lost between them."""

from __future__ import annotations

import pytest

from bot.wording import safe
from handlers.directives.full_text import PART, parts_of


@pytest.mark.parametrize("unit", ["字", "a", "<", "🔥", "#\n", "a字🔥<", "👨\u200d👩\u200d👧"])
def test_no_part_is_longer_than_a_message_holds(unit) -> None:
    """However a text is mixed and its marks are written, each part fits and together they are the text."""
    text = unit * 2_000
    parts = parts_of(text)

    assert text == "".join(parts)
    assert max(len(safe(part).encode()) for part in parts) <= PART
    assert all(parts)

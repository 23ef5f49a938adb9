"""Sample facts about what citizens sent and was not kept; part of `tests/wording_samples.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.fields import Facts, Json

WHYS: list[Json] = ["too_large", "type", "expired", "quota", "empty", "too_many"]
REFUSED: Facts = {"code": "S20261124-0012", "count": 1, "whys": ["expired"], "largest_mb": 20}

CITIZEN_MEDIA: Mapping[str, tuple[Facts, ...]] = {
    "citizen.media_refused": (REFUSED, REFUSED | {"count": 30, "whys": WHYS}),
}

"""A message that is too long is refused before it is read."""

from __future__ import annotations

from handlers.staff import LONGEST

CLAUSE = "请张三明天下午5点前报告。"


async def test_refused_with_a_way_out(town) -> None:
    """More than 5000 characters do nothing; whoever wrote them hears what to do instead."""
    said = await town.app("zhaoming", CLAUSE * (LONGEST // len(CLAUSE) + 1))

    assert "内容太长(超过5000字)" in said
    assert "改发文件" in said
    assert 0 == await town.count()

"""附件 that are no good, too many or too large are not kept; the author hears it once, with the cure."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from tests.samples_media import EXE, HTML, JPEG, PDF, PNG, png, zipped
from tests.stories.attaching import entries, handed_in, on_disk, reported
from tests.stories.changing import CODE

QUOTA = {"media": {"quota_mb": 1}, "roles": {"administrators": ["qianjin"]}}


@pytest.mark.parametrize(
    ("content", "name", "cure"),
    [
        (EXE, "现场照片.jpg", "现场照片.jpg：这类文件不接收"),
        (HTML, "说明.txt", "说明.txt：这类文件不接收"),
        (zipped(运行_DOT_exe=b"x"), "材料.zip", "材料.zip：这类文件不接收"),
        (JPEG + bytes(1 << 20), "大图.jpg", "第1个附件：超过1MB"),
    ],
    ids=["program", "page", "archive", "large"],
)
@pytest.mark.parametrize("changes", [{"media": {"largest_mb": 1}}])
async def test_refused(town, content, name, cure) -> None:
    """What is no good is not kept, whatever it is called; the author hears it once, with the cure."""
    card = await handed_in(town, content, name)
    await town.box.expect("lisi", CODE, cure, f"{CODE} 反馈")
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", CODE, "没有可以查看的附件")

    assert [] == on_disk(town)
    assert ["refused"] == [entry["kind"] for entry in await entries(town)]


async def test_what_expired_is_told(town, monkeypatch) -> None:
    """A link that ended before it was fetched is told once for all that ended, with what to do."""
    monkeypatch.setattr("sandbox.people.LINK_LIFE", timedelta(0))
    await reported(town, [PNG, JPEG])
    await town.box.expect("lisi", CODE, "第1、2个附件", "请重新发送")

    assert [("refused", "expired")] * 2 == [(one["kind"], one["why"]) for one in await entries(town)]


async def test_several_fail_together(town) -> None:
    """Different reasons in one report are one message; an empty file is none, and what is good is kept."""
    await reported(town, [PNG, EXE, b""])
    await town.box.expect("lisi", CODE, "第2个附件：这类文件不接收", "第3个附件：文件是空的")

    assert ["image", "refused", "refused"] == [entry["kind"] for entry in await entries(town)]
    assert 1 == len(on_disk(town))


async def test_a_thousand_pictures(town) -> None:
    """Of a thousand pictures thirty are kept; the rest is not even fetched, and is told once."""
    await reported(town, [png(n) for n in range(1000)])
    await town.box.expect("lisi", CODE, "970个附件", "一次反馈最多30个")
    fetched = await town.rows("SELECT id FROM sending WHERE kind = 'media.fetch'")

    assert 30 == len(on_disk(town))
    assert 31 == len(fetched)
    assert 31 == len(await entries(town))


@pytest.mark.parametrize("changes", [{"media": {"per_day": 2}}])
async def test_so_many_a_day(town) -> None:
    """A person's third file of a day is not kept where two are allowed; the next day it is."""
    await reported(town, [png(1), png(2), png(3)])
    await town.box.expect("lisi", CODE, "每人每天最多2个")
    await town.box.advance(24 * 3600)
    await town.robot("lisi", f"{CODE} 补充一张", images=[png(4)])
    await town.box.expect("zhaoming", "李四反馈", CODE, "补充一张")
    await town.box.settle()

    assert 3 == len(on_disk(town))


@pytest.mark.parametrize("changes", [QUOTA])
async def test_the_quota(town) -> None:
    """What goes over the quota is not kept, author and administrator hear it; a known file costs nothing."""
    first, second = (JPEG + bytes([n]) * 700_000 for n in (1, 2))
    await reported(town, [first, second, first])
    await town.box.expect("lisi", CODE, "存储空间已满")
    used = await town.rows("SELECT sum(size) AS used, count(*) AS files FROM medium")
    kept = [entry["kind"] for entry in await entries(town)]

    assert [hashlib.sha256(data).hexdigest() for data in (first, second)].count(on_disk(town)[0].name) == 1
    assert (len(on_disk(town)), 1) == (1, int(used[0]["files"]))
    assert int(used[0]["used"]) == len(first)
    assert kept in (["image", "refused", "image"], ["refused", "image", "refused"])
    await town.box.advance(3600 * 2)
    await town.box.expect("qianjin", "达到上限1MB")


async def test_the_name_is_marked(town) -> None:
    """A file with a mark in its name is not kept, not even its name."""
    await handed_in(town, PDF, "机密★5年 部署图.pdf")
    await town.box.expect("lisi", "机要渠道")

    assert [] == on_disk(town)
    assert [("refused", "")] == [(entry["kind"], entry["name"]) for entry in await entries(town)]

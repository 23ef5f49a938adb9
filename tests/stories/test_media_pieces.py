"""附件 that come one by one, or while platform or disk fail: nothing is lost, nothing comes twice."""

from __future__ import annotations

import hashlib
from pathlib import Path

import bot.media
from bot.errors import Unreachable
from tests.samples_media import EXE, PDF, PNG, png
from tests.stories.attaching import TASK, entries, got, on_disk, reported
from tests.stories.changing import CODE, all_have_it, issue

PNG_DIGEST = hashlib.sha256(PNG).hexdigest()


async def test_the_platform_is_away(town) -> None:
    """An upload that fails is tried again; what was asked for comes once."""
    card = await reported(town, [PNG])
    town.box.faults.add("/cgi-bin/media/upload", "reset_before", times=1)
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.settle()
    await town.box.advance(30)
    await town.box.expect("zhaoming", "附件共1个")

    assert 1 == len(await got(town, "zhaoming", 1))


async def test_the_disk_is_full(town, monkeypatch) -> None:
    """What cannot be written is tried again while its link lives; no half file stays, and nothing is lost."""
    import bot.media_shelf

    written = bot.media_shelf._write

    def full(part: Path, data: bytes) -> None:
        part.write_bytes(data[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bot.media_shelf, "_write", full)
    await reported(town, [PNG])

    assert [] == on_disk(town)
    monkeypatch.setattr(bot.media_shelf, "_write", written)
    await town.box.advance(60)

    assert [hashlib.sha256(PNG).hexdigest()] == [file.name for file in on_disk(town)]
    assert ["image"] == [entry["kind"] for entry in await entries(town)]


async def test_in_pieces(town) -> None:
    """What comes one by one until 完成 is one report: each 附件 brings what came since the last one."""
    await town.say("zhaoming", TASK)
    mine = await town.box.expect("lisi", CODE)
    await town.box.tap_app("lisi", mine, "反馈")
    await town.box.expect("lisi", "请直接回复")
    await town.box.send_media_app("lisi", "image", PNG)
    card = await town.box.expect("zhaoming", "李四反馈", CODE)
    await all_have_it(town)
    await town.box.settle()
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", "附件共1个")
    first = await got(town, "zhaoming", 1)
    await town.box.send_media_app("lisi", "file", EXE, name="现场.jpg")
    await town.box.expect("lisi", CODE, "现场.jpg：这类文件不接收")
    await town.box.send_media_app("lisi", "file", PDF, name="方案.pdf")
    await town.app("lisi", "完成")
    await town.box.settle()
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", "附件共2个，以下1个")
    rest = await got(town, "zhaoming", 1)
    await town.box.advance(600)
    town.box.ignore_rest("zhaoming")

    assert [("image", f"{CODE}-1.png"), ("file", "方案.pdf")] == [*first, *rest]
    assert ["image", "refused", "file"] == [entry["kind"] for entry in await entries(town)]


async def test_the_thirty_first_in_pieces(town) -> None:
    """In a report in pieces what is beyond thirty is not kept either, and is told each time."""
    await issue(town, TASK, ["lisi"])
    await town.app("lisi", f"{CODE} 反馈")
    for shade in range(2):
        await town.robot("lisi", "", images=[png(30 * shade + n) for n in range(16)])
    await town.box.expect("zhaoming", "李四反馈", CODE)
    await all_have_it(town)
    await town.box.expect("lisi", CODE, "2个附件", "最多30个")
    await town.robot("lisi", "", images=[png(99)])
    await town.box.expect("lisi", CODE, "第31个附件", "最多30个")
    await town.box.settle()

    assert 30 == len(on_disk(town))
    await town.box.advance(600)
    town.box.ignore_rest("zhaoming")


async def test_one_more_picture_late_in_a_window(town, monkeypatch) -> None:
    """A picture added long after the report began is tried again for as long as the first one would be."""
    await town.say("zhaoming", TASK)
    mine = await town.box.expect("lisi", CODE)
    await town.box.tap_app("lisi", mine, "反馈")
    await town.box.expect("lisi", "请直接回复")
    await town.app("lisi", "排查了3处")
    await town.box.expect("zhaoming", "李四反馈", CODE)
    await all_have_it(town)
    await town.box.advance(360)
    fetch, tries = bot.media.fetch_robot_media, iter([True])

    async def hiccup(*args: object, **more: object) -> object:
        if next(tries, False):
            raise Unreachable("connection reset")
        return await fetch(*args, **more)

    monkeypatch.setattr(bot.media, "fetch_robot_media", hiccup)
    await town.robot("lisi", "", images=[PNG])
    await town.box.settle()
    await town.box.advance(30)

    assert [PNG_DIGEST] == [entry.get("digest") for entry in await entries(town)]

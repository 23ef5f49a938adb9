"""What is sent to the robot one to one: a voice comes with its words, a picture or file by a link."""

from __future__ import annotations

from tests.samples_media import PDF, PNG
from tests.stories.asking import texts, window
from tests.stories.attaching import entries, got, on_disk
from tests.stories.changing import CODE, all_have_it


async def test_a_voice_is_its_words(town) -> None:
    """The robot hears a voice as words: after a tap on 反馈 they are the report."""
    await window(town)
    await town.box.send_media_robot("lisi", "voice", b"", transcript="已经排查完了，一共12处")
    await town.box.expect("zhaoming", "李四反馈", "一共12处")
    await all_have_it(town)

    assert ["已经排查完了，一共12处"] == await texts(town, "lisi")
    assert [] == await entries(town)


async def test_a_voice_may_name_its_directive(town) -> None:
    """A voice that says a verb and whose it is does what the same words would, typed."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    await town.box.expect("lisi", CODE)
    await town.box.send_media_robot("lisi", "voice", b"", transcript="收到")
    await all_have_it(town)

    assert {"lisi": "acknowledged"} == await town.states()


async def test_pictures_and_files(town) -> None:
    """A picture and a file sent while a report is open belong to it, and are handed on as what they are."""
    await window(town)
    await town.box.send_media_robot("lisi", "image", PNG)
    card = await town.box.expect("zhaoming", "李四反馈", CODE)
    await all_have_it(town)
    await town.box.send_media_robot("lisi", "file", PDF)
    await town.robot("lisi", "完成")
    await town.box.settle()
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", "李四反馈的附件共2个")

    assert [("image", f"{CODE}-1.png"), ("file", f"{CODE}-2.pdf")] == await got(town, "zhaoming", 2)
    assert ["image", "file"] == [entry["kind"] for entry in await entries(town)]
    assert 2 == len(on_disk(town))
    await town.box.advance(600)
    await town.box.expect("zhaoming", "李四补充反馈")

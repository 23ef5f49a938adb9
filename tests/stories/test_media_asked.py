"""附件 by words: what the button brings, for those concerned; a word beside a file asks for nothing."""

from __future__ import annotations

import pytest

from tests.samples_media import PDF, PNG
from tests.stories.changing import CODE, all_have_it, issue, report
from tests.stories.test_media import got, handed_in, reported


@pytest.mark.parametrize("words", ["001附件", "看附件", "把李四的附件发我", "001的照片发我"])
async def test_attachments_by_words(town, words) -> None:
    """The words bring what the button brings."""
    await reported(town, [PNG])
    said = await town.app("zhaoming", words)
    await town.box.expect("zhaoming", CODE, "李四反馈的附件共1个")

    assert f"{CODE}「报送材料」：李四的反馈带有附件，马上单独发给您。" in said
    assert [("image", f"{CODE}-1.png")] == await got(town, "zhaoming", 1)


async def test_attachments_asked_for_in_the_group(town) -> None:
    """In the group nobody is named, and the files go one to one; the reporter may have them too."""
    await handed_in(town, PDF, "清单.pdf")
    said = await town.say("zhaoming", "001附件")
    await town.box.expect("zhaoming", "附件共1个")
    await got(town, "zhaoming", 1)
    await town.app("lisi", "完成")
    await town.app("lisi", "001附件")
    await town.box.expect("lisi", "附件共1个")
    await got(town, "lisi", 1)

    assert "1份反馈带有附件，马上单独发给您" in said
    assert "李四" not in said


async def test_no_attachments(town) -> None:
    """Where nothing is attached it is said so."""
    await issue(town)
    await report(town, "lisi", "李四")

    assert "反馈里没有可以查看的附件" in await town.app("zhaoming", "001附件")


async def test_a_file_that_is_called_so(town) -> None:
    """附件 written beside a file is a report, in a window and outside of one: nothing is asked for then."""
    await issue(town)
    await town.app("lisi", f"{CODE} 反馈")
    await town.robot("lisi", "附件", images=[PNG])
    await town.box.expect("zhaoming", "李四反馈", "附件:1个")
    await town.app("lisi", "完成")
    await town.robot("wangwu", f"{CODE} 附件", images=[PNG])
    await all_have_it(town)
    await town.box.settle()
    await town.box.advance(600)
    await town.box.expect("zhaoming", "王五反馈", "附件:1个")

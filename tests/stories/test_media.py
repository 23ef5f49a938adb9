"""附件: what comes with a report is looked at before it is kept, and reaches those concerned alone."""

from __future__ import annotations

import hashlib

import pytest

from tests.samples_media import AMR, JPEG, MP4, PDF, PNG, png, zipped
from tests.stories.attaching import TASK, entries, got, handed_in, on_disk, reported
from tests.stories.changing import CODE, all_have_it, issue

TRICKS = [
    "",
    "0",
    "999",
    "../../etc/passwd",
    "1/../1",
    "1%00",
    "-1",
    "１",
    "9" * 40,
    "1;DROP TABLE medium",
    "1:2",
]


async def test_kept_once_and_handed_on(town) -> None:
    """Two equal pictures are kept once; 附件 brings both one to one after a line that says what they are."""
    card = await reported(town, [PNG, PNG, JPEG])
    kept = await town.rows("SELECT digest, size, type FROM medium ORDER BY type")
    heard = await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", CODE, "报送材料", "李四反馈的附件共3个", "以下3个")

    assert heard.ok
    assert ["image/jpeg", "image/png"] == [row["type"] for row in kept]
    assert {row["digest"] for row in kept} == {hashlib.sha256(data).hexdigest() for data in (PNG, JPEG)}
    assert [file.name for file in on_disk(town)] == sorted(row["digest"] for row in kept)
    assert [("image", f"{CODE}-1.png"), ("image", f"{CODE}-2.png"), ("image", f"{CODE}-3.jpg")] == await got(
        town, "zhaoming", 3
    )
    assert not any("url" in entry or "media_id" in entry for entry in await entries(town))


async def test_a_second_tap(town) -> None:
    """Within a minute nothing comes twice; later everything comes again. A repeated callback counts once."""
    card = await reported(town, [PNG])
    heard = await town.box.tap_app("zhaoming", card, "附件", times=3)
    await town.box.expect("zhaoming", "附件共1个")
    await got(town, "zhaoming", 1)
    await town.box.repeat(heard)
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.settle()
    await town.box.assert_quiet()
    await town.box.advance(61)
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", "附件共1个")

    assert [("image", f"{CODE}-1.png")] == await got(town, "zhaoming", 1)


async def test_nine_at_a_time(town) -> None:
    """More than nine come nine by nine, each tap the next."""
    card = await reported(town, [png(shade) for shade in range(11)])
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", "附件共11个，以下9个，还有2个")
    first = await got(town, "zhaoming", 9)
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", "附件共11个，以下2个")
    rest = await got(town, "zhaoming", 2)

    assert [f"{CODE}-{n}.png" for n in range(1, 12)] == [name for _, name in (*first, *rest)]


async def test_nobody_else(town) -> None:
    """The reporter may have the files too; others are refused, told why, and in the history."""
    card = await reported(town, [PNG])
    number = (await town.rows("SELECT id FROM feedback"))[0]["id"]
    for who in ("wangwu", "zhangsan"):
        heard = await town.box.tap_app(who, card.task_id, f"media:{number}", force=True)
        await town.box.expect(who, CODE, "只有交办人、督查")

        assert "" == heard.words
    await town.box.tap_app("lisi", card.task_id, f"media:{number}", force=True)
    await town.box.expect("lisi", "附件共1个")
    await got(town, "lisi", 1)
    last = (await town.directive())["history"][-1]

    assert ("zhangsan", "refused", "media") == (last["actor"], last["action"], last["detail"]["verb"])


async def test_tricks_in_a_tap_do_nothing(town) -> None:
    """Whatever stands in place of a report's number leads nowhere, and breaks nothing."""
    card = await reported(town, [PNG])
    heard = [
        await town.box.tap_app("zhaoming", card.task_id, f"media:{trick}", force=True) for trick in TRICKS
    ]
    await town.box.settle()

    assert [True] * len(TRICKS) == [one.ok for one in heard]
    assert [] == await town.rows("SELECT id FROM failed")
    assert [] == await town.rows("SELECT id FROM sending WHERE kind = 'media.send'")


async def test_no_address_leads_to_a_file(town) -> None:
    """Files go through WeCom alone: the service serves none of them."""
    await reported(town, [PNG])
    digest = hashlib.sha256(PNG).hexdigest()
    paths = [
        "/media/",
        f"/media/{digest[:2]}/{digest}",
        f"/api/v1/media/{digest}",
        f"/{digest}",
        "/data/media",
    ]
    paths += ["/media/..%2f..%2fetc%2fpasswd", f"/api/v1/directives/{CODE}/media", "/api/v1/media"]

    assert [404] * len(paths) == [(await town.get(path))[0] for path in paths]


@pytest.mark.parametrize(
    ("content", "name", "kind", "as_kind", "shown"),
    [
        (PDF, "方案.pdf", "file", "file", "方案.pdf"),
        (AMR, "", "voice", "voice", f"{CODE}-1.amr"),
        (MP4, "", "video", "video", f"{CODE}-1.mp4"),
        (AMR + bytes(2 << 20), "", "voice", "file", f"{CODE}-1.amr"),
        ("一,二".encode(), "../../台账\u202e.csv", "file", "file", "台账.csv"),
        (PNG, "图.pdf", "file", "image", "图.pdf.png"),
        (zipped(现场_DOT_jpg=JPEG), "现场.zip", "file", "file", "现场.zip"),
    ],
    ids=["pdf", "voice", "video", "long voice", "path", "wrong suffix", "archive"],
)
async def test_each_as_what_it_is(town, content, name, kind, as_kind, shown) -> None:
    """A file is sent as what a phone can show of it, under a name that is no path and says what it is."""
    card = await handed_in(town, content, name, kind)
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", "附件共1个")

    assert [(as_kind, shown)] == await got(town, "zhaoming", 1)


async def test_a_place(town) -> None:
    """A place sent to the app belongs to the report like a picture; it is handed on as words and a link."""
    await town.say("zhaoming", TASK)
    mine = await town.box.expect("lisi", CODE)
    await town.box.tap_app("lisi", mine, "反馈")
    await town.box.expect("lisi", "请直接回复")
    await town.box.send_place_app("lisi", 18.252847, 109.511909, "青溪镇<@all>竹里村3号")
    card = await town.box.expect("zhaoming", "李四反馈", CODE, "附件:1个")
    await all_have_it(town)
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", "附件共1个")
    words = (await town.box.expect("zhaoming", CODE, "李四反馈的位置")).text

    assert "竹里村3号(纬度18.25285，经度109.51191)" in words
    assert "<@all>" not in words
    assert "marker=coord:18.252847,109.511909" in words


async def test_in_a_group_what_is_quoted(town) -> None:
    """In a group the picture somebody quotes belongs to the report, beside those in the message itself."""
    await issue(town, TASK, ["lisi"])
    await town.say("lisi", f"{CODE} 已完成,见图", quoted_image=PNG)
    card = await town.box.expect("zhaoming", "李四反馈", CODE, "附件:1个")
    await all_have_it(town)
    await town.box.settle()
    await town.box.tap_app("zhaoming", card, "附件")
    await town.box.expect("zhaoming", "附件共1个")

    assert [("image", f"{CODE}-1.png")] == await got(town, "zhaoming", 1)


async def test_what_is_gone_is_said(town) -> None:
    """A file that is gone from the disk, or is not what it was, is named instead of sent."""
    card = await reported(town, [PNG, JPEG])
    for file in on_disk(town):
        file.write_bytes(b"something else")
    await town.box.tap_app("zhaoming", card, "附件")
    line = await town.box.expect("zhaoming", "附件共2个", "找不到了", "李四")
    await town.box.settle()

    assert "以下" not in line.text


@pytest.mark.parametrize("changes", [{"people": {"stand_ins": {"sunli": "qianjin"}}}])
@pytest.mark.parametrize("members", [{"sunli": {"status": 2}}])
async def test_stand_in_of_the_head_who_distributed(town) -> None:
    """Whoever stands in for a head who distributed has the report's card, and its attachments too."""
    await town.say("zhaoming", "加急 请党政办今天17点前报送材料")
    await town.box.expect("qianjin", CODE)
    await town.app("qianjin", f"{CODE} 分办给李四")
    await town.box.expect("lisi", CODE)
    await town.robot("lisi", f"{CODE} 已完成,附照片", images=[PNG])
    await town.box.settle()
    feedback = (await town.rows("SELECT id FROM feedback"))[0]["id"]
    card = await town.box.expect("qianjin", "李四反馈", CODE)
    await town.box.tap_app("qianjin", card, f"media:{feedback}", force=True)
    await town.box.settle()
    await town.box.expect("qianjin", "李四反馈的附件共1个")
    await town.box.expect("zhaoming", "已停用：孙丽")
    await all_have_it(town)

    assert [("image", f"{CODE}-1.png")] == await got(town, "qianjin", 1)

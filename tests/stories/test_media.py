"""附件: what comes with a report is looked at before it is kept, and reaches those concerned alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

import bot.media
from bot.errors import Unreachable
from tests.samples_media import AMR, EXE, HTML, JPEG, MP4, PDF, PNG, png, zipped

TASK = "加急 请李四今天17点前报送材料"
CODE = "Z20261124-001"
PNG_DIGEST = hashlib.sha256(PNG).hexdigest()


async def issue(town) -> None:
    """Have 李四 report on one directive of 赵明."""
    await town.say("zhaoming", TASK)
    await town.box.expect("lisi", CODE)


async def all_have_it(town) -> None:
    """Expect what issuer and group hear once all have acknowledged."""
    await town.box.expect("zhaoming", CODE, "全部收到")
    await town.box.expect(town.chat, CODE, "已全部收到")


async def reported(town, images: Sequence[bytes]):
    """Have pictures reported by the robot, and give the issuer's card."""
    await issue(town)
    await town.robot("lisi", f"{CODE} 已完成,附照片", images=images)
    card = await town.box.expect("zhaoming", "李四反馈", CODE)
    await all_have_it(town)
    await town.box.settle()
    return card


async def handed_in(town, content: bytes, name: str, kind: str = "file"):
    """Have one file reported by the app after a tap on 反馈, and give the issuer's card."""
    await town.say("zhaoming", TASK)
    mine = await town.box.expect("lisi", CODE)
    await town.box.tap_app("lisi", mine, "反馈")
    await town.box.expect("lisi", "请直接回复")
    await town.box.send_media_app("lisi", kind, content, name=name)
    card = await town.box.expect("zhaoming", "李四反馈", CODE)
    await all_have_it(town)
    await town.box.settle()
    return card


async def entries(town) -> list[dict[str, object]]:
    """Give what reports keep of their attachments."""
    rows = await town.rows("SELECT media FROM feedback ORDER BY id")
    return [entry for row in rows for entry in json.loads(row["media"])]


def on_disk(town) -> list[Path]:
    """Give every file below media.dir."""
    return sorted(file for file in Path(town.config.media.dir).rglob("*") if file.is_file())


async def got(town, who: str, count: int) -> list[tuple[str, str]]:
    """Expect so many files on a phone, and give what each is and is called."""
    messages = [await town.box.expect(who) for _ in range(count)]
    return [(message.kind, message.text) for message in messages]


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


QUOTA = {"media": {"quota_mb": 1}, "roles": {"administrators": ["qianjin"]}}


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
    await issue(town)
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
    await issue(town)
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

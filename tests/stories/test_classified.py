"""What is marked 绝密, 机密 or 秘密 is neither dispatched nor kept anywhere; only the fact is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SECRET = "【机密★10年】请李四今天17点前报送蓝鲸行动方案"


async def everything(town) -> str:
    """Give all that the service has kept: every row of every table, and its files."""
    if town.service.storage.url.startswith("sqlite"):
        return contents(Path(town.service.storage.url.removeprefix("sqlite://")).parent)
    tables = await town.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return "".join([str(await town.rows(f'SELECT * FROM "{table["tablename"]}"')) for table in tables])


def contents(folder: Path) -> str:
    """Give what stands in all files below: the database with its log, and the media."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return "".join(file.read_bytes().decode("utf-8", "replace") for file in files)


@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_nothing_is_kept(town, place, caplog) -> None:
    """The sender is told to use the proper way; nothing of the text is in any table, file or log line."""
    said = await getattr(town, place)("zhaoming", SECRET)
    kept = await everything(town)

    assert "机要渠道" in said
    assert "蓝鲸" not in said
    assert "蓝鲸" not in kept
    assert re.search("Z2026", kept) is None
    assert "蓝鲸" not in caplog.text
    assert 0 == await town.count()


async def test_not_as_a_report_nor_as_a_quote(town) -> None:
    """Neither an awaited report nor a quoted message carries it in; the report may still follow."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    card = await town.box.expect("lisi")
    await town.box.tap_app("lisi", card, "反馈")
    await town.box.expect("lisi", "请直接回复")
    first = await town.app("lisi", "机密 蓝鲸行动已经完成")
    second = await town.say("lisi", "收到", quote="绝密★启用前 蓝鲸行动")
    third = await town.robot("lisi", "秘密★ 蓝鲸行动,附照片", images=[b"blue whale"])

    assert ["机要渠道"] * 3 == [re.search("机要渠道", said).group() for said in (first, second, third)]
    assert "蓝鲸" not in await everything(town)
    assert {"lisi": "assigned"} == await town.states()


async def test_nor_as_an_answer_or_by_a_citizen(town) -> None:
    """Nor as the answer to a question, nor written to the official account."""
    await town.say("zhaoming", "加急 今天17点前报送防汛值班表")
    said = await town.say("zhaoming", "秘密★ 蓝鲸行动组")
    openid = next(iter(town.box.world.citizens))
    heard = await town.box.say_citizen("city", openid, "绝密★ 蓝鲸行动")

    assert "机要渠道" in said
    assert "机要渠道" in heard.text
    assert "蓝鲸" not in await everything(town)


async def test_not_even_when_it_cannot_be_handled(town, monkeypatch) -> None:
    """A failure while handling keeps nothing of it either."""
    from handlers import staff

    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(staff, "Outcome", broken)
    await town.say("zhaoming", SECRET)

    assert 1 == len(await town.rows("SELECT id FROM failed"))
    assert "蓝鲸" not in await everything(town)


@pytest.mark.parametrize("text", ["加急 请李四今天17点前开展保密检查,反馈泄露国家秘密隐患排查情况"])
async def test_talking_about_secrets_is_no_mark(town, text) -> None:
    """To speak of secrets is not to mark a text."""
    assert "已交办" in await town.say("zhaoming", text)
    await town.box.expect("lisi")


async def test_nor_a_file_by_its_name(town) -> None:
    """A file whose name is marked is fetched for its name alone: not stored, and the sender is told."""
    await town.say("zhaoming", "加急 请李四今天17点前报送材料")
    card = await town.box.expect("lisi")
    await town.box.tap_app("lisi", card, "反馈")
    await town.box.expect("lisi", "请直接回复")
    await town.box.send_media_app("lisi", "file", b"blue whale plan", name="机密★5年 部署图.docx")
    await town.box.settle()
    await town.box.expect("lisi", "机要渠道")
    await town.box.expect("zhaoming", "李四反馈")
    await town.box.expect("zhaoming", "已全部收到")
    await town.box.expect(town.chat, "已全部收到")
    folder = town.service.config.media.dir

    assert [] == [file for file in folder.rglob("*") if file.is_file()]
    assert "blue whale" not in await everything(town)

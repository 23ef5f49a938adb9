"""Steps that the stories of attachments share: report with files, look at what is kept and what arrives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.stories.changing import CODE, all_have_it, issue

TASK = "加急 请李四今天17点前报送材料"


async def reported(town: Any, images: Sequence[bytes]):
    """Have pictures reported by the robot, and give the issuer's card."""
    await issue(town, TASK, ["lisi"])
    await town.robot("lisi", f"{CODE} 已完成,附照片", images=images)
    card = await town.box.expect("zhaoming", "李四反馈", CODE)
    await all_have_it(town)
    await town.box.settle()
    return card


async def handed_in(town: Any, content: bytes, name: str, kind: str = "file"):
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


async def entries(town: Any) -> list[dict[str, object]]:
    """Give what reports keep of their attachments."""
    rows = await town.rows("SELECT media FROM feedback ORDER BY id")
    return [entry for row in rows for entry in json.loads(row["media"])]


def on_disk(town: Any) -> list[Path]:
    """Give every file below media.dir."""
    return sorted(file for file in Path(town.config.media.dir).rglob("*") if file.is_file())


async def got(town: Any, who: str, count: int) -> list[tuple[str, str]]:
    """Expect so many files on a phone, and give what each is and is called."""
    messages = [await town.box.expect(who) for _ in range(count)]
    return [(message.kind, message.text) for message in messages]

"""What cannot be handled is kept, answered plainly, told to the administrators, and handled again."""

from __future__ import annotations

import pytest

from bot import replaying
from bot.errors import ZhijianError
from handlers import staff

TASK = "加急 请李四明天17点前报送材料"
ADMIN = [{"roles": {"administrators": ["sunli"]}}]


async def broken(*_: object) -> None:
    """Fail as a mistake in the code would."""
    raise RuntimeError("a seam gave way")


@pytest.mark.parametrize("changes", ADMIN)
@pytest.mark.parametrize("place", ["say", "app", "robot"])
async def test_replayed(town, monkeypatch, place) -> None:
    """The sender hears a plain sentence, later the real answer; its 明天 counts from when it was said."""
    with monkeypatch.context() as patch:
        patch.setitem(staff.INTENTS, "task", broken)
        said = await getattr(town, place)("zhaoming", TASK)
    await town.box.advance(86_400 + 3600)
    await town.box.expect("sunli", "消息处理失败", "zhijian replay")

    assert "没有处理成功" in said
    assert 0 == await town.count()
    await town.stop()  # the command is another process; the database library knows one at a time
    lines = await replaying.listed(town.config)

    assert lines[0].startswith("1  11月24日(周二)07:30")
    assert "a seam gave way" in lines[0]
    done = await replaying.replayed(town.config, 1)
    left = await replaying.listed(town.config)
    await town.start()
    await town.box.settle()
    await town.box.expect("lisi", "Z20261125-001", "11月25日(周三)17:00")
    late = await town.box.expect("zhaoming", "11月24日(周二)07:30", "Z20261125-001")

    assert "已重新处理（issued）" in done[0]
    assert "补办" in late.text
    assert ["没有处理失败的消息。"] == left


@pytest.mark.parametrize("changes", ADMIN)
async def test_repeats_of_a_failure(town, monkeypatch) -> None:
    """The platform's repeats of a failed message are one failure; administrators hear once an hour."""
    monkeypatch.setitem(staff.INTENTS, "task", broken)
    heard = await town.box.say_app("zhaoming", TASK, times=3)
    await town.app("zhaoming", TASK)
    await town.box.advance(3600)
    await town.box.expect("sunli", "消息处理失败")

    assert ["没有处理成功"] * 3 == [
        "没有处理成功" if "没有处理成功" in one.text else "" for one in (heard, *heard.twins)
    ]
    assert 2 == len(await town.rows("SELECT id FROM failed"))


async def test_unknown_number(town) -> None:
    """A number nobody has is one line that says what to do."""
    await town.stop()
    with pytest.raises(ZhijianError, match="zhijian replay"):
        await replaying.replayed(town.config, 99)

"""The story runner: right and wrong endings, the program's exit codes, columns that line up."""

from __future__ import annotations

import pytest
from fake_service import FakeService

from sandbox.__main__ import main
from sandbox.app import Sandbox
from sandbox.stories import STORIES
from sandbox.story import pad, play, width


async def test_the_incident_comes_out_as_told(
    box: Sandbox, service: FakeService, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every step is ticked, nothing is left over, and the code is 0."""
    code = await play(box, "incident")
    told = capsys.readouterr().out

    assert 0 == code
    assert "✓ incident: 12/12 步" in told
    assert "✗" not in told


def test_the_stories_by_name() -> None:
    """All stories are there; each step says who does what, and what should come of it."""
    steps = [step for story in STORIES.values() for step in story.steps]

    assert ["incident", "whole", "citizen"] == [*STORIES]
    assert all(step.who and step.does and step.expects for step in steps)
    assert [12, 18, 19] == [len(story.steps) for story in STORIES.values()]


async def test_an_unexpected_message_fails_the_story(
    box: Sandbox, service: FakeService, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever is told something for nothing makes the story fail."""
    service.send("fenggang", "无关的一条")
    code = await play(box, "incident")

    assert 1 == code
    assert "无关的一条" in capsys.readouterr().out


async def test_a_complaint_fails_the_story(
    box: Sandbox, service: FakeService, capsys: pytest.CaptureFixture[str]
) -> None:
    """An answer the platform would not take makes the story fail."""
    service.reply = {"msgtype": "text", "text": {"content": "Z20261124-001"}}
    code = await play(box, "incident")

    assert 1 == code
    assert "not allowed" in capsys.readouterr().out


async def test_an_unknown_story_is_named(box: Sandbox) -> None:
    """Asking for a story that is not there lists those that are."""
    with pytest.raises(LookupError, match="incident"):
        await play(box, "nonsense")


def test_a_wrong_world_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there is wrong usage, said in one line."""
    code = main(["--world", "/no/such/world.json"])

    assert (2, 1) == (code, len(capsys.readouterr().err.strip().splitlines()))


@pytest.mark.parametrize(("text", "columns"), [("周强", 4), ("a周", 3), ("", 0), ("✓ 1", 3)])
def test_chinese_takes_two_columns(text: str, columns: int) -> None:
    """Width counts as a terminal does, and padding fills to it."""
    assert (columns, 10) == (width(text), width(pad(text, 10)))

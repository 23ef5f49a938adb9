"""The outbox on the platform's real wire, through the sandbox: doubles, repeats, tokens, cards."""

from __future__ import annotations

import json

import pytest

from sandbox.faults import Fault

SEND, UPDATE = "/cgi-bin/message/send", "/cgi-bin/message/update_template_card"
ORDER = "特急!请应急办处置竹里村违法建筑,2小时内反馈"
FAULTS = (
    Fault("errcode", -1), Fault("errcode", 45009), Fault("status", 500), Fault("html"), Fault("empty"),
    Fault("cut"), Fault("reset_before"), Fault("reset_after"), Fault("hang_after", seconds=0.5),
)  # fmt: skip


def sends(town, path: str = SEND) -> list:
    """Give the calls of one path, the oldest first."""
    return [call for call in town.box.calls if call.path == path]


@pytest.fixture
def impatient(town):
    """Let calls end after 0.2 seconds, so that a platform that hangs is soon given up."""
    town.service.work_api._transport._total_s = 0.2
    return town


async def test_the_check_of_doubles_is_on_from_the_first_try(town) -> None:
    """Every message asks for it, for half an hour at least and four at most, each with its own interval."""
    await town.say("zhaoming", ORDER)
    await town.say("zhaoming", ORDER)
    await town.box.settle()
    town.box.ignore_rest()
    bodies = [call.body for call in sends(town)]
    intervals = [body["duplicate_check_interval"] for body in bodies]

    assert len(bodies) >= 2
    assert {1} == {body["enable_duplicate_check"] for body in bodies}
    assert all(1800 <= seconds <= 14400 for seconds in intervals)
    assert len(set(intervals)) == len(intervals)


async def test_whatever_goes_wrong_the_message_arrives_once_and_its_bytes_do_not_change(impatient) -> None:
    """-1, 45009, 500, HTML, nothing, half an answer, a reset before or after, silence: one card each time."""
    town, box, wrong = impatient, impatient.box, {}
    for fault in FAULTS:
        before = len(sends(town))
        box.faults.add(SEND, fault.kind, code=fault.code, seconds=fault.seconds)
        code = (await town.say("zhaoming", ORDER)).split("Z20261124-")[1][:3]
        await box.settle()
        standing = len(sends(town)) - before
        await box.advance(120)
        cards = [m for m in box.phone("zhouqiang") if m.card and f"Z20261124-{code}" in m.words]
        calls = [c for c in sends(town)[before:] if "zhouqiang" in c.body["touser"]]
        bytes_of = {call.raw for call in calls}
        whole = len(calls) == 2 or fault.kind == "hang_after"  # a call that was hung up on is not recorded
        if (len(cards), len(bytes_of), whole) != (1, 1, True) or standing > 2:
            wrong[str(fault)] = (len(cards), len(calls), len(bytes_of), standing)
    box.ignore_rest()
    rows = await town.rows("SELECT DISTINCT state FROM sending")

    assert {} == wrong
    assert [{"state": "sent"}] == rows


@pytest.mark.parametrize("expired", [False, True])
async def test_a_token_that_dies_is_fetched_once_and_the_call_repeated_once(town, expired) -> None:
    """No storm: many sendings at once share one fetch, each is tried twice, and all arrive."""
    box = town.box
    before = len(sends(town, "/cgi-bin/gettoken"))
    box.kill_token(expired=expired)
    for name in ("应急办", "竹里村", "民政办"):
        await town.say("zhaoming", ORDER.replace("应急办", name, 1))
    await box.settle()
    box.ignore_rest()
    refused = [call for call in sends(town) if call.errcode in {40014, 42001}]

    assert 1 == len(sends(town, "/cgi-bin/gettoken")) - before
    assert all(2 == sum(each.raw == call.raw for each in sends(town)) for call in refused)
    assert {"sent"} == {row["state"] for row in await town.rows("SELECT state FROM sending")}


async def test_a_tapped_card_changes_by_the_api_and_in_the_answer_alike(town) -> None:
    """The same content both ways, under that very tap's code; a code that is used up is no error."""
    box = town.box
    await town.say("zhaoming", ORDER)
    await box.settle()
    card = await box.expect("zhouqiang", "Z20261124-001")
    heard = await box.tap_app("zhouqiang", card, "收到")
    await box.settle()
    (call,) = sends(town, UPDATE)
    box.faults.add(UPDATE, "errcode", code=42022)
    again = await box.tap_app("zhouqiang", card, "反馈")
    await box.settle()
    box.ignore_rest()

    assert heard.ok
    assert again.ok
    assert call.errcode == 0
    shown = json.dumps(call.body["template_card"], ensure_ascii=False)
    assert heard.card is not None
    for word in (heard.card.title, *[button.text for button in heard.card.buttons]):
        assert word in shown
    assert {"sent"} == {r["state"] for r in await town.rows("SELECT state FROM sending WHERE place = 'card'")}


async def test_a_restart_between_commit_and_sending_loses_nothing(town) -> None:
    """What was owed when the service stopped is sent by the next one, once."""
    box = town.box
    box.faults.add(SEND, "errcode", code=-1, times=2)
    await town.say("zhaoming", ORDER)
    await town.restart()
    await box.advance(120)
    cards = [m for m in box.phone("zhouqiang") if m.card]
    box.ignore_rest()

    assert 1 == len(cards)

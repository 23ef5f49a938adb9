"""The outbox on both databases: joined, repeated byte for byte, dropped, given up with a reason."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.channels.codes import error_of
from bot.channels.work_app import SendResult
from bot.errors import Busy, NoTarget, Refused, Throttled, Unconfirmed


async def test_equal_content_goes_out_in_calls_of_a_thousand(desk) -> None:
    """2,500 people are three calls, each person once; different facts are different calls."""
    people = [f"p{n}" for n in range(2500)]
    await desk.owe(*people)
    await desk.owe("other", facts={"a": 2})
    await desk.outbox.drain()

    assert [1000, 1000, 500, 1] == sorted((len(to) for _, to, _ in desk.post.calls), reverse=True)
    assert sorted([*people, "other"]) == sorted(who for _, to, _ in desk.post.calls for who in to)
    assert {"sent"} == set(await desk.states())


async def test_equal_facts_of_several_notices_are_joined(desk) -> None:
    """Two people named one by one get one call where the words are the same."""
    await desk.owe("a", once="1")
    await desk.owe("b", once="2")
    await desk.owe("c", once="3", place="chat")
    await desk.owe("d", once="4", place="chat")
    await desk.outbox.drain()

    assert [("a", "b"), ("c",), ("d",)] == [to for _, to, _ in desk.post.calls]


async def test_a_second_notice_of_the_same_name_is_refused(desk) -> None:
    """The unique key forgets doubles."""
    await desk.owe("a", once="same")
    await desk.owe("a", "b", once="same", facts={"other": 1})
    await desk.outbox.drain()

    assert [("a",), ("b",)] == [to for _, to, _ in desk.post.calls]


@pytest.mark.parametrize(
    ("error", "delay"),
    [(Busy("-1", code=-1), 5), (Throttled("45009", code=45009), 60), (Unconfirmed("cut"), 5)],
)
async def test_a_repeat_is_the_same_byte_for_byte_and_waits_by_the_services_clock(desk, error, delay) -> None:
    """Nothing is repeated while the clock stands; after the delay the same bytes go out once."""
    await desk.owe("a", "b")
    desk.post.plan = [error]
    await desk.outbox.drain()
    await desk.outbox.drain()

    assert 1 == len(desk.post.calls)
    assert desk.clock.now() + timedelta(seconds=delay) == await desk.outbox.next_due(desk.clock.now())
    desk.clock.turn(delay)
    await desk.outbox.drain()

    assert [desk.post.calls[0]] * 2 == desk.post.calls
    assert ["sent", "sent"] == await desk.states()


async def test_backoff_grows_and_ends_as_failed(desk) -> None:
    """5 s, 15 s, 1, 5, 15, 30 minutes, then always 30; at last failed with the reason."""
    await desk.owe("a")
    desk.post.plan, waits = [Busy("no", code=-1, cure="later")] * 99, []
    await desk.outbox.drain()
    while (due := await desk.outbox.next_due(desk.clock.now())) is not None:
        waits.append(int((due - desk.clock.now()).total_seconds()))
        desk.clock.turn(waits[-1])
        await desk.outbox.drain()
    (row,) = await desk.rows()

    assert [5, 15, 60, 300, 900, 1800, 1800] == waits[:7]
    assert ("failed", "no later", 51) == (row.state, row.reason, len(desk.post.calls))


@pytest.mark.parametrize(
    ("place", "critical", "calls"),
    [("person", False, 5), ("card", False, 5), ("chat", False, 1), ("chat", True, 2)],
)
async def test_what_nobody_can_confirm_is_repeated_where_doubles_are_checked(
    desk, place, critical, calls
) -> None:
    """To persons the same bytes for some minutes; to a webhook once, and only where it is critical."""
    await desk.owe("a", place=place, critical=critical)
    desk.post.plan = [Unconfirmed("cut off")] * 99
    for _ in range(20):
        await desk.outbox.drain()
        desk.clock.turn(600)
    (row,) = await desk.rows()

    assert (calls, "unconfirmed", "cut off") == (len(desk.post.calls), row.state, row.reason)
    assert 1 == len(set(desk.post.calls))


async def test_a_refusal_after_doubt_stays_a_doubt(desk) -> None:
    """Whether the first try arrived is still unknown, so it is unconfirmed and not failed."""
    await desk.owe("a")
    desk.post.plan = [Unconfirmed("cut off"), Refused("no", code=60020, cure="IP")]
    await desk.outbox.drain()
    desk.clock.turn(60)
    await desk.outbox.drain()

    assert ["unconfirmed"] == await desk.states()


async def test_tries_before_the_first_doubt_do_not_count_as_doubts(desk) -> None:
    """Five busy answers and then a cut one: it is still repeated."""
    await desk.owe("a")
    desk.post.plan = [Busy("no", code=-1)] * 5 + [Unconfirmed("cut off")]
    for _ in range(8):
        await desk.outbox.drain()
        desk.clock.turn(2000)

    assert (7, ["sent"]) == (len(desk.post.calls), await desk.states())


@pytest.mark.parametrize("error", [error_of(48002), error_of(40058), error_of(42030)])
async def test_what_cannot_be_mended_by_trying_is_failed_at_once(desk, error, capsys) -> None:
    """One call; the reason with its cure is in the row, in the log and in the figures."""
    await desk.owe("a", "b")
    desk.post.plan = [error]
    await desk.outbox.drain()
    desk.clock.turn(86400)
    await desk.outbox.drain()
    rows = await desk.rows()

    assert 1 == len(desk.post.calls)
    assert [("failed", f"{error} {error.cure}")] * 2 == [(row.state, row.reason) for row in rows]
    assert error.cure in capsys.readouterr().out
    assert f'code="{error.code}"'.encode() in desk.metrics.render()[0]


@pytest.mark.parametrize("error", [error_of(60020), error_of(60011), error_of(50003), error_of(40056)])
async def test_what_the_administrator_can_mend_is_tried_again(desk, error, capsys) -> None:
    """It waits with its cure in the log, goes out once it is mended, and makes no storm."""
    await desk.owe("a", "b")
    desk.post.plan = [error] * 3
    for _ in range(6):
        await desk.outbox.drain()
        desk.clock.turn(2000)

    assert 4 == len(desk.post.calls)
    assert ["sent", "sent"] == await desk.states()
    assert error.cure in capsys.readouterr().out
    assert f'code="{error.code}"'.encode() in desk.metrics.render()[0]


@pytest.mark.parametrize("result", [SendResult(invalid=("b",)), SendResult(unlicensed=("b",))])
async def test_one_member_of_a_call_who_was_not_reached(desk, result) -> None:
    """The member is failed with the reason, the rest sent; the directory is read again, the issuer told."""
    await desk.owe_cards("a", "b", "c")
    desk.post.plan = [result]
    await desk.outbox.drain()
    rows = await desk.rows()
    jobs = [call for call in desk.post.calls if call[0] != "directive.assigned"]

    assert ["sent", "failed", "sent"] == [row.state for row in rows[:3]]
    assert rows[1].reason == ("invalid" if result.invalid else "unlicensed")
    assert ["directive.lost", "directory.sync"] == sorted(kind for kind, _, _ in jobs)
    assert {"code": "Z1"} == json.loads(next(r for r in rows if r.kind == "directive.lost").facts)


async def test_nobody_of_a_call_was_reached(desk) -> None:
    """81013: all are failed, nothing is repeated, the directory is read again once."""
    await desk.owe_cards("a", "b")
    desk.post.plan = [NoTarget("81013", code=81013)]
    await desk.outbox.drain()
    desk.clock.turn(3600)
    await desk.outbox.drain()

    assert ["failed", "failed", "sent", "sent"] == await desk.states()
    assert ["directive.assigned", "directive.lost", "directory.sync"] == sorted(c[0] for c in desk.post.calls)


@pytest.mark.parametrize(
    ("table", "state"),
    [("share", "accepted"), ("share", "withdrawn"), ("directive", "withdrawn")],
)
async def test_what_is_not_wanted_any_more_is_dropped(desk, table, state) -> None:
    """A card is asked for once more right before it is sent."""
    await desk.owe_cards("a", "b")
    await desk.set_state(table, state)
    await desk.outbox.drain()

    assert ([], ["dropped", "dropped"]) == (desk.post.calls, await desk.states())


SIGN = "UPDATE share SET state = 'acknowledged', acknowledged_at = 1, acknowledged_by = ? WHERE id = ?"


async def test_signed_by_another_is_still_sent(desk) -> None:
    """Who acknowledged in person needs no card; for whom another did, it comes alone and says so."""
    shares = await desk.owe_cards("a", "b", "c", "d")
    await desk.storage.rows(desk.storage.main, SIGN, ["a", shares["a"]])
    await desk.storage.rows(desk.storage.main, SIGN, ["x", shares["b"]])
    await desk.outbox.drain()

    assert {"a": "dropped", "b": "sent", "c": "sent", "d": "sent"} == {
        r.receiver: r.state for r in await desk.rows()
    }
    assert [("b",), ("c", "d")] == sorted(to for _, to, _ in desk.post.calls)


async def test_a_repeat_leaves_out_who_needs_it_no_more(desk) -> None:
    """Definitely not sent, and one has acknowledged meanwhile: only the other gets it, and stays dropped."""
    for leaver in ("a", "b"):
        await desk.storage.rows(desk.storage.main, "DELETE FROM sending")
        await desk.storage.rows(desk.storage.main, "DELETE FROM share")
        await desk.storage.rows(desk.storage.main, "DELETE FROM directive")
        desk.post.calls.clear()
        shares = await desk.owe_cards("a", "b")
        desk.post.plan = [Busy("no", code=-1)]
        await desk.outbox.drain()
        await desk.storage.rows(desk.storage.main, SIGN, [leaver, shares[leaver]])
        desk.post.plan = [Busy("no", code=-1)]
        desk.clock.turn(60)
        await desk.outbox.drain()
        desk.clock.turn(60)
        await desk.outbox.drain()
        stayer = {"a": "b", "b": "a"}[leaver]

        assert [("a", "b"), (stayer,), (stayer,)] == [to for _, to, _ in desk.post.calls]
        assert {leaver: "dropped", stayer: "sent"} == {r.receiver: r.state for r in await desk.rows()}


async def test_a_doubtful_repeat_is_the_same_for_everybody(desk) -> None:
    """Nobody knows whether it arrived, so the bytes may not change even if one needs it no more."""
    shares = await desk.owe_cards("a", "b")
    desk.post.plan = [Unconfirmed("cut")]
    await desk.outbox.drain()
    await desk.storage.rows(
        desk.storage.main, "UPDATE share SET state = 'acknowledged' WHERE id = ?", [shares["a"]]
    )
    desk.clock.turn(60)
    await desk.outbox.drain()

    assert [desk.post.calls[0]] * 2 == desk.post.calls


async def test_what_cannot_be_written_fails_alone(desk) -> None:
    """A sentence that breaks is given up with its reason; the others go out."""
    desk.post.unwritable = {"broken"}
    await desk.owe("a", kind="broken")
    await desk.owe("b")
    await desk.outbox.drain()
    rows = await desk.rows()

    assert ["failed", "sent"] == [row.state for row in rows]
    assert "KeyError" in rows[0].reason


async def test_a_thousand_rows_to_be_dropped_do_not_hide_the_next(desk) -> None:
    """A round that only drops is not the end."""
    await desk.owe(*(["nobody"]), once="n")
    for n in range(11):
        await desk.owe("nobody", once=f"n{n}", facts={"n": n})
    await desk.storage.rows(
        desk.storage.main,
        "INSERT INTO sending (once, lane, place, receiver, kind, facts, same, critical, not_before, "
        "created_at, state, reason, path, body, attempts, unclear, lease) "
        "SELECT x.once || y.once || z.once, x.lane, x.place, x.receiver, x.kind, x.facts, x.same, "
        "x.critical, x.not_before, x.created_at, x.state, '', '', '', 0, x.unclear, 0 "
        "FROM sending x, sending y, sending z",
    )
    await desk.owe("a", once="last")
    await desk.outbox.drain()
    rows = await desk.rows()

    assert len(rows) > 1700
    assert [("late", ("a",))] == [call[:2] for call in desk.post.calls]


async def test_a_rehearsal_sends_to_its_list_alone(desk, no_traceback) -> None:
    """The others' are dropped with the reason, and the log names them."""
    await desk.owe("a", "b", "c")
    await desk.another(desk.post, frozenset({"b"})).drain()

    assert [("b",)] == [to for _, to, _ in desk.post.calls]
    assert ["dropped", "sent", "dropped"] == await desk.states()
    assert [["a", "c"]] == [line["some"] for line in no_traceback() if "some" in line]


async def test_a_bug_while_sending_is_no_end(desk) -> None:
    """An error nobody thought of counts as unconfirmed; our own work is simply tried again."""
    await desk.owe("a")
    await desk.owe("x", kind="directive.lost", place="job")
    desk.post.plan = [ValueError("a bug"), ValueError("a bug")]
    await desk.outbox.drain()
    desk.clock.turn(60)
    await desk.outbox.drain()

    assert ["sent", "sent"] == await desk.states()

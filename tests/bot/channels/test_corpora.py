"""Every payload and vector collected from the platform's pages and other projects' tests.

They are not part of this project: `ZHIJIAN_CORPORA` names their folder, `../shared/corpora` is looked at.
"""

import json
import os
from pathlib import Path

import pytest

from bot.channels.envelope import Door, Stamp, sign
from bot.channels.official_account import OfficialAccount
from bot.channels.work_app import WorkApp
from bot.channels.work_robot import WorkRobot
from bot.errors import BadCipher, BadSignature

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
NOW = 1_700_000_000.0
SHELF = Path(os.environ.get("ZHIJIAN_CORPORA") or Path(__file__).parents[4] / "shared" / "corpora")
FILE = SHELF / "callbacks.jsonl"
LINES = [json.loads(line) for line in FILE.read_text().splitlines()] if FILE.exists() else []
PAYLOADS = [line for line in LINES if not line["kind"].startswith("crypto")]
VECTORS = [line for line in LINES if line["kind"].startswith("crypto") and "ciphertext" in line["expect"]]
SIGNATURES = [line for line in LINES if line["kind"] == "crypto.signature"]
CALLBACKS = [line for line in VECTORS if line["kind"] == "crypto.decrypt" and line["raw"][:1] in {"<", "{"}]


def named(lines):
    """Name the cases after their lines."""
    return {"argvalues": lines, "ids": [line["id"] for line in lines]}


def test_the_corpora_are_there():
    """Without them the tests below have nothing to try, and say so."""
    if not LINES:
        pytest.skip(f"NO CALLBACK CORPUS: {FILE} is missing; 162 payloads and vectors were not tried")

    assert (134, 28) == (len(PAYLOADS), len(LINES) - len(PAYLOADS))


def play(line, make_platform):
    """Bring a payload through the door it belongs to."""
    raw, channel = line["raw"].encode(), line["channel"]
    if channel == "work_app":
        door = WorkApp(
            corp_id="ww1", agent_id=1, token="t", aes_key=KEY, max_skew_s=9, public_url="https://z.cn"
        )
        return door.parse(*make_platform("ww1", "t").xml(raw), NOW)
    if channel == "work_bot":
        door = WorkRobot(name="b", token="t", aes_key=KEY, max_skew_s=9, public_url="https://z.cn")
        return door.parse(*make_platform("", "t").json(raw), NOW)
    door = OfficialAccount(name="c", app_id="wx1", token="t", aes_key="", mode="plain", max_skew_s=9)
    query = {"timestamp": str(int(NOW)), "nonce": "n"}
    query["signature"] = make_platform("wx1", "t").sign(query["timestamp"], "n")
    return door.parse(query, raw, NOW)


#: What a line may expect, and where it is found in what came in.
FOUND = {
    "texts": lambda incoming: incoming.text.split("\n"),
    "media_url": lambda incoming: incoming.media[0].url,
    "media_urls": lambda incoming: [medium.url for medium in incoming.media],
    "quote_text": lambda incoming: incoming.quote.text,
    "selections": lambda incoming: {name: list(ids) for name, ids in incoming.tap.selections},
    "stream_id": lambda incoming: incoming.stream,
    "text": lambda incoming: incoming.text,
    "task_id": lambda incoming: incoming.tap.task_id,
    "event_key": lambda incoming: incoming.tap.key,
    "conversation": lambda incoming: incoming.chat or incoming.fields["from"]["userid"],
}


@pytest.mark.parametrize("line", **named(PAYLOADS))
def test_payload(line, make_platform):
    """Each payload is understood: its fields, its words, its choices."""
    incoming, expect = play(line, make_platform), line["expect"]
    robot = line["channel"] == "work_bot"
    wanted = {name: expect[name] for name in FOUND if robot and name in expect}

    assert wanted == {name: FOUND[name](incoming) for name in wanted}
    assert robot or expect["fields"] == incoming.fields


@pytest.mark.parametrize("line", **named([line for line in PAYLOADS if not line["kind"].startswith("ws.")]))
def test_what_a_repeat_is_known_by(line, make_platform):
    """The msgid, where there is one, else the event."""
    dedupe, key = play(line, make_platform).dedupe, line["expect"]["dedup_key"]

    assert key == dedupe if key.startswith("msgid:") else dedupe.startswith("event:")


def test_no_two_payloads_are_taken_for_one(make_platform):
    """Events that share sender and second are told apart; only equal bytes are repeats."""
    events = [line for line in PAYLOADS if line["expect"]["dedup_key"].startswith("event:")]
    keys = {(line["channel"], play(line, make_platform).dedupe) for line in events}

    assert len({(line["channel"], line["raw"]) for line in events}) == len(keys)


@pytest.mark.parametrize("line", **named(VECTORS))
def test_vector(line):
    """Signature and cipher of each vector are ours; each negative one is refused for its reason."""
    expect = line["expect"]
    now = float(expect["timestamp"])
    door = Door(expect["token"], expect["encoding_aes_key"], expect["receive_id"], 900)
    stamp = Stamp(expect["timestamp"], expect["nonce"], expect["signature"])
    reason = expect.get("expect_error")

    if reason == "signature":
        with pytest.raises(BadSignature):
            door.check(stamp, now, expect["ciphertext"])
        return
    door.check(stamp, now, expect["ciphertext"])
    if reason:
        with pytest.raises(BadCipher):
            door.open(expect["ciphertext"])
        return
    plain = expect["plaintext"].encode()
    sealed = door.seal(plain, int(now), expect["nonce"], bytes.fromhex(expect["random_hex"]))
    assert plain == door.open(expect["ciphertext"])
    assert (expect["ciphertext"], expect["signature"]) == (sealed.encrypt, sealed.signature)


@pytest.mark.parametrize("line", **named(CALLBACKS))
def test_whole_callback(line):
    """A callback as it came over the wire passes its own door."""
    expect = line["expect"]
    keys = {"token": expect["token"], "aes_key": expect["encoding_aes_key"], "max_skew_s": 900}
    query = {
        "msg_signature": expect["signature"],
        "timestamp": expect["timestamp"],
        "nonce": expect["nonce"],
    }
    door = {
        "work_app": lambda: WorkApp(
            corp_id=expect["receive_id"], agent_id=1, public_url="https://z.cn", **keys
        ),
        "work_bot": lambda: WorkRobot(name="b", public_url="https://z.cn", **keys),
        "official_account": lambda: OfficialAccount(
            name="c", app_id=expect["receive_id"], mode="safe", **keys
        ),
    }[line["channel"]]()

    assert door.parse(query, line["raw"].encode(), float(expect["timestamp"])).kind in {"text", "event"}


@pytest.mark.parametrize("line", **named(SIGNATURES))
def test_signature(line):
    """The published signatures are ours."""
    assert line["expect"]["signature"] == sign(*line["expect"]["parts"])

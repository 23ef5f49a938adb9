"""Logs, metrics and the two clocks."""

import json
import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import structlog

from bot import logs
from bot.clock import ControlledClock, SystemClock, machine_seconds
from bot.metrics import Metrics

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def lines(capsys):
    """Log as JSON during a test, and give a function for the lines so far; afterwards all is as before."""
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    levels = {name: logging.getLogger(name).level for name in logs.QUIET}
    logs.configure(json=True, level="debug")
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    structlog.reset_defaults()
    root.handlers, root.level = before[0], before[1]
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_one_line_has_sentence_and_action(lines):
    """A line holds a sentence for people, a stable action for machines, and the facts."""
    logs.log_message("callback.handled", "A callback was handled", channel="work_app", ms=3)
    (line,) = lines()

    assert (line["event"], line["action"], line["level"]) == (
        "A callback was handled",
        "callback.handled",
        "info",
    )
    assert (line["channel"], line["ms"]) == ("work_app", 3)
    assert datetime.fromisoformat(line["timestamp"]).utcoffset() == timedelta(0)


def test_level_is_kept(lines):
    """A line may be a warning."""
    logs.log_message("outbox.gave_up", "A sending was given up", level="warning")

    assert [line["level"] for line in lines()] == ["warning"]


def test_chinese_stays_readable(lines, capsys):
    """Chinese is written as such, not as escapes."""
    logs.log_message("directory.read", "The directory was read", root="青溪镇")

    assert "青溪镇" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name",
    [
        "token",
        "secret",
        "aes_key",
        "access_token",
        "corpsecret",
        "key",
        "signature",
        "msg_signature",
        "response_url",
        "password",
        "webhook_key",
        "Authorization",
    ],
)
def test_secret_names_are_starred(lines, name):
    """What is named like a secret is starred, also inside other values."""
    logs.log_message("a.b", "Something", **{name: "s3cret"}, inner={"list": [{name: "s3cret"}]})
    (line,) = lines()

    assert "s3cret" not in json.dumps(line)
    assert line[name] == "******"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://a/send?access_token=AbC-1&debug=1", "https://a/send?access_token=******&debug=1"),
        ("https://a/gettoken?corpid=ww1&corpsecret=x_Y", "https://a/gettoken?corpid=ww1&corpsecret=******"),
        ("https://a/webhook/send?key=693a-91f6", "https://a/webhook/send?key=******"),
        ("https://a/aibot/response?response_code=RC", "https://a/aibot/response?response_code=******"),
        (
            "/webhook/work/app?msg_signature=5c&timestamp=1",
            "/webhook/work/app?msg_signature=******&timestamp=1",
        ),
        ("no database at postgres://u:p@ss@db:5432/z", "no database at postgres://u:******@db:5432/z"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer ******"),
        ("monkey=1&turkey=2 at 10:30@office", "monkey=1&turkey=2 at 10:30@office"),
    ],
)
def test_secrets_in_texts_are_starred(text, shown):
    """Secrets inside addresses are starred, the rest stays."""
    assert logs.redact_text(text) == shown


def test_other_libraries_go_the_same_way(lines):
    """The standard library's logging comes out redacted too, the chatty ones only when it matters."""
    logging.getLogger("some.library").info("called %s", "https://a?access_token=abc")
    logging.getLogger("aiohttp.access").info("GET / 200")
    logging.getLogger("aiohttp.server").error("failed")

    assert [line["event"] for line in lines()] == ["called https://a?access_token=******", "failed"]


def test_tracebacks_are_redacted(lines):
    """An exception's text holds no secret either."""
    try:
        {}["https://a?key=s3cret"]
    except KeyError:
        structlog.get_logger().exception("It failed", action="a.b")
    (line,) = lines()

    assert "KeyError: 'https://a?key=******'" in line["exception"]


def test_terminal_lines_are_for_eyes(lines, capsys):
    """Without JSON a line is plain text, with its action and without secrets."""
    logs.configure(json=False)
    logs.log_message("a.b", "Something", token="s3cret")
    out = capsys.readouterr().out

    assert "Something" in out
    assert "action=a.b" in out
    assert "s3cret" not in out


def test_metrics_of_two_services_are_apart():
    """Each Metrics counts for itself, under the documented names."""
    one, other = Metrics(), Metrics()
    one.count_callback("work_app", "tap", "handled", 0.02)
    one.count_sending("message/send", "sent")
    one.count_refusal("message/send", 45009)
    one.show_outbox({"waiting": 2, "failed": 1})
    one.show_outbox({"waiting": 1})
    one.queue_waiting.set(5)
    body, content_type = one.render()
    page = body.decode().splitlines()

    assert content_type.startswith("text/plain")
    for line in (
        'zhijian_callbacks_total{channel="work_app",kind="tap",result="handled"} 1.0',
        'zhijian_callback_seconds_bucket{channel="work_app",le="0.025"} 1.0',
        'zhijian_sendings_total{api="message/send",result="sent"} 1.0',
        'zhijian_platform_refusals_total{api="message/send",code="45009"} 1.0',
        'zhijian_outbox{state="waiting"} 1.0',
        "zhijian_queue_waiting 5.0",
        "zhijian_failed_messages 0.0",
        "zhijian_directives_open 0.0",
        "zhijian_directory_age_seconds NaN",
    ):
        assert line in page
    assert [line for line in page if 'state="failed"' in line] == []
    assert b"work_app" not in other.render()[0]


def test_system_clock_is_in_the_office_zone():
    """The system's clock gives aware times in the zone it was made for, close to the machine's."""
    now = SystemClock(SHANGHAI).now()

    assert now.utcoffset() == timedelta(hours=8)
    assert abs(now.timestamp() - machine_seconds()) < 5


def test_controlled_clock_stands_until_set():
    """It stands still, keeps its zone, and takes times of any zone."""
    clock = ControlledClock(datetime(2026, 11, 24, 7, 30, tzinfo=SHANGHAI))
    clock.set(datetime(2026, 11, 24, 0, 30, tzinfo=UTC))

    assert clock.now().isoformat() == "2026-11-24T08:30:00+08:00"
    assert clock.now() is clock.now()


@pytest.mark.parametrize("at", [datetime(2026, 11, 24, 7, tzinfo=SHANGHAI), datetime(2026, 11, 25, 7)])
def test_controlled_clock_refuses(at):
    """It never goes back, and takes no naive time."""
    clock = ControlledClock(datetime(2026, 11, 24, 7, 30, tzinfo=SHANGHAI))
    with pytest.raises(ValueError):
        clock.set(at)

    assert clock.now().isoformat() == "2026-11-24T07:30:00+08:00"

"""The client against a small platform on loopback: what each fault means."""

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from bot.channels.api import Call, Dialer
from bot.channels.codes import CODES, error_of
from bot.channels.transport import Transport
from bot.errors import (
    Busy,
    Misconfigured,
    NoTarget,
    PlatformError,
    Refused,
    Throttled,
    TokenRefused,
    Unconfirmed,
    Unreachable,
)

SEND = "/cgi-bin/message/send"


def answering(**given):
    """Answer with this response."""

    async def answer(_request):
        return web.Response(**given)

    return answer


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-1, Busy),
        (45033, Busy),
        (45009, Throttled),
        (45011, Throttled),
        (81013, NoTarget),
        (82001, NoTarget),
        (60111, NoTarget),
        (42022, Refused),
        (60140, Refused),
        (60020, Misconfigured),
        (93000, Refused),
        (301002, TokenRefused),
        (987654, Refused),
    ],
)
async def test_codes(work_api, fake, code, kind):
    """A code is the error that says what can be done."""
    fake.tell(SEND, {"errcode": code, "errmsg": "no, hint: [123], from ip: 1.2.3.4"})
    with pytest.raises(PlatformError) as caught:
        await work_api.post(SEND, b"{}")

    assert (kind, code) == (type(caught.value), code)
    assert caught.value.cure
    assert 1 == len(fake.calls(SEND))


async def cut_off(request):
    """Break the connection after the request came in."""
    request.transport.close()
    return web.Response()


async def half(request):
    """Promise more than is sent."""
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"errcode":0')
    request.transport.close()
    return response


@pytest.mark.parametrize(
    "answer",
    [
        answering(text="<html>busy</html>", content_type="text/html"),
        answering(text="<html>busy</html>", status=502),
        answering(body=b""),
        answering(text='{"errcode":0', content_type="application/json"),
        answering(text="[]"),
        answering(text="{}"),
        answering(text='{"errcode":"0"}'),
        answering(text='{"errcode":true}'),
        answering(text='{"errcode":0}', status=500),
        answering(status=302, headers={"Location": "/elsewhere"}),
        answering(status=404, text="no"),
        cut_off,
        half,
    ],
)
async def test_no_clear_answer_is_unconfirmed(work_api, fake, answer):
    """What went out and was not answered clearly may have been done."""
    fake.tell(SEND, answer)
    with pytest.raises(Unconfirmed):
        await work_api.post(SEND, b"{}")

    assert 1 == len(fake.calls(SEND))
    assert [] == fake.calls("/elsewhere")


async def test_a_clear_refusal_goes_before_the_status(work_api, fake):
    """A 500 that says -1 is Busy: it was not done."""
    fake.tell(SEND, answering(text='{"errcode":-1,"errmsg":"system busy"}', status=500))

    with pytest.raises(Busy):
        await work_api.post(SEND, b"{}")


async def test_a_late_answer_is_unconfirmed(session, base, fake):
    """Beyond the time limit nobody knows."""

    async def never(_request):
        await fake.hold.wait()
        return web.Response()

    fake.tell("/slow", never)
    with pytest.raises(Unconfirmed):
        await Transport(session, base, total_s=0.05).fetch("POST", "/slow", body=b"{}")


async def test_no_connection_is_unreachable(session):
    """Where nobody listens nothing was sent."""
    with pytest.raises(Unreachable):
        await Transport(session, f"http://127.0.0.1:{unused_port()}").fetch("POST", "/x", body=b"{}")


async def test_a_closed_session_is_unreachable(session, base):
    """While the service stops nothing is sent any more."""
    await session.close()

    with pytest.raises(Unreachable):
        await Transport(session, base).fetch("GET", "/x")


async def test_a_long_answer_is_cut(session, base, fake):
    """An answer beyond the cap is not kept."""
    fake.tell("/big", answering(body=b"x" * 2000))

    with pytest.raises(Unconfirmed):
        await Transport(session, base).fetch("GET", "/big", cap=1999)
    assert 2000 == len((await Transport(session, base).fetch("GET", "/big", cap=2000)).body)


async def test_secrets_are_in_no_error(work_api, fake, session):
    """No error, nor what it came from, shows a token or a key."""
    fake.tell(SEND, cut_off)
    dead = Dialer(session, f"http://127.0.0.1:{unused_port()}")
    for call in (
        work_api.post(SEND, b"{}"),
        dead.make(Call("webhook", "/cgi-bin/webhook/send", b"{}", "SECRET-KEY")),
        dead.make(Call("response", "/cgi-bin/aibot/response", b"{}", "SECRET-URL")),
    ):
        with pytest.raises(PlatformError) as caught:
            await call
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
        assert "SECRET" not in f"{caught.value} {caught.value.cure}"
    assert "SECRET" not in repr(Call("webhook", "/p", b"", "SECRET"))


def test_every_code_of_the_sheet_has_a_class_and_a_cure():
    """The table covers what the platform is known to say, and each row helps somebody."""
    known = {
        -1,
        40001,
        40014,
        42001,
        45009,
        45011,
        45015,
        45033,
        45047,
        48001,
        60011,
        60020,
        60111,
        60140,
        81013,
    }
    known |= {82001, 86001, 86008, 93000, 301002, *range(42013, 42023), *range(42027, 42053)}

    assert known <= set(CODES)
    assert all(cure for _, cure in CODES.values())
    assert all(issubclass(kind, PlatformError) for kind, _ in CODES.values())
    assert "可信 IP" in error_of(60020).cure

"""The client against a small platform on loopback: what is sent."""

import json
from base64 import b64decode

import pytest
from aiohttp import web

from bot.channels.api import Call, Dialer
from bot.channels.codes import TOKEN_CODES
from bot.channels.directory_api import read_directory
from bot.channels.media import fetch_robot_media
from bot.errors import Busy, Misconfigured, Refused, TokenRefused, Unconfirmed

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
OK = {"errcode": 0, "errmsg": "ok"}
SEND = "/cgi-bin/message/send"


def answering(**given):
    """Answer with this response."""

    async def answer(_request):
        return web.Response(**given)

    return answer


async def test_post_bears_the_token_and_the_very_bytes(work_api, fake):
    """A post is UTF-8 JSON with the token in the query; the token is fetched once."""
    body = '{"touser":"甲"}'.encode()
    assert OK == await work_api.post(SEND, body)
    await work_api.post(SEND, body)

    assert [("POST", {"access_token": "SECRET-1"}, body)] * 2 == fake.calls(SEND)
    assert [("GET", {"corpid": "ww1", "corpsecret": "shh"}, b"")] == fake.calls("/cgi-bin/gettoken")


async def test_get_has_parameters(work_api, fake):
    """A question has the token and its own parameters."""
    await work_api.get("/cgi-bin/user/get", {"userid": "a"})

    assert [("GET", {"access_token": "SECRET-1", "userid": "a"}, b"")] == fake.calls("/cgi-bin/user/get")


@pytest.mark.parametrize("code", sorted(TOKEN_CODES))
async def test_one_refresh_and_one_repeat(work_api, fake, code):
    """A refused token is fetched anew once, and the same bytes go again."""
    fake.tell(SEND, {"errcode": code, "errmsg": "bad token"}, OK)

    assert OK == await work_api.post(SEND, b'{"a":1}')
    assert [
        ("POST", {"access_token": "SECRET-1"}, b'{"a":1}'),
        ("POST", {"access_token": "SECRET-2"}, b'{"a":1}'),
    ] == fake.calls(SEND)


async def test_a_token_refused_for_ever_costs_two_calls(work_api, fake):
    """After one repeat it is TokenRefused, and no more is asked."""
    fake.tell(SEND, {"errcode": 40014, "errmsg": "bad token"})
    with pytest.raises(TokenRefused) as caught:
        await work_api.post(SEND, b"{}")

    assert 40014 == caught.value.code
    assert (2, 2) == (len(fake.calls(SEND)), len(fake.calls("/cgi-bin/gettoken")))


async def test_a_bad_secret_is_asked_once(work_api, fake):
    """A 40001 of gettoken itself is no reason to try again."""
    fake.tell("/cgi-bin/gettoken", {"errcode": 40001, "errmsg": "invalid credential"})
    for _ in range(3):
        with pytest.raises(TokenRefused):
            await work_api.post(SEND, b"{}")

    assert (1, 0) == (len(fake.calls("/cgi-bin/gettoken")), len(fake.calls(SEND)))


@pytest.mark.parametrize(
    "answer", [answering(text="<html>", status=502), answering(body=b""), {"errcode": 0}]
)
async def test_without_a_token_nothing_was_sent(work_api, fake, answer):
    """A token that does not come is Busy, never Unconfirmed: the message stayed here."""
    fake.tell("/cgi-bin/gettoken", answer)
    with pytest.raises(Busy):
        await work_api.post(SEND, b"{}")

    assert [] == fake.calls(SEND)


async def test_dialer_calls_each_api(session, base, fake, work_api, official_api):
    """A Call goes where it says: with a token, with a key, to its own address."""
    dialer = Dialer(session, base, work=work_api, officials={"city": official_api})
    for call in (
        Call("work", SEND, b'"w"'),
        Call("official", "/cgi-bin/message/custom/send", b'"o"', "city"),
        Call("webhook", "/cgi-bin/webhook/send", b'"h"', "KEY"),
        Call("response", "response_url", b'"r"', base + "/cgi-bin/aibot/response?response_code=RC"),
    ):
        assert OK == await dialer.make(call)

    assert [("POST", {"access_token": "SECRET-1"}, b'"w"')] == fake.calls(SEND)
    assert [("POST", {"access_token": "SECRET-2"}, b'"o"')] == fake.calls("/cgi-bin/message/custom/send")
    assert [("POST", {"key": "KEY"}, b'"h"')] == fake.calls("/cgi-bin/webhook/send")
    assert [("POST", {"response_code": "RC"}, b'"r"')] == fake.calls("/cgi-bin/aibot/response")


async def test_dialer_without_credentials(session, base):
    """What is not set up is Refused."""
    for api in ("work", "official"):
        with pytest.raises(Refused):
            await Dialer(session, base).make(Call(api, "/x", b"{}", "city"))


async def test_stable_token(official_api, fake):
    """The official account uses stable_token; a new one is forced only where the refused one comes back."""
    path = "/cgi-bin/message/custom/send"
    same = {"access_token": "SAME", "expires_in": 7200}
    fake.tell("/cgi-bin/stable_token", same, same, {"access_token": "NEW", "expires_in": 7200})
    fake.tell(path, {"errcode": 40001, "errmsg": "x"}, {})
    assert {} == await official_api.post(path, b"{}")

    assert [False, False, True] == [
        json.loads(body)["force_refresh"] for _, _, body in fake.calls("/cgi-bin/stable_token")
    ]
    assert {
        "grant_type": "client_credential",
        "appid": "wx1",
        "secret": "shh",
        "force_refresh": False,
    } == json.loads(fake.calls("/cgi-bin/stable_token")[0][2])
    assert ["SAME", "NEW"] == [query["access_token"] for _, query, _ in fake.calls(path)]


async def test_upload(work_api, fake):
    """A file goes up as multipart `media` with its name, and comes back as a media_id."""
    fake.tell("/cgi-bin/media/upload", {**OK, "type": "file", "media_id": "M1"})
    assert "M1" == await work_api.upload("file", '全文"1".txt', b"123456")
    (method, query, body), *_ = fake.calls("/cgi-bin/media/upload")

    assert ("POST", "file") == (method, query["type"])
    assert 'name="media"; filename="全文1.txt"'.encode() in body
    assert b"123456" in body


@pytest.mark.parametrize("data", [b"12345", b"x" * (20 * 1024 * 1024 + 1)])
async def test_files_the_platform_refuses_are_not_sent(work_api, fake, data):
    """Under 6 bytes or over 20 MB it is Refused here."""
    with pytest.raises(Refused):
        await work_api.upload("file", "a", data)
    assert [] == fake.asked


async def test_download(work_api, fake):
    """A file comes as its bytes; an error in JSON is an error; a refused token is refreshed."""
    fake.tell(
        "/cgi-bin/media/get",
        {"errcode": 42001, "errmsg": "expired"},
        answering(body=b"\x89PNG", content_type="image/png"),
        {"errcode": 40007, "errmsg": "invalid media_id"},
        answering(body=b'{"a":1}', content_type="application/octet-stream"),
        answering(body=b"x" * 11),
    )

    assert b"\x89PNG" == (await work_api.download("M1")).data
    with pytest.raises(Refused):
        await work_api.download("M1")
    assert b'{"a":1}' == (await work_api.download("M1")).data
    with pytest.raises(Unconfirmed):
        await work_api.download("M1", cap=10)


async def test_directory(work_api, fake):
    """Departments and members are read once each; userids come in lower case."""
    fake.tell(
        "/cgi-bin/department/list", {**OK, "department": [{"id": 1, "name": "镇"}, {"id": 2, "name": "办"}]}
    )

    async def members(request):
        lists = {
            "1": [{"userid": "Zhao", "name": "赵"}],
            "2": [{"userid": "zhao", "name": "赵"}, {"userid": "Qian"}],
        }
        return web.json_response({**OK, "userlist": lists[request.query["department_id"]]})

    fake.tell("/cgi-bin/user/list", members)
    departments, people = await read_directory(work_api)

    assert [1, 2] == [each["id"] for each in departments]
    assert [{"userid": "zhao", "name": "赵"}, {"userid": "qian"}] == people


async def test_half_a_directory_is_none(work_api, fake):
    """If one department cannot be read, nothing is given."""
    fake.tell("/cgi-bin/department/list", {**OK, "department": [{"id": n} for n in range(9)]})
    fake.tell("/cgi-bin/user/list", {**OK, "userlist": []}, {"errcode": 60011, "errmsg": "no privilege"})
    with pytest.raises(Misconfigured):
        await read_directory(work_api)
    fake.tell("/cgi-bin/department/list", OK)
    with pytest.raises(Unconfirmed):
        await read_directory(work_api)


async def test_robot_media(session, base, fake, aibot):
    """A medium is fetched without a token and deciphered with the callback's key."""
    sealed = aibot.encrypt_raw(b"picture" + bytes([25]) * 25)
    fake.tell("/m", answering(body=b64decode(sealed)), answering(body=b"x" * 32), answering(status=403))
    assert b"picture" == (await fetch_robot_media(session, base + "/m", KEY)).data
    for _ in range(2):
        with pytest.raises(Refused):
            await fetch_robot_media(session, base + "/m", KEY)
    with pytest.raises(Refused):
        await fetch_robot_media(session, "URL", KEY)
    fake.tell("/m", answering(status=500), answering(body=b"x" * 6400))
    for _ in range(2):
        with pytest.raises(Unconfirmed):
            await fetch_robot_media(session, base + "/m", KEY, cap=3200)

    assert {} == fake.calls("/m")[0][1]

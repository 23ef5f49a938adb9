"""Bad input at every door: exactly the answer docs/http.md names, no effect, no traceback, never a 5xx."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import replace
from typing import Any

import pytest

MB = 1024 * 1024
DOORS = ("app", "robot", "city", "compat", "plain")
ON_SQLITE = pytest.mark.parametrize("ready_url", ["sqlite"], indirect=True)
"""What never reaches a database needs no second one."""
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.fixture
def changes(three_accounts) -> dict[str, object]:
    """Have an official account in each mode."""
    return {"official_accounts": three_accounts}


def forged(door) -> dict[str, tuple[Any, int]]:
    """Give requests whose query is wrong, each with its status."""
    good, name = door.good(), door.signature
    wrong = "0" * 40
    return {
        "wrong signature": (good.with_query(**{name: wrong}), 403),
        "signature not of ASCII": (good.with_query(**{name: "é" * 40}), 403),
        "no signature": (good.with_query(**{name: None}), 400),
        "empty signature": (good.with_query(**{name: ""}), 400),
        "no timestamp": (good.with_query(timestamp=None), 400),
        "timestamp in words": (good.with_query(timestamp="now"), 400),
        "timestamp in Arabic digits": (good.with_query(timestamp="١٧٠٠٠٠٠٠٠٠"), 400),
        "timestamp of 400 digits": (good.with_query(timestamp="1" * 400), 400),
        "another timestamp": (good.with_query(timestamp=str(int(time.time()) - 1)), 403),
        "no nonce": (good.with_query(nonce=None), 400),
        "nonce with NUL": (good.with_query(nonce="a\0b"), 400),
        "another nonce": (good.with_query(nonce="x"), 403),
        "two nonces": (replace(good, query=[*good.query, ("nonce", "x")]), 400),
        "no query": (replace(good, query=[]), 400),
        "signed long ago": (door.good(at=time.time() - 1000), 403),
        "signed in the future": (door.good(at=time.time() + 1000), 403),
        "signed before 1970": (door.good(at=-5), 403),
    }


def malformed(door) -> dict[str, tuple[Any, int]]:
    """Give requests whose envelope is wrong, each with its status."""
    good = door.good()
    deep = b"[" * 50_000 if door.is_json else b"<xml>" + b"<a>" * 50_000
    bodies = {
        "empty": b"",
        "white": b" \n ",
        "cut": good.body[:-10],
        "cut in the middle": good.body[: len(good.body) // 2],
        "invalid UTF-8": good.body[:-7] + b"\xff\xfe" + good.body[-7:],
        "NUL": good.body[:-7] + b"\0" + good.body[-7:],
        "deep": deep,
        "another root": b"<html><body>hello</body></html>",
        "a list": b"[1,2]",
        "a word": b'"x"',
        "twice": good.body * 2,
        "doctype": LAUGHS + good.body,
        "entities": LAUGHS + b"<xml><Encrypt>&b;</Encrypt></xml>",
        "external": b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + good.body,
    }
    cases = {f"body {name}": (replace(good, body=body), 400) for name, body in bodies.items()}
    for name in ("gzip", "deflate"):
        cases[f"not {name}"] = (replace(good, headers={"Content-Encoding": name}), 400)
    return cases | {
        "form before signature": (replace(good, body=b"x").with_query(**{door.signature: "0" * 40}), 400),
        "size before form": (replace(good, body=b"x" * (MB + 1)), 413),
        "size before signature": (
            replace(good, body=b"x" * (MB + 1)).with_query(**{door.signature: "0" * 40}),
            413,
        ),
        "too large and rightly signed": (replace(good, body=good.body + b" " * MB), 413),
    }


def enciphered(door) -> dict[str, tuple[Any, int]]:
    """Give requests whose cipher or content is wrong though signed rightly, each with its status."""
    odd = door.envelope("x")

    def sealed(text: str) -> Any:
        return door.signed(door.envelope(text), text)

    whole = door.seal(door.plain)
    missing = 32 - (20 + len(door.plain) + len(door.receive_id)) % 32
    inside = {
        "nothing": b"",
        "words": "你好".encode(),
        "half": door.plain[: len(door.plain) // 2],
        "invalid UTF-8": door.plain[:-6] + b"\xff" + door.plain[-6:],
        "doctype": LAUGHS + door.plain,
        "entities": LAUGHS + b"<xml><Content>&b;</Content></xml>",
        "deep": b'{"a":' * 40_000 + b"1" + b"}" * 40_000 if door.is_json else b"<xml>" + b"<a>" * 40_000,
        "a list": b"[]",
        "infinite": b'{"msgid": NaN, "n": 1e999}',
        "wrong types": b'{"msgtype": 5, "from": [], "msgid": {}}'
        if door.is_json
        else b"<xml><FromUserName><a>1</a></FromUserName><MsgType><b>2</b></MsgType></xml>",
    }
    cases = {f"inside {name}": (door.good(body), 400) for name, body in inside.items()}
    return cases | {
        "another receiver": (door.good(receive_id=b"somebody"), 400),
        "no length": (door.good(length=b"\xff\xff\xff\xff"), 400),
        "a short length": (door.good(length=b"\0\0\0\1"), 400),
        "padding of 0": (door.good(pad=b"\0" * missing), 400),
        "no Base64": (sealed("@@@@"), 400),
        "half a block": (sealed("QUJD"), 400),
        "empty cipher": (sealed(""), 400),
        "cut cipher": (sealed(whole[:-44]), 400),
        "cipher with a line end": (sealed(whole[:8] + "\n" + whole[8:]), 400),
        "no cipher in it": (door.signed(b"{}" if door.is_json else b"<xml></xml>", ""), 400),
        "a cipher of another type": (
            door.signed(
                b'{"encrypt": 5}' if door.is_json else b"<xml><Encrypt><a>x</a></Encrypt></xml>", "5"
            ),
            400,
        ),
        "two ciphers": (
            door.signed(odd[:-1] + b', "encrypt": 5}' if door.is_json else odd[:-6] + odd[5:], "x"),
            400,
        ),
    }  # fmt: skip


async def test_bad_input_is_refused_with_its_status_and_without_any_effect(examiner, no_traceback) -> None:
    """Size 413, form 400, signature 403, cipher and content 400; nothing changes, no traceback."""
    cases: dict[str, tuple[Any, int]] = {}
    for name in DOORS:
        door = examiner.doors[name]
        some = forged(door) | malformed(door) | ({} if name == "plain" else enciphered(door))
        cases |= {f"{name}: {case}": told for case, told in some.items()}
    before, got = await examiner.picture(), {}
    for case, (post, _) in cases.items():
        got[case] = (await examiner.post(post))[0]
    no_traceback()

    assert {case: status for case, (_, status) in cases.items()} == got
    assert before == await examiner.picture()


async def test_the_platforms_own_request_is_taken(examiner, no_traceback) -> None:
    """What all the bad ones were made from is answered 200, also at exactly 1 MB."""
    got = []
    for name in DOORS:
        good = examiner.doors[name].good()
        got.append((await examiner.post(good))[0])
        filled = replace(good, body=good.body + b" " * (MB - len(good.body)))
        got.append((await examiner.post(filled))[0])
    no_traceback()

    assert [200] * 10 == got


@ON_SQLITE
async def test_a_right_signature_of_another_time_tells_that_the_clocks_differ(examiner, no_traceback) -> None:
    """The log says so, with the seconds; a wrong signature of another time does not."""
    no_traceback()
    for name, off in itertools.product(DOORS, (-1000, 1000)):
        post = examiner.doors[name].good(at=time.time() + off)
        await examiner.post(post)
        await examiner.post(post.with_query(**{examiner.doors[name].signature: "0" * 40}))
    lines = [line for line in no_traceback() if line.get("action") == "callback.refused"]
    told = [round(line["skew_s"], -2) for line in lines if "clocks" in line["event"]]

    assert ["clocks" in line["event"] for line in lines] == [True, False] * 10
    assert [1000, -1000] * 5 == told


@ON_SQLITE
async def test_a_body_without_a_length_is_cut_off_at_one_megabyte(examiner, no_traceback) -> None:
    """A chunked body that is too large is 413, right signature or wrong; a small one is taken."""
    door = examiner.doors["app"]

    async def chunks(body: bytes) -> Any:
        for start in range(0, len(body), 60_000):
            yield body[start : start + 60_000]

    async def status(post: Any) -> int:
        url = examiner.town.url + post.path
        async with examiner.session.post(url, params=post.query, data=chunks(post.body)) as response:
            return int(response.status)

    good = door.good()
    large = replace(good, body=good.body + b" " * MB)

    assert [200, 413, 413] == [
        await status(good),
        await status(large),
        await status(large.with_query(msg_signature="0" * 40)),
    ]
    no_traceback()


async def raw(url: str, head: str, body: bytes = b"") -> bytes:
    """Send bytes as they are and give the answer's first line; empty where the connection was closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rsplit(":", 1)[1]))
    writer.write(head.encode("latin-1") + body)
    writer.write_eof()
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return line


@ON_SQLITE
async def test_what_is_hardly_http_is_refused_too(examiner, no_traceback) -> None:
    """Bytes in the query, a body that ends early, wrong chunks, a strange length: 4xx or nothing at all."""
    start, url = "POST /webhook/work/app{} HTTP/1.1\r\nHost: x\r\n", examiner.town.url
    before = await examiner.picture()
    one, chunked = "Content-Length: 1\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"
    requests = [
        ("?nonce=\xff\xfe&timestamp=%ff%fe&msg_signature=%00", one, b"x"),
        ("?a=%zz&&&=&%", one, b"x"),
        ("", "Content-Length: 500\r\n\r\n", b"<xml>"),
        ("", chunked, b"zz\r\nabc\r\n0\r\n\r\n"),
        ("", chunked, b"5\r\nab"),
        ("", "Content-Length: -1\r\n\r\n", b""),
        ("", f"Content-Length: {'9' * 40}\r\n\r\n", b"x"),
        ("", f"Content-Encoding: br\r\n{one}", b"x"),
        ("", f"Content-Type: text/xml; charset=none\r\n{one}", b"x"),
    ]
    got = [await raw(url, start.format(query) + head, body) for query, head, body in requests]
    no_traceback()

    assert [] == [line for line in got if line and not line.startswith(b"HTTP/1.1 4")]
    assert before == await examiner.picture()


@ON_SQLITE
async def test_wrong_methods_and_unknown_accounts(examiner, no_traceback) -> None:
    """What is no door is 404, and a door knows GET and POST alone."""
    door = examiner.doors["app"]
    good = door.good()
    methods = ("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
    got = [(await examiner.post(good, method))[0] for method in methods]
    paths = ("/webhook/official/nobody", "/webhook/official/", "/webhook/work/other", "/webhook")
    paths += ("/webhook/official/city/x", "/webhook/official/%2e%2e", "/webhook/official/ci%00ty")
    missing = [(await examiner.post(replace(good, path=path)))[0] for path in paths]
    no_traceback()

    assert [405] * len(methods) == got
    assert [404] * len(paths) == missing


@ON_SQLITE
async def test_the_url_check_answers_the_echo_alone(examiner, no_traceback) -> None:
    """A right GET gives the echo, deciphered at WeCom's doors; a wrong one its 400 or 403."""
    for name in DOORS:
        await check_echo(examiner, examiner.doors[name], work=name in {"app", "robot"})
    no_traceback()


async def check_echo(examiner, door, *, work: bool) -> None:
    """Try the URL check of one door, rightly and wrongly."""
    echo = door.seal(b"echo-1") if work else "echo-1"
    post = door.signed(b"", echo) if work else replace(door, name="plain").signed(b"")
    right = post.with_query(echostr=echo)
    alien = door.seal(b"echo-1", receive_id=b"alien")
    wrong = [
        right.with_query(echostr=None),
        right.with_query(nonce="x"),
        right.with_query(timestamp="x"),
        right.with_query(echostr=""),
    ]
    wanted = [400, 403, 400, 400]
    if work:
        wrong.append(door.signed(b"", alien).with_query(echostr=alien))
        wrong.append(door.signed(b"", "a").with_query(echostr="a"))
        wanted += [400, 400]
    got = [(await examiner.post(each, "GET"))[0] for each in wrong]

    assert (200, b"echo-1") == await examiner.post(right, "GET")
    assert wanted == got

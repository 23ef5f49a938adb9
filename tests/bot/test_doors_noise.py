"""Noise at every door, and at the clock's: refused or ignored, never a 5xx."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DOORS = ("app", "robot", "city", "compat", "plain")
ON_SQLITE = pytest.mark.parametrize("ready_url", ["sqlite"], indirect=True)
"""What never reaches a database needs no second one."""


@pytest.fixture
def changes(three_accounts) -> dict[str, object]:
    """Have an official account in each mode."""
    return {"official_accounts": three_accounts}


NOISE = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(str.encode),
    st.recursive(
        st.none() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["msgid", "msgtype", "from", "event", "text", "quote"]), inner)
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode()),
    st.lists(
        st.sampled_from(
            ["<xml>", "</xml>", "<MsgType>", "</MsgType>", "event", "text", "<![CDATA[", "]]>", "&#0;"]
        )
    ).map(lambda parts: "".join(parts).encode()),
)


async def test_noise(examiner, no_traceback) -> None:
    """Any bytes as a body or inside the cipher, and any query: 200, 400 or 403, and nothing is issued."""
    door_names = st.sampled_from(DOORS)
    loop = asyncio.get_running_loop()
    shown: set[int] = set()

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(door_names, NOISE, st.sampled_from(["body", "inside", "query"]), st.text(max_size=20))
    def play(name: str, noise: bytes, where: str, word: str) -> None:
        door = examiner.doors[name]
        post = door.good(noise) if where == "inside" else replace(door.good(), body=noise)
        if where == "query":
            word = word.encode("utf-8", "ignore").decode()
            post = door.good().with_query(nonce=word, timestamp=word)
        shown.add(asyncio.run_coroutine_threadsafe(examiner.post(post), loop).result(10)[0])

    before = await examiner.picture()
    await asyncio.to_thread(play)
    no_traceback()
    after = await examiner.picture()

    assert shown <= {200, 400, 403}
    assert {name: rows for name, rows in before.items() if name != "seen"} == {
        name: rows for name, rows in after.items() if name != "seen"
    }


ADVANCES = (
    b"", b"x", b"[]", b"{}", b'{"seconds": "5"}', b'{"seconds": true}', b'{"seconds": -1}',
    b'{"seconds": NaN}', b'{"seconds": 1e999}', b'{"seconds": null}', b'{"seconds": ' + b"9" * 400 + b"}",
    b"[" * 100_000, b"\xff\xfe",
)  # fmt: skip


@ON_SQLITE
async def test_bad_advances_and_tokens_are_refused(examiner, no_traceback) -> None:
    """The clock takes seconds within a year from who bears the token; all else is 400 or 401."""
    url, token = examiner.town.url + "/clock/advance", examiner.town.box.world.api_token
    right = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=nonsense"}

    async def status(body: bytes, headers: dict[str, str]) -> int:
        async with examiner.session.post(url, data=body, headers=headers) as response:
            return int(response.status)

    strangers = ({}, {"Authorization": "Bearer x"}, {"Authorization": token}, {"Authorization": "Bearer é"})

    assert [400] * len(ADVANCES) == [await status(body, right) for body in ADVANCES]
    assert [401] * 4 == [await status(b'{"seconds": 1}', headers) for headers in strangers]
    assert 200 == await status(b'{"seconds": 0}', right)
    no_traceback()

"""Tokens, the directory and unknown paths."""

from __future__ import annotations

import pytest
from platform_client import Client

from sandbox.app import Sandbox


@pytest.fixture
def client(box: Sandbox) -> Client:
    """Make a client without a token."""
    return Client(box)


async def test_the_token_is_the_same_while_valid(client: Client) -> None:
    """Gettoken twice gives one token."""
    await client.log_in()
    first = client.token
    await client.log_in()

    assert first == client.token


async def test_a_wrong_secret_is_40001(client: Client, box: Sandbox) -> None:
    """The documented code of a wrong secret."""
    answer = await client.get("gettoken", corpid=box.world.corp_id, corpsecret="no")

    assert answer["errcode"] == 40001


@pytest.mark.parametrize(("expired", "code"), [(False, 40014), (True, 42001)])
async def test_a_killed_token_is_refused(client: Client, box: Sandbox, expired: bool, code: int) -> None:
    """A token may end before its time; a new one then works."""
    await client.log_in()
    box.kill_token(expired=expired)
    refused = await client.get("department/list")
    await client.log_in()
    taken = await client.get("department/list")

    assert (code, 0) == (refused["errcode"], taken["errcode"])


async def test_no_token_is_41001(client: Client) -> None:
    """A call without a token."""
    assert (await client.get("department/list"))["errcode"] == 41001


async def test_an_unknown_path_answers_in_errcode_style(client: Client) -> None:
    """Unknown paths are 40066, a wrong method 43001 or 43002."""
    unknown = await client.get("no/such")
    method = await client.get("message/send")

    assert (unknown["errcode"], method["errcode"]) == (40066, 43002)


async def test_stable_token_is_kept_and_forced(client: Client, box: Sandbox) -> None:
    """stable_token gives the same until it is forced; the forced one ends the last."""
    account = box.world.accounts["city"]
    ask = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret}
    first = await client.post("stable_token", ask)
    second = await client.post("stable_token", ask)
    forced = await client.post("stable_token", ask | {"force_refresh": True})
    client.token = str(first["access_token"])
    refused = await client.get("getcallbackip")

    assert (first["access_token"], 40014) == (second["access_token"], refused["errcode"])
    assert first["access_token"] != forced["access_token"]


async def test_the_directory_has_the_platforms_fields(client: Client, box: Sandbox) -> None:
    """department/list knows leaders but no aliases; user/list does not go down and gives no mobile."""
    await client.log_in()
    units = (await client.get("department/list", id="10"))["department"]
    people = (await client.get("user/list", department_id="11"))["userlist"]

    assert [unit["id"] for unit in units] == [10, 11, 12, 13, 14]
    assert {"id", "name", "name_en", "department_leader", "parentid", "order"} == set(units[0])
    assert [person["userid"] for person in people] == ["weiguo", "zhangwei2"]
    assert "mobile" not in people[0]
    assert (people[0]["is_leader_in_dept"], people[0]["main_department"], people[0]["status"]) == ([1], 11, 1)


async def test_open_userids_are_turned_back(client: Client, box: Sandbox) -> None:
    """An id that is plain already, or in letters of another case, comes back as invalid."""
    await client.log_in()
    sealed = box.world.open_id("weiguo")
    asked = [sealed, "zhaoming", sealed.swapcase()]
    answer = await client.post("batch/openuserid_to_userid", {"open_userid_list": asked})

    assert answer["userid_list"] == [{"open_userid": sealed, "userid": "weiguo"}]
    assert answer["invalid_open_userid_list"] == asked[1:]

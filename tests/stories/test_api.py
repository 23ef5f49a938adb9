"""The HTTP API, its own description, and the state of the process."""

from __future__ import annotations

from typing import Any

import pytest

TASK = "加急 请李四今天17点前报送材料"
CODE = "Z20261124-001"


def problems(value: Any, schema: dict[str, Any], root: dict[str, Any], place: str = "") -> list[str]:
    """Judge a value by as much of JSON Schema as our own description uses."""
    import re

    if "$ref" in schema:
        return problems(value, root["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], root, place)
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{place}: {value!r}"]
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(type(value) is kinds[name] for name in types):
        return [f"{place}: {value!r} is no {types}"]
    if value is None:
        return []
    wrong = [f"{place}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    if "pattern" in schema and not re.search(schema["pattern"], value):
        wrong.append(f"{place}: {value!r}")
    if isinstance(value, dict) and "properties" in schema:
        wrong += [f"{place}: {name} is not described" for name in value if name not in schema["properties"]]
        for name, below in schema["properties"].items():
            wrong += problems(value[name], below, root, f"{place}/{name}") if name in value else []
    if isinstance(value, list):
        wrong += [line for one in value for line in problems(one, schema["items"], root, f"{place}[]")]
    return wrong


async def whole_loop(town) -> None:
    """Play one directive through, so that every field is filled."""
    await town.say("zhaoming", "加急 请李四牵头、王五配合,今天17点前报送材料")
    await town.box.expect_all(["lisi", "wangwu"])
    await town.app("lisi", f"{CODE} 已完成,共3份")
    await town.box.expect("zhaoming", "李四反馈")
    await town.say("zhaoming", f"{CODE} 同意办结")
    await town.say("chujing", f"{CODE} 同意办结")


async def test_described_as_it_is(town) -> None:
    """What the API gives is what its description says, no field more or less."""
    await whole_loop(town)
    status, document = await town.get("/api/v1/openapi.json")
    paths = {
        "/api/v1/directives": "/api/v1/directives?limit=1",
        "/api/v1/directives/{code}": f"/api/v1/directives/{CODE.lower()}",
    }

    assert 200 == status
    assert sorted(paths) == sorted(path for path in document["paths"] if "/requests" not in path)
    for path, url in paths.items():
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]

        assert [] == problems((await town.get(url))[1], schema, document)


async def test_one_directive(town) -> None:
    """A directive has its shares with their reports and its whole history."""
    await whole_loop(town)
    found = await town.directive()
    share = found["assignments"][0]

    assert ("lisi", 2, "lead", "accepted") == tuple(
        share[k] for k in ("assignee", "department", "role", "state")
    )
    assert [{"at": "2026-11-24T07:30:00+08:00", "text": "已完成,共3份", "attachments": 0}] == share[
        "feedback"
    ]
    assert ["issued", "acknowledged", "reported", "accepted", "refused"] == [
        h["action"] for h in found["history"]
    ]


async def test_pages(town) -> None:
    """A list comes in pages, newest first; `next` goes on where the page ended and is null at the end."""
    for _ in range(5):
        await town.app("zhaoming", TASK)
    town.box.ignore_rest()
    seen, path = [], "/api/v1/directives?limit=2&state=open"
    while True:
        page = (await town.get(path))[1]
        seen.append([item["code"][-3:] for item in page["items"]])
        if page["next"] is None:
            break
        path = f"/api/v1/directives?limit=2&state=open&cursor={page['next']}"
    await town.box.settle()
    town.box.ignore_rest()

    assert [["005", "004"], ["003", "002"], ["001"]] == seen
    assert [] == (await town.get("/api/v1/directives?state=closed"))[1]["items"]


async def test_refusals(town) -> None:
    """401 without or with a wrong token, 400 for wrong parameters, 404 for a code nobody has."""
    paths = ["/api/v1/directives", f"/api/v1/directives/{CODE}", "/api/v1/openapi.json"]
    wrong = [
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=1.5",
        f"limit={'9' * 5000}",
        "limit=%C2%B2",
        "state=done",
        "cursor=!!",
        "cursor=e30",
        "cursor=bnVsbA",
    ]

    assert [401] * 3 == [(await town.get(path, {}))[0] for path in paths]
    assert [401] * 3 == [(await town.get(path, {"Authorization": "Bearer x"}))[0] for path in paths]
    assert [400] * len(wrong) == [(await town.get(f"/api/v1/directives?{query}"))[0] for query in wrong]
    assert [404, 404] == [
        (await town.get(f"/api/v1/directives/{code}"))[0] for code in ("Z20261124-999", "x")
    ]


@pytest.mark.parametrize("changes", [{"api": {"token": None}}])
async def test_no_token_no_api(town) -> None:
    """Without a token in the settings there is no API."""
    assert [404, 404] == [
        (await town.get(path))[0] for path in ("/api/v1/directives", "/api/v1/openapi.json")
    ]
    await town.stop()


async def test_state_of_the_process(town) -> None:
    """Alive, ready, and the figures."""
    await whole_loop(town)
    figures = (await town.get("/metrics", {}))[1]

    assert 200 == (await town.get("/healthz", {}))[0]
    assert (200, {"status": "ready", "reasons": []}) == await town.get("/readyz", {})
    assert "message.answered" not in figures
    assert "zhijian" in figures

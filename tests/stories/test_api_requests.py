"""The HTTP API of requests: what it gives is what its description says, masked, in pages."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.exporting import exported, wish_of
from tests.stories.citizens import WATER, citizen, comes, openid
from tests.stories.test_api import problems

PHONE = "13812345678"
CODE = "S20261124-0001"

pytestmark = pytest.mark.parametrize("changes", [WATER])


async def answered(town) -> str:
    """Play one request through to its answer."""
    code = await comes(town, f"幸福小区停水三天了，请联系{PHONE}", phone=PHONE, name="张三丰", may_call=True)
    await town.box.advance(3600)
    await town.box.expect("zhengjun", code)
    await town.app("zhengjun", f"{code} 水管已修好，下午恢复供水")
    await town.box.advance(900)
    await town.box.settle()
    town.box.ignore_rest()
    return code


async def test_described_as_it_is(town) -> None:
    """What the API gives is what its description says, no field more or less; nothing personal is in it."""
    code = await answered(town)
    document = (await town.get("/api/v1/openapi.json"))[1]
    paths = {
        "/api/v1/requests": "/api/v1/requests?limit=1",
        "/api/v1/requests/{code}": f"/api/v1/requests/{code.lower()}",
    }
    for path, url in paths.items():
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        found = (await town.get(url))[1]

        assert [] == problems(found, schema, document)
        assert PHONE not in json.dumps(found, ensure_ascii=False)
        assert "张三丰" not in json.dumps(found, ensure_ascii=False)


async def test_one_request(town) -> None:
    """A request has its office, its masked telephone, its answer and its whole history."""
    code = await answered(town)
    found = (await town.get(f"/api/v1/requests/{code}"))[1]

    assert CODE == found["code"]
    assert ("help", "供水", "138****5678") == (found["kind"], found["category"], found["phone"])
    assert {"department": 5, "assignee": "zhengjun"} == found["office"]
    assert "水管已修好" in found["answer"]
    assert None is found["rating"]
    assert ["received", "handed"] == [move["action"] for move in found["history"]][:2]
    assert [] == (await town.get("/api/v1/directives"))[1]["items"]


async def test_pages_and_filters(town) -> None:
    """A list comes in pages, newest first, of one state and one kind where that is asked for."""
    number = await citizen(town, openid(town))
    for text in ("竹里村的桥栏杆断了", "红旗村想建一个篮球场", "顺交社区的老人食堂很好"):
        await comes(town, text, kind="suggestion" if "想" in text else "help", citizen=number)
    await town.box.advance(3600)
    town.box.ignore_rest()
    first = (await town.get("/api/v1/requests?limit=2"))[1]
    second = (await town.get(f"/api/v1/requests?limit=2&cursor={first['next']}"))[1]
    kinds = (await town.get("/api/v1/requests?kind=suggestion"))[1]["items"]

    assert ["0003", "0002"] == [item["code"][-4:] for item in first["items"]]
    assert (["0001"], None) == ([item["code"][-4:] for item in second["items"]], second["next"])
    assert ["0002"] == [item["code"][-4:] for item in kinds]
    assert [] == (await town.get("/api/v1/requests?state=answered"))[1]["items"]


async def test_refusals(town) -> None:
    """401 without or with a wrong token, 400 for wrong parameters, 404 for a code nobody has."""
    paths = ["/api/v1/requests", f"/api/v1/requests/{CODE}"]
    wrong = ["limit=0", "limit=201", "state=open", "kind=task", "cursor=!!"]

    assert [401] * 2 == [(await town.get(path, {}))[0] for path in paths]
    assert [401] * 2 == [(await town.get(path, {"Authorization": "Bearer x"}))[0] for path in paths]
    assert [400] * len(wrong) == [(await town.get(f"/api/v1/requests?{query}"))[0] for query in wrong]
    assert [404, 404] == [(await town.get(f"/api/v1/requests/{code}"))[0] for code in (CODE, "x")]


async def test_exported(town, tmp_path: Path) -> None:
    """An export has the request, masked, with its moves and the proof of both histories."""
    code = await answered(town)
    path = tmp_path / "a.xlsx"
    await town.stop()
    done = await exported(town.config, wish_of([code], None, None), path, lambda _done, _all: None)
    with closing(load_workbook(path)) as book:
        cells = {name: list(book[name].values) for name in book.sheetnames}
    await town.start()

    assert () == done.broken
    assert "138****5678" in str(cells["诉求"][1])
    assert PHONE not in str(cells)
    assert "张三丰" not in str(cells)
    assert ["收到", "转办"] == [row[5] for row in cells["诉求经过"][1:3]]
    assert [(code, "通过")] * 2 == [row[:2] for row in cells["校验"][1:]]


async def test_a_key_that_is_gone_costs_no_page(town) -> None:
    """What cannot be deciphered any more shows no number; the request and its page are there all the same."""
    await answered(town)
    storage = town.service.storage
    await storage.rows(storage.main, "UPDATE request SET sealed = 'ffffff.AAAA'")
    status, page = await town.get("/api/v1/requests")

    assert (200, [(CODE, None)]) == (status, [(one["code"], one["phone"]) for one in page["items"]])

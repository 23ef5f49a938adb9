"""Who a citizen is stands nowhere in plain: no log, metric, error, card, page, table or file tells it."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import logs, replaying
from handlers.citizen import door
from sandbox import letters
from tasks.notices import Notice, Outcome, Receiver

PHONE, IDENTITY, ANOTHER = "13912345678", "11010519491231002X", "13698765432"
SAID = (
    f"您好，我家住幸福路12号，电话{PHONE}，身份证{IDENTITY}，门口的路灯三天不亮了没人管",
    "我的电话139-1234-5678，你们快点",
    "提交",
    f"老年优待证怎么办？身份证号 {IDENTITY}",
    "补充一下，联系电话１３９１２３４５６７８",
    "我的诉求",
    "1",
    "匿名投诉竹里村村委会乱收费，我电话136 9876 5432，不要告诉别人",
    "提交",
    "查进度",
)
PATHS = ("/metrics", "/readyz", "/healthz", "/api/v1/requests?limit=200", "/api/v1/directives?limit=200")
ADMINS = [{"roles": {"administrators": ["sunli"], "intake": ["qianjin"]}}]


def flat(text: str) -> str:
    """Bring a text into the form in which a number is found however it is written."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain if letter not in " -\u3000\t").upper()


class Watch(logging.Handler):
    """Hears every line any logger writes, at every level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line with all its facts, and the error it carries."""
        formatted = logging.Formatter("%(name)s %(message)s").format(record)
        self.lines.append(f"{formatted} {record.args!r}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Listen to all logs, at the lowest level the service can be set to."""
    logs.configure(json=True, level="DEBUG")
    watch = Watch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    logs.configure(json=True, level="INFO")


def citizen_of(town) -> str:
    """Give the citizen of the bundled township."""
    return next(iter(town.box.world.citizens))


async def tables(town) -> dict[str, str]:
    """Give every table whole, as text."""
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if town.service.storage.engine == "sqlite"
        else "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    )
    names = [row["name"] for row in await town.rows(sql)]
    return {f"table {name}": repr(await town.rows(f'SELECT * FROM "{name}"')) for name in names}


def files(folder: Path) -> dict[str, str]:
    """Give every file of the installation: the database, what is promised, pictures."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {f"file {path.name}": path.read_bytes().decode("latin-1") for path in found}


async def everywhere(town, watch, folder: Path) -> dict[str, str]:
    """Give all that is written anywhere but the citizen's own phone and the calls to the platform."""
    shown = {f"page {path}": str((await town.get(path))[1]) for path in PATHS}
    codes = [row["code"] for row in await town.rows("SELECT code FROM request")]
    shown |= {f"request {code}": str((await town.get(f"/api/v1/requests/{code}"))[1]) for code in codes}
    phones = town.box.hub.phones.by_owner.items()
    seen = {f"phone {who}": repr(all_) for who, all_ in phones if who not in town.box.world.citizens}
    return {**shown, **seen, **files(folder), **await tables(town), "logs": "\n".join(watch.lines)}


def leaks(town, places: dict[str, str]) -> list[str]:
    """Name the places that tell who somebody is."""
    secret = [PHONE, IDENTITY, ANOTHER, citizen_of(town).upper()]
    flattened = {name: flat(text) for name, text in places.items()}
    return sorted(name for name, text in flattened.items() if any(word in text for word in secret))


async def say(town, text, **more):
    """Write to the account as the citizen."""
    return await town.box.say_citizen("city", citizen_of(town), text, **more)


async def play(town, monkeypatch) -> None:
    """Let a citizen say who they are on every way there is, whatever goes wrong."""
    who = citizen_of(town)
    await town.box.citizen_event("city", who, "subscribe")
    for text in SAID:
        await say(town, text)
    await say(town, f"{SAID[0]}，真的", times=3)
    await say(town, f"绝密★ 我的电话{PHONE}，身份证{IDENTITY}")
    await broken_and_refused(town, monkeypatch)
    voice = {"MediaId": "m1", "Format": "amr", "Recognition": f"我的电话{PHONE}，井盖没了"}
    await town.box.courier.deliver(letters.citizen_message(town.box.hub, "city", who, "voice", voice))
    for n in range(3):
        await say(town, f"低息贷款加微信 daikuan888，电话{PHONE}，{n}")
    await say(town, f"申诉 我的电话{PHONE}，openid是{who}")
    await town.app("qianjin", "限制名单")
    await town.app("qianjin", "解除限制 1")
    await town.box.advance(3600)
    await town.box.citizen_event("city", who, "unsubscribe")
    town.box.ignore_rest()


async def broken_and_refused(town, monkeypatch) -> None:
    """Let handlers fail at what is said, answers come late, and the platform refuse what is sent."""

    async def broken(_db, incoming, citizen, _context) -> None:
        raise ValueError(f"{incoming.sender} {incoming.text} {citizen.sealed}")

    with monkeypatch.context() as patch:
        patch.setattr(door, "FIRST", (broken,))
        await say(town, f"失败的一条，电话{PHONE}，身份证{IDENTITY}")
    for kind, code in (("errcode", 45015), ("errcode", 40003), ("status", 500), ("cut", 0), ("html", 0)):
        town.box.faults.add("/cgi-bin/message/custom/send", kind, code=code)
        await owe(town, f"{kind}{code}")
    await town.box.advance(600)
    town.service.corridor.patience.patience_s = 0.0
    await say(town, f"来得很晚的一条，电话{PHONE}，幸福路的灯")
    await town.box.settle()
    town.service.corridor.patience.patience_s = 4.5


async def owe(town, once) -> None:
    """Owe the citizen a message, as a handler does."""
    now = town.service.clock.now()

    async def work(_db) -> Outcome:
        return Outcome("", {}, (Notice("citizen.calm", (Receiver("1"),), {}, once, now, place="citizen"),))

    await town.service.corridor.work(work)
    await town.box.settle()


@pytest.mark.parametrize("changes", ADMINS)
async def test_nothing_tells_who_a_citizen_is(town, watch, monkeypatch, tmp_path) -> None:
    """Said in words, to a handler that fails, late, twice, marked, refused, held back: nowhere in plain."""
    await play(town, monkeypatch)
    places = await everywhere(town, watch, tmp_path)
    failed = await town.rows("SELECT id FROM failed")

    assert [] == leaks(town, places)
    assert 1 == len(failed)
    assert len(places["logs"]) > 5000
    await town.stop()
    lines = [*await replaying.listed(town.config), *await replaying.replayed(town.config, 1)]
    await town.start()
    await town.box.settle()
    town.box.ignore_rest()
    after = await everywhere(town, watch, tmp_path)

    assert [] == leaks(town, {**after, "replay": "\n".join(lines)})


async def test_a_leak_is_found(town, watch, tmp_path) -> None:
    """The search finds what it is there for: in a log, an error, a table, a card, a file, a metric."""
    who = citizen_of(town)
    await say(town, "您好")
    logging.getLogger("zhijian").debug("来自 %s", who)
    logging.getLogger("zhijian").error("broken", exc_info=ValueError(PHONE))
    service = town.service
    await service.storage.rows(service.storage.main, "UPDATE citizen SET blocked_for = '136 9876-5432'", [])
    (tmp_path / "leak.txt").write_text(IDENTITY, encoding="utf-8")
    town.service.metrics.count_callback(f"电话{PHONE}", "text", "", 0.0)
    places = await everywhere(town, watch, tmp_path) | {"card": f"电话１３９{PHONE[3:]}"}
    found = {name.split(".db")[0] for name in leaks(town, places)}

    assert {"logs", "table citizen", "file leak.txt", "page /metrics", "card"} <= found
    assert {who.upper(), PHONE} <= {w for w in (who.upper(), PHONE) if w in flat(places["logs"])}

"""Ways out to a citizen through the real wire: quota, 48 hours, unsubscribed, templates; nothing is lost."""

from __future__ import annotations

import asyncio

import pytest

from bot.config_official import OfficialAccountSettings
from tasks.citizens.models import Citizen
from tasks.fields import Facts
from tasks.notices import Notice, Outcome, Receiver

KIND = "citizen.media_refused"
FACTS: Facts = {"count": 1, "whys": ["expired"], "largest_mb": 20}
CUSTOM = "/cgi-bin/message/custom/send"
TEMPLATE = "/cgi-bin/message/template/send"
HOURS_48 = 48 * 3600


@pytest.fixture
def settings() -> dict[str, object]:
    """Give the account's settings that a story wants otherwise."""
    return {}


@pytest.fixture
async def town(resting_town, settings):
    """Run the township with these settings of its official account."""
    config = resting_town.config
    account = OfficialAccountSettings(**(config.official_accounts[0].model_dump() | settings))
    resting_town.config = config.model_copy(update={"official_accounts": (account,)})
    await resting_town.start()
    return resting_town


def openid_of(town) -> str:
    """Give the openid of the township's one citizen."""
    return next(iter(town.box.world.citizens))


async def greet(town) -> str:
    """Have the citizen write once, so that there is a row; gives the openid."""
    openid = openid_of(town)
    assert (await town.box.say_citizen("city", openid, "你好")).ok
    return openid


async def owe(town, *codes: str) -> None:
    """Owe the citizen a message for each code, and let the service send what it may."""
    citizen = await Citizen.all().using_db(town.service.storage.reader).get()

    async def work(db) -> Outcome:
        del db
        now, to = town.service.clock.now(), (Receiver(str(citizen.id)),)
        return Outcome(
            "",
            {},
            tuple(Notice(KIND, to, {"code": c} | FACTS, f"t:{c}", now, place="citizen") for c in codes),
        )

    await town.service.corridor.work(work)
    await town.box.settle()


async def states(town) -> list[str]:
    """Give the states of what the citizen is owed."""
    rows = await town.rows("SELECT state FROM sending WHERE place = 'citizen' ORDER BY id")
    return [row["state"] for row in rows]


async def test_menu_is_made_once(town) -> None:
    """The menu of the settings is made at the start, and not again where it is the same."""
    hub = town.box.hub
    await town.service.menus.run()
    await town.restart()
    await town.service.menus.run()
    buttons = [(one["name"], one["key"]) for one in hub.menus["city"]["button"]]

    assert [("咨询办事", "consult"), ("我要反映", "tell"), ("我的诉求", "mine")] == buttons
    assert 1 == len(hub.records.to("/cgi-bin/menu/create"))


async def test_used_up_then_first_of_all(town) -> None:
    """The sixth message waits; when the citizen writes again it comes, and comes once."""
    openid = await greet(town)
    codes = [f"S20261124-000{n}" for n in range(1, 7)]
    await owe(town, *codes)
    for code in codes[:5]:
        await town.box.expect(openid, code)
    before = await states(town)
    heard = await town.box.say_citizen("city", openid, "在吗")
    await town.box.settle()

    assert ["sent"] * 5 + ["waiting"] == before
    assert codes[5] in heard.text
    assert {"sent"} == set(await states(town))
    assert 5 == len(town.box.hub.records.to(CUSTOM))


async def test_over_48_hours(town) -> None:
    """After 48 hours nothing is even tried; it comes with the next answer."""
    openid = await greet(town)
    await town.box.advance(HOURS_48)
    await owe(town, "S20261124-0001")
    before = await states(town)
    heard = await town.box.say_citizen("city", openid, "在吗")

    assert ["waiting"] == before
    assert [] == town.box.hub.records.to(CUSTOM)
    assert "S20261124-0001" in heard.text


async def test_unsubscribed_then_back(town) -> None:
    """Who has left gets nothing, and what waited when coming back."""
    openid = await greet(town)
    await town.box.citizen_event("city", openid, "unsubscribe")
    await owe(town, "S20261124-0001")
    before = await states(town)
    heard = await town.box.citizen_event("city", openid, "subscribe")
    await town.box.settle()
    pushed = [m.text for m in town.box.hub.phones.waiting(openid)]
    for message in [*town.box.hub.phones.waiting(openid)]:
        await town.box.expect(openid, message.text[:4])

    assert ["waiting"] == before
    assert 1 == sum("S20261124-0001" in text for text in [heard.text, *pushed])


async def test_the_platform_counts_otherwise(town) -> None:
    """Where the platform says it is used up, it is believed, and the message waits."""
    openid = await greet(town)
    town.box.hub.allowances[f"official:city/{openid}"].grants = []
    await owe(town, "S20261124-0001", "S20261124-0002")
    (row,) = await town.rows("SELECT grants FROM citizen")

    assert ["waiting", "waiting"] == await states(town)
    assert "[]" == row["grants"]
    assert 1 <= len(town.box.hub.records.to(CUSTOM)) <= 2


TEMPLATES = {KIND: {"id": "T1", "fields": {"character_string1": "code", "thing2": "text"}}}


@pytest.mark.parametrize("settings", [{"templates": TEMPLATES}])
async def test_template_after_the_quota(town) -> None:
    """A template message goes out where the quota is used up; one that fails waits again."""
    openid = await greet(town)
    await town.box.advance(HOURS_48)
    await owe(town, "S20261124-0001")
    await town.box.expect(openid, "S20261124-0001")
    town.box.hub.fates[openid] = "failed:user block"
    await owe(town, "S20261124-0002")
    calls = town.box.hub.records.to(TEMPLATE)
    # The event that it did not arrive comes a moment after the call.
    async with asyncio.timeout(10):
        while "waiting" not in await states(town):  # noqa: ASYNC110 - nothing tells when it is
            await asyncio.sleep(0)
    heard = await town.box.say_citizen("city", openid, "在吗")

    assert 2 == len(calls)
    assert "S20261124-0002" in heard.text
    assert ["sent", "sent"] == await states(town)


@pytest.mark.parametrize("settings", [{"custom": False, "menu": False}])
async def test_subscription_account(town) -> None:
    """An account with least calls nothing, and says all with its answers."""
    openid = await greet(town)
    await owe(town, "S20261124-0001")
    heard = await town.box.say_citizen("city", openid, "在吗")

    assert "S20261124-0001" in heard.text
    assert ["sent"] == await states(town)
    assert [] == town.box.hub.records.to(CUSTOM)
    assert {} == town.box.hub.menus

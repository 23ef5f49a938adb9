"""What a citizen sends with a request is fetched from the official account, looked at, kept and counted."""

from __future__ import annotations

import json

from handlers.requests.pictures import fetches
from tasks.citizens.models import Citizen
from tasks.fields import Json
from tasks.notices import Outcome
from tasks.requests import verbs
from tasks.requests.verbs import Wish
from tests.samples_media import png

PROGRAM = b"MZ" + bytes(range(200))


async def send(town, *contents: bytes) -> str:
    """Have the citizen send pictures, and hang them on a request; gives the openid."""
    openid = next(iter(town.box.world.citizens))
    assert (await town.box.say_citizen("city", openid, "你好")).ok
    media: list[Json] = [
        {
            "kind": "image",
            "media_id": town.box.hub.keep_file("", data, "image/png"),
            "account": "city",
            "name": "",
        }
        for data in contents
    ]
    citizen = await Citizen.all().using_db(town.service.storage.reader).get()

    async def work(db) -> Outcome:
        context = town.service.people.context()
        wish = Wish("complaint", "路灯不亮", citizen=citizen.id, media=media)
        request = await verbs.receive(db, wish, context.sealer, context.now, context.now)
        return Outcome("", {}, fetches(request, context))

    await town.service.corridor.work(work)
    await town.box.settle()
    return openid


async def kept(town) -> list[dict[str, Json]]:
    """Give what the request has of its media."""
    (row,) = await town.rows("SELECT media FROM request")
    return list(json.loads(row["media"]))


async def test_kept_once_and_not_swept(town) -> None:
    """The same picture twice is kept once, hangs on the request twice, and is no stray at night."""
    await send(town, png(1), png(1))
    first, second = await kept(town)
    media = town.service.jobs.media
    await media.sweep(town.service.clock.now())
    (medium,) = await town.rows("SELECT digest FROM medium")

    assert first["digest"] == second["digest"] == medium["digest"]
    assert media.shelf.has(str(first["digest"]), int(str(first["size"])))


async def test_what_is_not_kept_is_told_once(town) -> None:
    """A program that comes as a picture, and one that has gone, are refused; the citizen hears it once."""
    openid = await send(town, PROGRAM, png(2), PROGRAM)
    told = await town.box.expect(openid, "有2个附件没能保存", "打不开")

    assert ["refused", "image", "refused"] == [one["kind"] for one in await kept(town)]
    assert "S20261124-0001" in told.text

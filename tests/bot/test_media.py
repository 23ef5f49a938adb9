"""The shelf and its rows: what a dead process leaves behind, two at once, limits, what check says."""

from __future__ import annotations

import asyncio
import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import media_rows
from bot.channels.transport import File
from bot.config import Config
from bot.corridor import Corridor
from bot.errors import Busy, PlatformError, Unreachable
from bot.media import Media
from bot.media_findings import media_findings
from bot.media_shelf import Shelf
from bot.metrics import Metrics
from bot.models import Medium, Sending
from bot.people import People
from bot.storage import opened
from handlers.directives.attachments import capped
from tasks.directives.models import Directive, Feedback, Share
from tests.samples_media import EXE, JPEG, PNG

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


class Standing:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        """Give the time."""
        return self.at


class Place:
    """A service's media without a platform: what is downloaded is said beforehand."""

    def __init__(self, config, storage) -> None:
        self.clock = Standing()
        self.people = People(storage, config, self.clock)
        self.corridor = Corridor(storage, self.people, Metrics(), after=lambda _notices: None)
        self.gives: dict[str, bytes | Exception] = {}
        self.media = Media(config, self.people, None, None, self.corridor.once)
        self.media._download = self._given

    async def _given(self, facts) -> File:
        found = self.gives[facts["media_id"]]
        if isinstance(found, Exception):
            raise found
        return File("", found)

    async def reported(self, *media_ids: str, media: list | None = None) -> int:
        """Make a report with these attachments, and give its number."""
        directive = await Directive.create(
            code=f"Z20261124-{await Directive.all().count() + 1:03d}", kind="task", title="报送材料",
            content="", urgency="normal", issuer="a", posted_by="a", wants=[], created_at=NOW, state="open",
        )  # fmt: skip
        share = await Share.create(directive_id=directive.id, assignee="b", why={}, state="reported")
        found = [{"kind": "image", "media_id": one, "url": "", "name": ""} for one in media_ids]
        feedback = await Feedback.create(
            directive_id=directive.id,
            share_id=share.id,
            author="b",
            at=self.clock.at,
            text="",
            media=media or found,
        )
        return int(feedback.id)

    async def fetch(self, number: int, index: int = 0) -> None:
        """Do the work of one attachment."""
        entry = (await Feedback.get(id=number)).media[index]
        await self.media.fetch({**entry, "feedback": number, "index": index})

    async def entries(self, number: int) -> list:
        """Give what a report keeps."""
        return list((await Feedback.get(id=number)).media)

    def files(self) -> list[str]:
        """Give the names of all files."""
        return sorted(file.name for file in self.media.shelf.folder.rglob("*") if file.is_file())


@pytest.fixture
def settings() -> dict[str, object]:
    """Give the section `media`, beside its folder."""
    return {}


@pytest.fixture
async def place(ready_url: str, tmp_path: Path, settings: dict[str, object]):
    """Give a place over each database."""
    config = Config.model_validate(
        {"database": {"url": ready_url}, "media": {"dir": str(tmp_path / "m"), **settings}}
    )
    async with opened(ready_url) as storage:
        made = Place(config, storage)
        made.storage = storage
        yield made


DIGEST = hashlib.sha256(PNG).hexdigest()


def age(shelf: Shelf) -> None:
    """Make every file two hours older."""
    for file in shelf.folder.rglob("*"):
        if file.is_file():
            then = file.stat().st_mtime - 7200
            os.utime(file, (then, then))


async def test_a_process_dies_between_file_and_row(place) -> None:
    """The file is there, its row is not: the work done again makes the row, once."""
    number = await place.reported("one")
    place.gives["one"] = PNG
    place.media.shelf.put(PNG)
    await place.fetch(number)
    await place.media.fetch({"kind": "image", "media_id": "one", "feedback": number, "index": 0})

    assert [DIGEST] == place.files() == [row.digest for row in await Medium.all()]
    assert [DIGEST] == [entry["digest"] for entry in await place.entries(number)]


async def test_strays_are_removed_or_counted(place) -> None:
    """Of old files without a row the halves and what nobody has go; what a report has is counted again."""
    known = hashlib.sha256(JPEG).hexdigest()
    await place.reported(media=[{"kind": "image", "digest": known, "size": len(JPEG)}])
    for data in (PNG, JPEG):
        place.media.shelf.put(data)
    half = place.media.shelf.path(DIGEST).with_name(f"{DIGEST}.ab12cd34.part")
    half.write_bytes(PNG[:5])
    (place.media.shelf.folder / "说明.txt").write_text("放附件的目录")
    await place.media.sweep(NOW)
    young = place.files()
    age(place.media.shelf)
    await place.media.sweep(NOW)

    assert 4 == len(young)
    assert sorted([known, "说明.txt"]) == place.files()
    assert [(known, len(JPEG))] == [(row.digest, row.size) for row in await Medium.all()]


def test_the_rest_is_counted_and_told_again() -> None:
    """Beyond thirty only the number is kept, in the last place; what comes after it was told is told anew."""
    pending = [{"kind": "image", "media_id": str(n), "url": "", "name": ""} for n in range(30)]
    first = capped([*pending, *pending[:2]])
    more = capped([*first, pending[0]])
    told = [*first[:30], {**first[30], "told": True}]
    again = capped([*told, pending[0]])
    daily = [{"kind": "refused", "name": "", "why": "too_many"}, *pending[1:]]

    assert (pending, (2, 2)) == (first[:30], (first[30]["count"], first[30]["total"]))
    assert (3, 3, None) == (more[30]["count"], more[30]["total"], more[30].get("told"))
    assert (1, 3, None) == (again[30]["count"], again[30]["total"], again[30].get("told"))
    assert (told, pending) == (capped(told), capped(pending))
    assert daily == capped([*daily, pending[0]])[:30]


async def test_two_at_once(place) -> None:
    """The same file fetched for two reports at the same time is kept once, and both have it."""
    numbers = [await place.reported("one"), await place.reported("one")]
    place.gives["one"] = PNG
    await asyncio.gather(*(asyncio.to_thread(place.media.shelf.put, PNG) for _ in range(8)))
    for number in numbers:
        await place.fetch(number)

    assert [DIGEST] == place.files()
    assert [DIGEST] * 2 == [(await place.entries(number))[0]["digest"] for number in numbers]
    assert 1 == await Medium.all().count()


@pytest.mark.parametrize("settings", [{"quota_mb": 1}])
async def test_over_the_quota(place) -> None:
    """What would go over the quota leaves neither file nor row; what is known already costs nothing."""
    large, other = (JPEG + bytes([n]) * (900_000) for n in (1, 2))
    place.gives |= {"large": large, "other": other}
    numbers = [await place.reported(one) for one in ("large", "other", "large")]
    for number in numbers:
        await place.fetch(number)
    whys = [(await place.entries(number))[0].get("why") for number in numbers]

    assert [None, "quota", None] == whys
    assert [hashlib.sha256(large).hexdigest()] == place.files()
    assert (len(large), 1) == await media_rows.kept_in_all(place.storage.reader)


async def test_the_disk_is_full(place, monkeypatch) -> None:
    """What cannot be written leaves nothing and is tried again; in the end the author hears it."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    number = await place.reported("one")
    place.gives["one"] = PNG
    monkeypatch.setattr("bot.media_shelf.os.fsync", full)
    with pytest.raises(Busy):
        await place.fetch(number)

    assert [] == place.files()
    place.clock.at += timedelta(hours=21)
    await place.fetch(number)

    assert ["quota"] == [entry["why"] for entry in await place.entries(number)]
    assert ["media.refused"] == [row.kind for row in await Sending.filter(receiver="b")]


async def test_patience_ends(place) -> None:
    """A platform that does not answer is asked again for most of a day; then the author hears of it."""
    number = await place.reported("one")
    place.gives["one"] = Unreachable("away")
    with pytest.raises(PlatformError):
        await place.fetch(number)
    place.clock.at += timedelta(hours=21)
    await place.fetch(number)

    assert ["expired"] == [entry["why"] for entry in await place.entries(number)]


async def test_told_once_when_all_is_known(place) -> None:
    """What was refused is told when nothing is pending any more, all together, and never again."""
    number = await place.reported("bad", "good", "worse")
    place.gives |= {"bad": EXE, "good": PNG, "worse": b""}
    await place.fetch(number, 0)
    await place.fetch(number, 2)

    assert 0 == await Sending.all().count()
    await place.fetch(number, 1)
    for index in range(3):
        await place.media.fetch({"kind": "image", "media_id": "x", "feedback": number, "index": index})
    told = await Sending.all()

    assert ["media.refused"] == [row.kind for row in told]
    assert ["type", "empty"] == [one["why"] for one in told[0].facts["refused"]]


@pytest.mark.parametrize(
    "digest", ["", "..", "../" * 5 + "etc/passwd", "/etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\0"]
)
def test_no_place_but_a_digest(tmp_path, digest) -> None:
    """Nothing but a digest leads to a file."""
    with pytest.raises(ValueError, match="not a digest"):
        Shelf(tmp_path).path(digest)


def test_files_are_the_services_own(tmp_path) -> None:
    """Others on the machine cannot read what is kept; the folder itself is made as it is needed."""
    shelf = Shelf(tmp_path / "media")
    place = shelf.path(shelf.put(PNG))

    assert (0o600, 0o700) == (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777)


@pytest.mark.parametrize("settings", [{"quota_mb": 1}])
async def test_what_check_says(place, monkeypatch) -> None:
    """Check says how full the folder is, and what stands in the way of more."""
    config = place.media._config
    empty = await media_findings(config, place.storage)
    await Medium.create(digest=DIGEST, size=1_000_000, type="image/png", kept_at=NOW)
    nearly = await media_findings(config, place.storage)
    monkeypatch.setattr("bot.media_findings.os.access", lambda *_: False)
    shut = await media_findings(config, None)

    assert [("media.quota_mb", "hint")] == [(found.where, found.level) for found in empty]
    assert "已存附件1个，占0MB，上限1MB(95%)" == nearly[0].what
    assert [("media.quota_mb", "problem")] == [(found.where, found.level) for found in nearly]
    assert [("media.quota_mb", "hint"), ("media.dir", "problem")] == [(f.where, f.level) for f in shut]


@pytest.mark.parametrize("settings", [{"per_day": 1}])
async def test_the_day_is_that_of_the_message(place) -> None:
    """A picture sent before midnight and fetched after it counts for the day on which it was sent."""
    first, late = await place.reported("one"), await place.reported("two")
    sent = place.people.context().now
    place.gives |= {"one": PNG, "two": JPEG}
    await place.fetch(first)
    place.clock.at += timedelta(days=1)
    entry = (await place.entries(late))[0]
    await place.media.fetch({**entry, "feedback": late, "index": 0, "at": sent.isoformat()})

    assert ["too_many"] == [one["why"] for one in await place.entries(late)]


async def test_late_is_measured_from_the_message(place) -> None:
    """A file is tried for as long as its own link may live, however long ago its report began."""
    number = await place.reported(media=[{"kind": "image", "media_id": "", "url": "https://x", "name": ""}])
    place.gives[""] = Unreachable("connection reset")
    place.clock.at += timedelta(minutes=6)
    entry = (await place.entries(number))[0]
    facts = {**entry, "feedback": number, "index": 0}
    with pytest.raises(Unreachable):
        await place.media.fetch({**facts, "at": place.people.context().now.isoformat()})
    await place.media.fetch({**facts, "at": (place.clock.at - timedelta(minutes=6)).isoformat()})

    assert ["expired"] == [one["why"] for one in await place.entries(number)]

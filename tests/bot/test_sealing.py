"""Who somebody is stands enciphered; a key can be changed, and a wrong one reads nothing."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.config import Config, MediaSettings
from bot.config_citizens import CitizenSettings
from bot.errors import ConfigError
from bot.sealing import FILE, Sealing, key_in_file, sealing_of
from tasks.errors import Unreadable

OLD, NEW = "an old key of length", "a new key of length."


def test_what_was_sealed_is_read_again_and_differs_each_time() -> None:
    """The same text is enciphered to two different ones, and both are read."""
    sealing = Sealing(lambda: [NEW])
    first, second = sealing.seal("13812345678"), sealing.seal("13812345678")

    assert first != second
    assert ["13812345678"] * 2 == [sealing.unseal(first), sealing.unseal(second)]
    assert "13812345678" not in first


def test_the_empty_text_needs_no_key() -> None:
    """Where nothing was sealed there is nothing to read."""
    assert Sealing(list).unseal("") == ""


def test_a_changed_key_still_reads_what_was_before() -> None:
    """New texts are under the new key; the old key alone does not read them."""
    before, after = Sealing(lambda: [OLD]), Sealing(lambda: [NEW, OLD])

    assert after.unseal(before.seal("x")) == "x"
    with pytest.raises(Unreadable):
        before.unseal(after.seal("x"))


def test_names_are_found_under_every_key() -> None:
    """A row that was named under the old key is found after the key was changed."""
    before, after = Sealing(lambda: [OLD]), Sealing(lambda: [NEW, OLD])

    assert before.digest("o1") == after.digests("o1")[1]
    assert after.digest("o1") == after.digests("o1")[0] != before.digest("o1")


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-4] + "AAA=", lambda s: s[:20], lambda s: s + "!", lambda _: "x.y"]
)
def test_what_was_changed_is_not_read(spoil: object) -> None:
    """A text that was changed or cut off is an error, never half a text."""
    sealing = Sealing(lambda: [NEW])

    with pytest.raises(Unreadable):
        sealing.unseal(spoil(sealing.seal("13812345678")))  # type: ignore[operator]  # a function


def test_a_key_is_made_once_and_only_the_service_reads_it(tmp_path: Path) -> None:
    """Without a key in the settings a file holds one; the second start finds the first one's."""
    first, second = key_in_file(tmp_path), key_in_file(tmp_path)

    assert first == second
    assert 0o600 == stat.S_IMODE((tmp_path / FILE).stat().st_mode)
    assert [FILE] == [path.name for path in tmp_path.iterdir()]


def test_a_key_file_that_was_cut_off_stops_the_service(tmp_path: Path) -> None:
    """An empty key file is never taken for a key: what is sealed would be lost with it."""
    (tmp_path / FILE).write_text("")

    with pytest.raises(ConfigError, match="恢复"):
        key_in_file(tmp_path)


def test_the_key_of_the_settings_comes_first(tmp_path: Path) -> None:
    """With a key in the settings no file is made; a former one still reads."""
    given = CitizenSettings(data_key=NEW, former_keys=(OLD,))
    sealing = sealing_of(Config(citizens=given, media=MediaSettings(dir=tmp_path / "media")))

    assert sealing.unseal(Sealing(lambda: [OLD]).seal("x")) == "x"
    assert [] == list(tmp_path.iterdir())

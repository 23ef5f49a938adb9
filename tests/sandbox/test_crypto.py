"""The sandbox's own signatures and ciphers."""

from __future__ import annotations

import pytest

from sandbox.crypto import Box, CryptoError, open_bytes, pad, seal_bytes, signature, unpad

KEY = "A" * 43


def test_a_sealed_message_opens_again() -> None:
    """What is sealed for a receive id opens with the same one, Chinese included."""
    box = Box("token", KEY, "ww1")

    assert box.open(box.seal("卫国收到")) == "卫国收到"


def test_another_receive_id_is_refused() -> None:
    """A message for somebody else does not open."""
    sealed = Box("token", KEY, "ww1").seal("x")

    with pytest.raises(CryptoError, match="receive id"):
        Box("token", KEY, "ww2").open(sealed)


@pytest.mark.parametrize("sealed", ["", "no base64!", "QUJD", "A" * 44])
def test_noise_is_refused(sealed: str) -> None:
    """Noise is a CryptoError, whatever it looks like."""
    with pytest.raises(CryptoError):
        Box("token", KEY).open(sealed)


@pytest.mark.parametrize("key", ["", "A" * 42, "A" * 44])
def test_a_key_has_43_characters(key: str) -> None:
    """An EncodingAESKey of another length is refused at once."""
    with pytest.raises(CryptoError):
        Box("token", key)


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33])
def test_padding_fills_blocks_of_32(size: int) -> None:
    """PKCS#7 goes to 32 bytes, a full block where nothing is missing."""
    padded = pad(b"x" * size)

    assert (0, b"x" * size) == (len(padded) % 32, unpad(padded))


def test_wrong_padding_is_refused() -> None:
    """Padding bytes that differ are noticed."""
    with pytest.raises(CryptoError):
        unpad(b"x" * 30 + b"\x01\x02")


def test_a_signature_does_not_depend_on_the_order() -> None:
    """Parts are sorted before they are hashed (the documentation's worked rule)."""
    parts = ("token", "1409304348", "xxxxxx", "cipher")

    assert signature(*parts) == signature(*reversed(parts))


def test_a_file_is_sealed_without_a_prefix() -> None:
    """The robot's media links hold nothing but the padded file."""
    box = Box("token", KEY)

    assert open_bytes(box.key, seal_bytes(box.key, b"picture")) == b"picture"

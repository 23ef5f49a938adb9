"""Enciphers who somebody is: AES-256-GCM, and keyed digests to find people by (`tasks/ports.py`).

The key is the settings' `citizens.data_key` or, without one, a file that is made when it is needed first and
can be read by the service alone. Of several keys the first one is used; the others still read what they
enciphered, so that a key can be changed while the service runs.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.config import Config
from bot.config_citizens import SHORTEST
from bot.errors import ConfigError
from tasks.errors import Unreadable

NONCE = 12
"""Bytes of a nonce (NIST SP 800-38D, 8.2)."""
FILE = "data.key"


class Sealing:
    """Enciphers and digests under the first of some keys, reads under all of them.

    `keys` gives them when they are needed first: who never hears of a citizen needs no key.
    """

    def __init__(self, keys: Callable[[], Sequence[str]]) -> None:
        self._keys = keys

    @cached_property
    def _made(self) -> Sequence[tuple[bytes, bytes]]:
        return [(_derived(key, b"seal"), _derived(key, b"name")) for key in self._keys()]

    @cached_property
    def _ciphers(self) -> Mapping[str, AESGCM]:
        return {hashlib.sha256(seal).hexdigest()[:6]: AESGCM(seal) for seal, _ in self._made}

    def seal(self, plain: str) -> str:
        """Give the text enciphered, with the name of its key in front."""
        name, cipher = next(iter(self._ciphers.items()))
        nonce = secrets.token_bytes(NONCE)
        sealed = cipher.encrypt(nonce, plain.encode(), name.encode())
        return f"{name}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str) -> str:
        """Give the plain text; raises Unreadable where no key fits, or it was changed."""
        if not sealed:
            return ""
        name, _, text = sealed.partition(".")
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise Unreadable("a key that enciphered this is not set up any more")
        try:
            raw = base64.b64decode(text, altchars=b"-_", validate=True)
            return cipher.decrypt(raw[:NONCE], raw[NONCE:], name.encode()).decode()
        except (InvalidTag, ValueError):
            raise Unreadable("this was changed after it was enciphered") from None

    def digest(self, plain: str) -> str:
        """Give the keyed digest under the present key."""
        return self.digests(plain)[0]

    def digests(self, plain: str) -> tuple[str, ...]:
        """Give the keyed digest under every key, the present one first."""
        return tuple(hmac.new(name, plain.encode(), hashlib.sha256).hexdigest() for _, name in self._made)


def _derived(key: str, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"zhijian", info=use).derive(key.encode())


def sealing_of(config: Config) -> Sealing:
    """Give the sealing of the settings: their keys, or the one in the file beside the data."""
    given = config.citizens
    keys = [key.get_secret_value() for key in (given.data_key, *given.former_keys) if key]
    return Sealing(lambda: keys if given.data_key else [key_in_file(config.media.dir.parent), *keys])


def key_in_file(folder: Path) -> str:
    """Give the key in the folder's file, made there if there is none; raises ConfigError.

    Two processes that start together get the same one: the file is linked into place whole, once.
    """
    path = folder / FILE
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _make(path)
        key = path.read_text().strip()
    except OSError as error:
        raise ConfigError(
            f"citizens.data_key: 没有设置，密钥文件 {path} 也读不到（{error.strerror}）；请检查目录权限"
        ) from error
    if len(key) < SHORTEST:
        raise ConfigError(f"citizens.data_key: 密钥文件 {path} 的内容不完整，请从备份恢复")
    return key


def _make(path: Path) -> None:
    whole = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    opened = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(whole, path)
    whole.unlink()

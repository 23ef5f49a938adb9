"""Signatures and ciphers of the platform, written from its documentation and shared with nobody.

The scheme (developer.work.weixin.qq.com path/90968 and the official account's 消息加解密说明):
AES-256-CBC, key = Base64(EncodingAESKey + "="), IV = the key's first 16 bytes, PKCS#7 to
blocks of 32 bytes, plaintext = 16 random bytes + 4-byte big-endian length + message +
receive id. The signature is the lower-case hex SHA-1 of the sorted, joined parts.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


class CryptoError(ValueError):
    """A cipher text that cannot be what the platform's scheme makes; the message says which part is wrong."""


def signature(*parts: str) -> str:
    """Sign the parts: SHA-1 over them sorted and joined, 40 lower-case hex digits."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - the platform's choice


def same(left: str, right: str) -> bool:
    """Compare two signatures in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def key_of(aes_key: str) -> bytes:
    """Turn the 43 characters of an EncodingAESKey into 32 bytes.

    :raises CryptoError: it is not 43 characters of Base64.
    """
    if len(aes_key) != 43:
        raise CryptoError(f"EncodingAESKey has {len(aes_key)} characters, not 43")
    try:
        return base64.b64decode(aes_key + "=")
    except binascii.Error as error:
        raise CryptoError("EncodingAESKey is not Base64") from error


def _cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def pad(data: bytes) -> bytes:
    """Pad to blocks of 32 bytes; a full block where nothing is missing."""
    count = BLOCK - len(data) % BLOCK
    return data + bytes([count]) * count


def unpad(data: bytes) -> bytes:
    """Take the padding off again.

    :raises CryptoError: the padding is not 1 to 32 equal bytes of that value.
    """
    count = data[-1] if data else 0
    if not 1 <= count <= BLOCK or data[-count:] != bytes([count]) * count:
        raise CryptoError("the padding is wrong")
    return data[:-count]


def seal_bytes(key: bytes, data: bytes) -> bytes:
    """Encipher a file the way the robot's media links are: no random prefix, no receive id."""
    encryptor = _cipher(key).encryptor()
    return encryptor.update(pad(data)) + encryptor.finalize()


def open_bytes(key: bytes, data: bytes) -> bytes:
    """Undo `seal_bytes`.

    :raises CryptoError: the length or the padding is wrong.
    """
    if not data or len(data) % 16:
        raise CryptoError("the length is not a whole number of blocks")
    decryptor = _cipher(key).decryptor()
    return unpad(decryptor.update(data) + decryptor.finalize())


@dataclass(frozen=True, slots=True)
class Box:
    """One endpoint's token, key and receive id: what it takes to seal for it and to open what it answers."""

    token: str
    aes_key: str
    receive_id: str = ""
    key: bytes = field(init=False, repr=False, default=b"")

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key_of(self.aes_key))

    def seal(self, message: str) -> str:
        """Encipher a message; every call gives another text."""
        body = message.encode()
        plain = os.urandom(16) + struct.pack(">I", len(body)) + body + self.receive_id.encode()
        return base64.b64encode(seal_bytes(self.key, plain)).decode()

    def open(self, sealed: str) -> str:
        """Decipher a message.

        :raises CryptoError: not Base64, wrong length, padding or receive id, or not UTF-8.
        """
        try:
            plain = open_bytes(self.key, base64.b64decode(sealed, validate=True))
            size = struct.unpack(">I", plain[16:20])[0]
            message, receiver = plain[20 : 20 + size], plain[20 + size :]
            if len(message) != size:
                raise CryptoError("the message is shorter than its length says")
            if receiver.decode() != self.receive_id:
                raise CryptoError(f"the receive id is {receiver!r}, not {self.receive_id!r}")
            return message.decode()
        except (binascii.Error, struct.error, UnicodeDecodeError) as error:
            raise CryptoError(f"cannot be deciphered: {error}") from error

    def sign(self, timestamp: str, nonce: str, sealed: str = "") -> str:
        """Sign a sealed text (msg_signature), or the query alone where nothing is sealed (signature)."""
        return signature(*[part for part in (self.token, timestamp, nonce, sealed) if part])


def enciphered_id(corp_id: str, userid: str) -> str:
    """Make the id under which a robot shows a member where no super-administrator made it."""
    digest = hashlib.sha256(f"{corp_id}/{userid}".encode()).digest()
    return "wo" + base64.urlsafe_b64encode(digest)[:30].decode()

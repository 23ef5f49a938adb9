"""Signatures, AES and envelopes: the door of every callback, and its seal on the way out.

Rules: developer.work.weixin.qq.com path/90930, 90238, 90968, and 公众号 消息加解密说明. What is refused is
judged in the order size, form, signature, cipher. wechatpy is imported here alone, only for its signer: its
cipher does not look at the padding, leaks struct and Unicode errors, and compares signatures with `!=`.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from wechatpy.utils import WeChatSigner

from bot.channels.json_form import JsonObject, NotJson, read_json, write_json
from bot.channels.xml_form import NotXml, Xml, cdata, read_xml
from bot.errors import BadCipher, BadForm, BadSignature, ConfigError, TooLarge

MAX_BODY = 1024 * 1024
"""Bytes of the largest callback that is read."""

_PAD = 32
"""The platform pads to 32 bytes, twice AES's block."""
_HEAD = 20
"""Bytes before the message: 16 random ones and its length."""
_TIMESTAMP = re.compile(r"-?[0-9]{1,18}", re.ASCII)


class ClocksDiffer(BadSignature):
    """The signature is right, but `skew_s` seconds old (negative: of the future); the log should tell."""

    def __init__(self, skew_s: float) -> None:
        super().__init__(f"signed {skew_s:.0f} s away from this machine's clock")
        self.skew_s = skew_s


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the query says about a callback: when, under which nonce, with which signature."""

    timestamp: str
    nonce: str
    signature: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """An enciphered answer and its signature; `timestamp` in whole seconds."""

    encrypt: str
    signature: str
    timestamp: int
    nonce: str

    def xml(self) -> bytes:
        """Give the envelope of apps and official accounts."""
        # Base64, hex and a nonce of printable characters need no cleaning: this is the hot path.
        return (
            f"<xml><Encrypt><![CDATA[{self.encrypt}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{self.signature}]]></MsgSignature>"
            f"<TimeStamp>{self.timestamp}</TimeStamp><Nonce>{cdata(self.nonce)}</Nonce></xml>"
        ).encode()

    def json(self) -> bytes:
        """Give the JSON twin of the official account's envelope."""
        return write_json(
            {
                "Encrypt": self.encrypt,
                "MsgSignature": self.signature,
                "TimeStamp": self.timestamp,
                "Nonce": self.nonce,
            }
        )

    def robot_json(self) -> bytes:
        """Give the robot's envelope, whose keys are in lower case (path/101033)."""
        return write_json(
            {
                "encrypt": self.encrypt,
                "msgsignature": self.signature,
                "timestamp": self.timestamp,
                "nonce": self.nonce,
            }
        )


class Aes:
    """The platform's AES-256-CBC under one EncodingAESKey, whose first 16 bytes are the vector.

    Raises ConfigError where the key is not 43 letters and digits.
    """

    def __init__(self, aes_key: str) -> None:
        try:
            key = base64.b64decode(aes_key + "=", validate=True)
        except ValueError:
            key = b""
        if len(key) != 32 or len(aes_key) != 43:
            raise ConfigError("aes_key is not an EncodingAESKey: copy its 43 letters and digits again")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def decipher(self, data: bytes) -> bytes:
        """Decipher and take the padding off, every byte of which must be right; raises BadCipher."""
        if not data or len(data) % _PAD:
            raise BadCipher("the cipher is not whole blocks")
        decryptor = self._cipher.decryptor()
        plain = decryptor.update(data) + decryptor.finalize()
        pad = plain[-1]
        if not 1 <= pad <= _PAD or plain[-pad:] != bytes((pad,)) * pad:
            raise BadCipher("the padding is wrong")
        return plain[:-pad]

    def encipher(self, data: bytes) -> bytes:
        """Pad to 32 bytes and encipher."""
        pad = _PAD - len(data) % _PAD
        encryptor = self._cipher.encryptor()
        return encryptor.update(data + bytes((pad,)) * pad) + encryptor.finalize()


class Door:
    """Signature and cipher of one channel: its token, its key, and the id that must stand inside the cipher.

    `receive_id` is the CorpID, the AppID, or empty for a robot. An official account in plain mode has no
    `aes_key`; opening and sealing are then errors in the code that asks for them. Raises ConfigError.
    """

    def __init__(self, token: str, aes_key: str | None, receive_id: str, max_skew_s: float) -> None:
        self._token = token
        self._aes = None if aes_key is None else Aes(aes_key)
        self._receive_id = receive_id.encode()
        self._max_skew_s = max_skew_s

    def check(self, stamp: Stamp, now: float, *signed: str) -> None:
        """Raise BadSignature unless the stamp signs `signed`; ClocksDiffer where it is right but old."""
        right = sign(self._token, stamp.timestamp, stamp.nonce, *signed)
        if not hmac.compare_digest(right.encode(), stamp.signature.encode()):
            raise BadSignature("not signed with the token of this channel")
        skew = now - int(stamp.timestamp)
        if abs(skew) > self._max_skew_s:
            raise ClocksDiffer(skew)

    def open(self, encrypt: str) -> bytes:
        """Give the message inside a cipher in Base64; raises BadCipher for whatever is wrong with it."""
        assert self._aes is not None
        try:
            data = binascii.a2b_base64(encrypt.encode(), strict_mode=True)
        except ValueError:
            raise BadCipher("the cipher is not Base64") from None
        plain = self._aes.decipher(data)
        end = _HEAD + int.from_bytes(plain[16:_HEAD], "big")
        if not _HEAD <= end <= len(plain):
            raise BadCipher("the length inside is wrong")
        if not hmac.compare_digest(plain[end:], self._receive_id):
            raise BadCipher("the cipher is for somebody else")
        return plain[_HEAD:end]

    def echo(self, query: Mapping[str, str], now: float) -> str:
        """Give the deciphered echo of a URL check; raises DoorError. `now` in system seconds."""
        stamp = read_stamp(query)
        echo = query_field(query, "echostr").replace(" ", "+")
        self.check(stamp, now, echo)
        return content_text(self.open(echo))

    def enter(self, query: Mapping[str, str], encrypt: str, now: float) -> tuple[bytes, dict[str, str]]:
        """Give the message inside a signed cipher, and what its answer needs; raises DoorError."""
        stamp = read_stamp(query)
        self.check(stamp, now, encrypt)
        plain = self.open(encrypt)
        return plain, {"nonce": stamp.nonce, "timestamp": stamp.timestamp, "now": str(int(now))}

    def seal(self, message: bytes, timestamp: int, nonce: str, salt: bytes = b"") -> Sealed:
        """Encipher and sign; `salt` is 16 bytes, random unless a test tells them."""
        assert self._aes is not None
        head = (salt or os.urandom(16)) + len(message).to_bytes(4, "big")
        encrypt = base64.b64encode(self._aes.encipher(head + message + self._receive_id)).decode()
        return Sealed(encrypt, sign(self._token, str(timestamp), nonce, encrypt), timestamp, nonce)


def sign(*parts: str) -> str:
    """SHA-1 in hex over the sorted parts, as every channel signs."""
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


def new_nonce() -> str:
    """Give a nonce of our own: 16 hex digits."""
    return os.urandom(8).hex()


def query_field(query: Mapping[str, str], name: str) -> str:
    """Give the one value of a query field; raises BadForm where there is none, an odd one, or two."""
    # A MultiDict names a doubled key once, but tells both of its values.
    values = [value for key, value in query.items() if key == name]
    if len(values) != 1 or not values[0] or not values[0].isprintable():
        raise BadForm(f"the query has not one {name}")
    return values[0]


def read_stamp(query: Mapping[str, str], signature_name: str = "msg_signature") -> Stamp:
    """Read timestamp, nonce and signature; raises BadForm."""
    stamp = Stamp(
        query_field(query, "timestamp"), query_field(query, "nonce"), query_field(query, signature_name)
    )
    if not _TIMESTAMP.fullmatch(stamp.timestamp):
        raise BadForm("the timestamp is not a whole number")
    return stamp


def check_size(body: bytes) -> None:
    """Raise TooLarge over 1 MB."""
    if len(body) > MAX_BODY:
        raise TooLarge(f"{len(body)} bytes")


def envelope_xml(body: bytes) -> dict[str, Xml]:
    """Read the outer XML; raises BadForm."""
    try:
        body.decode()
        return read_xml(body)
    except (NotXml, UnicodeDecodeError):
        raise BadForm("not the platform's XML") from None


def envelope_json(body: bytes) -> JsonObject:
    """Read the outer JSON; raises BadForm."""
    try:
        return read_json(body)
    except NotJson:
        raise BadForm("not the platform's JSON") from None


def encrypt_field(fields: Mapping[str, object], name: str) -> str:
    """Give the one cipher of an envelope; raises BadForm. An empty one is left to the cipher's judge."""
    value = fields.get(name)
    if not isinstance(value, str) or not value.isascii():
        raise BadForm(f"the envelope has not one {name}")
    return value


def content_xml(plain: bytes) -> dict[str, Xml]:
    """Read the XML inside a cipher; raises BadCipher."""
    try:
        return envelope_xml(plain)
    except BadForm as error:
        raise BadCipher(f"inside: {error}") from None


def content_json(plain: bytes) -> JsonObject:
    """Read the JSON inside a cipher; raises BadCipher."""
    try:
        return envelope_json(plain)
    except BadForm as error:
        raise BadCipher(f"inside: {error}") from None


def content_text(plain: bytes) -> str:
    """Read the echo inside a cipher; raises BadCipher."""
    try:
        return plain.decode()
    except UnicodeDecodeError:
        raise BadCipher("inside: not UTF-8") from None

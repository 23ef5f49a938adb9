"""A robot's media: fetched from the address in the message, then deciphered. See path/100719."""

from __future__ import annotations

import aiohttp

from bot.channels.api import MAX_MEDIA, MEDIA_S
from bot.channels.envelope import Aes
from bot.channels.transport import File, Transport
from bot.errors import BadCipher, Refused, Unconfirmed


async def fetch_robot_media(
    session: aiohttp.ClientSession,
    url: str,
    aes_key: str,
    *,
    cap: int = MAX_MEDIA,
    seconds: float = MEDIA_S,
) -> File:
    """Give a picture or file somebody sent to the robot.

    The address lives five minutes and carries its own right, so no token goes with it; the file is enciphered
    with the callback's EncodingAESKey. Raises Unreachable, Unconfirmed (cut off, or larger than `cap` bytes),
    Refused (the address has ended, or what came is not enciphered with this key).
    """
    if not url.startswith(("https://", "http://")):
        raise Refused("the medium has no address")
    raw = await Transport(session, "", total_s=seconds).fetch("GET", url, cap=cap + 32)
    if 400 <= raw.status < 500:
        raise Refused(f"HTTP {raw.status} for a medium", cure="附件链接只有五分钟有效，请对方重新发送")
    if raw.status != 200:
        raise Unconfirmed(f"HTTP {raw.status} for a medium")
    try:
        return File(raw.filename, Aes(aes_key).decipher(raw.body))
    except BadCipher as error:
        raise Refused(f"a medium cannot be deciphered: {error}", cure="请核对机器人的 aes_key") from None

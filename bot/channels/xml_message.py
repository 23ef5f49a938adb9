"""What apps and official accounts send, understood.

Rules: path/90239, 90240; 公众号 接收普通消息 and 接收事件推送.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Literal

from bot.channels.shapes import dedupe_key, dict_of, first_text, objects_of, text_of, texts_of
from handlers.message import Channel, Incoming, Kind, Location, Media, Tap

_KINDS: Mapping[str, Kind] = {
    "text": "text",
    "image": "image",
    "voice": "voice",
    "video": "video",
    "shortvideo": "video",
    "file": "file",
    "location": "location",
    "link": "link",
    "event": "event",
}
_TAPS = frozenset({"template_card_event", "template_card_menu_event"})
#: The field that holds a person's words, for each kind that has one; a place's name is nobody's words.
_WORDS: Mapping[Kind, str] = {
    "text": "Content",
    "voice": "Recognition",
    "link": "Title",
}
_MediaKind = Literal["image", "voice", "video", "file"]
_MEDIA: Mapping[Kind, _MediaKind] = {"image": "image", "voice": "voice", "video": "video", "file": "file"}


def read_message(
    channel: Channel,
    account: str,
    fields: Mapping[str, object],
    plain: bytes,
    door: Mapping[str, str],
    *,
    fold: Callable[[str], str] = str,
) -> Incoming:
    """Turn the fields of one callback into Incoming; `fold` brings the sender into its comparable form.

    Unknown kinds and events are not errors; raises BadCipher where a known field has a wrong type.
    """
    kind, event = _kind_of(fields)
    sender = fold(text_of(fields, "FromUserName"))
    return Incoming(
        channel=channel,
        account=account,
        dedupe=dedupe_key(text_of(fields, "MsgId"), _marks(fields, sender, event), plain),
        kind=kind,
        sender=sender,
        event=event,
        text=text_of(fields, _WORDS[kind]) if kind in _WORDS else "",
        tap=_read_tap(fields) if kind == "tap" else None,
        media=_read_media(fields, kind),
        location=_read_location(fields) if kind == "location" else None,
        door=door,
        fields=fields,
    )


def _kind_of(fields: Mapping[str, object]) -> tuple[Kind, str]:
    """Tell kind and event; third-party payloads have an InfoType in place of both."""
    info = text_of(fields, "InfoType")
    kind = "event" if info else _KINDS.get(text_of(fields, "MsgType").lower(), "other")
    if kind != "event":
        return kind, ""
    event = (info or text_of(fields, "Event")).lower()
    return ("tap", event) if event in _TAPS else ("event", event)


def _marks(fields: Mapping[str, object], sender: str, event: str) -> tuple[str, ...]:
    names = ("EventKey", "TaskId", "ChangeType")
    time = first_text(fields, "CreateTime", "TimeStamp")
    # An EventKey may be an object in events that are none of ours; the digest tells those apart.
    keys = (value if isinstance(value := fields.get(name), str) else "" for name in names)
    return (sender, time, event, *keys)


def _read_tap(fields: Mapping[str, object]) -> Tap:
    chosen = dict_of(fields, "SelectedItems")
    return Tap(
        key=text_of(fields, "EventKey"),
        task_id=text_of(fields, "TaskId"),
        card_type=text_of(fields, "CardType"),
        code=text_of(fields, "ResponseCode"),
        selections=tuple(
            (text_of(item, "QuestionKey"), texts_of(dict_of(item, "OptionIds"), "OptionId"))
            for item in objects_of(chosen, "SelectedItem")
        ),
    )


def _read_media(fields: Mapping[str, object], kind: Kind) -> tuple[Media, ...]:
    """Read the one medium of a message; a picture without a media_id is known by its address."""
    media_kind = _MEDIA.get(kind)
    if media_kind is None:
        return ()
    media_id, url = text_of(fields, "MediaId"), text_of(fields, "PicUrl")
    if not media_id and not url:
        return ()
    name = text_of(fields, "FileName")
    return (Media(kind=media_kind, media_id=media_id, url="" if media_id else url, name=name),)


def _read_location(fields: Mapping[str, object]) -> Location | None:
    """Read the place of a message; None where its numbers are no place on earth."""
    try:
        lat, lon = _degrees(fields, "Location_X"), _degrees(fields, "Location_Y")
    except ValueError:
        return None
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return Location(lat, lon, text_of(fields, "Label"))


def _degrees(fields: Mapping[str, object], name: str) -> float:
    """Read a number, which the XML has as a text and JSON may have as itself; raises ValueError."""
    value = fields.get(name)
    return value if isinstance(value, float) else float(text_of(fields, name))

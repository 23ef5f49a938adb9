"""What a robot (智能机器人) is sent, understood (path/100719, 101027, 101033)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.channels.shapes import dedupe_key, dict_of, first_text, objects_of, text_of, texts_of
from handlers.message import Incoming, Kind, Media, Quote, Tap

_KINDS: Mapping[str, Kind] = {
    "text": "text",
    "mixed": "mixed",
    "image": "image",
    "voice": "voice",
    "file": "file",
    "video": "video",
    "stream": "refresh",
    "event": "event",
}
_MediaKind = Literal["image", "voice", "video", "file"]
_MEDIA: Mapping[str, _MediaKind] = {"image": "image", "file": "file", "video": "video"}
_TAP = "template_card_event"


def read_robot_message(fields: Mapping[str, object], plain: bytes, door: Mapping[str, str]) -> Incoming:
    """Turn the fields of one callback into Incoming; unknown kinds and events are not errors.

    `sender` is a userid in lower case. Where no super-administrator made the robot it is an enciphered id, in
    which case matters: `open_id` has it as it came. Raises BadCipher where a known field has a wrong type.
    """
    kind: Kind = _KINDS.get(text_of(fields, "msgtype").lower(), "other")
    about = dict_of(fields, "event") if kind == "event" else {}
    event = text_of(about, "eventtype").lower()
    detail = dict_of(about, event) if event == _TAP else {}
    tap = _read_tap(detail) if event == _TAP else None
    open_id = text_of(dict_of(fields, "from"), "userid")
    sender = open_id.lower()
    text, media = _read_body(fields)
    marks = (
        sender,
        text_of(fields, "create_time"),
        event,
        tap.key if tap else "",
        tap.task_id if tap else "",
        "",
    )
    return Incoming(
        channel="work_robot",
        account=text_of(fields, "aibotid") or "robot",
        dedupe=dedupe_key(text_of(fields, "msgid"), marks, plain),
        kind="tap" if tap else kind,
        sender=sender,
        open_id=open_id,
        chat="" if text_of(fields, "chattype") == "single" else text_of(fields, "chatid"),
        event=event,
        text=text,
        tap=tap,
        media=media,
        quote=_read_quote(fields),
        stream=text_of(dict_of(fields, "stream"), "id") if kind == "refresh" else "",
        response_url=text_of(fields, "response_url"),
        door=door,
        fields=fields,
    )


def _read_body(fields: Mapping[str, object]) -> tuple[str, tuple[Media, ...]]:
    """Read words and media of a message, of one item of a mixed one, or of a quoted one."""
    kind = text_of(fields, "msgtype").lower()
    if kind == "mixed":
        return _read_mixed(fields)
    if kind in {"text", "voice"}:
        return text_of(dict_of(fields, kind), "content"), ()
    media_kind = _MEDIA.get(kind)
    if media_kind is None:
        return "", ()
    body = dict_of(fields, kind)
    url = text_of(body, "url")
    return "", (Media(kind=media_kind, url=url, name=first_text(body, "filename", "name")),) if url else ()


def _read_mixed(fields: Mapping[str, object]) -> tuple[str, tuple[Media, ...]]:
    """Join the words of all items by line ends, and gather their media."""
    items = objects_of(dict_of(fields, "mixed"), "msg_item")
    # An item is never mixed itself; one that says so has nothing to give.
    bodies = [_read_body(item) for item in items if text_of(item, "msgtype").lower() != "mixed"]
    text = "\n".join(text for text, _ in bodies if text)
    return text, tuple(medium for _, media in bodies for medium in media)


def _read_quote(fields: Mapping[str, object]) -> Quote | None:
    quoted = dict_of(fields, "quote")
    if not quoted:
        return None
    text, media = _read_body(quoted)
    return Quote(text=text, media=media)


def _read_tap(detail: Mapping[str, object]) -> Tap:
    """Read a tap; the field table and the samples of path/101027 spell its fields differently."""
    chosen = dict_of(detail, "selected_items", "selecteditems")
    return Tap(
        key=first_text(detail, "event_key", "eventkey"),
        task_id=first_text(detail, "task_id", "taskid"),
        card_type=first_text(detail, "card_type", "cardtype"),
        selections=tuple(
            (
                first_text(item, "question_key", "questionkey"),
                texts_of(dict_of(item, "option_ids", "optionids"), "option_id", "optionid"),
            )
            for item in objects_of(chosen, "selected_item", "selecteditem")
        ),
    )

"""What a file really is, by its first bytes; the name only helps to tell texts apart.

A list of what is taken: whatever is not on it is refused, so that a new kind of program needs no new line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.media_inside import ole_type, zip_type
from handlers.filenames import suffix_of

REFUSED = ""
"""The type of what is not taken."""

_PROGRAMS = (
    "apk app appimage bat bin bz2 cab cer chm cmd com cpl deb dll dmg docm dotm elf exe gadget gz hta "
    "htm html img inf ins iso jar job js jse jsp ksh lnk mht mhtml msc msh msi msix msp mst ocx php pif "
    "pl ppam potm ppsm pptm ps1 psm1 py pyc rb reg rgs rpm scf scr sct sh shb shs sldm so svg svgz swf "
    "sys tar tgz url vb vbe vbs vhd ws wsc wsf wsh xbap xht xhtml xlam xll xlsm xltm xml xps xsl "
)
PROGRAMS = frozenset(_PROGRAMS.split())
"""Suffixes under which nothing is taken, whatever is inside, and under which nothing may be in an archive."""

_FIRST: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
"""First bytes → type."""
_RIFF: Mapping[bytes, str] = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS: tuple[tuple[bytes, str], ...] = (
    (b"heic", "image/heic"), (b"heix", "image/heic"), (b"heim", "image/heic"), (b"heis", "image/heic"),
    (b"hevc", "image/heic"), (b"mif1", "image/heic"), (b"msf1", "image/heic"), (b"avif", "image/avif"),
    (b"M4A", "audio/mp4"), (b"M4B", "audio/mp4"), (b"qt", "video/quicktime"),
    (b"iso", "video/mp4"), (b"mp4", "video/mp4"), (b"avc", "video/mp4"), (b"M4V", "video/mp4"),
    (b"MSNV", "video/mp4"), (b"dash", "video/mp4"), (b"mmp4", "video/mp4"), (b"3g", "video/3gpp"),
)  # fmt: skip
"""How the brand of an ISO media file (bytes 8 to 12) begins → type."""

TEXTS: Mapping[str, str] = {"txt": "text/plain", "csv": "text/csv", "md": "text/plain", "log": "text/plain"}
"""Suffixes of texts that are taken."""
_MARKUP = re.compile(r"\s*(?:<[!?a-zA-Z]|#!)")
"""How a page, a drawing or a script begins."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/bmp": ("bmp", "dib"),
    "image/tiff": ("tif", "tiff"),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    "image/avif": ("avif",),
    "application/pdf": ("pdf",),
    "audio/amr": ("amr",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a", "m4b"),
    "audio/wav": ("wav",),
    "video/mp4": ("mp4", "m4v"),
    "video/quicktime": ("mov", "qt"),
    "video/3gpp": ("3gp", "3g2"),
    "application/vnd.rar": ("rar",),
    "application/x-7z-compressed": ("7z",),
    "application/zip": ("zip",),
    "application/msword": ("doc", "wps", "dot", "wpt"),
    "application/vnd.ms-excel": ("xls", "et", "xlt", "ett"),
    "application/vnd.ms-powerpoint": ("ppt", "dps", "pps", "dpt"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx", "dotx", "wps"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx", "xltx", "et"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
        "pptx",
        "ppsx",
        "potx",
        "dps",
    ),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
    "application/ofd": ("ofd",),
    "text/plain": ("txt", "md", "log"),
    "text/csv": ("csv",),
}
"""Every type that is taken → the suffixes its names may have; a name without any is given the first."""


def type_of(data: bytes, name: str) -> str:
    """Give the type of a file, or REFUSED; `name` is as given. Reads archives: not for the loop."""
    if suffix_of(name.rstrip(" .")) in PROGRAMS:
        return REFUSED
    for first, kind in _FIRST:
        if data.startswith(first):
            return kind
    return next(filter(None, (look(data, name) for look in _LOOKS)), REFUSED)


def named_for(name: str, kind: str, fallback: str) -> str:
    """Give a name whose suffix is one of its type's, so that a phone opens it as what it is."""
    suffixes = SUFFIXES[kind]
    if suffix_of(name) in suffixes:
        return name
    return f"{name or fallback}.{suffixes[0]}"


def _riff(data: bytes, name: str) -> str:
    del name
    return _RIFF.get(data[8:12], "") if data.startswith(b"RIFF") else ""


def _iso_media(data: bytes, name: str) -> str:
    del name
    if data[4:8] != b"ftyp":
        return ""
    return next((kind for brand, kind in _BRANDS if data[8:12].startswith(brand)), "")


def _bitmap(data: bytes, name: str) -> str:
    """Two letters are too few to tell: the size a bitmap gives for itself has to be right."""
    del name
    sized = int.from_bytes(data[2:6], "little") == len(data)
    return "image/bmp" if data.startswith(b"BM") and sized else ""


def _mpeg_audio(data: bytes, name: str) -> str:
    """Know an MP3 without a tag by the header of its first frame: some bits no frame has."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xFE not in {0xFA, 0xF2}:
        return ""
    good = data[2] >> 4 not in {0, 15} and (data[2] >> 2) & 3 != 3
    return "audio/mpeg" if good and suffix_of(name) in {"mp3", ""} else ""


def _zip(data: bytes, name: str) -> str:
    del name
    return zip_type(data, PROGRAMS) if data.startswith((b"PK\3\4", b"PK\5\6")) else ""


def _ole(data: bytes, name: str) -> str:
    del name
    return ole_type(data) if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") else ""


def _text(data: bytes, name: str) -> str:
    """Take what is text to its last letter, is called one, and is neither a page nor a script."""
    kind = TEXTS.get(suffix_of(name))
    if kind is None:
        return ""
    text = _decoded(data)
    if text is None or _CONTROLS.search(text) or _MARKUP.match(text):
        return ""
    return kind


def _decoded(data: bytes) -> str | None:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


_LOOKS: tuple[Callable[[bytes, str], str], ...] = (_riff, _iso_media, _bitmap, _mpeg_audio, _zip, _ole, _text)

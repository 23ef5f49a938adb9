"""What is inside office files and archives: no macros, no programs, nothing nobody can look into.

Read under limits: a list of at most `MOST_MEMBERS`, and the first bytes of each member. RAR and 7z are not
looked into: no maintained library reads them without a program of its own.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

from handlers.filenames import suffix_of

MOST_MEMBERS = 2000
"""Members of an archive; one with more is not looked through, and not taken."""
_DIRECTORY = 512 * MOST_MEMBERS
"""Bytes of an archive's list at most."""
_LOOK = 64
"""Bytes at the beginning of a member that are looked at."""

_COMPRESSED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What everybody's archives use; others may ask for any amount of memory."""
ARCHIVES = frozenset({"zip", "rar", "7z", "jar", "apk", "gz", "tar", "tgz", "bz2", "xz", "cab", "iso"})
"""An archive in an archive is not taken: what is inside would reach people unseen."""
_PROGRAM = (
    b"MZ", b"\x7fELF", b"#!/", b"\xca\xfe\xba\xbe", b"dex\n", b"L\0\0\0\x01\x14\x02\0",
    b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf",
)  # fmt: skip
"""How programs, scripts and shortcuts begin."""
_ARCHIVE = (b"PK\3\4", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
"""How archives begin."""
_ZIPPED = frozenset({"docx", "xlsx", "pptx", "dotx", "xltx", "potx", "ppsx", "odt", "ods", "odp", "ofd"})
"""Suffixes of files that are zipped themselves, and are no archives to people."""

OOXML = {
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""The folder of an Office Open XML file → its type."""
_OPEN_DOCUMENT = tuple(
    f"application/vnd.oasis.opendocument.{what}" for what in ("text", "spreadsheet", "presentation")
)

_OLE: tuple[tuple[str, str], ...] = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
"""The stream of an old office file (WPS's own too) → its type."""
_OLE_BAD = ("_VBA_PROJECT", "Macros", "_VBA_PROJECT_CUR", "EncryptedPackage", "\x01Ole10Native")
"""Streams of macros, of packed programs, and of what a password hides."""


def zip_type(data: bytes, programs: frozenset[str]) -> str:
    """Give the type of something zipped: an office file without macros, or an archive; empty if refused."""
    if not _is_short(data):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if any(one.compress_type not in _COMPRESSED for one in members):
                return ""
            names = [one.filename for one in members]
            if "[Content_Types].xml" in names:
                return _ooxml(archive, names)
            if "mimetype" in names:
                return _open_document(archive, names)
            if "OFD.xml" in names:
                return "application/ofd"
            plain = bool(members) and all(_is_plain(archive, one, programs) for one in members)
            return "application/zip" if plain else ""
    except Exception:  # noqa: BLE001 - a broken archive breaks its reader in many ways, and is refused for it
        return ""


def _is_short(data: bytes) -> bool:
    """Whether the list of an archive is short enough to be read; the end of it says how long it is."""
    end = data.rfind(b"PK\5\6")
    if end < 0 or end + 20 > len(data):
        return False
    count, size = struct.unpack_from("<HI", data, end + 10)
    return int(count) <= MOST_MEMBERS and int(size) <= _DIRECTORY


def _ooxml(archive: zipfile.ZipFile, names: Sequence[str]) -> str:
    """Tell an office file by its folder; one with macros calls itself so, or has their project."""
    if any("vbaproject" in name.lower() or suffix_of(name) in {"exe", "dll"} for name in names):
        return ""
    with archive.open("[Content_Types].xml") as member:
        if b"macroenabled" in member.read(1_000_000).lower():
            return ""
    return next(
        (kind for folder, kind in OOXML.items() if any(n.startswith(f"{folder}/") for n in names)), ""
    )


def _open_document(archive: zipfile.ZipFile, names: Sequence[str]) -> str:
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        return ""
    with archive.open("mimetype") as member:
        kind = member.read(200).decode(errors="replace").strip()
    return kind if kind in _OPEN_DOCUMENT else ""


def _is_plain(archive: zipfile.ZipFile, member: zipfile.ZipInfo, programs: frozenset[str]) -> bool:
    """Whether a member is neither a program nor an archive, by its name and by its first bytes.

    Of what a password hides the names alone can be seen.
    """
    suffix = suffix_of(member.filename.rstrip(" ."))
    if suffix in programs or suffix in ARCHIVES:
        return False
    if member.flag_bits & 1:
        return True
    with archive.open(member) as opened:
        first = opened.read(_LOOK)
    return not first.startswith(_PROGRAM) and (suffix in _ZIPPED or not first.startswith(_ARCHIVE))


def ole_type(data: bytes) -> str:
    """Give the type of an old office file (doc, xls, ppt, and WPS's own); empty with macros, or if none."""
    if any(_has_stream(data, name) for name in _OLE_BAD):
        return ""
    return next((kind for name, kind in _OLE if _has_stream(data, name)), "")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the file's own list has a stream: entries of 128 bytes, a UTF-16 name, its length at 64."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == struct.pack("<H", len(wanted)):
            return True
        at = data.find(wanted, at + 2)
    return False

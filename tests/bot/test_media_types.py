"""What is taken and what is not, by what is inside: the name helps nobody."""

from __future__ import annotations

import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.media_types import PROGRAMS, REFUSED, SUFFIXES, TEXTS, named_for, type_of
from handlers.filenames import clean_name
from tests.samples_media import AMR, EXE, HTML, JPEG, MP4, PDF, PNG, office, ole, zipped

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BITMAP = b"BM" + struct.pack("<I", 60) + bytes(54)

TAKEN = [
    (JPEG, "现场.jpg", "image/jpeg"),
    (PNG, "", "image/png"),
    (b"GIF89a" + bytes(20), "a.gif", "image/gif"),
    (BITMAP, "a.bmp", "image/bmp"),
    (b"RIFF\x10\0\0\0WEBPVP8 ", "a.webp", "image/webp"),
    (b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.HEIC", "image/heic"),
    (b"\0\0\0\x18ftypmif1\0\0\0\0heic", "a.heic", "image/heic"),
    (AMR, "", "audio/amr"),
    (b"ID3\x04\0\0", "a.mp3", "audio/mpeg"),
    (b"\xff\xfb\x90\x44" + bytes(40), "a.mp3", "audio/mpeg"),
    (b"\0\0\0\x18ftypM4A \0\0\0\0", "a.m4a", "audio/mp4"),
    (MP4, "a.mp4", "video/mp4"),
    (b"\0\0\0\x14ftypqt  \0\0\0\0", "a.mov", "video/quicktime"),
    (PDF, "方案.pdf", "application/pdf"),
    (office("word"), "方案.docx", WORD),
    (ole("WordDocument"), "方案.doc", "application/msword"),
    (ole("Workbook"), "台账.xls", "application/vnd.ms-excel"),
    (ole("PowerPoint Document"), "汇报.ppt", "application/vnd.ms-powerpoint"),
    (
        zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_DOT_xml=b"<x/>"),
        "a.odt",
        "application/vnd.oasis.opendocument.text",
    ),
    (zipped(OFD_DOT_xml=b"<x/>"), "公文.ofd", "application/ofd"),
    (zipped(照片__1_DOT_jpg=JPEG, 说明_DOT_txt=b"a", 表_DOT_docx=office("word")), "a.zip", "application/zip"),
    (b"Rar!\x1a\x07\x01\0" + bytes(20), "a.rar", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c" + bytes(20), "a.7z", "application/x-7z-compressed"),
    ("一,二\n三,四".encode(), "台账.csv", "text/csv"),
    ("一,二".encode("gb18030"), "台账.csv", "text/csv"),
    ("说明".encode("utf-16"), "说明.TXT", "text/plain"),
]  # fmt: skip

NOT_TAKEN = [
    (EXE, "现场照片.jpg"),
    (b"\x7fELF\2\1\1" + bytes(40), "a.png"),
    (b"#!/bin/sh\nrm -rf /", "说明.txt"),
    (b"#!AMR-less script", "说明.txt.sh"),
    (HTML, "a.jpg"),
    (HTML, "a.txt"),
    (b"\xef\xbb\xbf  <svg onload=alert(1)>", "a.txt"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
    (b"L\0\0\0\x01\x14\x02\0" + bytes(40), "照片.jpg"),
    (zipped(AndroidManifest_DOT_xml=b"x", classes_DOT_dex=b"dex\n035"), "照片.zip"),
    (office("word", "application/vnd.ms-word.document.macroEnabled.main+xml"), "方案.docx"),
    (office("xl", xl__vbaProject_DOT_bin=b"x"), "台账.xlsx"),
    (office("word"), "方案.docm"),
    (ole("WordDocument", "_VBA_PROJECT"), "方案.doc"),
    (ole("Workbook", "_VBA_PROJECT_CUR"), "台账.xls"),
    (ole("EncryptedPackage"), "方案.docx"),
    (ole("Property"), "setup.doc"),
    (zipped(现场_DOT_exe=b"x"), "a.zip"),
    (zipped(zipfile.ZIP_LZMA, 现场_DOT_jpg=JPEG), "a.zip"),
    (zipped(现场_DOT_jpg=EXE), "a.zip"),
    (zipped(a_DOT_zip=zipped(b_DOT_txt=b"b")), "a.zip"),
    (zipped(a_DOT_dat=zipped(b_DOT_txt=b"b")), "a.zip"),
    (zipped(**{f"f{n}": b"" for n in range(2001)}), "a.zip"),
    (b"PK\3\4 broken", "a.zip"),
    (b"PK\3\4" + bytes(40) + b"PK\5\6" + bytes(18), "a.zip"),
    (JPEG, "现场.exe"),
    (JPEG, "现场.exe ."),
    (PDF, "方案.html"),
    (b"just some words", "words"),
    (b"words\0with a hole", "a.txt"),
    (b"\xff\xfe\xfd\xfc\xfb", "a.jpg"),
    (b"BM" + bytes(58), "a.bmp"),
    (b"\0\0\0\x18ftypevil\0\0\0\0", "a.mp4"),
    (b"RIFF\x10\0\0\0EVIL", "a.webp"),
]


@pytest.mark.parametrize(("data", "name", "kind"), TAKEN, ids=[kind for _, _, kind in TAKEN])
def test_taken(data: bytes, name: str, kind: str) -> None:
    """Pictures, sounds, films, office files, texts and plain archives are known by their first bytes."""
    assert kind == type_of(data, name)


@pytest.mark.parametrize(("data", "name"), NOT_TAKEN, ids=range(len(NOT_TAKEN)))
def test_not_taken(data: bytes, name: str) -> None:
    """Programs, scripts, pages, macros and what nobody can look into are refused under any name."""
    assert type_of(data, name) == REFUSED


@given(
    st.sampled_from([data[:cut] for data, _, _ in TAKEN for cut in (4, 12, 40, 9999)]), st.binary(), st.text()
)
@settings(max_examples=300, deadline=None)
def test_noise_breaks_nothing(begin: bytes, noise: bytes, name: str) -> None:
    """Whatever comes after a good beginning is known or refused."""
    assert type_of(begin + noise, name) in {REFUSED, *SUFFIXES}
    assert clean_name(clean_name(name)) == clean_name(name)


def test_the_tables_agree() -> None:
    """Every type that is taken has a suffix, and none of them is one under which nothing is taken."""
    suffixes = {suffix for names in SUFFIXES.values() for suffix in names}

    assert set(TEXTS) <= suffixes
    assert set() == suffixes & PROGRAMS
    assert {kind for _, _, kind in TAKEN} <= set(SUFFIXES)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("现场 照片.jpg", "现场 照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("/etc/shadow", "shadow"),
        ("C:\\Windows\\cmd.jpg", "cmd.jpg"),
        ("a\0b.jpg", "ab.jpg"),
        ("照片\u202egpj.exe", "照片gpj.exe"),
        ("零\u200b宽\ufeff.png", "零宽.png"),
        ("..", ""),
        ("  ...  ", ""),
        ("a\nb.txt", "a b.txt"),
        ("长" * 300 + ".docx", "长" * 74 + "….docx"),
        ("长" * 300, "长" * 79 + "…"),
        ("", ""),
    ],
)
def test_names_are_words(given: str, shown: str) -> None:
    """Of a name only what can be seen on one line is left, and no part of it is a path."""
    assert shown == clean_name(given)


def test_a_name_says_what_the_file_is() -> None:
    """A name gets the suffix of its type where it has another one, and one of its own where it has none."""
    assert "现场.JPG" == named_for("现场.JPG", "image/jpeg", "x")
    assert "现场.png.jpg" == named_for("现场.png", "image/jpeg", "x")
    assert "Z20261124-001-1.jpg" == named_for("", "image/jpeg", "Z20261124-001-1")

"""Words, XML and JSON: cutting, cleaning, and the same bytes every time."""

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.group_webhook import markdown, text
from bot.channels.json_form import write_json
from bot.channels.texts import clean_text, cut_bytes, cut_chars, strip_markdown
from bot.channels.xml_form import NotXml, read_xml, write_xml


@given(st.text(), st.integers(3, 40))
def test_cut_bytes_never_exceeds_and_never_breaks(words, limit):
    """What is cut fits, is whole characters, and says so."""
    words = clean_text(words)
    cut = cut_bytes(words, limit)

    assert len(cut.encode()) <= limit
    assert cut == words or (cut.endswith("…") and words.startswith(cut[:-1]))


@pytest.mark.parametrize(("words", "cut"), [("一二三", "一二三"), ("一二三四", "一二…"), ("", "")])
def test_cut_chars(words, cut):
    """Characters are counted, the … among them."""
    assert cut == cut_chars(words, 3)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**已交办** 3人", "已交办 3人"),
        ("# 标题\n> 引用\n正文", "标题\n引用\n正文"),
        ('<font color="warning">逾期</font>`Z1`', "逾期Z1"),
        ("[详情](https://z.cn/a)", "详情 https://z.cn/a"),
        ("3 * 4 > 2 # 号", "3 * 4 > 2 # 号"),
    ],
)
def test_strip_markdown(marked, plain):
    """Marks go, words and addresses stay."""
    assert plain == strip_markdown(marked)


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_survives_xml(words):
    """Whatever somebody wrote, our XML is well formed and says the same without forbidden characters."""
    document = write_xml({"Content": words, "N": 1})

    kept = ET.fromstring(document.encode()).findtext("Content")
    assert clean_text(words).replace("\r\n", "\n").replace("\r", "\n") == kept


def test_xml_shapes():
    """Leaves, empties, children and repeats read as the platform means them."""
    document = "<xml a='1'> <A> x </A><B/><C><D>1</D><D>2</D><D>3</D></C><E><![CDATA[<&]]>t</E>&#20013;</xml>"

    assert {"A": "x", "B": "", "C": {"D": ["1", "2", "3"]}, "E": "<&t"} == read_xml(document.encode())


@pytest.mark.parametrize("document", [b"", b"<xml", b"<a/>", b"<xml>text</xml>", b"\x00"])
def test_not_xml(document):
    """Anything else is NotXml."""
    with pytest.raises(NotXml):
        read_xml(document)


def test_another_encoding_is_not_followed():
    """A declared encoding does not change how the bytes are read."""
    assert {"A": "中"} == read_xml('<?xml version="1.0" encoding="gbk"?><xml><A>中</A></xml>'.encode())


def test_json_is_compact_and_utf8():
    """Chinese stays itself, nothing is escaped that need not be, and half characters are dropped."""
    assert '{"b":"中\\n🙂","a":[1,true,null]}'.encode() == write_json(
        {"b": "中\n🙂\ud800", "a": [1, True, None]}
    )


def test_webhook_text():
    """A webhook's text mentions people where told, and is cut at 2048 bytes."""
    assert {"msgtype": "text", "text": {"content": "好", "mentioned_list": ["@all"]}} == json.loads(
        text("好", ["@all"])
    )
    assert {"content": "字" * 681 + "…"} == json.loads(text("字" * 999))["text"]


def test_webhook_markdown():
    """A webhook's markdown is cut at 4096 bytes."""
    request = json.loads(markdown("字" * 2000))

    assert ("markdown", "字" * 1364 + "…") == (request["msgtype"], request["markdown"]["content"])

"""The official account's three modes, in XML and JSON."""

import json
from xml.etree import ElementTree as ET

import pytest

from bot.channels.envelope import ClocksDiffer
from bot.channels.official_account import EMPTY, OfficialAccount, custom_text
from bot.errors import BadCipher, BadForm, BadSignature, TooLarge
from handlers.message import Card, Reply, Words

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
APP = "wxba5fad812f8e6fb9"
NOW = 1_700_000_000.0
TEXT = (
    "<xml><ToUserName>gh_1</ToUserName><FromUserName>oUser</FromUserName><MsgType>text</MsgType>"
    "<Content>你好</Content><MsgId>5</MsgId></xml>"
)
HELLO = Reply(words=Words("您好"), card=Card(task_id="1", title="t"))


def account(mode: str) -> OfficialAccount:
    """Give an account in a mode."""
    key = "" if mode == "plain" else KEY
    return OfficialAccount(name="city", app_id=APP, token="QDG6eK", aes_key=key, mode=mode, max_skew_s=900)


@pytest.fixture
def oa(make_platform):
    """Give the platform as the account sees it."""
    return make_platform(APP)


def plain_query(oa, **more):
    """Give the query of a plain callback."""
    return {"signature": oa.sign("1700000000", "n1"), "timestamp": "1700000000", "nonce": "n1", **more}


def safe(oa, message: str, **more):
    """Give query and body of an enciphered callback."""
    encrypt = oa.encrypt(message.encode())
    query = oa.query(encrypt, encrypt_type="aes", signature="whatever", openid="oUser", **more)
    return query, f"<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>".encode()


@pytest.mark.parametrize("mode", ["plain", "compat", "safe"])
def test_url_check_is_plain_in_every_mode(oa, mode):
    """The echo comes back as it is, if it is signed and fresh."""
    query = plain_query(oa, echostr="5927782489442352469")

    assert "5927782489442352469" == account(mode).check_url(query, NOW)
    with pytest.raises(BadSignature):
        account(mode).check_url({**query, "nonce": "n2"}, NOW)
    with pytest.raises(ClocksDiffer):
        account(mode).check_url(query, NOW + 901)
    with pytest.raises(BadForm):
        account(mode).check_url(plain_query(oa), NOW)


@pytest.mark.parametrize("more", [{}, {"encrypt_type": "raw"}, {"openid": "oUser"}])
@pytest.mark.parametrize("mode", ["plain", "compat"])
def test_plain(oa, mode, more):
    """A plain body is read where the mode allows it, and answered plainly, with the openid as given."""
    oa_account = account(mode)
    incoming = oa_account.parse(plain_query(oa, **more), TEXT.encode(), NOW)
    body, kind = oa_account.render(incoming, HELLO)

    assert ("official_account", "city", "msgid:5", "text", "oUser", "你好") == (
        incoming.channel,
        incoming.account,
        incoming.dedupe,
        incoming.kind,
        incoming.sender,
        incoming.text,
    )
    assert ("", "xml") == (incoming.door["cipher"], incoming.door["form"])
    assert "application/xml" == kind
    assert {
        "ToUserName": "oUser",
        "FromUserName": "gh_1",
        "CreateTime": "1700000000",
        "MsgType": "text",
        "Content": "您好",
    } == {child.tag: child.text for child in ET.fromstring(body)}


@pytest.mark.parametrize("mode", ["compat", "safe"])
def test_enciphered(oa, mode):
    """A cipher is judged by msg_signature alone and answered enciphered."""
    oa_account = account(mode)
    incoming = oa_account.parse(*safe(oa, TEXT), NOW)
    root = oa.open_xml(oa_account.render(incoming, HELLO)[0])

    assert ("oUser", "你好", "aes") == (incoming.sender, incoming.text, incoming.door["cipher"])
    assert ("oUser", "您好") == (root.findtext("ToUserName"), root.findtext("Content"))


def test_compat_trusts_the_cipher(oa):
    """Where a body has both, the enciphered fields count."""
    query, body = safe(oa, TEXT)
    forged = body.replace(b"<Encrypt>", b"<FromUserName>oOther</FromUserName><Encrypt>")

    assert "oUser" == account("compat").parse(query, forged, NOW).sender


def test_modes_refuse_what_is_not_theirs(oa):
    """Safe refuses plain bodies, plain refuses ciphers, and no mode knows another type."""
    with pytest.raises(BadForm):
        account("safe").parse(plain_query(oa), TEXT.encode(), NOW)
    with pytest.raises(BadForm):
        account("safe").parse(plain_query(oa, encrypt_type="raw"), TEXT.encode(), NOW)
    with pytest.raises(BadForm):
        account("plain").parse(*safe(oa, TEXT), NOW)
    with pytest.raises(BadForm):
        account("compat").parse(plain_query(oa, encrypt_type="rot13"), TEXT.encode(), NOW)
    with pytest.raises(BadForm):
        account("safe").parse(plain_query(oa, encrypt_type="aes"), TEXT.encode(), NOW)


def test_safe_mode_does_not_go_by_signature(oa):
    """A right `signature` does not help a wrong msg_signature."""
    query, body = safe(oa, TEXT)

    with pytest.raises(BadSignature):
        account("safe").parse({**query, **plain_query(oa), "msg_signature": "0" * 40}, body, NOW)


def test_bad_plain_bodies(oa):
    """Plain bodies are judged in the same order."""
    compat = account("compat")
    query = plain_query(oa)
    for body, error in (
        (b"x" * 1_100_000, TooLarge),
        (b"hello", BadForm),
        (b"<xml>", BadForm),
        (b"{", BadForm),
        (b"<!DOCTYPE xml><xml/>", BadForm),
        (b"<xml><MsgType><a>1</a></MsgType></xml>", BadCipher),
        (b'{"MsgType":[]}', BadCipher),
    ):
        with pytest.raises(error):
            compat.parse(query, body, NOW)
    with pytest.raises(BadSignature):
        compat.parse({**query, "signature": "x"}, TEXT.encode(), NOW)
    with pytest.raises(ClocksDiffer):
        compat.parse(query, TEXT.encode(), NOW - 901)


def test_another_app_id_is_bad_cipher(oa, make_platform):
    """A cipher for another account is not for us."""
    with pytest.raises(BadCipher):
        account("safe").parse(*safe(make_platform("wx_other"), TEXT), NOW)


def test_json_is_answered_in_json(oa):
    """The worked example's JSON is tolerated, plain and enciphered, and answered with its own keys."""
    message = {
        "ToUserName": "gh_1",
        "FromUserName": "oU",
        "CreateTime": 5,
        "MsgType": "text",
        "Content": "你好",
    }
    raw = json.dumps(message)
    compat = account("compat")
    plain = compat.parse(plain_query(oa), b" \n" + raw.encode(), NOW)
    encrypt = oa.encrypt(raw.encode())
    query = oa.query(encrypt, encrypt_type="aes")
    sealed = compat.parse(query, json.dumps({"ToUserName": "gh_1", "Encrypt": encrypt}).encode(), NOW)
    body, kind = compat.render(plain, HELLO)
    envelope = json.loads(compat.render(sealed, HELLO)[0])

    assert ("oU", "你好", "json") == (plain.sender, plain.text, plain.door["form"])
    assert "application/json" == kind
    assert "您好" == json.loads(body)["Content"]
    assert ["Encrypt", "MsgSignature", "TimeStamp", "Nonce"] == list(envelope)
    assert ("263014780", 1700000000) == (envelope["Nonce"], envelope["TimeStamp"])
    assert "您好" == json.loads(oa.decrypt(envelope["Encrypt"]))["Content"]


def test_nothing_to_say(oa):
    """No words, no body; cards are not known here."""
    plain = account("plain")
    incoming = plain.parse(plain_query(oa), TEXT.encode(), NOW)

    assert EMPTY == plain.render(incoming, Reply())
    assert EMPTY == plain.render(incoming, Reply(card=HELLO.card))
    assert (b"", "text/plain") == EMPTY


def test_custom_text():
    """A customer-service text names the openid."""
    assert {"touser": "oU", "msgtype": "text", "text": {"content": "好"}} == json.loads(
        custom_text("oU", "好")
    )

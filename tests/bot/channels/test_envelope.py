"""The door: size, form, signature, cipher, in this order, and nothing but DoorError."""

import pytest
from multidict import MultiDict

from bot.channels.envelope import MAX_BODY, Aes, ClocksDiffer, Door, sign
from bot.channels.work_app import WorkApp
from bot.errors import BadCipher, BadForm, BadSignature, ConfigError, DoorError, TooLarge

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
TOKEN = "QDG6eK"
CORP = "wx5823bf96d3bd56c7"
NOW = 1_700_000_000.0
TEXT = "<xml><FromUserName>a</FromUserName><MsgType>text</MsgType><MsgId>1</MsgId></xml>"


@pytest.fixture
def app():
    """Give an app."""
    return WorkApp(
        corp_id=CORP, agent_id=1000002, token=TOKEN, aes_key=KEY, max_skew_s=900, public_url="https://z.cn"
    )


def refusal(app, query, body, now=NOW) -> type[DoorError]:
    """Say by which error a callback is refused."""
    with pytest.raises(DoorError) as caught:
        app.parse(query, body, now)
    return type(caught.value)


def test_size_goes_before_everything(app):
    """A body over 1 MB is TooLarge even without a query; one of 1 MB is read."""
    assert TooLarge == refusal(app, {}, b"x" * (MAX_BODY + 1))
    assert BadForm == refusal(app, {}, b"x" * MAX_BODY)
    assert 413 == TooLarge.status


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"{}",
        b"\xff\xfe<\x00x\x00",
        b"<xml><Encrypt>\xff</Encrypt></xml>",
        b"<xml></xml>",
        b"<xml><Encrypt><a>x</a></Encrypt></xml>",
        b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
        b"<html><Encrypt>a</Encrypt></html>",
        b"<xml><Encrypt>a</Encrypt>",
        b"<xml><Encrypt>a</Encrypt></xml><xml/>",
        b"<xml><Encrypt>\xe4\xb8\xad</Encrypt></xml>",
        b"<!DOCTYPE xml><xml><Encrypt>a</Encrypt></xml>",
        b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
        b'<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>',
        b"<xml>" + b"<a>" * 50 + b"</a>" * 50 + b"<Encrypt>a</Encrypt></xml>",
        b"<xml><Encrypt>a\x00</Encrypt></xml>",
    ],
)
def test_form_goes_before_the_signature(app, work, body):
    """What is no envelope is BadForm, whatever the signature."""
    assert BadForm == refusal(app, work.query("a"), body)


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce"])
def test_query_fields_come_once(app, work, name):
    """A missing, an empty, an unprintable or a doubled query field is BadForm."""
    query, body = work.xml(TEXT)

    assert BadForm == refusal(app, {k: v for k, v in query.items() if k != name}, body)
    assert BadForm == refusal(app, {**query, name: ""}, body)
    assert BadForm == refusal(app, {**query, name: "1\x00"}, body)
    assert BadForm == refusal(app, {**query, name: "\ud800"}, body)
    assert BadForm == refusal(app, MultiDict([*query.items(), (name, query[name])]), body)


@pytest.mark.parametrize("stamp", ["x", "1.5", "1e9", "１７", "9" * 30, " 1", "+1", "0x1"])
def test_timestamp_is_a_whole_number(app, work, stamp):
    """A timestamp that is no whole number is BadForm, though it be signed."""
    query, body = work.xml(TEXT)

    assert BadForm == refusal(app, {**query, "timestamp": stamp}, body)


def test_signature_is_over_everything(app, work):
    """Another timestamp, nonce, cipher or signature is BadSignature, also where the cipher is broken."""
    query, body = work.xml(TEXT)

    assert BadSignature == refusal(app, {**query, "timestamp": str(int(NOW) + 1)}, body)
    assert BadSignature == refusal(app, {**query, "nonce": "other"}, body)
    assert BadSignature == refusal(app, {**query, "msg_signature": "0" * 40}, body)
    assert BadSignature == refusal(app, {**query, "msg_signature": "中文"}, body)
    assert BadSignature == refusal(app, {**query, "msg_signature": query["msg_signature"].upper()}, body)
    assert BadSignature == refusal(app, query, work.xml_body("!!!!"))
    assert 403 == BadSignature.status


@pytest.mark.parametrize(("offset", "refused"), [(-901, True), (-899, False), (899, False), (901, True)])
def test_old_and_early_signatures_tell_the_clocks(app, work, offset, refused):
    """A right signature more than max_skew_s away is ClocksDiffer, which says by how much."""
    query, body = work.xml(TEXT, NOW + offset)

    if not refused:
        assert "msgid:1" == app.parse(query, body, NOW).dedupe
        return
    with pytest.raises(ClocksDiffer) as caught:
        app.parse(query, body, NOW)
    assert -offset == caught.value.skew_s
    assert isinstance(caught.value, BadSignature)


def test_a_wrong_signature_tells_nothing_of_clocks(app, work):
    """An old message with a wrong signature is just BadSignature."""
    query, body = work.xml(TEXT, NOW - 5000)

    assert BadSignature == refusal(app, {**query, "nonce": "x"}, body)


@pytest.mark.parametrize(
    "encrypt",
    [
        "",
        "AAAA",
        "!!!!",
        "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=",
        "A" * 43,
        "AA=A",
        "A" * 64 + "\n" + "A" * 64,
    ],
)
def test_broken_ciphers(app, work, encrypt):
    """Nothing, no Base64, no whole blocks, garbage: BadCipher once the signature is right."""
    assert BadCipher == refusal(app, work.query(encrypt), work.xml_body(encrypt))
    assert 400 == BadCipher.status


def test_every_byte_of_the_padding_is_checked(app, work):
    """Padding of 0, over 32, or with one wrong byte is BadCipher."""
    plain = b"r" * 16 + len(TEXT).to_bytes(4, "big") + TEXT.encode() + CORP.encode()
    count = 32 - len(plain) % 32
    pads = [
        b"\x00" * count,
        bytes([count - 1]) + bytes([count]) * (count - 1),
        bytes([count]) * (count - 2) + bytes([count + 1, count]),
        bytes([255]) * count,
        bytes([33]) * count,
    ]

    for pad in pads:
        encrypt = work.encrypt_raw(plain + pad)
        assert BadCipher == refusal(app, work.query(encrypt), work.xml_body(encrypt))


def test_padding_goes_to_32_bytes(app, work):
    """A cipher padded to AES's own 16 bytes is not the platform's."""
    plain = b"r" * 16 + b"\x00\x00\x00\x01x" + CORP.encode()
    short = 16 - len(plain) % 16
    encrypt = work.encrypt_raw(plain + bytes([short]) * short)
    assert len(plain) + short == 48

    assert BadCipher == refusal(app, work.query(encrypt), work.xml_body(encrypt))


@pytest.mark.parametrize(
    "wrong",
    [
        {"length": b"\xff\xff\xff\xff"},
        {"length": b"\x00\x00\x40\x00"},
        {"length": b"\x00\x00\x00\x01"},
        {"receive_id": b"wx_somebody_else"},
        {"receive_id": b""},
        {"receive_id": CORP.encode() + b"x"},
    ],
)
def test_length_and_receiver_inside(app, work, wrong):
    """A wrong length or another receiver is BadCipher."""
    encrypt = work.encrypt(TEXT.encode(), **wrong)

    assert BadCipher == refusal(app, work.query(encrypt), work.xml_body(encrypt))


def test_a_cipher_of_padding_alone(app, work):
    """Blocks that hold nothing but padding are BadCipher."""
    encrypt = work.encrypt_raw(b"\x20" * 32)

    assert BadCipher == refusal(app, work.query(encrypt), work.xml_body(encrypt))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\xff\xfe",
        b"<xml>",
        b"<a/>",
        b"<xml><MsgType><a/></MsgType>".replace(b"<a/>", b"<a>1</a>") + b"</xml>",
        b"<xml><MsgType>text</MsgType><MsgType>event</MsgType></xml>",
        b"<xml><MsgType>text</MsgType><Content>a</Content><Content>b</Content></xml>",
        b"<xml><MsgType>text</MsgType><FromUserName><b>1</b></FromUserName></xml>",
        b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>',
        b"<xml><Content>&undeclared;</Content></xml>",
        b"<xml>" + b"<a>" * 60 + b"</a>" * 60 + b"</xml>",
        b"<xml><Content>\x00</Content></xml>",
    ],
)
def test_content_inside_the_cipher(app, work, content):
    """What is not the platform's XML inside, or has a known field of a wrong type, is BadCipher."""
    query, body = work.xml(content)

    assert BadCipher == refusal(app, query, body)


def test_somebody_may_write_about_a_doctype(app, work):
    """Words that look like a declaration are words."""
    query, body = work.xml(
        "<xml><MsgType>text</MsgType><Content><![CDATA[<!DOCTYPE a [<!ENTITY b>]>]]></Content></xml>"
    )

    assert "<!DOCTYPE a [<!ENTITY b>]>" == app.parse(query, body, NOW).text


def test_url_check_gives_the_echo(app, work):
    """The echo is deciphered as it is; the query is judged as any callback's."""
    echo = work.encrypt(b"1616140317555161061")
    query = work.query(echo, echostr=echo)

    assert "1616140317555161061" == app.check_url(query, NOW)
    for wrong, error in (
        ({**query, "nonce": "x"}, BadSignature),
        ({**query, "timestamp": "x"}, BadForm),
        ({k: v for k, v in query.items() if k != "echostr"}, BadForm),
        (work.query("AAAA", echostr="AAAA"), BadCipher),
        (work.query(work.encrypt(b"\xff"), echostr=work.encrypt(b"\xff")), BadCipher),
    ):
        with pytest.raises(error):
            app.check_url(wrong, NOW)
    with pytest.raises(ClocksDiffer):
        app.check_url(query, NOW + 1000)


def test_url_check_forgives_a_plus_that_became_a_space(app, work):
    """An echo whose + was decoded once too often is still the same echo."""
    echo = next(e for n in range(99) if "+" in (e := work.encrypt(f"{n:019}".encode())))

    assert app.check_url(work.query(echo, echostr=echo.replace("+", " ")), NOW).isdigit()


def test_sealing_is_what_the_platform_expects(work):
    """With the salt told, cipher and signature are those of the platform's own sample."""
    sealed = Door(TOKEN, KEY, CORP, 900).seal(b"<xml/>", 1700000000, "n1", b"0123456789abcdef")

    assert work.encrypt(b"<xml/>") == sealed.encrypt
    assert work.sign("1700000000", "n1", sealed.encrypt) == sealed.signature


def test_salt_is_new_every_time():
    """Two seals of one message differ."""
    door = Door(TOKEN, KEY, CORP, 900)

    assert door.seal(b"a", 1, "n").encrypt != door.seal(b"a", 1, "n").encrypt


@pytest.mark.parametrize("key", ["", "short", "中" * 43, "A" * 42, "A" * 44, "!" * 43])
def test_a_bad_key_is_a_bad_setting(key):
    """A key that is not 43 letters and digits is told before anything starts."""
    with pytest.raises(ConfigError):
        Aes(key)
    with pytest.raises(ConfigError):
        WorkApp(corp_id=CORP, agent_id=1, token=TOKEN, aes_key=key, max_skew_s=9, public_url="https://z.cn")


def test_signature_sorts_its_parts():
    """Every channel signs the sorted parts."""
    assert "a9993e364706816aba3e25717850c26c9cd0d89d" == sign("c", "a", "b")

"""The app's callbacks and passive answers, field by field."""

import pytest

from bot.channels.work_app import EMPTY, WorkApp
from handlers.message import Card, Location, Media, Reply, Tap, Words
from tests.bot.channels.wire import CARD

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
TOKEN = "QDG6eK"
CORP = "wx5823bf96d3bd56c7"
NOW = 1_700_000_000.0


@pytest.fixture
def app():
    """Give an app."""
    return WorkApp(
        corp_id=CORP, agent_id=1000002, token=TOKEN, aes_key=KEY, max_skew_s=900, public_url="https://z.cn"
    )


@pytest.fixture
def receive(app, work):
    """Bring fields through the door."""

    def send(**fields):
        body = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
        return app.parse(*work.xml(f"<xml>{body}</xml>"), NOW)

    return send


def test_text(receive):
    """A text has sender in lower case, words, and its msgid as the key of a repeat."""
    incoming = receive(
        ToUserName=CORP,
        FromUserName="ZhouQiang",
        CreateTime=1,
        MsgType="text",
        Content="收到",
        MsgId="77",
        AgentID=1,
    )

    assert ("work_app", "1000002", "msgid:77", "text") == (
        incoming.channel,
        incoming.account,
        incoming.dedupe,
        incoming.kind,
    )
    assert ("zhouqiang", "", "", "收到") == (incoming.sender, incoming.chat, incoming.event, incoming.text)
    assert {"nonce": "263014780", "timestamp": "1700000000", "now": "1700000000"} == incoming.door
    assert "ZhouQiang" == incoming.fields["FromUserName"]


@pytest.mark.parametrize(
    ("fields", "media"),
    [
        ({"MsgType": "image", "MediaId": "m", "PicUrl": "http://p"}, Media("image", media_id="m")),
        ({"MsgType": "image", "PicUrl": "http://p"}, Media("image", url="http://p")),
        ({"MsgType": "voice", "MediaId": "m", "Format": "amr"}, Media("voice", media_id="m")),
        ({"MsgType": "video", "MediaId": "m", "ThumbMediaId": "t"}, Media("video", media_id="m")),
        (
            {"MsgType": "file", "MediaId": "m", "FileName": "a.docx"},
            Media("file", media_id="m", name="a.docx"),
        ),
    ],
)
def test_media(receive, fields, media):
    """A picture, voice, video or file has one medium, known by its media_id where it has one."""
    incoming = receive(FromUserName="a", MsgId="1", **fields)

    assert (fields["MsgType"], (media,)) == (incoming.kind, incoming.media)


def test_place_and_link(receive):
    """A place tells where it is and its label, which is nobody's words; a link tells its title."""
    place = receive(MsgType="location", Location_X="23.1", Location_Y="113.2", Label="青溪路")
    nowhere = receive(MsgType="location", Location_X="nan", Location_Y="113.2", Label="青溪路")
    link = receive(MsgType="link", Title="通报", Url="http://u")

    assert ("location", "", Location(23.1, 113.2, "青溪路")) == (place.kind, place.text, place.location)
    assert ("location", None) == (nowhere.kind, nowhere.location)
    assert ("link", "通报", "http://u") == (link.kind, link.text, link.fields["Url"])


@pytest.mark.parametrize(
    ("fields", "kind", "event"),
    [
        ({"MsgType": "event", "Event": "enter_agent", "EventKey": ""}, "event", "enter_agent"),
        ({"MsgType": "event", "Event": "SUBSCRIBE"}, "event", "subscribe"),
        ({"MsgType": "event", "Event": "change_contact", "ChangeType": "x"}, "event", "change_contact"),
        ({"MsgType": "event", "Event": "never_heard_of"}, "event", "never_heard_of"),
        ({"InfoType": "change_contact", "TimeStamp": "5"}, "event", "change_contact"),
        ({"MsgType": "notsure"}, "other", ""),
        ({"a": "b"}, "other", ""),
    ],
)
def test_events_and_unknown_kinds(receive, fields, kind, event):
    """Events are told in lower case; what is unknown is no error."""
    incoming = receive(FromUserName="a", **fields)

    assert (kind, event) == (incoming.kind, incoming.event)


def test_an_empty_message_is_no_error(app, work):
    """Even an empty document is answered with nothing."""
    assert "other" == app.parse(*work.xml("<xml/>"), NOW).kind


def test_tap(receive):
    """A press on a button has key, task, kind of card and the one-use code."""
    incoming = receive(
        FromUserName="Zhou",
        MsgType="event",
        Event="template_card_event",
        EventKey="ack:1",
        TaskId="Z1",
        CardType="button_interaction",
        ResponseCode="RC",
    )

    assert ("tap", "template_card_event") == (incoming.kind, incoming.event)
    assert Tap(key="ack:1", task_id="Z1", card_type="button_interaction", code="RC") == incoming.tap


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("", ()),
        ("<SelectedItem><QuestionKey>q</QuestionKey><OptionIds/></SelectedItem>", (("q", ()),)),
        (
            (
                "<SelectedItem><QuestionKey>q</QuestionKey>"
                "<OptionIds><OptionId>1</OptionId></OptionIds></SelectedItem>"
            ),
            (("q", ("1",)),),
        ),
        (
            (
                "<SelectedItem><QuestionKey>q</QuestionKey><OptionIds><OptionId>1</OptionId><OptionId>2</OptionId>"
                "</OptionIds></SelectedItem><SelectedItem><QuestionKey>r</QuestionKey></SelectedItem>"
            ),
            (("q", ("1", "2")), ("r", ())),
        ),
    ],
)
def test_selections_one_or_many(app, work, items, expected):
    """One chosen item and many read the same."""
    incoming = app.parse(
        *work.xml(
            "<xml><MsgType>event</MsgType><Event>template_card_menu_event</Event>"
            f"<SelectedItems>{items}</SelectedItems></xml>"
        ),
        NOW,
    )

    assert expected == incoming.tap.selections


def test_events_are_told_apart_by_everything(receive):
    """Two cards tapped in one second are not repeats of each other; the same bytes are."""
    tap = {"FromUserName": "Zhou", "CreateTime": "5", "MsgType": "event", "Event": "template_card_event"}
    keys = [
        receive(**tap, EventKey="ack", TaskId="Z1").dedupe,
        receive(**tap, EventKey="ack", TaskId="Z2").dedupe,
        receive(**tap, EventKey="fb", TaskId="Z1").dedupe,
        receive(**tap, EventKey="ack", TaskId="Z1", ChangeType="x").dedupe,
        receive(**tap, EventKey="ack", TaskId="Z1", ResponseCode="other").dedupe,
    ]

    assert 5 == len(set(keys))
    assert keys[0] == receive(**tap, EventKey="ack", TaskId="Z1").dedupe
    assert keys[0].startswith("event:zhou|5|template_card_event|ack|Z1||")


def test_a_very_long_key_is_hashed(receive):
    """However long msgid or key are, what a repeat is known by fits a column."""
    long = receive(MsgType="text", MsgId="9" * 5000).dedupe
    event = receive(MsgType="event", Event="click", EventKey="k" * 5000).dedupe

    assert max(len(long), len(event)) <= 240
    assert long != receive(MsgType="text", MsgId="9" * 5001).dedupe


def test_words_answer_a_message(app, work, receive):
    """Words come as an encrypted text to the person, under a nonce of our own."""
    incoming = receive(FromUserName="ZhouQiang", MsgType="text", MsgId="1", Content="x")
    body, kind = app.render(incoming, Reply(words=Words("**好** ]]> <b>&amp;\x00", markdown=True), card=CARD))
    root = work.open_xml(body)

    assert "application/xml" == kind
    assert {
        "ToUserName": "ZhouQiang",
        "FromUserName": CORP,
        "CreateTime": "1700000000",
        "MsgType": "text",
        "Content": "好 ]]> <b>&amp;",
    } == {child.tag: child.text for child in root}
    assert b"263014780" not in body


def test_nothing_to_say_is_an_empty_body(app, receive):
    """No words, or words on a tap, or only a card on a message: an empty 200."""
    text = receive(FromUserName="a", MsgType="text", MsgId="1", Content="x")
    tap = receive(FromUserName="a", MsgType="event", Event="template_card_event")

    assert EMPTY == app.render(text, Reply())
    assert EMPTY == app.render(text, Reply(card=CARD))
    assert EMPTY == app.render(tap, Reply(words=Words("好")))
    assert (b"", "text/plain") == EMPTY


def test_long_words_are_cut_at_a_character(app, work, receive):
    """A text has at most 2048 bytes and ends in … where it was cut."""
    incoming = receive(FromUserName="a", MsgType="text", MsgId="1", Content="x")
    body, _ = app.render(incoming, Reply(words=Words("好" * 1000)))
    content = work.open_xml(body).findtext("Content")

    assert "好" * 681 + "…" == content
    assert 2046 == len(content.encode())


def test_a_tap_is_answered_by_its_card(app, work, receive):
    """The tapped card comes back in CamelCase, greyed by its word."""
    tap = receive(FromUserName="Zhou", MsgType="event", Event="template_card_event", TaskId="Z1")
    card = Card(**{**{f: getattr(CARD, f) for f in CARD.__slots__}, "done": "已收到 08:31"})
    body, _ = app.render(tap, Reply(card=card, words=Words("ignored")))
    root = work.open_xml(body)
    found = root.find("TemplateCard")

    assert ("Zhou", "update_template_card") == (root.findtext("ToUserName"), root.findtext("MsgType"))
    assert [
        ("CardType", "button_interaction"),
        ("Source/Desc", "指尖办"),
        ("MainTitle/Title", "排查青溪路违建"),
        ("MainTitle/Desc", "赵明交办"),
        ("QuoteArea/Type", "0"),
        ("QuoteArea/Title", "原话"),
        ("QuoteArea/QuoteText", "请应急办牵头"),
        ("SubTitleText", "今天12点前报情况"),
        ("HorizontalContentList/KeyName", "时限"),
        ("HorizontalContentList/Value", "11月24日(周二)12:00"),
        ("TaskId", "Z20261124-001"),
        ("ButtonList/Text", "收到"),
        ("ButtonList/Style", "1"),
        ("ButtonList/Key", "ack:1"),
        ("ButtonList/Text", "反馈"),
        ("ButtonList/Style", "2"),
        ("ButtonList/Key", "fb:1"),
        ("ReplaceText", "已收到 08:31"),
    ] == [
        (each.tag if leaf is each else f"{each.tag}/{leaf.tag}", leaf.text)
        for each in found
        for leaf in (list(each) or [each])
    ]

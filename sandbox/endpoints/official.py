"""The official account's API: customer-service messages, template messages, notices, the menu."""

from __future__ import annotations

from datetime import timedelta

from sandbox.endpoints.asked import Asked, ok
from sandbox.hub import Hub, Refusal, Result
from sandbox.json_types import Json, Object, object_of, objects_of, text_of
from sandbox.state import Message, official
from sandbox.world import Account

GRANTS: dict[str, tuple[int, timedelta]] = {
    "message": (5, timedelta(hours=48)),
    "click": (3, timedelta(minutes=1)),
    "scancode_push": (3, timedelta(minutes=1)),
    "scancode_waitmsg": (3, timedelta(minutes=1)),
    "subscribe": (3, timedelta(minutes=1)),
    "scan": (3, timedelta(minutes=1)),
}
WORDS: dict[str, tuple[str, ...]] = {
    "text": ("content",),
    "image": ("media_id",),
    "voice": ("media_id",),
    "video": ("media_id", "thumb_media_id"),
    "music": ("musicurl", "hqmusicurl", "thumb_media_id"),
    "mpnews": ("media_id",),
    "mpnewsarticle": ("article_id",),
    "wxcard": ("card_id",),
    "miniprogrampage": ("title", "appid", "pagepath", "thumb_media_id"),
}
LABELS: dict[str, str] = {
    "thing": "事项",
    "character_string": "编号",
    "number": "数量",
    "time": "时间",
    "date": "日期",
    "phrase": "状态",
    "const": "状态",
    "name": "姓名",
}
"""Kind of a template's field → what the phone calls it."""
ONCE_S = 600


def grant(hub: Hub, room: str, openid: str, what: str) -> None:
    """Let the account answer after what a citizen did: 5 messages in 48 hours, or 3 in a minute."""
    if what in GRANTS:
        count, life = GRANTS[what]
        hub.allowances[f"{room}/{openid}"].grants.append((hub.clock.now + life, count))


def _spend(hub: Hub, room: str, openid: str) -> None:
    allowance = hub.allowances[f"{room}/{openid}"]
    open_grants = [(until, left) for until, left in allowance.grants if until > hub.clock.now]
    if not open_grants:
        raise Refusal(45015, "response out of time limit")
    usable = [g for g in open_grants if g[1] > 0]
    if not usable:
        raise Refusal(45047, "out of response count limit")
    spent = min(usable)
    open_grants[open_grants.index(spent)] = (spent[0], spent[1] - 1)
    allowance.grants = open_grants


def _account(hub: Hub, asked: Asked) -> Account:
    return next(a for a in hub.world.accounts.values() if a.app_id == asked.owner)


def _follower(hub: Hub, room: str, body: Object) -> str:
    openid = body.get("touser")
    if not isinstance(openid, str) or openid not in hub.world.citizens:
        raise Refusal(40003, "invalid openid")
    if f"{room}/{openid}" in hub.unfollowed:
        raise Refusal(43004, "require subscribe")
    return openid


def _shown(body: Object) -> tuple[str, str]:
    kind = text_of(body, "msgtype")
    part = object_of(body, kind)
    if kind == "msgmenu":
        options = objects_of(part, "list")
        if not options or not all(text_of(o, "id") and text_of(o, "content") for o in options):
            raise Refusal(40058, "msgmenu.list needs id and content")
        lines = [text_of(part, "head_content"), *(f"· {text_of(o, 'content')}" for o in options)]
        return kind, "\n".join([*lines, text_of(part, "tail_content")]).strip()
    if kind == "news":
        articles = objects_of(part, "articles")
        if len(articles) != 1:
            raise Refusal(45008, "news.articles should be exactly one")
        return kind, f"{text_of(articles[0], 'title')}\n{text_of(articles[0], 'description')}"
    if kind not in WORDS:
        raise Refusal(40008, f"invalid msgtype {kind!r}")
    for name in WORDS[kind]:
        if not text_of(part, name):
            raise Refusal(44004 if name == "content" else 40007, f"{kind}.{name} is empty")
    text = text_of(part, "content")
    if len(text.encode()) > 2048:
        raise Refusal(45002, "text.content is too long")
    return kind, text or f"[{kind}]"


async def custom_send(hub: Hub, asked: Asked) -> Object:
    """Send a customer-service message while the citizen's window allows: 45015 closed, 45047 used up."""
    body, account = asked.body(), _account(hub, asked)
    if not account.custom:
        raise Refusal(48001, "api unauthorized")
    room = official(account.name)
    openid = _follower(hub, room, body)
    kind, text = _shown(body)
    _spend(hub, room, openid)
    _show(hub, account, openid, kind, text)
    return ok()


def _show(hub: Hub, account: Account, openid: str, kind: str, text: str) -> None:
    hub.phones.add(
        Message(
            id=hub.new_id("oa"),
            at=hub.clock.now,
            owner=openid,
            room=official(account.name),
            sender=account.title,
            kind=kind,
            text=text,
            pushed=True,
        )
    )


def _template_lines(data: Json) -> list[str]:
    if not isinstance(data, dict) or not data:
        raise Refusal(47003, "data should be an object of {name: {value}}")
    lines = []
    for name, item in data.items():
        value = item.get("value") if isinstance(item, dict) else None
        if not isinstance(value, str):
            raise Refusal(47003, f"data.{name}.value should be a string")
        lines.append(f"{_label(name)}：{value}")
    return lines


def _label(name: str) -> str:
    """Name a field of a template by its kind: the platform's own names are not known here."""
    return LABELS.get(name.rstrip("0123456789"), name)


async def template_send(hub: Hub, asked: Asked) -> Object:
    """Send a template message; the same openid and client_msg_id within ten minutes is sent once."""
    body, account = asked.body(), _account(hub, asked)
    openid = _follower(hub, official(account.name), body)
    _check_template(hub, account, text_of(body, "template_id"))
    lines = _template_lines(body.get("data"))
    once = f"{account.app_id}/{openid}/{text_of(body, 'client_msg_id')}".encode()
    if text_of(body, "client_msg_id") and (known := hub.repeated(once)) is not None:
        return known
    number, status = hub.number(), hub.fates.pop(openid, "success")
    if status == "success":
        _show(hub, account, openid, "template", "\n".join(lines))
    told: Object = {"MsgID": number, "Status": status}
    hub.results.append(Result(account.name, openid, "TEMPLATESENDJOBFINISH", told))
    answer = ok(msgid=number)
    hub.remember(once, answer, ONCE_S)
    return answer


def _check_template(hub: Hub, account: Account, template_id: str) -> None:
    known = hub.templates.get(account.name)
    if not template_id or (known is not None and template_id not in known):
        raise Refusal(40037, "invalid template_id")


async def biz_send(hub: Hub, asked: Asked) -> Object:
    """Send a notice somebody subscribed to; 43101 where nobody did, and each subscription is good once."""
    body, account = asked.body(), _account(hub, asked)
    room = official(account.name)
    openid, template_id = _follower(hub, room, body), text_of(body, "template_id")
    _check_template(hub, account, template_id)
    lines = _template_lines(body.get("data"))
    place = f"{account.name}/{openid}/{template_id}"
    if hub.accepted[place] < 1:
        raise Refusal(43101, "user refuse to accept the msg")
    hub.accepted[place] -= 1
    number, status = hub.number(), hub.fates.pop(openid, "success")
    if status == "success":
        _show(hub, account, openid, "notice", "\n".join(lines))
    code = 0 if status == "success" else 43101
    item: Object = {"TemplateId": template_id, "MsgID": number, "ErrorCode": code, "ErrorStatus": status}
    told: Object = {"SubscribeMsgSentEvent": {"List": item}}
    hub.results.append(Result(account.name, openid, "subscribe_msg_sent_event", told))
    return ok(msgid=number)


async def template_list(hub: Hub, asked: Asked) -> Object:
    """Give the templates the account has added."""
    account = _account(hub, asked)
    listed: list[Json] = [{"template_id": one} for one in hub.templates.get(account.name, [])]
    return {"template_list": listed}


async def menu_get(hub: Hub, asked: Asked) -> Object:
    """Give the menu; 46003 where there is none."""
    menu = hub.menus.get(_account(hub, asked).name)
    if menu is None:
        raise Refusal(46003, "menu no exist")
    return {"menu": menu}


async def menu_create(hub: Hub, asked: Asked) -> Object:
    """Take the menu: one to three buttons with at most five below each; 40016 and 40023 otherwise."""
    body, account = asked.body(), _account(hub, asked)
    buttons = objects_of(body, "button")
    if not 1 <= len(buttons) <= 3:
        raise Refusal(40016, "button should have 1 to 3 items")
    for button in buttons:
        below = objects_of(button, "sub_button")
        if len(below) > 5:
            raise Refusal(40023, "sub_button should have at most 5 items")
        for leaf in below or [button]:
            if not text_of(leaf, "name"):
                raise Refusal(40018, "a button needs a name")
            if not text_of(leaf, "type"):
                raise Refusal(40017, "a button needs a type")
    hub.menus[account.name] = body
    hub.phones.touch()
    return ok()

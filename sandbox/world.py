"""The world the sandbox plays: one body with its app, robot, groups, people, official accounts and citizens.

A world is a JSON object (or the same as a dict); `World.read` turns it into frozen values and says by path
what is wrong. `qingxi()` builds the bundled township 青溪镇.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sandbox.crypto import Box, enciphered_id
from sandbox.json_types import Json, Object, number_of, object_of, objects_of, text_of
from sandbox.qingxi import made_up, qingxi

__all__ = ["Account", "App", "Group", "Member", "Robot", "Unit", "World", "WorldError", "made_up", "qingxi"]

Mode = Literal["plain", "compat", "safe"]
MODES: tuple[Mode, ...] = ("plain", "compat", "safe")


class WorldError(ValueError):
    """The world's description is wrong; the message names the place and what belongs there."""


@dataclass(frozen=True, slots=True)
class App:
    """The self-built app (自建应用)."""

    agent_id: int
    secret: str
    box: Box
    name: str = "指尖办"


@dataclass(frozen=True, slots=True)
class Robot:
    """The robot (智能机器人) in callback mode; its receive id is empty.

    `encrypted` are the userids it shows under an enciphered id, as one does that no super-administrator made.
    """

    name: str
    aibotid: str
    box: Box
    encrypted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Account:
    """One official account (公众号); one that is not `custom` may only answer within the callback."""

    name: str
    app_id: str
    secret: str
    box: Box
    mode: Mode
    gh_id: str
    title: str
    custom: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A work group; `members` are userids in lower case."""

    chat_id: str
    name: str
    members: tuple[str, ...]
    webhook_key: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the directory; `status` is 1 active, 2 disabled, 4 not activated or 5 left.

    `hidden` is somebody outside the app's visible range: the app sees nothing of them, the robot hears them.
    """

    userid: str
    name: str
    departments: tuple[int, ...]
    position: str = ""
    leads: tuple[int, ...] = ()
    leaders: tuple[str, ...] = ()
    status: int = 1
    unlicensed: bool = False
    mobile: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """One department of the directory."""

    id: int
    name: str
    parent: int
    order: int


@dataclass(frozen=True, slots=True)
class World:
    """Everything there is when the sandbox starts."""

    corp_id: str
    corp_name: str
    app: App
    robot: Robot
    accounts: Mapping[str, Account]
    groups: Mapping[str, Group]
    units: Mapping[int, Unit]
    members: Mapping[str, Member]
    citizens: Mapping[str, str]
    service_url: str
    api_token: str
    start: datetime
    tags: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Mapping[str, Json]) -> World:
        """Understand a world; one without an `org` is the bundled township with what is given.

        :raises WorldError: something is missing or of the wrong kind.
        """
        raw = raw if "org" in raw else qingxi(secrets_given=raw)
        corp_id = _need(raw, "corp_id", "world")
        org = object_of(raw, "org")
        members = {m.userid: m for m in map(_member, objects_of(org, "members"))}
        service = object_of(raw, "service")
        robot = object_of(raw, "robot")
        return cls(
            corp_id=corp_id,
            corp_name=text_of(org, "corp") or "企业",
            app=_app(object_of(raw, "app"), corp_id),
            robot=Robot(
                name=_need(robot, "name", "robot"),
                aibotid=text_of(robot, "aibotid") or "aib_sandbox",
                box=_box(robot, "robot", ""),
                encrypted=_encrypted(robot, members),
            ),
            accounts={a.name: a for a in map(_account, objects_of(raw, "official_accounts"))},
            groups={g.chat_id: g for g in (_group(g, members) for g in objects_of(raw, "groups"))},
            units={u.id: u for u in map(_unit, objects_of(org, "departments"))},
            members=members,
            citizens={
                _need(c, "openid", "citizens"): text_of(c, "name") or "群众"
                for c in objects_of(raw, "citizens")
            },
            service_url=text_of(service, "url").rstrip("/"),
            api_token=text_of(service, "api_token"),
            start=_start(object_of(raw, "clock")),
            tags={
                number_of(tag, "tagid"): tuple(u.lower() for u in _strings(tag.get("members")))
                for tag in objects_of(raw, "tags")
            },
        )

    @classmethod
    def load(cls, path: str) -> World:
        """Read a world from a JSON file; one without people (`org`) is laid over the bundled township.

        :raises WorldError: the file is not a world.
        """
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - a path as the command line gave it
            try:
                raw = json.load(file)
            except json.JSONDecodeError as error:
                raise WorldError(f"{path} 不是 JSON: {error}") from error
        if not isinstance(raw, dict):
            raise WorldError(f"{path} 应当是一个 JSON 对象")
        return cls.read(raw if "org" in raw else qingxi(secrets_given=raw))

    def below(self, unit: int) -> tuple[int, ...]:
        """Give the unit and every unit under it; empty where there is no such unit."""
        if unit not in self.units:
            return ()
        found = [unit]
        for here in found:
            found += [u.id for u in self.units.values() if u.parent == here and u.id not in found]
        return tuple(found)

    def open_id(self, userid: str) -> str:
        """Give the enciphered id of a member: always the same, and its letters' case matters."""
        return enciphered_id(self.corp_id, userid)

    def seen_by_robot(self, userid: str) -> str:
        """Give the id under which the robot shows somebody."""
        return self.open_id(userid) if userid.lower() in self.robot.encrypted else userid

    def name_of(self, who: str) -> str:
        """Name a member or citizen; an unknown one by the id."""
        member = self.members.get(who)
        return member.name if member else self.citizens.get(who, who)


def _need(raw: Mapping[str, Json], key: str, where: str) -> str:
    value = text_of(raw, key)
    if not value:
        raise WorldError(f"{where}.{key}: 应当是非空的字符串")
    return value


def _encrypted(robot: Object, members: Mapping[str, Member]) -> frozenset[str]:
    """Read `encrypted_ids`: a list of userids, or true for everybody."""
    given = robot.get("encrypted_ids")
    return frozenset(members) if given is True else frozenset(u.lower() for u in _strings(given))


def _strings(value: Json) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _numbers(value: Json) -> tuple[int, ...]:
    return tuple(item for item in value if isinstance(item, int)) if isinstance(value, list) else ()


def _box(raw: Mapping[str, Json], where: str, receive_id: str) -> Box:
    try:
        return Box(_need(raw, "token", where), _need(raw, "aes_key", where), receive_id)
    except ValueError as error:
        raise WorldError(f"{where}.aes_key: {error}") from error


def _app(raw: Object, corp_id: str) -> App:
    agent_id = number_of(raw, "agent_id", -1)
    if agent_id < 0:
        raise WorldError("app.agent_id: 应当是整数")
    name = text_of(raw, "name") or "指尖办"
    return App(
        agent_id=agent_id, secret=_need(raw, "secret", "app"), box=_box(raw, "app", corp_id), name=name
    )


def _account(raw: Object) -> Account:
    name, app_id = _need(raw, "name", "official_accounts"), _need(raw, "app_id", "official_accounts")
    mode = text_of(raw, "mode") or "safe"
    if mode not in MODES:
        raise WorldError(f"official_accounts.mode: {mode} 不是 {'、'.join(MODES)} 之一")
    return Account(
        name=name,
        app_id=app_id,
        secret=_need(raw, "secret", "official_accounts"),
        box=_box(raw, "official_accounts", app_id),
        mode=MODES[MODES.index(mode)],
        gh_id=text_of(raw, "gh_id") or f"gh_{name}",
        title=text_of(raw, "title") or name,
        custom=raw.get("custom") is not False,
    )


def _group(raw: Object, members: Mapping[str, Member]) -> Group:
    listed = raw.get("members", "all")
    chosen = tuple(members) if listed == "all" else tuple(u.lower() for u in _strings(listed))
    unknown = [u for u in chosen if u not in members]
    if unknown:
        raise WorldError(f"groups.members: 通讯录里没有 {'、'.join(unknown)}")
    chat_id = _need(raw, "chat_id", "groups")
    return Group(chat_id, text_of(raw, "name") or chat_id, chosen, text_of(raw, "webhook_key"))


def _unit(raw: Object) -> Unit:
    return Unit(
        number_of(raw, "id"),
        _need(raw, "name", "org.departments"),
        number_of(raw, "parentid"),
        number_of(raw, "order"),
    )


def _member(raw: Object) -> Member:
    units = _numbers(raw.get("department"))
    flags = _numbers(raw.get("is_leader_in_dept"))
    return Member(
        userid=_need(raw, "userid", "org.members").lower(),
        name=_need(raw, "name", "org.members"),
        departments=units,
        position=text_of(raw, "position"),
        leads=tuple(unit for unit, flag in zip(units, flags, strict=False) if flag),
        leaders=tuple(u.lower() for u in _strings(raw.get("direct_leader"))),
        status=number_of(raw, "status", 1),
        unlicensed=bool(raw.get("unlicensed")),
        mobile=text_of(raw, "mobile"),
        hidden=bool(raw.get("hidden")),
    )


def _start(raw: Object) -> datetime:
    text = text_of(raw, "start") or "2026-11-24T07:30:00+08:00"
    try:
        start = datetime.fromisoformat(text)
    except ValueError as error:
        raise WorldError(f"clock.start: {text} 不是时间") from error
    if start.tzinfo is None:
        raise WorldError("clock.start: 时间要带时区，例如 2026-11-24T07:30+08:00")
    return start

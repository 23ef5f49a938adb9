"""A made-up city for the benchmarks: 288 units, 9,047 members and one leader; secrets and settings."""

from __future__ import annotations

import json
import secrets
import string
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

LEADER = "leader"
CHAT = "wrkBenchmarkGroup001"
UNITS = 288
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
GIVEN = "伟芳娜敏静强磊洋艳勇军杰娟涛明超秀兰霞平"


def made_up(length: int) -> str:
    """Make up letters and digits."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length))


@dataclass(frozen=True, slots=True)
class Town:
    """What service, peers, platform and letters share; `members` people besides the leader."""

    corp_id: str
    agent_id: int
    secret: str
    token: str
    aes_key: str
    robot_token: str
    robot_aes_key: str
    webhook_key: str
    api_token: str
    members: int

    def save(self, path: Path) -> None:
        """Write it for the other processes."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


def load(path: str) -> Town:
    """Read what `save` wrote."""
    return Town(**json.loads(Path(path).read_text(encoding="utf-8")))


def made_up_town(members: int) -> Town:
    """Make up a city's accounts."""
    return Town(
        corp_id="ww" + made_up(16).lower(),
        agent_id=1_000_002,
        secret=made_up(43),
        token=made_up(24),
        aes_key=made_up(43),
        robot_token=made_up(24),
        robot_aes_key=made_up(43),
        webhook_key=made_up(32),
        api_token=made_up(32),
        members=members,
    )


def userid(number: int) -> str:
    """Give the userid of the member of this number, from 0."""
    return f"p{number:05d}"


def name_of(number: int) -> str:
    """Give a member's name: a surname and two characters, often shared, as in life."""
    first, second, third = number % 20, number // 20 % 20, number // 400 % 20
    return SURNAMES[first] + GIVEN[second] + GIVEN[third]


def departments() -> list[dict[str, Any]]:
    """Give the platform's departments (path/90208): a root and the units below it."""
    root = {"id": 1, "name": "三江市", "parentid": 0, "order": 1000}
    return [
        root,
        *({"id": n, "name": f"第{n}单位", "parentid": 1, "order": 1000 - n} for n in range(2, UNITS + 1)),
    ]


def users_of(department: int, members: int) -> list[dict[str, Any]]:
    """Give the platform's members of one department (path/90201); the root has the leader alone."""
    if department == 1:
        return [_user(LEADER, "郑市长", 1, head=True)]
    numbers = range(department - 2, members, UNITS - 1)
    return [_user(userid(n), name_of(n), department, head=n < UNITS - 1) for n in numbers]


def _user(who: str, name: str, unit: int, *, head: bool) -> dict[str, Any]:
    return {
        "userid": who,
        "name": name,
        "department": [unit],
        "is_leader_in_dept": [int(head)],
        "direct_leader": [],
        "main_department": unit,
        "position": "",
        "status": 1,
    }


def write_settings(town: Town, path: Path, *, platform: str, port: int, database: str) -> None:
    """Write `config.yaml` as an administrator would: the system's clock, nothing tuned."""
    app = {"agent_id": town.agent_id, "secret": town.secret, "token": town.token, "aes_key": town.aes_key}
    robot = {"name": "指尖办", "token": town.robot_token, "aes_key": town.robot_aes_key}
    group = {"chat_id": CHAT, "name": "全市工作群", "departments": [1], "webhook_key": town.webhook_key}
    settings = {
        "server": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
        "database": {"url": database},
        "work": {"api_base": platform, "corp_id": town.corp_id, "app": app, "robot": robot},
        "groups": [group],
        "api": {"token": town.api_token},
    }
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")

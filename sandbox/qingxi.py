"""The bundled township 青溪镇 as a world in JSON."""

from __future__ import annotations

import json
import secrets
import string
from collections.abc import Mapping
from importlib import resources

from sandbox.json_types import Json, Object


def made_up(length: int) -> str:
    """Make up letters and digits for a token, a key or a secret."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length))


def _account() -> Object:
    return {
        "name": "city",
        "title": "青溪镇政务服务",
        "app_id": "wx" + made_up(16).lower(),
        "secret": made_up(32),
        "token": made_up(24),
        "aes_key": made_up(43),
        "mode": "safe",
        "gh_id": "gh_" + made_up(12).lower(),
    }


def _group(name: str) -> Object:
    return {
        "chat_id": "wrk" + made_up(20),
        "name": name,
        "members": "all",
        "webhook_key": made_up(32),
    }


def _door() -> Object:
    return {"token": made_up(24), "aes_key": made_up(43)}


def qingxi(
    *, service_url: str = "", api_token: str = "", secrets_given: Mapping[str, Json] | None = None
) -> Object:
    """Describe the bundled township 青溪镇 as a world in JSON.

    `secrets_given` overrides whole top-level keys (`corp_id`, `app`, `robot`, `official_accounts`, `groups`
    and so on); what is not given is made up afresh each time.
    """
    org: Json = json.loads(resources.files("sandbox").joinpath("qingxi.json").read_text("utf-8"))
    world: Object = {
        "corp_id": "ww" + made_up(16).lower(),
        "app": {"agent_id": 1000002, "secret": made_up(43), **_door()},
        "robot": {"name": "指尖办", "aibotid": "aib" + made_up(20), **_door()},
        "official_accounts": [_account()],
        "groups": [_group("青溪镇工作群"), _group("青溪镇防汛群")],
        "org": org,
        "service": {"url": service_url, "api_token": api_token},
        "citizens": [{"openid": "o" + made_up(27), "name": name} for name in ("刘阿姨", "陈师傅", "小何")],
        "clock": {"start": "2026-11-24T07:30:00+08:00"},
    }
    return world | dict(secrets_given or {})

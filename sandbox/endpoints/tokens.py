"""Access tokens: gettoken (path/91039), token and stable_token of the official account."""

from __future__ import annotations

import time

from sandbox.endpoints.asked import Asked, ok
from sandbox.hub import Hub, Refusal
from sandbox.json_types import Object, text_of
from sandbox.world import Account


async def gettoken(hub: Hub, asked: Asked) -> Object:
    """Give the app's token, the same one while it is valid; 40013 and 40001 on wrong credentials."""
    if asked.query.get("corpid") != hub.world.corp_id:
        raise Refusal(40013, "invalid corpid")
    if asked.query.get("corpsecret") != hub.world.app.secret:
        raise Refusal(40001, "invalid credential")
    token = hub.tokens.present(hub.world.corp_id)
    return ok(access_token=token.value, expires_in=max(1, int(token.until - time.monotonic())))


def _account(hub: Hub, app_id: str, secret: str) -> Account:
    account = next((a for a in hub.world.accounts.values() if a.app_id == app_id), None)
    if account is None:
        raise Refusal(40013, "invalid appid")
    if account.secret != secret:
        raise Refusal(40125, "invalid appsecret")
    return account


async def token(hub: Hub, asked: Asked) -> Object:
    """Give the official account a new token.

    The old one would overlap for five minutes, here it stays valid.
    """
    if asked.query.get("grant_type") != "client_credential":
        raise Refusal(40002, "invalid grant_type")
    account = _account(hub, asked.query.get("appid", ""), asked.query.get("secret", ""))
    made = hub.tokens.present(account.app_id, renew=True)
    return {"access_token": made.value, "expires_in": 7200}


async def stable_token(hub: Hub, asked: Asked) -> Object:
    """Give the same token until five minutes before its end.

    `force_refresh` makes another and ends the last.
    """
    body = asked.body()
    if text_of(body, "grant_type") != "client_credential":
        raise Refusal(40002, "invalid grant_type")
    account = _account(hub, text_of(body, "appid"), text_of(body, "secret"))
    force = body.get("force_refresh", False)
    if not isinstance(force, bool):
        raise Refusal(47001, "force_refresh should be a boolean")
    if force:
        hub.tokens.present(account.app_id, "stable").dead = True
    made = hub.tokens.present(account.app_id, "stable", spare_s=300)
    return {"access_token": made.value, "expires_in": max(1, int(made.until - time.monotonic()))}

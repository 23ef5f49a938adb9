"""Peer A: aiohttp and wechatpy, an encrypted echo that stores nothing, in one process."""

from __future__ import annotations

import os
import sys

from aiohttp import web
from wechatpy.work import create_reply, parse_message
from wechatpy.work.crypto import WeChatCrypto

from benchmarks.town import load

town = load(os.environ["BENCH_TOWN"])
crypto = WeChatCrypto(town.token, town.aes_key, town.corp_id)


async def take(request: web.Request) -> web.Response:
    """Open, parse, answer, seal."""
    query = request.query
    plain = crypto.decrypt_message(
        await request.read(), query["msg_signature"], query["timestamp"], query["nonce"]
    )
    reply = create_reply("收到", parse_message(plain)).render()
    sealed = crypto.encrypt_message(reply, query["nonce"], query["timestamp"])
    return web.Response(text=sealed, content_type="application/xml")


async def healthz(_request: web.Request) -> web.Response:
    """Say that the process is up."""
    return web.Response(text="ok")


if __name__ == "__main__":
    app = web.Application()
    app.router.add_post("/webhook/work/app", take)
    app.router.add_get("/healthz", healthz)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)

"""Peer B: Flask and wechatpy, an encrypted echo that stores nothing; served by gunicorn with two workers."""

from __future__ import annotations

import os

from flask import Flask, Response, request
from wechatpy.work import create_reply, parse_message
from wechatpy.work.crypto import WeChatCrypto

from benchmarks.town import load

app = Flask(__name__)
town = load(os.environ["BENCH_TOWN"])
crypto = WeChatCrypto(town.token, town.aes_key, town.corp_id)


@app.post("/webhook/work/app")
def take() -> Response:
    """Open, parse, answer, seal: as wechatpy's own example does."""
    query = request.args
    plain = crypto.decrypt_message(request.data, query["msg_signature"], query["timestamp"], query["nonce"])
    reply = create_reply("收到", parse_message(plain)).render()
    sealed = crypto.encrypt_message(reply, query["nonce"], query["timestamp"])
    return Response(sealed, content_type="application/xml")


@app.get("/healthz")
def healthz() -> Response:
    """Say that the worker is up."""
    return Response("ok")

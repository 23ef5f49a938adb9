"""What several tests of the wire say alike: a robot's message, one in a group, a card with all its parts."""

from __future__ import annotations

from handlers.message import Button, Card

COMMON = {"msgid": "M1", "aibotid": "BOT", "from": {"userid": "ZhouQiang"}, "response_url": "https://r/1"}
GROUP = {**COMMON, "chatid": "wrk1", "chattype": "group"}
CARD = Card(
    task_id="Z20261124-001",
    title="排查青溪路违建",
    desc="赵明交办",
    body="今天12点前报情况",
    rows=(("时限", "11月24日(周二)12:00"),),
    quote_title="原话",
    quote="请应急办牵头",
    buttons=(Button("收到", "ack:1"), Button("反馈", "fb:1", 2)),
    source="指尖办",
)

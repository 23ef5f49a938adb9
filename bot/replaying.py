"""`zhijian replay`: what could not be handled, and doing it again; the sender hears it late."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from bot.app import clock_of
from bot.channels.work_robot import RESPONSE_LIFE
from bot.citizen_answers import OFFICIAL, opened_form, sent_later
from bot.config import Config
from bot.corridor import Corridor
from bot.errors import ZhijianError
from bot.metrics import Metrics
from bot.models import Failed
from bot.people import People
from bot.storage import opened
from bot.wording import moment_in
from handlers.dispatch import handle
from handlers.message import from_facts
from tasks.db import Db
from tasks.fields import Facts
from tasks.notices import Notice, Outcome, Receiver


async def listed(config: Config) -> list[str]:
    """Say which messages failed and were not handled since."""
    moment = moment_in(config.worktime.zone)
    async with opened(config.database.url) as storage:
        await storage.migrate()
        rows = await Failed.filter(state="open").using_db(storage.main).order_by("id")
        lines = [
            f"{r.id}  {moment(r.at.isoformat())}  {r.incoming['channel']}  "
            f"{r.incoming['kind']}  {r.error.splitlines()[0] if r.error else ''}"
            for r in rows
        ]
    return [*lines, "用 zhijian replay 编号 重新处理。"] if lines else ["没有处理失败的消息。"]


async def replayed(config: Config, number: int) -> list[str]:
    """Handle one failed message again; raises ZhijianError where there is none or it fails again."""
    async with opened(config.database.url) as storage:
        await storage.migrate()
        people = People(storage, config, await clock_of(config, storage))
        await people.load()
        corridor = Corridor(storage, people, Metrics(), after=lambda _: None)
        failed = await Failed.filter(id=number, state="open").using_db(storage.main).first()
        if failed is None:
            raise ZhijianError(f"没有编号为 {number} 的失败消息，运行 zhijian replay 可查看全部")

        async def work(db: Db) -> Outcome:
            return await _again(db, failed, people)

        answer = await corridor.once(work)
    return [f"{number} 已重新处理（{answer.kind or '无需回复'}），结果由正在运行的服务发给本人。"]


async def _again(db: Db, failed: Failed, people: People) -> Outcome:
    """Handle it inside the transaction that marks it as done; the answer goes to the sender as a message."""
    context = replace(people.context(), said=failed.at)
    incoming = people.known_as(from_facts(opened_form(failed.incoming, context.sealer)))
    # The one answer by response_url is the late one; nothing else may be sent that way meanwhile.
    outcome = await handle(db, replace(incoming, response_url=""), context)
    failed.state = "replayed"
    await failed.save(using_db=db, update_fields=["state"])
    # Who is only found out now hears the answer of what is handled then.
    if outcome.kind in {"", "identifying"}:
        return outcome
    if incoming.channel == OFFICIAL:
        owed = await sent_later(db, f"replayed:{failed.id}", incoming, outcome, context)
        return Outcome(outcome.kind, outcome.facts, owed.notices)
    in_time = incoming.response_url and context.now - failed.at < RESPONSE_LIFE
    late = Notice(
        "late",
        (Receiver(incoming.response_url if in_time else incoming.sender),),
        {"kind": outcome.kind, "facts": cast("Facts", dict(outcome.facts)), "at": failed.at.isoformat()},
        f"late:{failed.id}",
        context.now,
        place="asked" if in_time else "person",
    )
    return Outcome(outcome.kind, outcome.facts, (late, *outcome.notices))

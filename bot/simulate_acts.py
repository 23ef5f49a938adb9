"""What people do in the simulation, each deed by the service's own code, and what follows from it."""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from bot import simulate_habits as habits
from bot.simulate_city import City
from bot.simulate_habits import Habits, Wish
from bot.simulate_outbox import SimulatedOutbox
from bot.simulate_tally import Item, Order, Said, Tally
from handlers.context import Context
from handlers.directives import accept, first_card, nudge, passing_on, report, withdraw
from handlers.directives.lookup import Mine
from handlers.directives.report import Piece
from handlers.message import Incoming
from handlers.nudging.first import under_rules
from handlers.reading import Reading
from tasks.db import Db
from tasks.directives import changing, handing, queries, verbs
from tasks.directives.changing import Amendment
from tasks.directives.giving import NewShare
from tasks.directives.verbs import Draft
from tasks.fields import to_ms
from tasks.notices import Notice
from tasks.worktime import WorkCalendar

GRAIN: Final = timedelta(minutes=5)
"""People act on whole five minutes, so that many act at once."""
TITLE: Final = "排查辖区安全隐患并报送情况"
CONTENT: Final = "请有关单位排查辖区安全隐患，逐户登记，发现问题当场整改，按时报送情况。"

Act = Callable[[Db, Context], Awaitable[Sequence[Notice]]]


class Agenda:
    """Who does what when: deeds, and taps on 收到, which are taken together."""

    def __init__(self) -> None:
        self._deeds: list[tuple[datetime, int, Act]] = []
        self._taps: list[tuple[datetime, int, Item]] = []
        self._numbers = count()

    def do(self, at: datetime, act: Act) -> None:
        """Have something done then."""
        heapq.heappush(self._deeds, (_grain(at), next(self._numbers), act))

    def tap(self, at: datetime, item: Item) -> None:
        """Have somebody tap 收到 then."""
        heapq.heappush(self._taps, (_grain(at), next(self._numbers), item))

    def next(self) -> list[datetime]:
        """Give when the next deed and the next tap are, if there are any."""
        return [heap[0][0] for heap in (self._deeds, self._taps) if heap]

    def deeds(self, now: datetime) -> list[Act]:
        """Take what is done now."""
        found = []
        while self._deeds and self._deeds[0][0] <= now:
            found.append(heapq.heappop(self._deeds)[2])
        return found

    def taps(self, now: datetime) -> list[Item]:
        """Take whose 收到 is tapped now, each once, where there is still something to tap."""
        found: dict[int, Item] = {}
        while self._taps and self._taps[0][0] <= now:
            item = heapq.heappop(self._taps)[2]
            if not item.seen and item.order.state == "open":
                found[item.number] = item
        return list(found.values())


def _grain(at: datetime) -> datetime:
    size = int(GRAIN / timedelta(milliseconds=1))
    return at + timedelta(milliseconds=-to_ms(at) % size)


class People:
    """The people of a city at work. `orders` and `items` are what they know, by number."""

    def __init__(self, city: City, habits_: Habits, calendar: WorkCalendar, agenda: Agenda) -> None:
        self._city = city
        self._habits = habits_
        self._calendar = calendar
        self._agenda = agenda
        self._numbers = count(1)
        self._deaf = {who for who in city.org.people if habits_.chance(habits.NEVER_PEOPLE)}
        self.items: dict[int, Item] = {}
        self.orders: dict[int, Order] = {}
        self.tally = Tally(tuple(city.org.people))
        self.outbox = SimulatedOutbox(self.tally, self.items, self.orders, calendar)

    def saw(self, item: Item, now: datetime) -> None:
        """Take note of a 收到, and have it reported later."""
        item.seen = True
        item.log.append((now, "acknowledged"))
        if item.order.kind == "task":
            at = self._habits.reported_at(now, item.order.given, item.order.due)
            if at is not None:
                self._report(item, at)

    def _report(self, item: Item, at: datetime) -> None:
        """Have it reported then, unless it will be sooner anyway."""
        if item.report_at is None or at < item.report_at:
            item.report_at = at
            self._agenda.do(at, self._reporting(item))

    def merge(self, notice: Notice) -> None:
        """Have the issuer told together of what comes in the next minutes."""
        self._agenda.do(notice.at, self._merging(notice))

    def _incoming(self, sender: str) -> Incoming:
        return Incoming("work_app", "", str(next(self._numbers)), "tap", sender=sender)

    def issuing(self, chat: str, issuer: str, wish: Wish) -> Act:
        """Give the deed of issuing a wish in a group."""

        async def act(db: Db, context: Context) -> Sequence[Notice]:
            why = {"by": "person", "written": ""}
            unit = self._city.org.unit_of
            draft = Draft(
                kind=wish.kind, title=TITLE, content=CONTENT, urgency=wish.urgency, issuer=issuer,
                posted_by=issuer, chat=chat, wants=(), due=wish.due,
                shares=tuple(NewShare(who, unit(who), dict(why)) for who in wish.people),
            )  # fmt: skip
            directive, shares = await verbs.issue(db, await under_rules(db, draft, context), context.now)
            calm = wish.urgency == "normal"
            at = self._calendar.next_office_time(context.now) if calm else context.now
            order = Order(
                directive.id, directive.code, wish.kind, wish.urgency, chat, issuer, context.now, wish.due
            )
            self.orders[order.number] = order
            self.tally.add("group", chat, "issued")
            for share in shares:
                self._give(order, share.id, share.assignee, at)
            self._plan_changes(order)
            return first_card.assigned(directive, shares, at, context)

        return act

    def _give(self, order: Order, number: int, person: str, at: datetime) -> None:
        deaf = person in self._deaf or self._habits.chance(habits.NEVER)
        item = Item(number, order, person, deaf=deaf, log=[(order.given, "assigned")])
        order.items.append(item)
        self.items[number] = item
        if not deaf:
            seen = self._habits.seen_at(at, order.urgency)
            self._agenda.tap(seen, item)

    def _plan_changes(self, order: Order) -> None:
        """Have it withdrawn, moved or nudged by hand later, now and then."""
        later = self._habits.within
        end = order.due or order.given + timedelta(days=2)
        if self._habits.chance(habits.WITHDRAWN):
            self._agenda.do(
                later(order.given, order.given + timedelta(days=2), 0.05, 1), self._withdrawing(order)
            )
        if order.kind == "task" and order.due and self._habits.chance(habits.MOVED):
            self._agenda.do(later(order.given, order.due, 0.3, 0.95), self._moving(order))
        if self._habits.chance(habits.BY_HAND):
            self._agenda.do(later(order.given, end, 0.4, 1.1), self._nudging(order))

    def _withdrawing(self, order: Order) -> Act:
        async def act(db: Db, context: Context) -> Sequence[Notice]:
            if order.state != "open":
                return ()
            reading = Reading("withdraw", code=order.code, content=f"撤回 {order.code}", reason="已另行安排")
            done = await withdraw.withdraw(db, self._incoming(order.issuer), reading, context)
            assert done.kind == "withdrawn", done
            for item in order.items:
                item.log.append((context.now, "withdrawn"))
            order.withdrawn = True
            return done.notices

        return act

    def _moving(self, order: Order) -> Act:
        async def act(db: Db, context: Context) -> Sequence[Notice]:
            if order.state != "open" or order.due is None:
                return ()
            day = self._calendar.add_working_days(self._calendar.local(order.due).date(), 2)
            due = self._calendar.at(day, self._calendar.local(order.due).time())
            directive = await queries.locked_by_id(db, order.number)
            change = Amendment(moved=True, due=due)
            done = await changing.amend(db, directive, change, actor=order.issuer, now=context.now)
            order.due = due
            for share in (*done.told, *done.asked_again):
                self.tally.add("other", share.assignee, "directive.amended")
            return ()

        return act

    def _nudging(self, order: Order) -> Act:
        async def act(db: Db, context: Context) -> Sequence[Notice]:
            if order.state != "open":
                return ()
            done = await nudge.tapped(db, order.code, self._incoming(order.issuer), context)
            said = [one for one in done.notices if one.kind == "nudge.by_hand"]
            for person, about in await self.outbox.remind(db, said, context.now):
                self.react(person, about, context.now)
            return [one for one in done.notices if one.kind != "nudge.by_hand"]

        return act

    def _reporting(self, item: Item) -> Act:
        async def act(db: Db, context: Context) -> Sequence[Notice]:
            order, item.report_at = item.order, None
            if order.state != "open" or item.reported or item.accepted:
                return ()
            directive = await queries.locked_by_id(db, order.number)
            share = await queries.share_by_id(db, item.number)
            assert share is not None, item.number
            taken = await report.keep(
                db,
                Mine(directive, share),
                Piece("已办理完毕，情况正常。"),
                self._incoming(item.person),
                context,
            )
            item.seen = item.reported = True
            item.returned = False
            item.log.append((context.now, "reported"))
            self.tally.add("other", item.person, "reported")
            if order.review_at is None and self._habits.chance(habits.REVIEWS):
                self._review(order, self._habits.reviewed_at(context.now))
            return taken.notices

        return act

    def _review(self, order: Order, at: datetime) -> None:
        order.review_at = at
        self._agenda.do(at, self._reviewing(order))

    def _reviewing(self, order: Order) -> Act:
        async def act(db: Db, context: Context) -> Sequence[Notice]:
            order.review_at = None
            waiting = [item for item in order.items if item.state == "reported"]
            if not waiting:
                return ()
            back = [item for item in waiting if self._habits.chance(habits.SENT_BACK)]
            good = [item for item in waiting if item not in back]
            for item in back:
                await self._send_back(db, item, context)
            if not good:
                return ()
            sender, only = self._incoming(order.issuer), [item.number for item in good]
            done = await accept.accept_one(db, order.code, sender, context, only=only, shown=True)
            for item in good:
                item.accepted = True
                item.log.append((context.now, "accepted"))
            return done.notices

        return act

    async def _send_back(self, db: Db, item: Item, context: Context) -> None:
        order = item.order
        directive = await queries.locked_by_id(db, order.number)
        share = await queries.share_by_id(db, item.number)
        assert share is not None, item.number
        done = await handing.send_back(
            db, directive, share, actor=order.issuer, reason="请补充照片", now=context.now
        )
        assert done, item
        item.reported, item.returned = False, True
        item.log.append((context.now, "returned"))
        self.tally.add("other", item.person, "directive.returned")
        if not item.deaf:
            self._report(item, self._habits.soon(context.now, 600))

    def _merging(self, notice: Notice) -> Act:
        async def act(db: Db, context: Context) -> Sequence[Notice]:
            facts = notice.facts
            code, head, told = str(facts["code"]), int(str(facts["head"])), int(str(facts["told"]))
            return (await passing_on.merged(db, code, head, told, context)).notices

        return act

    def react(self, person: str, said: Sequence[Said], now: datetime) -> None:
        """Have somebody do what a reminder names, now and then; a leader has it done."""
        for one in said:
            if one.role == "news" or not self._habits.chance(habits.REACTS):
                continue
            item, order = one.item, one.item.order
            if one.role == "issuer":
                if order.review_at is None and order.issuer == person:
                    self._review(order, self._habits.soon(now, 30))
            elif item.deaf or item.is_done:
                continue
            elif not item.seen:
                self._agenda.tap(self._habits.soon(now), item)
            elif one.rule != "silent":
                self._report(item, self._habits.soon(now, 90))

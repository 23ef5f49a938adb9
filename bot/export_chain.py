"""Proof of a directive's history: its chain of hashes, made again while it is read (tasks/history.py)."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.directives.models import HistoryEntry
from tasks.fields import dumps, to_ms
from tasks.history import chain
from tasks.requests.models import RequestEntry


@dataclass
class Proof:
    """What was read so far: entries, the last hash that stands there, the last one made again."""

    code: str
    count: int = 0
    stands: str = ""
    made: str = ""
    fault: str = ""

    def take(self, entry: HistoryEntry | RequestEntry) -> None:
        """Hold the next entry against the one before; the first fault is kept."""
        self.count += 1
        parts = (to_ms(entry.at), entry.actor, entry.action, dumps(entry.detail))
        own = chain(entry.prev, self.code, entry.seq, *parts)
        self.made = own if self.made == entry.prev else chain(self.made, self.code, entry.seq, *parts)
        if not self.fault:
            self.fault = self._fault(entry, own)
        self.stands = entry.hash

    def _fault(self, entry: HistoryEntry | RequestEntry, own: str) -> str:
        if entry.seq != self.count:
            return f"应为第{self.count}条，实为第{entry.seq}条：中间有记录缺失或多出"
        if entry.prev != self.stands:
            return f"第{entry.seq}条与前一条接不上"
        return "" if entry.hash == own else f"第{entry.seq}条的内容与它的哈希不符"

    def close(self, seq: int, last_hash: str) -> str:
        """Hold the end against the head on the directive; gives the fault, empty where all is well."""
        if not self.fault and (seq, last_hash) != (self.count, self.stands):
            self.fault = f"任务登记有{seq}条记录，实有{self.count}条，或末条不是登记的那一条"
        return self.fault

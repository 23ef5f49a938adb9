"""What the service counts about itself, for Prometheus; one value that is handed round, no globals."""

from __future__ import annotations

import math
from collections.abc import Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

ANSWER_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds; 1 is the platform's limit for a URL check, 5 for an answer."""


class Metrics:
    """Every measure of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._make_counters()
        self._make_gauges()

    def _make_counters(self) -> None:
        self.callbacks = Counter(
            "zhijian_callbacks",
            "Callbacks by channel, kind and result (handled, repeat, failed, refused)",
            ("channel", "kind", "result"),
            registry=self.registry,
        )
        self.callback_seconds = Histogram(
            "zhijian_callback_seconds",
            "Seconds from a callback's arrival to its answer",
            ("channel",),
            registry=self.registry,
            buckets=ANSWER_BUCKETS,
        )
        self.sendings = Counter(
            "zhijian_sendings",
            "Calls to the platform by api and result (sent, retry, dropped, failed, unconfirmed)",
            ("api", "result"),
            registry=self.registry,
        )
        self.platform_refusals = Counter(
            "zhijian_platform_refusals",
            "Answers of the platform with an error code",
            ("api", "code"),
            registry=self.registry,
        )

        self.sweeps_stuck = Counter(
            "zhijian_sweeps_stuck",
            "Rows a sweep failed at and set aside for a while, by sweep",
            ("sweep",),
            registry=self.registry,
        )

    def _make_gauges(self) -> None:
        self.queue_waiting = self._gauge("queue_waiting", "Callbacks that wait for the writer")
        self.outbox = Gauge(
            "zhijian_outbox", "Sendings in the outbox by state", ("state",), registry=self.registry
        )
        self.failed_messages = self._gauge(
            "failed_messages", "Messages kept with their error, to be replayed"
        )
        self.directives_open = self._gauge("directives_open", "Directives that are open")
        self.missed = Gauge(
            "zhijian_nudges_missed",
            "Reminders that were due and are missing, by cause (look, send, make)",
            ("why",),
            registry=self.registry,
        )
        self.directory_age = self._gauge(
            "directory_age_seconds", "Seconds since the directory was last read from the platform"
        )
        self.directory_age.set(math.nan)  # never, as far as this process knows

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(f"zhijian_{name}", about, registry=self.registry)

    def count_callback(self, channel: str, kind: str, result: str, seconds: float) -> None:
        """Count one callback, with the seconds it took to answer."""
        self.callbacks.labels(channel, kind, result).inc()
        self.callback_seconds.labels(channel).observe(seconds)

    def count_sending(self, api: str, result: str) -> None:
        """Count one call to the platform."""
        self.sendings.labels(api, result).inc()

    def count_refusal(self, api: str, code: int) -> None:
        """Count one error code of the platform."""
        self.platform_refusals.labels(api, str(code)).inc()

    def count_stuck(self, sweep: str) -> None:
        """Count one row a sweep failed at."""
        self.sweeps_stuck.labels(sweep).inc()

    def show_outbox(self, states: Mapping[str, int]) -> None:
        """Show how many sendings stand in each state; a state that is not named is gone."""
        self.outbox.clear()
        for state, number in states.items():
            self.outbox.labels(state).set(number)

    def show_missed(self, causes: Mapping[str, int]) -> None:
        """Show how many reminders the auditor found missing."""
        for why, number in causes.items():
            self.missed.labels(why).set(number)

    def render(self) -> tuple[bytes, str]:
        """Give the page for Prometheus, and its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST

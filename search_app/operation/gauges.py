"""What `/metrics` reads off at the moment it is asked: the query workers and the release."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kg.errors import ReleaseError, StoreError
from search_app.shelf import Reading, Shelf
from search_app.sparql.crew import Crew


class Engine(Protocol):
    """What runs queries: the workers here or a store elsewhere."""

    def crew(self) -> Crew:
        """The workers now."""


class Crews(Collector):
    """The query workers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterable[Metric]:
        """Busy and idle workers, the queue, and the workers replaced by why."""
        crew = self._engine.crew()
        workers = GaugeMetricFamily("juesuan_query_workers", "Processes that answer queries.", labels=["state"])
        workers.add_metric(["busy"], crew.busy)
        workers.add_metric(["idle"], crew.idle)
        replaced = CounterMetricFamily("juesuan_query_workers_replaced", "Query processes ended and replaced.", labels=["why"])
        for why, count in sorted(crew.replaced.items()):
            replaced.add_metric([why], count)
        return [workers, replaced, GaugeMetricFamily("juesuan_query_queue", "Queries that wait for a worker.", crew.waiting)]


class Releases(Collector):
    """The release that is served."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def collect(self) -> Iterator[Metric]:
        """Its id, age, size; whether it is the one that the folder says is current. Without a release that there is none."""
        try:
            reading = self._shelf.borrow()
        except (ReleaseError, StoreError):
            yield GaugeMetricFamily("juesuan_release_current", "1: the release served is the current one; 0: another or none.", 0)
            return
        try:
            yield from _release(reading, self._shelf.is_current(reading))
        finally:
            self._shelf.give_back(reading)


def _release(reading: Reading, is_current: bool) -> Iterator[Metric]:
    manifest = reading.release.manifest
    named = GaugeMetricFamily("juesuan_release_info", "The release that is served.", labels=["id"])
    named.add_metric([reading.id], 1)
    yield named
    yield GaugeMetricFamily("juesuan_release_current", "1: the release served is the current one; 0: another or none.", int(is_current))
    # A clock that was put back gives no negative age.
    age = max(0.0, time.time() - (reading.release.directory / "manifest.json").stat().st_mtime)
    yield GaugeMetricFamily("juesuan_release_age_seconds", "Since the release was made.", age)
    yield GaugeMetricFamily("juesuan_release_reports", "Reports in the release.", len(manifest["reports"]))
    statements = sum(entry["triples"] for entry in manifest["reports"])
    yield GaugeMetricFamily("juesuan_release_statements", "Statements of its reports.", statements)

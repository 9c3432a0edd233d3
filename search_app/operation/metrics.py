"""What `/metrics` tells: counts and times of requests and of the work in them. Labels come from short fixed lists alone.

A route is the name of the function that answers, never a path; nothing of a visitor or of what was asked is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from time import perf_counter
from typing import ParamSpec, TypeVar

from flask import current_app, has_request_context
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics

from kg.errors import JuesuanError
from search_app.sparql.errors import NoWorker, OutOfMemory, OutOfTime, QueryFault, ResultTooLarge, TooOften
from search_app.sparql.process import Gone

OK, REFUSED, FAILED = "ok", "refused", "failed"
SPARQL, SEARCH, ASK = "sparql", "search", "ask"
_FAULTS: dict[type[BaseException], str] = {
    OutOfTime: "timeout",
    OutOfMemory: "memory",
    NoWorker: "busy",
    TooOften: "rate",
    ResultTooLarge: "too_large",
    Gone: "gone",
}
_OUTCOMES = {
    SPARQL: (OK, *_FAULTS.values(), REFUSED, FAILED),
    SEARCH: ("found", "nothing", REFUSED, FAILED),
    ASK: ("answered", "unanswered", *_FAULTS.values(), REFUSED, FAILED),
}
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

P = ParamSpec("P")
T = TypeVar("T")

disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._answers = Counter("juesuan_http_requests", "Answers by route and status.", ["route", "status"], registry=registry)
        self._answer_seconds = Histogram(
            "juesuan_http_request_seconds", "Seconds until an answer was ready, by route.", ["route"], buckets=_SECONDS, registry=registry
        )
        self.under_way = Gauge("juesuan_http_requests_in_progress", "Requests under way.", registry=registry)
        self._work = {kind: Counter(f"juesuan_{kind}", f"{kind}: work by outcome.", ["outcome"], registry=registry) for kind in _OUTCOMES}
        self._work_seconds = {
            kind: Histogram(f"juesuan_{kind}_seconds", f"{kind}: seconds of work, waiting included.", buckets=_SECONDS, registry=registry)
            for kind in _OUTCOMES
        }
        for kind, outcomes in _OUTCOMES.items():
            for outcome in outcomes:
                self._work[kind].labels(outcome)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._answers.labels(route, str(status)).inc()
        self._answer_seconds.labels(route).observe(seconds)

    @contextmanager
    def working(self, kind: str) -> Iterator[Callable[[str], None]]:
        """Count the work of the block; say its outcome to what is given. An error says its own."""
        said: list[str] = []
        start = perf_counter()
        try:
            yield said.append
        except BaseException as error:
            said.append(_outcome(error))
            raise
        finally:
            self._work[kind].labels(said[-1]).inc()
            self._work_seconds[kind].observe(perf_counter() - start)


def counted(kind: str, outcome: Callable[[T], str]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Have the calls of a function count as work of `kind`; outside of a request nothing is counted."""

    def decorate(work: Callable[P, T]) -> Callable[P, T]:
        @wraps(work)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            metrics: Metrics | None = current_app.extensions.get("metrics") if has_request_context() else None
            if metrics is None:
                return work(*args, **kwargs)
            with metrics.working(kind) as say:
                found = work(*args, **kwargs)
                say(outcome(found))
                return found

        return run

    return decorate


def _outcome(error: BaseException) -> str:
    found = next((word for kind, word in _FAULTS.items() if isinstance(error, kind)), None)
    return found or (REFUSED if isinstance(error, QueryFault | JuesuanError) else FAILED)

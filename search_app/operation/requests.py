"""Every request: its number, its line in the log, its place in the metrics."""

from __future__ import annotations

import logging
import re
import secrets
from time import perf_counter
from typing import Any

from flask import Flask, Response, current_app, g, request

from kg.settings import Settings
from search_app.events import say
from search_app.operation.logs import REQUESTS
from search_app.operation.metrics import Metrics
from search_app.reading import pinned_id

HEADER = "X-Request-Id"
_NUMBER = re.compile(r"[A-Za-z0-9._-]{1,64}")
# Where no function of ours answers: an unknown path, a method that is not offered.
NONE = "none"
log = logging.getLogger(REQUESTS)


def install(app: Flask, metrics: Metrics) -> None:
    """Before all else at the beginning of a request, and after all else at its end."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(lambda _error: _leave(metrics))


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _NUMBER.fullmatch(given) else secrets.token_hex(8)
    g.begun = perf_counter()
    _metrics().under_way.inc()


def _end(response: Response) -> Response:
    response.headers[HEADER] = g.request_id
    seconds = perf_counter() - g.begun
    route = request.endpoint or NONE
    _metrics().answered(route, response.status_code, seconds)
    if log.isEnabledFor(logging.INFO):
        _tell(response, route, seconds)
    return response


def _tell(response: Response, route: str, seconds: float) -> None:
    settings: Settings = current_app.extensions["settings"]
    visitor: dict[str, Any] = {"address": request.remote_addr, "asked": request.full_path.rstrip("?")} if settings.log_visitors else {}
    say(
        log,
        "request",
        level=logging.INFO,
        request_id=g.request_id,
        route=route,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        release=pinned_id(),
        bytes=response.calculate_content_length(),
        **visitor,
    )


def _leave(metrics: Metrics) -> None:
    if g.pop("begun", None) is not None:
        metrics.under_way.dec()


def _metrics() -> Metrics:
    metrics: Metrics = current_app.extensions["metrics"]
    return metrics

"""The server's log on stderr: events as `key=value`, or events and requests as JSON, a line each."""

from __future__ import annotations

import json
import logging
import logging.config
from datetime import UTC, datetime
from typing import Any

from flask import g, has_request_context

from kg.errors import UsageError
from search_app.events import FIELDS

TEXT, JSON = "text", "json"
REQUESTS = "juesuan.requests"


class JsonLine(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, then its fields, or its message where it has none."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"time": when, "level": record.levelname.lower(), "logger": record.name}
        fields: dict[str, object] | None = getattr(record, FIELDS, None)
        line.update(fields if fields is not None else {"message": record.getMessage()})
        if has_request_context() and "request_id" in g:
            line.setdefault("request_id", g.request_id)
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configuration(kind: str) -> dict[str, Any]:
    """What `logging.config.dictConfig` takes; as JSON also for the web server's own lines. Raises UsageError for another kind."""
    if kind not in {TEXT, JSON}:
        raise UsageError(f"log is {kind!r}", where="log", hint=f"write {TEXT} or {JSON}")
    handler = {"class": "logging.StreamHandler", "formatter": kind}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {JSON: {"()": JsonLine}, TEXT: {"format": "%(message)s"}},
        "handlers": {"stderr": handler},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "juesuan": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
            REQUESTS: {"level": "INFO" if kind == JSON else "WARNING"},
            **({"gunicorn.error": {"level": "WARNING", "handlers": ["stderr"], "propagate": False}} if kind == JSON else {}),
        },
    }


def configure(kind: str) -> None:
    """Have this process, and those that it forks, log so."""
    logging.config.dictConfig(configuration(kind))

"""Serves the application: gunicorn with a bounded number of threads, waitress where the system cannot fork."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from kg.settings import Settings
from search_app.answers import prepare
from search_app.app import make_app
from search_app.operation import logs

if TYPE_CHECKING:
    from collections.abc import Callable

# One process, so that every request shares the caches and the query workers; Oxigraph lets go of the interpreter lock.
THREADS = 48
BACKLOG = 128
SHUTDOWN_SECONDS = 15
KEEPALIVE_SECONDS = 5
# Above the query limit: gunicorn ends a worker that has not been heard of for so long.
SILENT_SECONDS = 120
LONGEST_LINE = 8190
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def serve(settings: Settings, ready: Callable[[], None] | None = None) -> None:
    """Serve until SIGTERM or Ctrl+C; requests under way are answered first. `ready` is called when connections are taken."""
    logs.configure(settings.log)
    if hasattr(os, "fork"):
        _gunicorn(settings, ready)
    else:
        _waitress(settings, ready)


def _gunicorn(settings: Settings, ready: Callable[[], None] | None) -> None:
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]
        """gunicorn with these settings alone: no command line, no configuration file."""

        def load_config(self) -> None:
            for name, value in options(settings, ready).items():
                if name in self.cfg.settings:  # older versions have no control socket to switch off
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return make_app(settings)

    _read_plain_addresses()
    Application().run()


def _read_plain_addresses() -> None:
    """Take addresses with Chinese as it is written, as curl sends what was typed after a `?`; gunicorn answers them with 400 by itself."""
    from gunicorn.http.message import Request
    from gunicorn.http.parser import RequestParser

    class Plain(Request):  # type: ignore[misc]
        """A request whose address may hold bytes that should have been percent-encoded."""

        def parse_request_line(self, line_bytes: bytes) -> None:
            super().parse_request_line(encoded(line_bytes))

    RequestParser.mesg_class = Plain


def encoded(line: bytes) -> bytes:
    """A request line with what is not ASCII percent-encoded, as RFC 3987 (3.1) turns an IRI into a URI."""
    return _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line)


def options(settings: Settings, ready: Callable[[], None] | None = None) -> dict[str, Any]:
    """gunicorn's configuration."""
    return {
        "bind": f"{settings.host}:{settings.port}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": THREADS,
        "backlog": BACKLOG,
        "graceful_timeout": SHUTDOWN_SECONDS,
        "keepalive": KEEPALIVE_SECONDS,
        "timeout": SILENT_SECONDS,
        "limit_request_line": LONGEST_LINE,
        "control_socket_disable": True,
        "loglevel": "warning",
        "proc_name": "juesuan",
        "post_worker_init": lambda worker: prepare(worker.wsgi.extensions["shelf"]),
        **({"logconfig_dict": logs.configuration(settings.log)} if settings.log == logs.JSON else {}),
        **({"when_ready": lambda _server: ready()} if ready else {}),
    }


def _waitress(settings: Settings, ready: Callable[[], None] | None) -> None:
    import waitress

    # The look-ahead tells whether a client has hung up, so that its query can be stopped.
    app = make_app(settings)
    prepare(app.extensions["shelf"])
    server = waitress.create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=THREADS,
        backlog=BACKLOG,
        channel_request_lookahead=1,
        ident=None,
    )
    if ready:
        ready()
    server.run()

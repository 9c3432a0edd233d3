"""One visitor's query: within the visitor's time of this minute, in the workers, and stopped when the visitor has gone."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable

from flask import current_app, request

from search_app.operation.metrics import OK, SPARQL, counted
from search_app.reading import pinned
from search_app.sparql.allowance import Allowance, client_of
from search_app.sparql.pool import Pool
from search_app.sparql.worker import Job

# The connection is closed; nobody reads this status.
CLIENT_CLOSED = 499


@counted(SPARQL, lambda _answer: OK)
def run(job: Job) -> bytes:
    """The result of `job` on the pinned release; raises a `QueryFault`, or `Gone` where the client hung up."""
    pool: Pool = current_app.extensions["pool"]
    allowance: Allowance = current_app.extensions["allowance"]
    client = client_of(request.remote_addr)
    allowance.check(client)
    return pool.ask(pinned().store_path, job, _hung_up(), lambda seconds: allowance.spend(client, seconds))


def _hung_up() -> Callable[[], bool]:
    """Says whether the client has closed its connection; gunicorn and waitress tell, each in its own way."""
    closed = request.environ.get("waitress.client_disconnected")
    if callable(closed):
        return lambda: bool(closed())
    connection = request.environ.get("gunicorn.socket")
    return (lambda: _closed(connection)) if isinstance(connection, socket.socket) else lambda: False


def _closed(connection: socket.socket) -> bool:
    try:
        readable = select.select([connection], [], [], 0)[0]
        return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""
    except (OSError, ValueError):
        return True

"""`/sparql`: a visitor's query over the pinned release, answered in the format that the client likes best."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, current_app, make_response, render_template, request

from search_app.reading import pinned
from search_app.sparql import description, formats, guard, protocol
from search_app.sparql.errors import QueryFault
from search_app.sparql.examples import examples
from search_app.sparql.formats import HTML, Format
from search_app.sparql.pool import Pool
from search_app.sparql.process import Gone
from search_app.sparql.protocol import Asked
from search_app.sparql.results import shown
from search_app.sparql.worker import Job

pages = Blueprint("sparql", __name__)
# The connection is closed; nobody reads this status.
_CLIENT_CLOSED = 499


@pages.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
def sparql() -> Response:
    """The SPARQL 1.1 Protocol for queries; a form for browsers; without a query what the service is."""
    pool: Pool = current_app.extensions["pool"]
    asked = protocol.read(request, pool.limits.query_bytes)
    if asked.query is None:
        return _describe(asked)
    if not asked.format and _wants_page(formats.ROWS + formats.GRAPHS):
        return _page(pool, asked, asked.query)
    return _answer(pool, asked, asked.query)


@pages.route("/sparql", methods=["OPTIONS"], provide_automatic_options=False)
def preflight() -> Response:
    """CORS: any page may ask, by GET or POST."""
    headers = {"Access-Control-Allow-Methods": "GET, POST, OPTIONS", "Access-Control-Allow-Headers": "Content-Type, Accept"}
    return make_response("", 204, {**headers, "Access-Control-Max-Age": "86400"})


def _answer(pool: Pool, asked: Asked, query: str) -> Response:
    scan = guard.scan(query)
    offers = formats.of_form(scan.form)
    chosen = formats.by_name(asked.format, offers) if asked.format else formats.accepted(_accept(), offers)
    try:
        return _response(_run(pool, asked, scan, chosen), chosen)
    except Gone:
        return make_response("", _CLIENT_CLOSED)


def _run(pool: Pool, asked: Asked, scan: guard.Scan, chosen: Format) -> bytes:
    named = asked.default_graphs is not None
    job = Job(asked.query or "", chosen.media_type, not (named or scan.has_dataset), asked.default_graphs, asked.named_graphs)
    return pool.ask(pinned().store_path, job, _hung_up())


def _page(pool: Pool, asked: Asked, query: str) -> Response:
    """The form with the query and what it gives, or why it gives nothing; the status is the one a program would get."""
    result, problem, status = None, None, 200
    try:
        scan = guard.scan(query)
        chosen = formats.of_form(scan.form)[0]
        result = shown(_run(pool, replace(asked, query=query), scan, chosen), chosen)
    except QueryFault as fault:
        problem, status = fault, fault.status
    except Gone:
        return make_response("", _CLIENT_CLOSED)
    return make_response(_form(pool, query, result=result, problem=problem), status)


def _describe(asked: Asked) -> Response:
    if not asked.format and _wants_page(formats.GRAPHS):
        found = examples()
        return make_response(_form(current_app.extensions["pool"], found[0].text if found else ""))
    pinned()
    offers = formats.GRAPHS
    chosen = formats.by_name(asked.format, offers) if asked.format else formats.accepted(_accept(), offers)
    return _response(description.describe(request.base_url, chosen.media_type), chosen)


def _form(pool: Pool, query: str, **found: object) -> str:
    return render_template("sparql.html", query=query, examples=examples(), limits=pool.limits, **found)


def _response(body: bytes, chosen: Format) -> Response:
    return make_response(body, 200, {"Content-Type": chosen.content_type})


def _wants_page(offers: tuple[Format, ...]) -> bool:
    return formats.accepted(_accept(), (*offers, HTML)) is HTML if "text/html" in _accept() else False


def _accept() -> str:
    return request.headers.get("Accept", "")


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

"""`/sparql`: a visitor's query over the pinned release, answered in the format that the client likes best."""

from __future__ import annotations

import hashlib
import re

from flask import Blueprint, Response, current_app, g, make_response, request

from ontology.terms import PREFIXES
from queries import library
from queries.catalogue import topics
from search_app import manners
from search_app.dumps import catalogue
from search_app.language import render
from search_app.reading import pinned
from search_app.sparql import description, formats, guard, protocol
from search_app.sparql.errors import QueryFault
from search_app.sparql.formats import HTML, Format
from search_app.sparql.process import Gone
from search_app.sparql.protocol import Asked
from search_app.sparql.results import Shown, shown
from search_app.sparql.visitor import CLIENT_CLOSED, run
from search_app.sparql.worker import Job, Limits
from search_app.views.bars import bars

pages = Blueprint("sparql", __name__)
_FIRST = "reports-loaded"
_HEADER = re.compile(r"\A(?:#[^\n]*\n)*")


@pages.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
def sparql() -> Response:
    """The SPARQL 1.1 Protocol for queries; a form for browsers; without a query what the service is."""
    asked = protocol.read(request, _limits())
    if asked.query is None:
        return _describe(asked)
    if not asked.format and _wants_page(formats.ROWS + formats.GRAPHS):
        return _page(asked, asked.query)
    return _answer(asked, asked.query)


@pages.route("/sparql", methods=["OPTIONS"], provide_automatic_options=False)
def preflight() -> Response:
    """Which methods there are; `manners` says the same to browsers (CORS)."""
    response = Response(status=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    del response.headers["Content-Type"]  # there is no content
    return response


def _answer(asked: Asked, query: str) -> Response:
    scan = guard.scan(query)
    offers = formats.of_form(scan.form)
    chosen = formats.by_name(asked.format, offers) if asked.format else formats.accepted(_accept(), offers)
    job = _job(asked, query, scan, chosen)
    pinned()
    g.variant = _variant(job)
    held = None if scan.is_volatile else manners.not_modified()
    if held:
        return held
    try:
        response = _response(run(job), chosen)
    except Gone:
        return make_response("", CLIENT_CLOSED)
    if scan.is_volatile:
        response.headers["Cache-Control"] = "no-store"
    return response


def _job(asked: Asked, query: str, scan: guard.Scan, chosen: Format) -> Job:
    named = asked.default_graphs is not None
    union = not (named or scan.has_dataset)
    return Job(query, chosen.media_type, union, asked.default_graphs, asked.named_graphs, asked.seconds)


def _variant(job: Job) -> str:
    """Which answer of the release it is: query, data set and format, but not how long it may take."""
    said = (job.query, job.media_type, job.union, job.default_graphs, job.named_graphs)
    return "-" + hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _page(asked: Asked, query: str) -> Response:
    """The form with the query and what it gives, or why it gives nothing; the status is the one a program would get."""
    result, problem, status = None, None, 200
    try:
        scan = guard.scan(query)
        chosen = formats.of_form(scan.form)[0]
        result = shown(run(_job(asked, query, scan, chosen)), chosen)
    except QueryFault as fault:
        problem, status = fault, fault.status
    except Gone:
        return make_response("", CLIENT_CLOSED)
    response = make_response(_form(query, result=result, problem=problem), status)
    if problem and problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _describe(asked: Asked) -> Response:
    if not asked.format and _wants_page(formats.GRAPHS):
        return make_response(_form(_example(request.args.get("example", ""))))
    pinned()
    offers = formats.of_form("DESCRIBE")
    chosen = formats.by_name(asked.format, offers) if asked.format else formats.accepted(_accept(), offers)
    g.variant = f"-{chosen.name}"
    return _response(description.describe(request.base_url, catalogue.void(), chosen.media_type), chosen)


def _example(name: str) -> str:
    """A library query to begin with, its question in place of the whole header; "" where there is none of that name."""
    found = next((query for query in library.load() if query.name == name), None)
    return f"# {found.question}\n{_HEADER.sub('', found.text)}" if found else ""


def _limits() -> Limits:
    limits: Limits = current_app.extensions["pool"].limits
    return limits


def _form(query: str, **found: object) -> str:
    shown_query = query or _example(_FIRST)
    held = {"topics": list(topics()), "limits": _limits(), "prefixes": PREFIXES}
    result = found.get("result")
    chart = bars(result) if isinstance(result, Shown) else None
    return render("sparql.html", query=shown_query, chart=chart, **held, **found)


def _response(body: bytes, chosen: Format) -> Response:
    return Response(body, content_type=chosen.content_type)


def _wants_page(offers: tuple[Format, ...]) -> bool:
    return formats.accepted(_accept(), (*offers, HTML)) is HTML if "text/html" in _accept() else False


def _accept() -> str:
    return request.headers.get("Accept", "")

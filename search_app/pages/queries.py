"""`/queries`: the query library as pages and as an API, run in the query workers within the limits of the endpoint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, jsonify, make_response, request

from kg.errors import UsageError
from queries import library
from queries.catalogue import topics
from queries.library import Query
from queries.narrowing import narrowed
from queries.parameters import Parameter
from search_app import manners
from search_app.addresses import here
from search_app.faults import PageFault
from search_app.holdings import holdings
from search_app.language import render
from search_app.reading import pinned
from search_app.sparql.formats import HTML, Format, accepted, by_name
from search_app.sparql.process import Gone
from search_app.sparql.visitor import CLIENT_CLOSED, run
from search_app.sparql.worker import Job

pages = Blueprint("queries", __name__)
JSON = Format("json", "application/json", False)
CSV = Format("csv", "text/csv", False)
OFFERED = (HTML, JSON, CSV)
ROWS_A_PAGE = 100
MOST_ROWS = 1000
_LAST_PAGE = 1_000_000
_SELECTED = "application/sparql-results+json"
_OWN = frozenset({"page", "size", "format", "lang"})


@pages.get("/queries")
def listing() -> Response:
    """The queries by topic, as a page or as JSON."""
    if accepted(request.headers.get("Accept", ""), (HTML, JSON)) is JSON:
        return jsonify(topics=[{"topic": topic, "queries": [_entry(query) for query in held]} for topic, held in topics()])
    return make_response(render("queries.html", topics=list(topics())))


@pages.get("/queries/<name>")
def ask(name: str) -> Response:
    """The rows of a query with the parameters of the address: a page of them as HTML or JSON, all of them as CSV."""
    query = _query(name)
    given = {key: value for key, value in request.args.items() if key not in _OWN}
    chosen = by_name(request.args["format"], OFFERED) if "format" in request.args else accepted(request.headers.get("Accept", ""), OFFERED)
    fault = _fault(query, given)
    if fault and chosen is HTML:
        return _problem(query, given, fault)
    if fault:
        raise fault
    return _rows(query, given, _text(query, given), chosen)


def _text(query: Query, given: Mapping[str, str]) -> str:
    """The query with its values; one about a unit is told the unit's reports."""
    text, name = query.bound(given), given.get("unit", "")
    if not name:
        return text
    named = [unit for unit in holdings(pinned()).units if any(name in report.unit for report in unit.reports)]
    return narrowed(text, [report.iri for unit in named for report in unit.reports])


def _fault(query: Query, given: Mapping[str, str]) -> PageFault | None:
    """What is wrong with the parameters: one that the query has not, one that is missing, or a value that is not allowed."""
    known = {parameter.name: parameter for parameter in query.parameters}
    for name, value in given.items():
        if name not in known:
            return PageFault(400, "unknown_parameter", f"没有参数“{name[:40]}”", f"有{'、'.join(known)}" if known else "这个查询没有参数")
        if value and not _fits(known[name], value):
            return PageFault(400, "bad_parameter", f"参数{name}的值“{value[:40]}”不对", _hint(known[name]))
    missing = next((one for one in query.parameters if one.required and not given.get(one.name)), None)
    return PageFault(400, "missing_parameter", f"要填{missing.text}", _hint(missing)) if missing else None


def _fits(parameter: Parameter, value: str) -> bool:
    try:
        parameter.term(value)
    except UsageError:
        return False
    return True


def _hint(parameter: Parameter) -> str:
    example = parameter.example or parameter.default
    allowed = f"可填{'、'.join(parameter.allowed)}" if parameter.allowed else parameter.text
    return f"{allowed}，例如{parameter.name}={example}" if example else allowed


def _rows(query: Query, given: Mapping[str, str], text: str, chosen: Format) -> Response:
    size, page = _number("size", ROWS_A_PAGE, MOST_ROWS), _number("page", 1, _LAST_PAGE)
    pinned()
    g.variant = _variant(query.name, given, size, page, chosen)
    held = manners.not_modified()
    if held:
        return held
    try:
        if chosen is CSV:
            return _csv(query, run(Job(text, CSV.media_type)))
        # One row more than the page shows whether another page follows.
        body = run(Job(f"{text}\nLIMIT {size + 1} OFFSET {(page - 1) * size}", _SELECTED))
    except Gone:
        return make_response("", CLIENT_CLOSED)
    rows = json.loads(body)["results"]["bindings"]
    following = _address(query, given, page + 1, size) if len(rows) > size else None
    answer = _json if chosen is JSON else _page
    response = answer(query, given, rows[:size], page, size, following)
    if following:
        response.headers.add("Link", f'<{here(following)}>; rel="next"')
    return response


def _json(query: Query, given: Mapping[str, str], rows: list[Any], page: int, size: int, following: str | None) -> Response:
    """Values as they are in the graph, as text, so that no digit of an amount is lost; null where there is none."""
    columns = query.columns
    plain = [{name: row[name]["value"] if name in row else None for name in columns} for row in rows]
    labelled = [{"name": name, "label": label} for name, label in columns.items()]
    return jsonify(**_entry(query), given=dict(given), columns=labelled, rows=plain, page=page, size=size, next=following)


def _csv(query: Query, body: bytes) -> Response:
    disposition = f'inline; filename="{query.name}.csv"'
    return make_response(body, 200, {"Content-Type": CSV.content_type, "Content-Disposition": disposition})


def _page(query: Query, given: Mapping[str, str], rows: list[Any], page: int, size: int, following: str | None) -> Response:
    before = _address(query, given, page - 1, size) if page > 1 else None
    first = (page - 1) * size
    return _drawn(query, given, rows=rows, first=first, before=before, following=following)


def _problem(query: Query, given: Mapping[str, str], fault: PageFault) -> Response:
    """The form with what is wrong; a required parameter that is not there yet is no error."""
    is_new = not given
    return make_response(_drawn(query, given, problem=None if is_new else fault), 200 if is_new else 400)


def _drawn(query: Query, given: Mapping[str, str], **found: Any) -> Response:
    return make_response(render("query.html", query=query, given=given, href=_address(query, given), **found))


def _query(name: str) -> Query:
    try:
        return library.get("library", name)
    except KeyError as error:
        raise PageFault(404, "not_found", f"没有“{name[:60]}”这个查询", "现成的查询列在 /queries") from error


def _address(query: Query, given: Mapping[str, str], page: int = 1, size: int = ROWS_A_PAGE) -> str:
    said: dict[str, object] = {key: value for key, value in given.items() if value}
    said |= {name: value for name, value, usual in (("page", page, 1), ("size", size, ROWS_A_PAGE)) if value != usual}
    return f"/queries/{query.name}?{urlencode(said)}"


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most):
        raise PageFault(400, f"bad_{name}", f"{name}是“{text[:40]}”，要写1到{most:,}的整数", f"去掉{name}就是{default}")
    return int(text)


def _variant(*parts: object) -> str:
    return "-" + hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _entry(query: Query) -> dict[str, Any]:
    """What JSON says of a query."""
    said = {"name": query.name, "title": query.title, "title_en": query.title_en, "question": query.question, "topic": query.topic}
    return {**said, "href": f"/queries/{query.name}", "parameters": [_parameter(parameter) for parameter in query.parameters]}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    said: dict[str, Any] = {"name": parameter.name, "type": parameter.type, "text": parameter.text, "required": parameter.required}
    optional = {"example": parameter.example, "default": parameter.default, "allowed": list(parameter.allowed)}
    return {**said, **{key: value for key, value in optional.items() if value}}

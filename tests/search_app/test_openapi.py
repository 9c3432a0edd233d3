"""`/openapi.json` describes every route that is no page, and no input that follows it makes the server fail."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from queries import library
from search_app.pages.checks import OFFERED
from search_app.representations import OFFERED as RDF
from search_app.sifting import FILTERS
from search_app.sparql.formats import HTML as PAGE
from search_app.sparql.formats import ROWS, of_form
from tests.search_app.conftest import HTML

SPARQL = {"query", "default-graph-uri", "named-graph-uri", "timeout", "format"}
COMPARE = {"unit", "measure", "from", "to", "year", "show", "format"}
# Routes for people alone; all others are described.
PAGES = {
    *("/", "/graph", "/similar"),
    *("/unit/<path:_path>", "/project/<path:_path>", "/indicator/<path:_path>"),
    *("/subject/<scheme>/<int:year>/<code>", "/region/<code>"),
    *("/static/<path:filename>", "/static/en/<name>"),
}
EXAMPLES = int(os.environ.get("JUESUAN_EXAMPLES", "3"))
QUERIES = ("/queries/three-public", "/queries/passages-with-word", "/queries/provenance")


def described_as(rule: str) -> str:
    """The route as the description writes it: `/doc/<path:_path>` is `/doc/{path}`."""
    return re.sub(r"<(?:\w+:)?_?(\w+)>", r"{\1}", rule)


def test_every_route_is_described_or_is_a_page(app: Flask, client: FlaskClient) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    paths = set(client.get("/openapi.json").get_json()["paths"])
    queries = {f"/queries/{query.name}" for query in library.load()}
    assert queries < paths and "/queries/<name>" in rules
    assert rules > PAGES
    assert {described_as(rule) for rule in rules - PAGES - {"/queries/<name>"}} == paths - queries


def test_every_page_is_one(client: FlaskClient) -> None:
    for rule in sorted(rule for rule in PAGES if "static" not in rule):
        answer = client.get(re.sub(r"<int:\w+>", "2024", re.sub(r"<(path:)?\w+>", "x", rule)), headers=HTML)
        assert answer.status_code != 500 and answer.mimetype == "text/html", rule


@pytest.mark.parametrize(("path", "taken"), [("/checks", {*FILTERS, "page", "size", "format"}), ("/sparql", SPARQL), ("/compare", COMPARE)])
def test_every_parameter_is_described(client: FlaskClient, path: str, taken: set[str]) -> None:
    operation = client.get("/openapi.json").get_json()["paths"][path]["get"]
    assert {parameter["name"] for parameter in operation["parameters"]} == taken


def test_every_format_is_described(client: FlaskClient) -> None:
    paths = client.get("/openapi.json").get_json()["paths"]
    said = paths["/checks"]["get"]["responses"]["200"]["content"]
    assert set(said) == {offer.media_type for offer in OFFERED}
    rows = {offer.media_type for offer in (*ROWS, *of_form("DESCRIBE"), PAGE)}
    assert set(paths["/sparql"]["get"]["responses"]["200"]["content"]) == rows
    for path in ("/catalog", "/ontology", "/doc/{path}", "/.well-known/void"):
        assert set(paths[path]["get"]["responses"]["200"]["content"]) == {offer.media_type for offer in RDF}, path


def test_every_query_is_described_with_its_parameters(client: FlaskClient) -> None:
    paths = client.get("/openapi.json").get_json()["paths"]
    for query in library.load():
        named = {parameter["name"] for parameter in paths[f"/queries/{query.name}"]["get"]["parameters"]}
        assert named == {parameter.name for parameter in query.parameters} | {"page", "size", "format"}


@pytest.fixture(scope="module")
def described(app: Flask) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


@pytest.mark.filterwarnings("ignore")
def test_no_input_makes_the_server_fail(described: schemathesis.BaseSchema) -> None:
    """Every route but the many of the query library, of which three stand for all."""
    called = 0
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if operation.path.startswith("/queries/") and operation.path not in QUERIES:
            continue
        called += 1

        @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case[Any]) -> None:
            response = case.call(headers={"Accept": "*/*;q=0.5, application/json", "Accept-Encoding": "identity"})
            assert response.status_code < 500 or response.status_code in {503, 504}, f"{case.path} {case.query}"
            case.validate_response(response, checks=[response_schema_conformance, status_code_conformance])

        check()
    assert called > 30

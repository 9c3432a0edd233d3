"""`/openapi.json` describes every JSON route, and no input that follows it makes the server fail."""

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

# How the description calls the routes with a part that varies.
VARYING = {"/queries/<name>": r"/queries/[a-z0-9-]+"}
EXAMPLES = int(os.environ.get("JUESUAN_EXAMPLES", "3"))
QUERIES = ("/queries/three-public", "/queries/passages-with-word", "/queries/provenance")


def gives_json(client: FlaskClient, rule: str) -> bool:
    """Says so by its name, or does so where it is asked."""
    if "json" in rule or rule.startswith("/api/") or rule in VARYING:
        return True
    answer = client.get(rule, headers={"Accept": "application/json"}) if "<" not in rule else None
    return answer is not None and answer.status_code == 200 and answer.is_json and answer.mimetype != "application/ld+json"


def test_every_json_route_is_described(app: Flask, client: FlaskClient) -> None:
    paths = set(client.get("/openapi.json").get_json()["paths"])
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    for rule in rules:
        if gives_json(client, rule):
            assert any(re.fullmatch(VARYING.get(rule, re.escape(rule)), path) for path in paths), rule
    for path in paths:
        assert any(re.fullmatch(VARYING.get(rule, re.escape(rule)), path) for rule in rules), path


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
    assert called > 12

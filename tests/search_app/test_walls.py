"""What a visitor's query can do to the server over HTTP: crash a worker, take its time, never more; and what it is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kg import settings
from kg.folder import DataFolder
from search_app import create_app
from search_app.sparql.allowance import Allowance, client_of
from search_app.sparql.errors import TooOften
from search_app.sparql.pool import Pool

JSON = {"Accept": "application/sparql-results+json"}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + "".join(f"VALUES ?{v} {{ {' '.join(map(str, range(400)))} }} " for v in "abcd") + "}"
# Each ends a process that reads it, or runs for ever (pyoxigraph 0.5).
CRASHING = {
    "groups": "ASK " + "{" * 5_000 + "}" * 5_000,
    "negations": "ASK { FILTER(" + "!" * 10_000 + "true) }",
    "brackets": "ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
    "path": "ASK { ?s " + "/".join(["<urn:p>"] * 20_000) + " ?o }",
    "unions": "ASK { {}" + " UNION {}" * 10_000 + " }",
    "endless path": "SELECT * { ?s (!<urn:a>|^!<urn:b>)* ?o . ?o (!<urn:a>|^!<urn:b>)* ?p }",
    "long text": "SELECT (STRLEN(?v9) AS ?n) { BIND('aaaaaaaaaa' AS ?v0) "
    + " ".join(f"BIND(CONCAT({','.join([f'?v{i}'] * 10)}) AS ?v{i + 1})" for i in range(9))
    + " }",
}


def post(client: FlaskClient, query: str, **more: str) -> TestResponse:
    return client.post("/sparql", data={"query": query, **more}, headers=JSON)


def code(response: TestResponse) -> str:
    return str(response.get_json()["error"]["code"])


@contextmanager
def server(data: DataFolder, **chosen: Any) -> Iterator[Flask]:
    made = create_app(settings.load(data=data.path, environment={}, **chosen))
    yield made
    pool: Pool = made.extensions["pool"]
    pool.close()


@pytest.mark.parametrize("query", CRASHING.values(), ids=CRASHING)
def test_crashing_query_gets_a_true_status_and_the_server_lives(client: FlaskClient, query: str) -> None:
    response = post(client, query)
    assert response.status_code in {400, 413, 503, 504}, response.text
    assert code(response) in {"too_complex", "out_of_memory", "out_of_time", "result_too_large"}
    assert post(client, "ASK {}").get_json(force=True)["boolean"] is True


def test_runaway_is_gone_after_the_time_it_may_take(client: FlaskClient) -> None:
    post(client, "ASK {}")
    for query in (RUNAWAY, RUNAWAY.replace("?n", "?m")):
        response = post(client, query, timeout="1")
        assert (response.status_code, code(response)) == (504, "out_of_time")
        assert "1秒" in response.get_json()["error"]["message"]


@pytest.mark.parametrize("seconds", ["0", "-1", "31", "nan", "inf", "soon"])
def test_time_that_cannot_be_asked_for(client: FlaskClient, seconds: str) -> None:
    response = post(client, "ASK {}", timeout=seconds)
    assert (response.status_code, code(response)) == (400, "bad_request")


def test_no_query_opens_a_connection(app: Flask, client: FlaskClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.5)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
        tries = [
            post(client, f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"),
            post(client, f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}"),
            post(client, f"ASK FROM <{url}> FROM NAMED <{url}> {{ ?s ?p ?o }}"),
            post(client, f"SELECT * {{ GRAPH <{url}> {{ ?s ?p ?o }} }}"),
            post(client, f"DESCRIBE <{url}>"),
            post(client, "SELECT * { ?s ?p ?o } LIMIT 1", **{"default-graph-uri": url}),
            post(client, f"LOAD <{url}>"),
            client.post("/sparql", data={"update": f"LOAD <{url}>"}),
            client.get("/sparql?" + urlencode({"query": f"ASK {{ SERVICE <{url}> {{}} }}"}), headers=JSON),
            client.get("/queries/provenance?" + urlencode({"fact": url, "format": "json"})),
            client.get("/api/search?" + urlencode({"q": url})),
            client.get("/api/ask?" + urlencode({"q": url})),
        ]
        assert all(response.status_code < 500 for response in tries)
        with pytest.raises(TimeoutError):
            listening.accept()


def test_one_address_has_so_much_time_a_minute(data: DataFolder) -> None:
    with server(data, client_seconds=0.6, query_seconds=1.0, proxies=1) as made:
        client = made.test_client()
        assert post(client, RUNAWAY).status_code == 504
        refused = post(client, "ASK {}")
        assert (refused.status_code, code(refused)) == (429, "too_many_requests")
        assert int(refused.headers["Retry-After"]) > 0
        assert refused.headers["Access-Control-Allow-Origin"] == "*"
        assert client.get("/queries/reports-loaded?format=json").status_code == 429
        other = client.post("/sparql", data={"query": "ASK {}"}, headers={**JSON, "X-Forwarded-For": "192.0.2.7"})
        assert other.status_code == 200


def test_limits_are_declared(client: FlaskClient) -> None:
    declared = {wall["setting"]: wall for wall in client.get("/limits", headers={"Accept": "application/json"}).get_json()["limits"]}
    assert declared["query_seconds"]["value"] == 4 and declared["query_seconds"]["status"] == 504
    names = {option.name for option in settings.OPTIONS}
    assert {name for name in declared if name} <= names
    assert "每分钟" in client.get("/limits", headers={"Accept": "text/html"}).text
    assert (declared["draft_mb"]["value"], declared["draft_mb"]["status"]) == (20, 413)
    assert {"draft_seconds", "draft_workers", "max_pages", "max_cells", "read_memory_mb"} <= set(declared)


def test_limits_of_drafts_are_those_that_hold(data: DataFolder) -> None:
    def declared(**held: Any) -> dict[str, float]:
        client = create_app(settings.load(data=data.path, environment={}, **held)).test_client()
        said = client.get("/limits", headers={"Accept": "application/json"}).get_json()["limits"]
        return {wall["setting"]: wall["value"] for wall in said}

    small = declared(max_file_mb=5, read_seconds=9.0)
    assert (small["draft_mb"], small["draft_seconds"]) == (5, 9), "the smaller of two limits holds"
    assert "draft_mb" not in declared(draft_checks=False)


def test_allowance_comes_back_with_time_and_forgets_old_clients() -> None:
    now = [0.0]
    allowance = Allowance(60.0, lambda: now[0], clients=2)
    allowance.spend("a", 70.0)
    with pytest.raises(TooOften) as caught:
        allowance.check("a")
    assert caught.value.retry_after == 11
    now[0] = 10.5
    allowance.check("a")
    for name in "abc":
        allowance.spend(name, 100.0)
    allowance.check("a")  # forgotten
    with pytest.raises(TooOften):
        allowance.check("c")
    Allowance(0.0).check("anyone")


def test_client_is_an_address_or_a_network() -> None:
    assert client_of("192.0.2.1") == client_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert client_of("2001:db8::1") == client_of("2001:db8::2") != client_of("2001:db8:0:1::1")
    assert client_of(None) == client_of("unix:") == "?"

"""`/sparql` over HTTP: the SPARQL 1.1 Protocol for queries, truthful statuses, manners."""

from __future__ import annotations

import csv
import gzip
import io
import json
import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from werkzeug.test import TestResponse

from kg.folder import DataFolder
from tests.search_app.conftest import HTML

JSON = "application/sparql-results+json"
VALUES = 'SELECT ?x { VALUES ?x { "a" "值" } }'
CONSTRUCT = 'CONSTRUCT { <urn:s> <http://e/p> "值"@zh } WHERE {}'
REPORTS = "SELECT ?r { ?r a fa:Report }"


def ask(client: FlaskClient, query: str, accept: str = JSON, **more: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": query, **more}, headers={"Accept": accept})


def rows(response: TestResponse) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = json.loads(response.data)["results"]["bindings"]
    return found


def code(response: TestResponse) -> str:
    return str(response.get_json()["error"]["code"])


def test_three_ways_to_ask(client: FlaskClient) -> None:
    accept = {"Accept": JSON}
    ways = [
        client.get("/sparql?query=ASK+%7B%7D", headers=accept),
        client.post("/sparql", data={"query": "ASK {}"}, headers=accept),
        client.post("/sparql", data="ASK {}", content_type="application/sparql-query; charset=utf-8", headers=accept),
    ]
    assert [way.get_json(force=True) for way in ways] == [{"head": {}, "boolean": True}] * 3


def test_query_sees_the_union_of_all_graphs(client: FlaskClient) -> None:
    reports = rows(ask(client, REPORTS))
    assert len(reports) == 5
    graph = reports[0]["r"]["value"]
    assert len(rows(ask(client, REPORTS.replace("{", f"FROM <{graph}> {{", 1)))) == 1
    assert len(rows(ask(client, REPORTS, **{"default-graph-uri": graph}))) == 1
    assert rows(ask(client, REPORTS, **{"default-graph-uri": "urn:none"})) == []
    assert rows(ask(client, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": "urn:none"})) == []


def test_rows_in_every_format(client: FlaskClient) -> None:
    as_csv = ask(client, VALUES, "text/csv")
    assert list(csv.reader(io.StringIO(as_csv.text))) == [["x"], ["a"], ["值"]]
    assert as_csv.content_type == "text/csv; charset=utf-8"
    assert ask(client, VALUES, "text/tab-separated-values").text.splitlines() == ["?x", '"a"', '"值"']
    assert len(ET.fromstring(ask(client, VALUES, "application/sparql-results+xml").data).findall(".//{*}result")) == 2  # noqa: S314
    assert ask(client, VALUES, "text/csv", format="json").mimetype == JSON


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_graph_in_every_format(client: FlaskClient, accept: str, kind: RdfFormat) -> None:
    response = ask(client, CONSTRUCT, accept)
    assert response.mimetype == accept
    assert [quad.object.value for quad in parse(response.data, format=kind)] == ["值"]


@pytest.mark.parametrize(
    ("query", "status", "name"),
    [
        ("", 400, "syntax"),
        ("SELECT * {\n ?s ?p }", 400, "syntax"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", 400, "update_refused"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { } }", 400, "service_refused"),
        ("ASK {" + "{" * 300 + "}" * 301, 400, "too_complex"),
        ("SELECT * { " + "".join(f"VALUES ?{v} {{ {' '.join(map(str, range(400)))} }} " for v in "ab") + "}", 413, "result_too_large"),
    ],
)
def test_status_and_code_of_what_goes_wrong(client: FlaskClient, query: str, status: int, name: str) -> None:
    response = client.post("/sparql", data={"query": query}, headers={"Accept": JSON})
    assert (response.status_code, code(response)) == (status, name)
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_time_limit_is_504(client: FlaskClient) -> None:
    many = " ".join(map(str, range(400)))
    response = client.post(
        "/sparql", data={"query": "SELECT (COUNT(*) AS ?n) { " + "".join(f"VALUES ?{v} {{ {many} }} " for v in "abcd") + "}"}
    )
    assert (response.status_code, code(response)) == (504, "out_of_time")
    assert "4秒" in response.get_json()["error"]["message"]


def test_syntax_error_says_where(client: FlaskClient) -> None:
    assert "第2行第9列" in ask(client, "SELECT * {\n ?s ?p }").get_json()["error"]["message"]


def test_requests_that_are_not_of_the_protocol(client: FlaskClient) -> None:
    twice = urlencode([("query", "ASK {}"), ("query", "ASK {}")])
    form = "application/x-www-form-urlencoded"
    assert client.get(f"/sparql?{twice}").status_code == 400
    assert client.post("/sparql", data={"x": "1"}).status_code == 400
    assert client.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 400
    assert client.get("/sparql?update=CLEAR+ALL").status_code == 400
    assert client.post("/sparql", data="CLEAR ALL", content_type="application/sparql-update").status_code == 400
    assert client.post("/sparql", data="ASK {}", content_type="text/plain").status_code == 415
    assert client.post("/sparql", data=b'ASK { ?s ?p "\xff" }', content_type="application/sparql-query").status_code == 400
    assert client.post("/sparql", data=b"query=ASK%20%7B%20%3Fs%20%3Fp%20%22%FF%22%7D", content_type=form).status_code == 400
    assert client.post("/sparql", data="ASK {} #" + "x" * 1_100_000, content_type="application/sparql-query").status_code == 413
    assert client.put("/sparql?query=ASK+%7B%7D").status_code == 405
    assert ask(client, "ASK {}", **{"default-graph-uri": "not an iri <>"}).status_code == 400
    assert ask(client, VALUES, "application/x-nonsense").status_code == 406


def test_service_description(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    triples = {(quad.predicate.value.rpartition("#")[2], str(quad.object)) for quad in parse(response.data, format=RdfFormat.TURTLE)}
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert ("endpoint", "<http://localhost/sparql>") in triples
    assert ("supportedLanguage", f"<{sd}SPARQL11Query>") in triples
    assert not any("Federated" in value or "Update" in value for _, value in triples)
    assert client.get("/sparql", headers={"Accept": "application/rdf+xml"}).mimetype == "application/rdf+xml"


def test_any_page_may_ask(client: FlaskClient) -> None:
    response = client.options("/sparql", headers={"Origin": "https://e.example", "Access-Control-Request-Method": "POST"})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_any_page_may_ask_for_a_document_it_holds_already(client: FlaskClient) -> None:
    asked = {"Origin": "https://e.example", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "If-None-Match"}
    response = client.options("/doc/region/990102.ttl", headers=asked)
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


def test_gzip_where_it_is_asked_for(client: FlaskClient) -> None:
    query = "SELECT ?x { VALUES ?x { " + "1 2 3 " * 300 + "} }"
    packed = client.get("/sparql", query_string={"query": query}, headers={"Accept": JSON, "Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(packed.data))["results"]["bindings"]) == 900
    assert "Content-Encoding" not in ask(client, query).headers
    assert {"accept", "accept-encoding"} <= {name.lower() for name in packed.vary}


def test_release_is_the_etag(client: FlaskClient, data: DataFolder) -> None:
    first = ask(client, "ASK {}")
    tag, weak = first.get_etag()
    assert weak and tag is not None and tag.startswith(client.get("/healthz").get_json()["release"])
    again = client.get("/sparql", query_string={"query": "ASK {}"}, headers={"Accept": JSON, "If-None-Match": f'W/"{tag}"'})
    assert (again.status_code, again.data) == (304, b"")


def test_head_has_no_body(client: FlaskClient) -> None:
    response = client.head("/sparql", query_string={"query": "ASK {}"}, headers={"Accept": JSON})
    assert (response.status_code, response.data) == (200, b"")


def test_browser_sees_the_form_and_the_result(client: FlaskClient) -> None:
    form = client.get("/sparql", headers=HTML)
    assert "<textarea" in form.text and "现成查询" in form.text
    page = client.post("/sparql", data={"query": REPORTS + " ORDER BY ?r"}, headers=HTML)
    assert '<a class="path" href="/report/990100/示例市疾病预防控制中心/2024/绩效自评报告">' in page.text
    assert "是" in client.post("/sparql", data={"query": "ASK {}"}, headers=HTML).text
    odd = client.post("/sparql", data={"query": "SELECT * { VALUES ?x { <javascript:alert(1)> <urn:x> } }"}, headers=HTML)
    assert "javascript:alert(1)" in odd.text and 'href="javascript' not in odd.text
    assert "没有结果" in client.post("/sparql", data={"query": "SELECT * { ?s <urn:none> ?o }"}, headers=HTML).text
    assert "@prefix" in client.post("/sparql", data={"query": CONSTRUCT}, headers=HTML).text


def test_browser_is_told_what_is_wrong_with_the_true_status(client: FlaskClient) -> None:
    page = client.post("/sparql", data={"query": "SELECT <script> {"}, headers=HTML)
    assert page.status_code == 400
    assert "语法错误" in page.text and "<script> {" not in page.text


@pytest.mark.parametrize(
    ("query", "name", "media_type"),
    [
        (VALUES, "xml", "application/sparql-results+xml"),
        (VALUES, "application/sparql-results+json", JSON),
        (CONSTRUCT, "turtle", "text/turtle"),
        (CONSTRUCT, "nq", "application/n-quads"),
        (CONSTRUCT, "n-triples", "application/n-triples"),
        (CONSTRUCT, "xml", "application/rdf+xml"),
        (CONSTRUCT, "json-ld", "application/ld+json"),
    ],
)
def test_format_by_its_usual_names(client: FlaskClient, query: str, name: str, media_type: str) -> None:
    response = ask(client, query, format=name)
    assert (response.status_code, response.mimetype) == (200, media_type)


def test_etag_belongs_to_query_and_format(client: FlaskClient) -> None:
    answers = [ask(client, "ASK {}"), ask(client, "ASK { }"), ask(client, "ASK {}", format="xml"), ask(client, "ASK {}", timeout="1")]
    tags = [answer.headers["ETag"] for answer in answers]
    assert len(set(tags)) == 3 and tags[3] == tags[0]


def test_answer_that_changes_by_itself_is_not_kept(client: FlaskClient) -> None:
    response = ask(client, "SELECT (NOW() AS ?now) {}")
    assert "ETag" not in response.headers and response.headers["Cache-Control"] == "no-store"


def test_description_holds_the_counts_of_the_data(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "application/n-triples"})
    void = "http://rdfs.org/ns/void#"
    counted = {quad.predicate.value for quad in parse(response.data, format=RdfFormat.N_TRIPLES) if str(quad.subject).endswith("#union>")}
    assert f"{void}triples" in counted

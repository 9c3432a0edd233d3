"""`/queries`: the query library as pages, JSON and CSV."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from queries import library
from tests.search_app.conftest import HTML

LOADED = "/queries/reports-loaded"


def test_every_query_is_listed_with_its_question(client: FlaskClient) -> None:
    listed = client.get("/queries", headers={"Accept": "application/json"}).get_json()["topics"]
    held = {query["name"]: query for topic in listed for query in topic["queries"]}
    assert set(held) == {query.name for query in library.load()}
    page = client.get("/queries", headers=HTML).text
    assert all(query["question"] in page.replace("&#34;", '"') and query["href"] in page for query in held.values())


def test_no_query_ends_with_a_limit_of_its_own() -> None:
    """Pages append theirs."""
    assert not [query.name for query in library.load() if query.text.rstrip().splitlines()[-1].upper().startswith(("LIMIT", "OFFSET"))]


def test_pages_of_json_hold_every_row_once(client: FlaskClient) -> None:
    whole = client.get(LOADED, query_string={"format": "json"}).get_json()
    assert [column["name"] for column in whole["columns"]] == list(library.get("library", "reports-loaded").columns)
    rows, href = [], f"{LOADED}?size=2&format=json"
    while href:
        response = client.get(href, headers={"Accept": "application/json"})
        found = response.get_json()
        rows += found["rows"]
        assert (found["next"] is None) == ("Link" not in response.headers)
        href = found["next"]
    assert rows == whole["rows"] and len(rows) == 5


def test_csv_holds_all_rows(client: FlaskClient) -> None:
    response = client.get(LOADED, query_string={"size": "1"}, headers={"Accept": "text/csv"})
    assert response.content_type == "text/csv; charset=utf-8"
    assert len(list(csv.DictReader(io.StringIO(response.text)))) == 5


def test_page_is_a_form_with_a_table(client: FlaskClient) -> None:
    page = client.get(LOADED, query_string={"year": "2023", "size": "1"}, headers=HTML)
    assert page.status_code == 200
    assert 'value="2023"' in page.text and 'rel="next"' in page.text and 'href="/report/' in page.text
    new = client.get("/queries/passages-with-word", headers=HTML)
    assert new.status_code == 200 and "（必填）" in new.text and 'id="res"' not in new.text


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{LOADED}?year=20x4", "bad_parameter"),
        (f"{LOADED}?type=x", "bad_parameter"),
        (f"{LOADED}?nothing=1", "unknown_parameter"),
        ("/queries/passages-with-word", "missing_parameter"),
        ("/queries/provenance?fact=no+iri+<>", "bad_parameter"),
        (f"{LOADED}?page=0", "bad_page"),
        (f"{LOADED}?size=1001", "bad_size"),
    ],
)
def test_wrong_parameters(client: FlaskClient, address: str, name: str) -> None:
    response = client.get(address, headers={"Accept": "application/json"})
    assert (response.status_code, response.get_json()["error"]["code"]) == (400, name)
    assert client.get(address, headers=HTML).status_code == (200 if name == "missing_parameter" else 400)


def test_values_are_terms_and_never_text(client: FlaskClient) -> None:
    odd = '"} UNION { ?s ?p ?o } #\\'
    response = client.get(LOADED, query_string={"unit": odd, "format": "json"})
    assert (response.status_code, response.get_json()["rows"]) == (200, [])


def test_unknown_query_and_format(client: FlaskClient) -> None:
    assert client.get("/queries/nothing").status_code == 404
    assert client.get(LOADED, query_string={"format": "ttl"}).status_code == 406


def test_same_rows_are_not_sent_again(client: FlaskClient) -> None:
    tag = client.get(LOADED, query_string={"format": "json"}).headers["ETag"]
    assert client.get(LOADED, query_string={"format": "json"}, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(LOADED, query_string={"format": "json", "year": "2023"}).headers["ETag"] != tag


def test_terms_by_label_code_and_name(client: FlaskClient) -> None:
    def first(word: str) -> dict[str, str]:
        found: dict[str, str] = client.get("/api/terms", query_string={"q": word}).get_json()["terms"][0]
        return found

    assert first("社会保障和就业支出")["iri"].endswith("/subject/functional/2024/208")
    assert first("208")["label"].startswith("208 ")
    assert first("fa:BudgetFact")["text"] == "fa:BudgetFact"
    assert first("产业服务中心")["kind"] == "单位"
    assert client.get("/api/terms", query_string={"q": "没有这个词"}).get_json()["terms"] == []
    assert client.get("/api/terms", query_string={"q": "x", "k": "51"}).status_code == 400

"""Bad input gives an answer or a clear message, never a fault of the server; and what a question says can be dropped."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.search_app.conftest import HTML

BAD = {
    "empty": "",
    "long": "长" * 10_000,
    "punctuation": "，。！？…“”",
    "emoji": "🎉🙂",
    "english": "how much was spent on official receptions in 2023?",
    "sql": "'; DROP TABLE passages; --",
    "html": "<script>alert(1)</script>",
    "quotes": '"" “” 「」 """',
    "nul": "\0",
    "years": "0000-9999年 1900-2099年 99年",
    "field": "text:企业 AND section:[* TO *]^9",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
@pytest.mark.parametrize("path", ["/search", "/api/search"])
def test_odd_questions_get_an_answer_or_a_message(client: FlaskClient, path: str, text: str) -> None:
    answer = client.get(path, query_string={"q": text}, headers=HTML if path == "/search" else {})
    assert answer.status_code in {200, 400}
    assert path != "/search" or "<script>alert" not in answer.text
    if answer.status_code == 400 and path == "/api/search":
        assert set(answer.get_json()["error"]) == {"code", "message", "hint"}


@pytest.mark.parametrize("year", ["2019-2024", "-", "二〇二三", "2024-2019", "9" * 300, "2019–"])
def test_odd_years_filter(client: FlaskClient, year: str) -> None:
    assert client.get("/api/search", query_string={"q": "企业", "year": year}).status_code == 200


def test_the_scope_of_a_question_can_be_dropped(client: FlaskClient) -> None:
    asked = {"q": "2024年公务接待费"}
    assert client.get("/api/search", query_string=asked).get_json()["scope"]["years"] == [2024]
    assert client.get("/api/search", query_string={**asked, "scope": "off"}).get_json()["scope"]["years"] == []
    page = client.get("/search", query_string=asked, headers=HTML).text
    assert "scope=off" in page
    assert "scope=off" not in client.get("/search", query_string={"q": "公务接待费"}, headers=HTML).text


def test_a_hit_leads_to_similar_passages(client: FlaskClient) -> None:
    hit = client.get("/api/search", query_string={"q": "公务接待费减少"}).get_json()["hits"][0]
    found = client.get("/api/similar", query_string={"iri": hit["iri"]}).get_json()
    assert found["passage"]["iri"] == hit["iri"]
    assert found["others"]
    page = client.get("/similar", query_string={"iri": hit["iri"]}, headers=HTML)
    assert page.status_code == 200
    assert hit["unit"] in page.text


@pytest.mark.parametrize("iri", ["", "x", "https://example.org/无", "' OR 1=1"])
def test_an_unknown_passage_has_nothing_similar(client: FlaskClient, iri: str) -> None:
    assert client.get("/api/similar", query_string={"iri": iri}).status_code == 404
    assert client.get("/similar", query_string={"iri": iri}, headers=HTML).status_code == 404

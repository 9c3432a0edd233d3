"""Questions that need all of a release: what the checks found, and the likeliest answer to a question that is not clear."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.search_app.conftest import HTML


def test_findings_of_the_checks(client: FlaskClient) -> None:
    unit = "示例市云溪区产业服务中心"
    counted = client.get("/api/ask", query_string={"q": f"{unit}2024年有几处不一致"}).get_json()
    listed = client.get("/api/ask", query_string={"q": f"{unit}2024年有哪些勾稽错误"}).get_json()
    assert int(counted["answer"]["values"][0]["value"]) == len(listed["answer"]["values"]) > 0
    run = client.get("/sparql", query_string={"query": listed["sparql"]}, headers={"Accept": "application/sparql-results+json"}).get_json()
    assert len(run["results"]["bindings"]) == len(listed["answer"]["values"])
    reports = client.get("/api/ask", query_string={"q": "哪些报告有勾稽错误"}).get_json()
    assert any(unit in value["value"] for value in reports["answer"]["values"])


def test_unclear_question_shows_choices_and_the_likeliest(client: FlaskClient) -> None:
    question = {"q": "产业服务中心2024年三公经费"}
    body = client.get("/api/ask", query_string=question).get_json()
    assert body["answer"] is None
    assert [choice["label"] for choice in body["choices"]] == ["示例市云溪区产业服务中心", "云溪区产业服务中心"]
    assert body["likeliest"]["question"] == "示例市云溪区产业服务中心2024年三公经费"
    page = client.get("/search", query_string=question, headers=HTML).get_data(as_text=True)
    assert "最可能问的是" in page
    assert body["likeliest"]["answer"]["values"][0]["value"] in page

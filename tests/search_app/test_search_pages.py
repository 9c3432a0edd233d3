"""The search box: the page, the two interfaces, the questions on the home page, and what is said when nothing is found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg import release, settings
from kg.folder import DataFolder
from search_app import create_app
from search_app.search.background import VectorProgress
from search_app.views.comparison import _said
from search_app.views.hits import LONGEST, excerpt
from search_app.views.preparing import preparing
from tests.search_app.conftest import HTML
from tests.search_app.test_web import Page

UNIT = "示例市云溪区产业服务中心"
QUESTION = f"{UNIT}2024年三公经费是多少"
REPORT = f"/report/990102/{UNIT}/2024/部门决算"
WORDS = "公务接待费减少的原因"
JSON = {"Accept": "application/json"}


def page(client: FlaskClient, text: str, **more: str) -> str:
    response = client.get("/search", query_string={"q": text, **more}, headers=HTML)
    assert response.status_code == 200
    return response.text


def body(client: FlaskClient, path: str, **arguments: Any) -> dict[str, Any]:
    response = client.get(path, query_string=arguments)
    assert response.status_code == 200
    found: dict[str, Any] = response.get_json()
    return found


def test_ask_gives_the_contract_s_shape(client: FlaskClient) -> None:
    found = body(client, "/api/ask", q=QUESTION)
    assert set(found) == {"question", "answer", "reading", "sparql", "sources", "reason", "choices", "likeliest"}
    (value,) = found["answer"]["values"]
    assert value["unit"] == "万元" and value["value"] in found["answer"]["text"]
    source = found["sources"][0]
    assert {"report", "file", "statement", "row", "column", "quote", "place"} <= set(source)
    assert source["place"].startswith(source["report"] + "#t")
    assert client.get("/sparql", query_string={"query": found["sparql"], "format": "json"}).status_code == 200


def test_ask_refuses_with_a_reason(client: FlaskClient) -> None:
    found = body(client, "/api/ask", q=f"{UNIT}2019年三公经费是多少")
    assert found["answer"] is None and "2019" in found["reason"]


def test_search_gives_the_contract_s_shape(client: FlaskClient) -> None:
    found = body(client, "/api/search", q=WORDS, k=3)
    assert {"query", "took_ms", "total", "hits", "facets"} <= set(found)
    assert len(found["hits"]) == 3 <= found["total"]
    hit = found["hits"][0]
    assert {"iri", "report", "file", "unit", "year", "section", "text", "highlights", "score", "scores", "also"} <= set(hit)
    assert all(0 <= start < end <= len(hit["text"]) for start, end in hit["highlights"])


def test_pages_filters_and_orders_of_hits(client: FlaskClient) -> None:
    first, second = (body(client, "/api/search", q=WORDS, k=2, page=number)["hits"] for number in (1, 2))
    assert not {hit["iri"] for hit in first} & {hit["iri"] for hit in second}
    found = body(client, "/api/search", q=WORDS, k=50, year="2024", region="990102", type="部门决算", unit=UNIT)
    assert {(hit["unit"], hit["year"]) for hit in found["hits"]} == {(UNIT, 2024)}
    years = [hit["year"] for hit in body(client, "/api/search", q="支出", k=50, sort="oldest")["hits"]]
    assert years == sorted(years)


@pytest.mark.parametrize("path", ["/api/ask", "/api/search"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [({}, "no_question"), ({"q": "  "}, "no_question"), ({"q": "问" * 1001}, "question_too_long")],
)
def test_wrong_questions_are_refused_in_json(client: FlaskClient, path: str, arguments: dict[str, str], code: str) -> None:
    response = client.get(path, query_string=arguments, headers=HTML)
    assert response.status_code == 400
    error = response.get_json()["error"]
    assert error["code"] == code and error["message"] and error["hint"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"k": "0"}, "bad_k"),
        ({"k": "101"}, "bad_k"),
        ({"k": "²"}, "bad_k"),
        ({"page": "-1"}, "bad_page"),
        ({"page": "9" * 30}, "bad_page"),
        ({"sort": "random"}, "bad_sort"),
        ({"q": "？？"}, "no_words"),
    ],
)
def test_wrong_arguments_are_named(client: FlaskClient, arguments: dict[str, str], code: str) -> None:
    response = client.get("/api/search", query_string={"q": WORDS, **arguments})
    assert (response.status_code, response.get_json()["error"]["code"]) == (400, code)


def test_answer_card_leads_to_the_cell_that_was_printed(client: FlaskClient) -> None:
    text = page(client, QUESTION)
    number = body(client, "/api/ask", q=QUESTION)["answer"]["values"][0]["value"]
    assert f'<p class="big">{number}<small>万元</small></p>' in text
    card = text.partition('<section class="card answer')[2].partition("</section>")[0]
    links = [link for link in Page(card).links if link.startswith(REPORT)]
    assert links and "#t" in links[0]
    report = Page(client.get(quote(REPORT), headers=HTML).text)
    assert {link.partition("#")[2] for link in links} <= set(report.ids)
    assert re.search(r'预算<a href="[^"]+#t[^"]+">[\d.,]+</a>万元，<b>完成[\d.]+%</b>', card)
    assert "我是这样理解的" in card and "在编辑器中打开" in card and "SELECT" in card


def test_a_chip_takes_its_words_out_of_the_question(client: FlaskClient) -> None:
    links = re.findall(r'<a class="x" href="([^"]+)" aria-label="去掉年度', page(client, QUESTION))
    assert [unquote(link) for link in links] == [f"/search?q={UNIT}三公经费是多少"]


def test_refusal_is_a_card_and_half_understood_questions_get_a_line(client: FlaskClient) -> None:
    assert "答不出" in page(client, f"{UNIT}2019年三公经费是多少").partition("answer mt5 none")[2]
    half = page(client, f"{UNIT}2024年三公经费魑魅魍魉")
    assert "没有直接的数" in half and '<section class="card answer' not in half
    plain = page(client, "魑魅魍魉")
    assert "没有直接的数" not in plain and "没有段落含这些字词" in plain


def test_hits_are_marked_and_lead_to_their_place(client: FlaskClient) -> None:
    text = page(client, WORDS)
    assert "<mark>" in text and "看原文" in text and "相关段落" in text
    links = [link for link in Page(text.partition('id="hits"')[2]).links if "#" in link and link.startswith("/report")]
    seen: dict[str, set[str]] = {}
    for link in links:
        path, _, fragment = link.partition("#")
        if path not in seen:
            seen[path] = set(Page(client.get(quote(path), headers=HTML).text).ids)
        assert fragment in seen[path], link
    assert links


def test_facets_narrow_and_can_be_taken_away(client: FlaskClient) -> None:
    facet = next(link for link in Page(page(client, WORDS)).links if "year=2024" in link)
    narrowed = client.get(facet, headers=HTML).text
    assert 'aria-current="true">2024' in narrowed and "全部清除" in narrowed
    assert f"/search?q={quote(WORDS)}" in Page(narrowed).links


def test_beyond_the_last_page_there_is_a_way_back(client: FlaskClient) -> None:
    text = page(client, WORDS, page="500")
    assert "没有第500页" in text and "从第1页看" in text
    assert 'aria-current="page">2<' in page(client, "支出", page="2")


def test_empty_box_offers_questions(client: FlaskClient) -> None:
    text = client.get("/search?q=", headers=HTML).text
    assert "例如" in text and text.count('class="chip"') >= 3


def test_accept_decides_between_page_and_json(client: FlaskClient) -> None:
    said = client.get("/search", query_string={"q": QUESTION}, headers=JSON).get_json()
    assert said["ask"]["answer"] and said["search"]["hits"]
    assert client.get("/search", query_string={"q": QUESTION}).mimetype == "text/html"


def test_questions_of_the_home_page_have_answers(client: FlaskClient) -> None:
    hero = client.get("/", headers=HTML).text.partition('class="hero"')[2].partition("</section>")[0]
    found = re.findall(r'<a class="chip" href="[^"]+">([^<]+)</a>', hero)
    assert 4 <= len(found) <= 6
    assert all(body(client, "/api/ask", q=text)["answer"] for text in found)
    assert 'name="q"' in hero


def test_every_page_but_home_has_the_box_in_its_bar(client: FlaskClient) -> None:
    for path in (quote(REPORT), "/sparql", "/nothing", "/search?q=x"):
        assert 'action="/search"' in client.get(path, headers=HTML).text.partition("</header>")[0]
    assert 'action="/search"' not in client.get("/", headers=HTML).text.partition("</header>")[0]


def test_public_and_revalidated(client: FlaskClient, app: Flask) -> None:
    response = client.get("/api/search", query_string={"q": WORDS})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["ETag"] and response.headers["ETag"] != client.get("/").headers["ETag"]  # the vectors are not there yet
    again = client.get("/api/search", query_string={"q": WORDS}, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_release_without_index_says_so(tmp_path: Path, data: DataFolder) -> None:
    folder = DataFolder(tmp_path / "data")
    for info in data.bundles()[:1]:
        folder.put(info.path.read_bytes())
    release.build(folder).close()
    plain = create_app(settings.load(data=folder.path, environment={})).test_client()
    assert plain.get("/", headers=HTML).status_code == 200
    for path in ("/api/ask", "/api/search", "/search"):
        response = plain.get(path, query_string={"q": WORDS}, headers=JSON)
        assert response.status_code == 503 and "juesuan rebuild" in response.get_json()["error"]["hint"]


def test_markup_in_questions_stays_text(client: FlaskClient) -> None:
    text = page(client, '<script>alert(1)</script>"支出')
    assert "<script>alert" not in text and "&lt;script&gt;" in text


def test_long_texts_are_cut_around_their_mark() -> None:
    text = "甲" * 300 + "。" + "乙" * 300 + "找" + "丙" * 600
    shown = excerpt(text, [(601, 602)])
    assert shown.startswith("…") and shown.endswith("…") and "<mark>找</mark>" in shown
    assert len(shown) < LONGEST + 20
    assert excerpt("<b>短", [(0, 1)]) == "<mark>&lt;</mark>b&gt;短"


def test_comparison_in_words() -> None:
    less, same, fresh = _said("4.16", "4.83", "万元", 2023), _said("1", "1.0", "人", 2023), _said("2", "0", "万元", 2023)
    assert less and (less.than, less.change) == ("比2023年（4.83）", "减少0.67万元，下降13.87%")
    assert same and same.change == "持平" and fresh and fresh.change == "增加2万元"
    assert _said("x", "1", "元", 2023) is None


def test_progress_in_words() -> None:
    assert preparing(VectorProgress("working", "r", "vectors", 62, 100)) == ("语义检索正在准备（62%）", "现在按字词查找，结果可能少一些。")
    assert preparing(VectorProgress("working", "r", "vectors", 62, 100, 61))[0] == "语义检索正在准备（62%，还要约2分钟）"  # type: ignore[index]
    assert preparing(VectorProgress("working", "r", "vectors", 99, 100, 5))[0] == "语义检索正在准备（99%，还要不到一分钟）"  # type: ignore[index]
    assert all(preparing(VectorProgress(state)) for state in ("stopped", "failed"))
    assert preparing(VectorProgress("none")) is None


def test_page_says_how_far_the_vectors_are(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_app.pages.search.progress", lambda _data: VectorProgress("working", "r", "vectors", 1, 2))
    assert "语义检索正在准备（50%）" in page(client, WORDS)

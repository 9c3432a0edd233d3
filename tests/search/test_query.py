from __future__ import annotations

import json

import pytest

from kg.errors import UsageError
from kg.folder import DataFolder
from kg.release import Release
from search_app.search import index as index_module
from search_app.search.columns import Filters
from search_app.search.index import SearchIndex, open_index
from search_app.search.parts import part_of
from search_app.search.query import SearchResult, phrases, search
from search_app.search.vectors import make_vectors, vector_root
from tests.search.conftest import PairsEncoder


def test_the_answer_has_the_shape_of_the_contract(current: Release) -> None:
    body = json.loads(json.dumps(search(current, "公务接待费为什么减少").body()))
    assert {"query", "took_ms", "total", "hits", "facets"} <= set(body)
    hit = body["hits"][0]
    assert {"iri", "report", "file", "unit", "year", "section", "text", "highlights", "score", "scores", "also"} <= set(hit)
    assert set(hit["scores"]) == {"lexical", "dense"}
    assert {"unit", "region", "year", "type"} <= set(body["facets"])
    assert body["facets"]["year"][0].keys() == {"value", "label", "count"}
    assert isinstance(hit["year"], int)
    assert isinstance(hit["section"], list)


def test_the_passage_with_the_words_comes_first(current: Release) -> None:
    found = search(current, "公务接待费减少")
    assert "公务接待费" in found.hits[0].text
    assert found.hits[0].text[slice(*found.hits[0].highlights[0])].startswith("公务接待费")
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
    assert not found.semantic


def test_pages_follow_each_other(current: Release) -> None:
    whole = search(current, "支出决算", k=20)
    parts = [search(current, "支出决算", k=5, page=page) for page in (1, 2, 3, 4)]
    assert [hit.iri for hit in whole.hits] == [hit.iri for part in parts for hit in part.hits]
    assert {part.total for part in parts} == {whole.total}
    assert search(current, "支出决算", page=10_000).hits == []


def test_filters_and_facets_agree(current: Release) -> None:
    every = search(current, "企业服务")
    for year in every.facets["year"]:
        found = search(current, "企业服务", k=100, filters=Filters(year=year.value))
        assert found.total == year.count
        assert {hit.year for hit in found.hits} == {int(year.value)}
    assert search(current, "企业服务", filters=Filters(unit="没有这个单位")).total == 0
    assert {hit.unit for hit in search(current, "企业", filters=Filters(region="青禾区")).hits} == {"青禾区企业服务局"}


@pytest.mark.parametrize("question", ["三公", "三公经费", "“三公”经费支出表"])
def test_the_kind_of_section_that_is_named_comes_first(current: Release, question: str) -> None:
    assert part_of(search(current, question).hits[0].section) == "“三公”经费"


def test_one_text_of_several_reports_is_one_hit(current: Release) -> None:
    hit = search(current, "服务辖区企业。优化营商环境").hits[0]
    assert hit.also_total == len(hit.also) == 2
    assert len({hit.iri, *(other["iri"] for other in hit.also)}) == 3
    assert all(other["file"].endswith(".txt") for other in hit.also)


def test_the_unit_and_year_that_are_named_are_shown(current: Release) -> None:
    assert search(current, "青禾区 服务辖区企业优化营商环境").hits[0].unit == "青禾区企业服务局"
    assert search(current, "2022年服务辖区企业优化营商环境").hits[0].year == 2022
    only = search(current, "服务辖区企业优化营商环境", filters=Filters(year="2022")).hits[0]
    assert only.year == 2022


def test_other_orders(current: Release) -> None:
    newest, oldest = (search(current, "企业", k=100, sort=sort) for sort in ("newest", "oldest"))
    assert [hit.year for hit in newest.hits] == sorted((hit.year for hit in newest.hits), reverse=True)
    assert [hit.year for hit in oldest.hits] == sorted(hit.year for hit in oldest.hits)
    assert newest.total == oldest.total


@pytest.mark.parametrize("text", ["", "   ", "，。！？", "🎉🙂", "\0\n", "--", "é̲"[1:]])
def test_a_question_without_words_is_refused(current: Release, text: str) -> None:
    with pytest.raises(UsageError, match="holds no word"):
        search(current, text)


def test_a_long_question_is_refused_with_the_limit(current: Release) -> None:
    with pytest.raises(UsageError, match="10000 characters, the limit is 1000"):
        search(current, "长" * 10_000)
    assert search(current, "决算" * 500).total > 0


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE passages; --",
        "<script>alert(1)</script>",
        'text:"企业" AND (section:* OR NOT x)^3 ~2 [a TO b]',
        "\ud800企业",
        "unit:0",
        "%00%0d%0a企业",
        "𠮷野家",
        "a" * 1000,
        "９９９９９９９９９９９９９９９９９９９９",
    ],
)
def test_odd_questions_get_an_answer(current: Release, text: str) -> None:
    found = search(current, text)
    assert isinstance(found, SearchResult)
    json.dumps(found.body()["hits"], ensure_ascii=True)


@pytest.mark.parametrize("given", [{"k": 0}, {"k": 101}, {"page": 0}, {"sort": "price"}])
def test_odd_parameters_are_refused(current: Release, given: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        search(current, "企业", **given)  # type: ignore[arg-type]


def test_vectors_join_as_soon_as_they_are_made(
    current: Release, data: DataFolder, index: SearchIndex, pairs: PairsEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "encoder_id", lambda home: pairs.id)
    monkeypatch.setattr(index_module, "_encoder", lambda home, of: pairs)
    open_index.cache_clear()
    assert not search(current, "企业外迁").semantic
    folder = vector_root(data.path) / current.directory.name
    make_vectors(folder, index.texts, pairs, lambda done, total: None)
    found = search(current, "企业外迁")
    assert found.semantic
    assert found.hits[0].scores["dense"] is not None
    sentences = [hit.text[slice(*hit.sentence)] for hit in search(current, "企业", k=100).hits if hit.sentence]
    assert sentences
    assert all(sentence.strip() for sentence in sentences)
    narrow = search(current, "企业外迁", k=100, filters=Filters(year="2022"))
    assert {hit.year for hit in narrow.hits} == {2022}
    with monkeypatch.context() as before:  # a question that was read a moment before they were there
        before.setattr(SearchIndex, "_vector", lambda _self, _question, _names: None)
        assert not search(current, "企业外迁").semantic
    (folder / "ready").unlink()
    open_index.cache_clear()


def test_vectors_of_another_encoder_do_not_count(
    current: Release, data: DataFolder, index: SearchIndex, pairs: PairsEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = vector_root(data.path) / current.directory.name
    make_vectors(folder, index.texts, pairs, lambda done, total: None)
    monkeypatch.setattr(index_module, "encoder_id", lambda home: "another")
    assert SearchIndex(current.directory).dense is None
    (folder / "ready").unlink()


def test_what_stands_in_quotes_must_occur(current: Release) -> None:
    assert all("公务接待费" in hit.text for hit in search(current, '为什么减少 "公务接待费"', k=50).hits)
    assert search(current, '企业 "没有人写过这一句"').total == 0
    assert phrases("“代办” 企业 「一件事」") == ["代办", "一件事"]
    assert phrases("“三公”经费为什么减少") == []


def test_traditional_characters_find_simplified(current: Release) -> None:
    assert search(current, "公務接待費減少").hits[0].iri == search(current, "公务接待费减少").hits[0].iri


def test_the_scope_of_a_question_is_told_and_can_be_dropped(current: Release) -> None:
    found = search(current, "青禾区企业服务局 22年企业服务")
    assert found.scope == {"unit": "青禾区企业服务局", "years": [2022]}
    assert search(current, "青禾区企业服务局 22年企业服务", scoped=False).scope == {"unit": "", "years": []}


def test_colloquial_words_find_official_terms(current: Release) -> None:
    found = search(current, "吃喝花了多少")
    assert "公务接待费" in found.terms
    assert "公务接待" in found.hits[0].text


def test_a_range_of_years(current: Release) -> None:
    assert {hit.year for hit in search(current, "企业", k=100, filters=Filters(year="2021-2022")).hits} == {2022}


def test_sections_are_counted_and_filter(current: Release) -> None:
    for part in search(current, "支出").facets["section"]:
        found = search(current, "支出", k=100, filters=Filters(section=part.value))
        assert found.total == part.count

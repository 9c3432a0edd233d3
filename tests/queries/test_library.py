"""The library as a whole: headers, parameters, the page of documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.errors import UsageError
from kg.store import ask as ask_store
from kg.store import rows
from queries import library
from queries.catalogue import TOPICS, markdown
from queries.library import Query
from queries.parameters import TYPES, Parameter
from tests.queries.conftest import Ask

LIBRARY = library.load()
DOCS = Path(__file__).parents[2] / "docs/queries.md"


@pytest.mark.parametrize("query", LIBRARY, ids=lambda query: query.name)
def test_header_and_text_agree(query: Query) -> None:
    assert query.title != query.name
    assert query.title_en.isascii()
    assert query.question.endswith("？")
    assert query.topic in TOPICS
    assert {parameter.name for parameter in query.parameters} == set(re.findall(r"VALUES \$(\w+) \{ UNDEF \}", query.text))
    assert "\nORDER BY " in query.text
    assert not re.search(r"[^#\n]*\bSELECT \*", query.text)


@pytest.mark.parametrize("query", [*LIBRARY, *library.load("checks")], ids=lambda query: query.name)
def test_it_runs_unbound_and_names_its_columns(query: Query) -> None:
    found = ask_store(Store(), query.text)
    assert [variable.value for variable in found.variables] == list(query.columns)  # type: ignore[union-attr]


@pytest.mark.parametrize("query", LIBRARY, ids=lambda query: query.name)
def test_the_examples_find_something_in_the_sample_reports(ask: Ask, query: Query) -> None:
    if query.name not in {"unresolved-places", "possibly-same-projects"}:  # the samples have none
        assert ask(query.name, **{parameter.name: parameter.example for parameter in query.parameters})


@pytest.mark.parametrize("query", LIBRARY, ids=lambda query: query.name)
def test_the_order_of_the_rows_is_fixed(ask: Ask, query: Query) -> None:
    values = {parameter.name: parameter.example for parameter in query.parameters if parameter.required}
    assert ask(query.name, **values) == ask(query.name, **values)


def test_the_page_is_current() -> None:
    assert DOCS.read_text(encoding="utf-8") == markdown(), "python -m queries.catalogue > docs/queries.md"


def test_at_least_28() -> None:
    assert len(LIBRARY) >= 28


NASTY = ['"', "'", "\\", "\n", '"} #', "VALUES $year { UNDEF }", '"^^<x:y> } } INSERT', "}", "$year", "\\u0022"]


@pytest.mark.parametrize("value", NASTY)
def test_a_value_is_a_term_whatever_it_holds(ask: Ask, value: str) -> None:
    assert ask("passages-with-word", word=value, year="2024", unit="没有这个单位" + value) == []


def test_a_value_reaches_the_query_as_it_is() -> None:
    query = library.parse("echo", "# param said: string x\nSELECT ?said WHERE { VALUES $said { UNDEF } }")
    for value in NASTY:
        assert list(rows(Store(), query.bound({"said": value}))) == [{"said": value}]


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("unit-duties", {"year": "24"}, "parameter year: '24' is not of the type year (年度; for example year=2024)"),
        ("unit-duties", {"yaer": "2024"}, "query unit-duties: no parameter yaer (it has unit, year)"),
        ("subject-share", {}, "parameter subject: a value is needed (功能分类科目编码，含其下级; for example subject=208)"),
        ("subject-share", {"subject": "20a"}, "parameter subject: '20a' is not of the type code"),
        ("low-execution-projects", {"rate": "很低"}, "parameter rate: '很低' is not of the type decimal"),
        ("provenance", {"fact": "t05r4c3"}, "parameter fact: 't05r4c3' is not an absolute IRI"),
        ("unit-duties", {"unit": "\ud800"}, "parameter unit: '\\ud800' is not text"),
        ("unit-divisions", {"status": "撤销"}, "parameter status: '撤销' is not one of 现设, 原设"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(name: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        library.get("library", name).bound(values)
    assert str(raised.value).startswith(message)


def test_an_empty_value_is_none_and_a_default_is_bound() -> None:
    query = library.get("library", "low-execution-projects")
    assert query.bound({"rate": ""}) == query.bound({})
    assert 'VALUES $rate { "90"^^<http://www.w3.org/2001/XMLSchema#decimal> }' in query.bound({})
    assert "VALUES $year { UNDEF }" in query.bound({})


def test_numbers_may_be_in_full_width() -> None:
    assert str(Parameter("year", "year", "年度").term(" ２０２４ ")) == '"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>'


def test_a_parameter_of_every_type() -> None:
    assert [
        str(Parameter("p", kind, "x").term(value)) for kind, value in zip(TYPES, ["a", "2010301", "-3", "1.5", "2024", "x:y"], strict=True)
    ] == [
        '"a"',
        '"2010301"',
        '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        "<x:y>",
    ]


@pytest.mark.parametrize("line", ["# param p: number x", "# param p: string x | exmple: y"])
def test_a_wrong_header_names_the_file(line: str) -> None:
    with pytest.raises(ValueError, match=r"^q\.rq: parameter p: "):
        library.parse("q", line)


def test_a_header_goes_on_over_lines() -> None:
    query = library.parse("q", "# title: 一\n#   二\n# a comment\n# param p: year 年\n#   度 | default: 2024\nASK {}\n# not: header")
    assert query.header["title"] == "一 二"
    assert query.parameters == (Parameter("p", "year", "年 度", default="2024"),)
    assert "not" not in query.header

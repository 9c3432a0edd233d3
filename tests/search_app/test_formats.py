"""Content negotiation (RFC 9110, 12.5.1)."""

from __future__ import annotations

import pytest

from search_app.sparql.errors import UnknownFormat
from search_app.sparql.formats import GRAPHS, HTML, ROWS, Format, accepted, by_name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/csv;q=0.1, application/sparql-results+json;q=0.9", "json"),
        ("text/csv, application/sparql-results+json;q=0.9", "csv"),
        ("text/*", "csv"),
        ("application/json", "json"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "xml"),
        ("text/csv;q=nonsense, text/tab-separated-values;q=0.2", "tsv"),
    ],
)
def test_best_format(header: str, name: str) -> None:
    assert accepted(header, ROWS).name == name


def test_browser_gets_a_page_and_a_program_does_not() -> None:
    assert accepted("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", (*ROWS, HTML)) is HTML
    assert accepted("*/*", (*ROWS, HTML)).name == "json"


def test_the_format_is_one_of_those_offered_and_not_its_like() -> None:
    """Each page tells its formats apart by identity, and some have a JSON of their own."""
    mine, other = (Format("json", "application/json", False) for _ in range(2))
    assert all(accepted("application/json", (HTML, offer)) is offer for offer in (mine, other))


def test_unknown_format_names_what_there_is() -> None:
    with pytest.raises(UnknownFormat) as caught:
        accepted("application/x-nonsense", GRAPHS)
    assert "text/turtle" in caught.value.hint
    with pytest.raises(UnknownFormat):
        by_name("xlsx", ROWS)

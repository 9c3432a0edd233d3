"""The .rq files that the graph is derived and exported with."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kg.export import TABLES, columns
from kg.store import ask
from queries import library


@pytest.mark.parametrize("folder", ["tables", "derived", "reference"])
def test_every_query_has_a_title_and_runs(folder: str) -> None:
    for query in library.load(folder):
        assert query.header.get("title"), query.name
        ask(Store(), query.text)


def test_every_tidy_table_begins_with_the_report_and_ends_with_the_source() -> None:
    assert sorted(TABLES) == [query.name for query in library.load("tables")]
    for query in library.load("tables"):
        assert columns(query.text)[0] == "report"
        assert columns(query.text)[-1] == "source"
        assert "ORDER BY ?report" in query.text

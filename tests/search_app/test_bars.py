"""The chart of a query's rows."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from search_app.sparql.results import Shown
from search_app.views.bars import bars
from tests.search_app.conftest import HTML

XSD = "http://www.w3.org/2001/XMLSchema#"


def word(text: str) -> dict[str, Any]:
    return {"type": "literal", "value": text}


def number(text: str, kind: str = "decimal") -> dict[str, Any]:
    return {"type": "literal", "value": text, "datatype": XSD + kind}


def shown(*rows: tuple[dict[str, Any] | None, ...]) -> Shown:
    return Shown(tuple(f"c{place}" for place in range(len(rows[0]))), rows, len(rows))


def test_first_numbers_are_drawn_by_the_first_words() -> None:
    year = number("2024", "gYear")
    chart = bars(shown((word("a"), year, number("50"), number("9")), (word("b"), year, number("200"), None), (word("c"), year, None, None)))
    assert chart and chart.measure == "c2"
    assert [(bar.label, bar.value, bar.percent) for bar in chart.bars] == [
        ("a 2024", "50", 25.0),
        ("b 2024", "200", 100.0),
        ("c 2024", "", 0.0),
    ]


def test_nothing_to_compare() -> None:
    one = (word("a"), number("1"))
    assert bars(shown(one)) is None
    assert bars(shown(one, (word("b"), number("-1")))) is None
    assert bars(shown((word("a"), number("0")), (word("b"), number("0")))) is None
    assert bars(shown((word("a"), number("NaN", "double")), (word("b"), number("INF", "double")))) is None
    assert bars(shown((number("1"),), (number("2"),))) is None
    assert bars(shown(*[one] * 41)) is None


def test_page_draws_them(client: FlaskClient) -> None:
    query = 'SELECT ?name ?n { VALUES (?name ?n) { ("甲" 1) ("乙" 4) } }'
    page = client.post("/sparql", data={"query": query}, headers=HTML)
    assert page.status_code == 200 and '<rect width="25.0%"' in page.text

"""The token scan in front of the query workers."""

from __future__ import annotations

from contextlib import suppress
from time import process_time

import pytest

from search_app.sparql.errors import BadSyntax, QueryFault, ServiceRefused, TooComplex, UpdateRefused
from search_app.sparql.guard import MAX_DEPTH, scan

INNOCENT = """PREFIX service: <http://e/service#>
SELECT ?service { # SERVICE <http://x/>
  VALUES ?service { "SERVICE <http://x/> { }" service:service <http://e/SERVICE> 'SERVICE'@service ex:a.SERVICE }
}"""


@pytest.mark.parametrize("form", ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
def test_form_of_a_query(form: str) -> None:
    assert scan(f"BASE <http://e/> PREFIX a: <http://e/> {form.lower()} * {{ }}").form == form


def test_word_service_is_allowed_where_it_is_no_keyword() -> None:
    assert scan(INNOCENT).form == "SELECT"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x/> { } }",
        "SELECT * { #SERVICE\nsErViCe#x\ns:c { } }",
        "SELECT * { \\u0053ERVICE <http://x/> { } }",
        "ASK { ?s ?p 1 .SERVICE<http://x/>{ } }",
        "ASK { ?s ?p 1.SERVICE <http://x/> { } }",
        'ASK { ?s ?p """a" "" \\""""} SERVICE <http://x/> { }',
    ],
)
def test_service_is_refused_however_it_is_written(text: str) -> None:
    with pytest.raises(ServiceRefused):
        scan(text)


def test_dataset_of_the_query_is_seen() -> None:
    assert scan("SELECT * FROM <urn:g> { }").has_dataset
    assert not scan('SELECT * { ?s ?p "FROM" } # FROM').has_dataset


@pytest.mark.parametrize(
    "text", ["INSERT DATA { }", "PREFIX a: <b> delete where { }", "LOAD <http://x/>", "CLEAR ALL", "WITH <g> DELETE { }"]
)
def test_update_is_refused(text: str) -> None:
    with pytest.raises(UpdateRefused):
        scan(text)


@pytest.mark.parametrize("text", ["", "  # nothing", "PREFIX a: <b>", "nope {"])
def test_no_query_is_a_syntax_error(text: str) -> None:
    with pytest.raises(BadSyntax):
        scan(text)


def test_place_counts_from_one() -> None:
    with pytest.raises(ServiceRefused) as caught:
        scan("SELECT * {\n  SERVICE <x> {} }")
    assert caught.value.where == "第2行第3列"


def test_depth_has_a_limit() -> None:
    assert scan("ASK " + "{" * MAX_DEPTH + "}" * MAX_DEPTH).form == "ASK"
    with pytest.raises(TooComplex):
        scan("ASK " + "{" * (MAX_DEPTH + 1))


@pytest.mark.parametrize("piece", ['"', '\\"', '"""', "'''\\", 'a""', "<a", "a:", "a.-", ":\\", "\\u0053", "?a", "{}", "@a-", " \n"])
def test_time_is_linear_whatever_is_sent(piece: str) -> None:
    assert spent_on(piece, 100_000) < 40 * spent_on(piece, 10_000) + 0.1


def spent_on(piece: str, times: int) -> float:
    """Seconds of processor time that such a query takes."""
    start = process_time()
    with suppress(QueryFault):
        scan('ASK { """' + piece * times)
        scan("ASK { " + piece * times)
    return process_time() - start

"""The cases of the W3C's SPARQL 1.1 Protocol suite by their names: queries as it wants them, updates refused and said so.

The suite asks over small graphs of its own; here three reports of the release stand for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kg import release
from kg.folder import DataFolder
from search_app.sparql.formats import GRAPHS, ROWS

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"


@dataclass(frozen=True, slots=True)
class Case:
    """A request: `{1}`, `{2}` and `{3}` stand for the graphs. `gives`: boolean, rows or graph; `status`: where it is refused."""

    name: str
    method: str = "POST"
    asked: tuple[tuple[str, str], ...] = ()
    body: str = ""
    content_type: str = ""
    gives: str = ""
    status: int = 0
    encoding: str = "utf-8"


BOTH = "ASK { {1} a ?t . {2} a ?u }"
IN_TWO = "ASK { GRAPH ?g { {1} a ?t } GRAPH ?h { {2} a ?u } }"
BESIDE = "{ {3} a ?t GRAPH ?g { {1} a ?u } GRAPH ?h { {2} a ?v } }"
ONE_TWO = ((NAMED, "{1}"), (NAMED, "{2}"))
INSERT = "INSERT DATA { <urn:s> <urn:p> <urn:o> }"

QUERIES = (
    Case("query_post_form", asked=((DEFAULT, "{1}"),), body="query=ASK%20%7B%7D", content_type=FORM, gives="boolean"),
    Case("query_post_direct", body="ASK {}", content_type=QUERY, gives="boolean"),
    Case("query_get", "GET", (("query", "ASK {}"), (DEFAULT, "{1}")), gives="boolean"),
    Case("query_dataset_default_graphs_get", "GET", (("query", BOTH), (DEFAULT, "{1}"), (DEFAULT, "{2}")), gives="boolean"),
    Case("query_dataset_default_graphs_post", "POST", ((DEFAULT, "{1}"), (DEFAULT, "{2}")), BOTH, QUERY, "boolean"),
    Case("query_dataset_named_graphs_get", "GET", (("query", IN_TWO), *ONE_TWO), gives="boolean"),
    Case("query_dataset_named_graphs_post", "POST", ONE_TWO, IN_TWO, QUERY, "boolean"),
    Case("query_dataset_full", "POST", ((DEFAULT, "{3}"), *ONE_TWO), f"ASK {BESIDE}", QUERY, "boolean"),
    Case("query_multiple_dataset", "POST", ONE_TWO, IN_TWO.replace("ASK", "ASK FROM {3}"), QUERY, "boolean"),
    Case("query_content_type_select", "POST", ((DEFAULT, "{1}"),), "SELECT (1 AS ?value) {}", QUERY, "rows"),
    Case("query_content_type_ask", "POST", ((DEFAULT, "{1}"),), "ASK {}", QUERY, "boolean"),
    Case("query_content_type_describe", "POST", ((DEFAULT, "{1}"),), "DESCRIBE {1}", QUERY, "graph"),
    Case("query_content_type_construct", "POST", ((DEFAULT, "{1}"),), "CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}", QUERY, "graph"),
)
# The same data sets over graphs where the answer is no.
OTHERS = (
    Case("default graph is the named one alone", "GET", (("query", BOTH), (DEFAULT, "{1}"))),
    Case("graphs that are not named are not there", "POST", ((NAMED, "{1}"),), IN_TWO, QUERY),
    Case("named graphs are no part of the default graph", "POST", ONE_TWO, "ASK { ?s ?p ?o }", QUERY),
    Case("the request wins over FROM", "POST", ONE_TWO, "ASK FROM {3} { {3} a ?t }", QUERY),
    Case("the request wins over FROM NAMED", "POST", ((DEFAULT, "{3}"),), "ASK FROM NAMED {1} { GRAPH ?g { {1} a ?t } }", QUERY),
)
BAD = (
    Case("bad_query_method", "PUT", (("query", "ASK {}"), (DEFAULT, "{1}")), content_type=FORM, status=405),
    Case("bad_multiple_queries", "GET", (("query", "ASK {}"), ("query", "SELECT * {}")), status=400),
    Case("bad_query_wrong_media_type", body="ASK {}", content_type="text/plain", status=415),
    Case("bad_query_missing_form_type", body="query=ASK%20%7B%7D", status=415),
    Case("bad_query_missing_direct_type", body="ASK {}", status=415),
    Case("bad_query_non_utf8", body="ASK {}", content_type=f"{QUERY}; charset=UTF-16", encoding="utf-16", status=400),
    Case("bad_query_syntax", "GET", (("query", "ASK {"),), status=400),
)
UPDATES = (
    Case("update_post_form", body="update=CLEAR%20ALL", content_type=FORM, status=400),
    Case("update_post_direct", body="CLEAR ALL", content_type=UPDATE, status=400),
    Case("update_dataset_default_graph(s)", asked=(("using-graph-uri", "{1}"),), body=INSERT, content_type=UPDATE, status=400),
    Case("update_dataset_named_graphs", asked=(("using-named-graph-uri", "{1}"),), body=INSERT, content_type=UPDATE, status=400),
    Case("update_base_uri", body="INSERT DATA { <urn:s> <urn:p> <test> }", content_type=UPDATE, status=400),
    Case("bad_update_get", "GET", (("update", "CLEAR ALL"),), status=400),
    Case("bad_multiple_updates", body="update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", content_type=FORM, status=400),
    Case("bad_update_wrong_media_type", body="CLEAR NAMED", content_type="text/plain", status=415),
    Case("bad_update_missing_form_type", body="update=CLEAR%20NAMED", status=415),
    Case("bad_update_non_utf8", body="CLEAR NAMED", content_type=f"{UPDATE}; charset=UTF-16", encoding="utf-16", status=400),
    Case("bad_update_syntax", body="update=CLEAR%20XYZ", content_type=FORM, status=400),
    Case("bad_update_dataset_conflict", asked=(("using-named-graph-uri", "{1}"),), body=INSERT, content_type=UPDATE, status=400),
)


@pytest.fixture(scope="module")
def graphs(data: DataFolder) -> list[str]:
    """Three graphs that each say what they are about."""
    with release.current(data) as opened:
        return sorted(str(entry["report"]) for entry in opened.manifest["reports"])[:3]


@pytest.fixture
def answer(client: FlaskClient, graphs: list[str], case: Case) -> tuple[int, str, bytes]:
    """Status, media type and body, without any wish for a format."""

    def filled(text: str, *, is_query: bool) -> str:
        for place, iri in enumerate(graphs, 1):
            text = text.replace(f"{{{place}}}", str(NamedNode(iri)) if is_query else iri)
        return text

    asked = urlencode([(key, filled(value, is_query=key == "query")) for key, value in case.asked])
    body = filled(case.body, is_query=True).encode(case.encoding)
    headers = {"Content-Type": case.content_type} if case.content_type else {}
    response = client.open(f"/sparql?{asked}", method=case.method, data=body, headers=headers)
    return response.status_code, response.mimetype or "", response.data


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case.name)
def test_query_is_answered_in_a_format_of_its_form(answer: tuple[int, str, bytes], case: Case) -> None:
    status, media, body = answer
    assert status == 200
    if case.gives == "graph":
        kind = RdfFormat.from_media_type(media)
        assert media in {offer.media_type for offer in GRAPHS} and kind
        assert list(parse(body, format=kind))
        return
    shape = QueryResultsFormat.from_media_type(media)
    assert media in {offer.media_type for offer in ROWS} and shape
    found = parse_query_results(body, format=shape)
    assert bool(found) if isinstance(found, QueryBoolean) else isinstance(found, QuerySolutions) and len(list(found)) == 1
    assert isinstance(found, QueryBoolean) is (case.gives == "boolean")


@pytest.mark.parametrize("case", OTHERS, ids=lambda case: case.name)
def test_data_set_is_the_one_of_the_request(answer: tuple[int, str, bytes], case: Case) -> None:
    status, _, body = answer
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    assert (status, isinstance(found, QueryBoolean) and not found) == (200, True), case.name


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_bad_query_is_refused(answer: tuple[int, str, bytes], case: Case) -> None:
    assert answer[0] == case.status


@pytest.mark.parametrize("case", UPDATES, ids=lambda case: case.name)
def test_update_is_refused_as_one(answer: tuple[int, str, bytes], case: Case, client: FlaskClient) -> None:
    status, media, body = answer
    assert (status, media) == (case.status, "application/json")
    assert (b"update_refused" in body) is (status == 400)

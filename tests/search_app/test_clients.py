"""The clients that researchers use, against a running server: SPARQLWrapper, rdflib's SPARQLStore, sparql_dataframe."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError

import pytest
import sparql_dataframe
from flask import Flask
from rdflib import RDF, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from werkzeug.serving import make_server

FA = "https://w3id.org/juesuan/ontology#"
PREFIX = f"PREFIX fa: <{FA}>\n"
REPORTS = PREFIX + "SELECT ?report ?year WHERE { ?report a fa:Report ; fa:year ?year } ORDER BY ?report"
GRAPH = PREFIX + "CONSTRUCT { ?report fa:year ?year } WHERE { ?report a fa:Report ; fa:year ?year }"


@pytest.fixture(scope="module")
def endpoint(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    thread.join()
    server.server_close()


def converted(endpoint: str, query: str, kind: str, method: str = GET) -> Any:
    """What SPARQLWrapper makes of the answer."""
    return wrapper(endpoint, query, kind, method).query().convert()


def wrapper(endpoint: str, query: str, kind: str, method: str = GET) -> SPARQLWrapper:
    made = SPARQLWrapper(endpoint)
    made.setQuery(query)
    made.setReturnFormat(kind)
    made.setMethod(method)
    return made


@pytest.mark.parametrize("method", [GET, POST])
def test_sparqlwrapper_reads_rows(endpoint: str, method: str) -> None:
    found = converted(endpoint, REPORTS, JSON, method)["results"]["bindings"]
    assert len(found) == 5 and all(row["year"]["type"] == "literal" for row in found)
    as_xml = converted(endpoint, REPORTS, XML, method)
    assert len(as_xml.getElementsByTagName("result")) == 5
    assert converted(endpoint, REPORTS, CSV, method).decode().startswith("report,year")
    assert converted(endpoint, REPORTS, TSV, method).decode().startswith("?report\t?year")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("kind", [TURTLE, N3, RDFXML, XML, JSONLD])
def test_sparqlwrapper_reads_graphs(endpoint: str, kind: str) -> None:
    found = converted(endpoint, GRAPH, kind)
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert len(graph) == 5


def test_sparqlwrapper_is_told_of_errors(endpoint: str) -> None:
    with pytest.raises(QueryBadFormed, match="syntax"):
        wrapper(endpoint, "SELECT * { ?s ?p }", JSON).query()


def test_rdflib_reads_through_its_store(endpoint: str) -> None:
    graph = Graph(SPARQLStore(endpoint, returnFormat="json"))
    rows = list(graph.query(REPORTS))
    assert len(rows) == 5
    report = URIRef(str(rows[0][0]))  # type: ignore[index]
    assert (report, RDF.type, URIRef(FA + "Report")) in graph
    assert len(list(graph.subjects(RDF.type, URIRef(FA + "Report")))) == 5


def test_sparql_dataframe_makes_frames(endpoint: str) -> None:
    frame = sparql_dataframe.get(endpoint, REPORTS)
    assert list(frame.columns) == ["report", "year"] and len(frame) == 5
    assert len(sparql_dataframe.get(endpoint, REPORTS, post=True)) == 5
    with pytest.raises((HTTPError, QueryBadFormed)):
        sparql_dataframe.get(endpoint, "SELECT * { SERVICE <http://x/> {} }")

"""`<base_iri>graph/derived`: what follows from the reports by rule, with the software that derived it."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.iris import Iris
from kg.links.across import unit_links
from kg.links.rows import unit_rows
from kg.literals import integer
from kg.parts.cells import OF_CELLS
from kg.store import construct
from kg.version import VERSION
from ontology.terms import PROV, RDF, RDFS, VOID
from queries import library


def derived_quads(store: Store, iris: Iris, triples: Iterable[tuple[str, int]]) -> list[Quad]:
    """What the derived graph of `store` says besides the cells' own; `triples`: report IRIs with their size.

    `store` holds the reports with what is derived of their cells (`kg.parts`), and the reference graph.
    """
    graph = iris.derived_graph
    queries = [query for query in library.load("derived") if query.name not in OF_CELLS]
    found = [quad for query in queries for quad in construct(store, query.text, graph)]
    for rows in unit_rows(store):
        found += unit_links(rows, iris)
    software = iris.software(VERSION)
    found += [
        Quad(graph, RDF.type, PROV.Entity, graph),
        Quad(graph, PROV.wasAttributedTo, software, graph),
        Quad(software, RDF.type, PROV.SoftwareAgent, graph),
        Quad(software, RDFS.label, Literal(f"juesuan {VERSION}"), graph),
    ]
    for report_iri, count in triples:
        report = NamedNode(report_iri)
        found.append(Quad(graph, PROV.wasDerivedFrom, report, graph))
        found.append(Quad(report, VOID.triples, integer(count), graph))
    return found

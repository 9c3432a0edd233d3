"""`<base_iri>graph/derived`: what follows from the reports by rule, with the software that derived it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.iris import Iris
from kg.links.across import unit_links
from kg.links.rows import Stated
from kg.literals import integer
from kg.parts.cells import OF_CELLS
from kg.store import construct
from kg.version import VERSION
from ontology.terms import ORG, PROV, RDF, RDFS, SKOS, VOID
from queries import library


def derived_quads(stated: Stated, reference: Iterable[Quad], iris: Iris, triples: Iterable[tuple[str, int]]) -> list[Quad]:
    """What the derived graph says besides what is derived of cells (`kg.parts`).

    `stated` is what the reports say of each other's things, `reference` the reference graph; `triples`: report IRIs with their size.
    """
    graph = iris.derived_graph
    found = [*_in_order(_parents(stated), graph), *_in_order(_levels(stated), graph), *_of_reference(reference, graph)]
    for rows in stated.units():
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


def _parents(stated: Stated) -> Iterator[Triple]:
    """The newest report that names a unit's superior decides org:subOrganizationOf; a former relation does not count (隶属关系)."""
    newest: dict[str, str] = {}
    for row in stated.affiliations:
        newest[row["child"]] = max(row["year"], newest.get(row["child"], ""))
    for row in stated.affiliations:
        if row["year"] == newest[row["child"]] and row["parent"] not in ("", row["child"]):
            yield Triple(NamedNode(row["child"]), ORG.subOrganizationOf, NamedNode(row["parent"]))


def _levels(stated: Stated) -> Iterator[Triple]:
    """An indicator stands below the second level under which a form prints it (三级指标所属的二级指标)."""
    return (Triple(NamedNode(indicator), SKOS.broader, NamedNode(level)) for indicator, level in stated.levels)


def _of_reference(reference: Iterable[Quad], graph: NamedNode) -> Iterator[Quad]:
    """What `queries/derived` says of the reference graph, which is small."""
    store = Store()
    store.bulk_extend(reference)
    for query in library.load("derived"):
        if query.name not in OF_CELLS:
            yield from construct(store, query.text, graph)


def _in_order(triples: Iterable[Triple], graph: NamedNode) -> Iterator[Quad]:
    """The triples as quads of `graph`, sorted, each once."""
    return (Quad(t.subject, t.predicate, t.object, graph) for t in sorted(set(triples), key=str))

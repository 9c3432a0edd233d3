"""`<base_iri>graph/reference`: the ontology, and the subjects, regions, years and indicator levels that the reports use."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Store

from kg.iris import Iris
from kg.literals import chinese, year
from kg.store import rows
from ontology.concepts import find
from ontology.load import core_quads, region_quads, subject_quads
from ontology.terms import FA, INTERVAL, RDF, SKOS
from queries import library


def reference_quads(store: Store, iris: Iris) -> list[Quad]:
    """The reference graph for the reports in `store`, sorted, each quad once."""
    graph = iris.reference_graph
    found = {
        *core_quads(graph),
        *subject_quads(_subjects(store), iris.base, graph),
        *region_quads([row["region"].rpartition("/")[2] for row in _rows(store, "regions")], iris.base, graph),
        *_years(store, iris),
        *_levels(store, iris),
    }
    return sorted(found, key=str)


def _rows(store: Store, name: str) -> Iterator[dict[str, str]]:
    return rows(store, library.get("reference", name).text)


def _subjects(store: Store) -> Iterator[tuple[str, int, str, str]]:
    """(scheme, year, code, printed name) once a printing, from IRIs that end with `subject/<scheme>/<year>/<code>`."""
    for row in _rows(store, "subjects"):
        scheme, of_year, code = row["subject"].split("/")[-3:]
        yield scheme, int(of_year), code, row["name"]


def _years(store: Store, iris: Iris) -> Iterator[Quad]:
    graph = iris.reference_graph
    for row in _rows(store, "years"):
        number = int(row["year"])
        node = iris.year(number)
        yield Quad(node, RDF.type, INTERVAL.Year, graph)
        yield Quad(node, SKOS.prefLabel, chinese(f"{number}年"), graph)
        yield Quad(node, FA.year, year(number), graph)


def _levels(store: Store, iris: Iris) -> Iterator[Quad]:
    """Printed level names (经济效益) joined to the concept of the ontology that they mean."""
    for row in _rows(store, "levels"):
        known = find("indicatorLevel", row["name"])
        if known is not None:
            yield Quad(NamedNode(row["level"]), SKOS.exactMatch, known, iris.reference_graph)

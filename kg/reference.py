"""`<base_iri>graph/reference`: the ontology, the thesaurus, and the subjects, regions, years and indicator levels that the reports use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad

from kg.iris import Iris
from kg.literals import chinese, year
from kg.store import Row
from ontology.concepts import find
from ontology.load import core_quads, region_quads, subject_quads
from ontology.terms import FA, INTERVAL, RDF, SKOS
from ontology.thesaurus import thesaurus_quads

Rows = Mapping[str, Iterable[Row]]
"""The rows of the queries in `queries/reference` by the query's name; those of `subjects` with the number of `times`."""


def reference_quads(uses: Rows, iris: Iris) -> list[Quad]:
    """The reference graph for what the reports use, sorted, each quad once."""
    graph = iris.reference_graph
    codes = {row["region"].rpartition("/")[2] for row in uses.get("regions", ())}
    found = {
        *core_quads(graph),
        *thesaurus_quads(iris.base, graph),
        *subject_quads(_subjects(uses), iris.base, graph),
        *region_quads(sorted(codes), iris.base, graph),
        *_years(uses, iris),
        *_levels(uses, iris),
    }
    return sorted(found, key=str)


def _subjects(uses: Rows) -> Iterator[tuple[str, int, str, str]]:
    """(scheme, year, code, printed name) once a printing, from IRIs that end with `subject/<scheme>/<year>/<code>`."""
    printed: Counter[tuple[str, str]] = Counter()
    for row in uses.get("subjects", ()):
        printed[row["subject"], row["name"]] += int(row["times"])
    times: Counter[tuple[str, int, str, str]] = Counter()
    for (subject, name), number in printed.items():
        scheme, of_year, code = subject.split("/")[-3:]
        times[scheme, int(of_year), code, name] += number
    return times.elements()


def _years(uses: Rows, iris: Iris) -> Iterator[Quad]:
    graph = iris.reference_graph
    for number in sorted({int(row["year"]) for row in uses.get("years", ())}):
        node = iris.year(number)
        yield Quad(node, RDF.type, INTERVAL.Year, graph)
        yield Quad(node, SKOS.prefLabel, chinese(f"{number}年"), graph)
        yield Quad(node, FA.year, year(number), graph)


def _levels(uses: Rows, iris: Iris) -> Iterator[Quad]:
    """Printed level names (经济效益) joined to the concept of the ontology that they mean."""
    for level, name in sorted({(row["level"], row["name"]) for row in uses.get("levels", ())}):
        known = find("indicatorLevel", name)
        if known is not None:
            yield Quad(NamedNode(level), SKOS.exactMatch, known, iris.reference_graph)

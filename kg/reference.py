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


class Uses:
    """What the reports use of the reference graph: rows of `queries/reference`, taken in report by report."""

    def __init__(self) -> None:
        self.regions: set[str] = set()
        self.years: set[int] = set()
        self.levels: set[tuple[str, str]] = set()
        self.subjects: Counter[tuple[str, str]] = Counter()

    def add(self, rows: Mapping[str, Iterable[Row]]) -> None:
        """Take in the rows of a report by the query's name; those of `subjects` with the number of `times`."""
        self.regions.update(row["region"].rpartition("/")[2] for row in rows["regions"])
        self.years.update(int(row["year"]) for row in rows["years"])
        self.levels.update((row["level"], row["name"]) for row in rows["levels"])
        self.subjects.update({(row["subject"], row["name"]): int(row["times"]) for row in rows["subjects"]})


def reference_quads(uses: Uses, iris: Iris) -> list[Quad]:
    """The reference graph for what the reports use, sorted, each quad once."""
    graph = iris.reference_graph
    found = {
        *core_quads(graph),
        *thesaurus_quads(iris.base, graph),
        *subject_quads(_subjects(uses), iris.base, graph),
        *region_quads(sorted(uses.regions), iris.base, graph),
        *_years(uses, iris),
        *_levels(uses, iris),
    }
    return sorted(found, key=str)


def _subjects(uses: Uses) -> Iterator[tuple[str, int, str, str]]:
    """(scheme, year, code, printed name) once a printing, from IRIs that end with `subject/<scheme>/<year>/<code>`."""
    times: Counter[tuple[str, int, str, str]] = Counter()
    for (subject, name), number in uses.subjects.items():
        scheme, of_year, code = subject.split("/")[-3:]
        times[scheme, int(of_year), code, name] += number
    return times.elements()


def _years(uses: Uses, iris: Iris) -> Iterator[Quad]:
    graph = iris.reference_graph
    for number in sorted(uses.years):
        node = iris.year(number)
        yield Quad(node, RDF.type, INTERVAL.Year, graph)
        yield Quad(node, SKOS.prefLabel, chinese(f"{number}年"), graph)
        yield Quad(node, FA.year, year(number), graph)


def _levels(uses: Uses, iris: Iris) -> Iterator[Quad]:
    """Printed level names (经济效益) joined to the concept of the ontology that they mean."""
    for level, name in sorted(uses.levels):
        known = find("indicatorLevel", name)
        if known is not None:
            yield Quad(NamedNode(level), SKOS.exactMatch, known, iris.reference_graph)

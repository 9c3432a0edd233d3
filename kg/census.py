"""How many things and statements a store holds, as VoID in the derived graph: counted while the store is filled, not asked afterwards.

The W3C note "Describing Linked Datasets with the VoID Vocabulary", section 4: triples, entities, classes, properties and a partition
for every class and property.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.iris import Iris
from kg.literals import integer
from ontology.terms import DCT, PREFIXES, RDF, VOID

_PARTITION = {
    "class": (VOID.classPartition, VOID["class"], VOID.entities),
    "property": (VOID.propertyPartition, VOID.property, VOID.triples),
}


class Census:
    """Counts what parts of reports say of themselves, and the quads that pass through `counting`."""

    def __init__(self) -> None:
        self._classes: Counter[NamedNode] = Counter()
        self._properties: Counter[NamedNode] = Counter()
        self._shared: set[NamedNode] = set()
        self._own: set[NamedNode] = set()
        self._own_before = 0
        self._graph: object = None

    def add(self, report: str, counts: dict[str, dict[str, int]]) -> None:
        """Count what a report alone states: the census of its part."""
        self._properties.update({NamedNode(iri): number for iri, number in counts["properties"].items()})
        self._classes.update({NamedNode(iri): number for iri, number in counts["classes"].items()})
        self._shared.add(NamedNode(report))
        self._own_before += counts["things"][""]

    def counting(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """The same quads. Those of one graph come one after the other."""
        for quad in quads:
            self._properties[quad.predicate] += 1
            if quad.predicate == RDF.type and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                self._typed(quad.subject, quad.object, quad.graph_name)
            yield quad

    def _typed(self, subject: NamedNode, kind: NamedNode, graph: object) -> None:
        self._classes[kind] += 1
        if "#" not in subject.value:
            self._shared.add(subject)
            return
        if graph != self._graph:  # a part of a report stands in one graph: its like need not be remembered for longer
            self._own_before += len(self._own)
            self._own, self._graph = set(), graph
        self._own.add(subject)

    def quads(self, iris: Iris) -> list[Quad]:
        """The description of the data set in the derived graph. `void:triples` counts these statements too, the rest does not."""
        graph, dataset = iris.derived_graph, iris.dataset
        found = [
            Quad(dataset, RDF.type, VOID.Dataset, graph),
            Quad(dataset, DCT.title, Literal("决算图谱", language="zh"), graph),
            Quad(dataset, VOID.uriSpace, Literal(iris.base), graph),
            Quad(dataset, VOID.entities, integer(len(self._shared) + self._own_before + len(self._own)), graph),
            Quad(dataset, VOID.classes, integer(len(self._classes)), graph),
            Quad(dataset, VOID.properties, integer(len(self._properties)), graph),
        ]
        for kind, counts in (("class", self._classes), ("property", self._properties)):
            for term, count in sorted(counts.items(), key=lambda entry: entry[0].value):
                found += _partition(dataset, kind, term, count, graph)
        total = sum(self._properties.values()) + len(found) + 1
        return [*found, Quad(dataset, VOID.triples, integer(total), graph)]


def _partition(dataset: NamedNode, kind: str, term: NamedNode, count: int, graph: NamedNode) -> list[Quad]:
    part = NamedNode(f"{dataset.value}#{kind}-{_short(term.value)}")
    of, names, counted = _PARTITION[kind]
    return [Quad(dataset, of, part, graph), Quad(part, names, term, graph), Quad(part, counted, integer(count), graph)]


def _short(iri: str) -> str:
    """`fa-BudgetFact` for a term of a known vocabulary, else its IRI with hyphens."""
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}-{iri.removeprefix(base)}"
    return re.sub(r"[^\w.]+", "-", iri)

"""Look-ups in a release's store for the pages.

The pages read the store in their own process: their look-ups are fixed, each bound to one unit, report or resource, and take
microseconds, less than the way to a query worker and back. Only visitors' queries need the workers' walls.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from ontology.terms import RDF, SKOS

Term = NamedNode | BlankNode | Literal | Triple


def text_of(term: Term | None) -> str:
    """The text of a term: a literal's value, a node's IRI, "" for None."""
    return term.value if isinstance(term, NamedNode | Literal) else ""


class Graph:
    """The union of all graphs of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def objects(self, subject: NamedNode, predicate: NamedNode) -> list[Term]:
        """All objects, each once, in a fixed order."""
        found = {quad.object for quad in self.store.quads_for_pattern(subject, predicate, None, None)}
        return sorted(found, key=str) if len(found) > 1 else list(found)

    def text(self, subject: NamedNode, predicate: NamedNode) -> str:
        """The first object's text, "" where there is none."""
        found = self.objects(subject, predicate)
        return text_of(found[0]) if found else ""

    def node(self, subject: NamedNode, predicate: NamedNode) -> NamedNode | None:
        """The first object that is a node."""
        return next((term for term in self.objects(subject, predicate) if isinstance(term, NamedNode)), None)

    def subjects(self, predicate: NamedNode, value: NamedNode) -> list[NamedNode]:
        """All nodes with that value, in a fixed order."""
        found = {quad.subject for quad in self.store.quads_for_pattern(None, predicate, value, None)}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=str)

    def label(self, node: NamedNode) -> str:
        """skos:prefLabel, else the end of the IRI."""
        return self.text(node, SKOS.prefLabel) or node.value.rstrip("/").rpartition("/")[2]

    def holds(self, node: NamedNode) -> bool:
        """True where anything is said of `node`."""
        return next(self.store.quads_for_pattern(node, None, None, None), None) is not None


class Resource:
    """What a graph says of one node."""

    def __init__(self, node: NamedNode, values: dict[NamedNode, list[Term]]) -> None:
        self.node = node
        self._values = values

    @property
    def fragment(self) -> str:
        """The IRI's fragment: `t05r12c4`."""
        return self.node.value.rpartition("#")[2]

    @property
    def place(self) -> tuple[int, ...]:
        """The numbers of the fragment: (5, 12, 4) for `t05r12c4`."""
        return tuple(int(number) for number in re.findall(r"\d+", self.fragment))

    def terms(self, predicate: NamedNode) -> list[Term]:
        """All objects."""
        return self._values.get(predicate, [])

    def term(self, predicate: NamedNode) -> NamedNode | None:
        """The object, where it is a node."""
        return next((term for term in self.terms(predicate) if isinstance(term, NamedNode)), None)

    def text(self, predicate: NamedNode) -> str:
        """The object's text, "" where there is none."""
        found = self.terms(predicate)
        return text_of(found[0]) if found else ""

    def integer(self, predicate: NamedNode) -> int | None:
        """The object as an integer; None where there is none."""
        text = self.text(predicate)
        return int(text) if text else None


class Statements:
    """All statements of one graph, in memory: a report's, some thousands of triples."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._by_subject: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
        self._by_class: dict[Term, list[NamedNode]] = defaultdict(list)
        self.count = 0
        for quad in quads:
            self.count += 1
            if isinstance(quad.subject, NamedNode):
                self._by_subject.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
                if quad.predicate == RDF.type:
                    self._by_class[quad.object].append(quad.subject)

    def __contains__(self, node: NamedNode) -> bool:
        return node in self._by_subject

    def of(self, node: NamedNode) -> Resource:
        """What is said of `node`; an empty resource where nothing is."""
        return Resource(node, self._by_subject.get(node, {}))

    def fragments(self) -> Iterator[str]:
        """The fragments of all nodes that something is said of."""
        return (fragment for node in self._by_subject if (fragment := node.value.rpartition("#")[2]) != node.value)

    def each(self, kind: NamedNode) -> list[Resource]:
        """The resources of a class, by IRI."""
        return [self.of(node) for node in sorted(self._by_class[kind], key=lambda node: node.value)]


def statements(store: Store, graph: NamedNode) -> Statements:
    """All that the named graph states."""
    return Statements(store.quads_for_pattern(None, None, None, graph))

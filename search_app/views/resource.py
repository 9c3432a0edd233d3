"""What the graph says of one thing, as statements and as rows for a page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import NamedNode, Quad, Store

from kg.export import one_report
from search_app.graph import Graph, text_of

# Parts of reports are described with their report; among so many statements the others are looked for.
LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its values: IRIs as `href`, other values as text."""

    iri: str
    values: tuple[tuple[str, bool], ...]


def described(store: Store, node: NamedNode) -> list[Quad]:
    """All that a report states; of another thing what is said of it, and what points to it from outside the reports' parts."""
    if store.contains_named_graph(node):
        return list(one_report(store, node))
    return sorted([*store.quads_for_pattern(node, None, None, None), *_incoming(store, node)], key=str)


def _incoming(store: Store, node: NamedNode) -> list[Quad]:
    found = islice(store.quads_for_pattern(None, None, node, None), LOOKED_AT)
    return [quad for quad in found if isinstance(quad.subject, NamedNode) and "#" not in quad.subject.value]


def properties(graph: Graph, node: NamedNode) -> list[Property]:
    """What is said of `node`, property by property."""
    found: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for quad in graph.store.quads_for_pattern(node, None, None, None):
        found[quad.predicate.value].add((text_of(quad.object), isinstance(quad.object, NamedNode)))
    return [Property(iri, tuple(sorted(values))) for iri, values in sorted(found.items())]

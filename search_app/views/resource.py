"""What the graph says of one thing, as statements and as rows for a page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice

import yaml
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.export import one_report
from ontology.terms import DCT, PREFIXES, RDFS, SKOS
from search_app.graph import Graph, text_of

# Parts of reports are described with their report; among so many statements the others are looked for.
LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Value:
    """A value: an IRI with its label ("" where it has none), or text."""

    text: str
    is_iri: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its label and values."""

    iri: str
    label: str
    values: tuple[Value, ...]


def described(store: Store, node: NamedNode) -> list[Quad]:
    """All that a report states; of another thing what is said of it, and what points to it from outside the reports' parts."""
    if store.contains_named_graph(node):
        return [*one_report(store, node), *_replaced(store, node)]
    return sorted([*store.quads_for_pattern(node, None, None, None), *_incoming(store, node)], key=str)


def _replaced(store: Store, report: NamedNode) -> list[Quad]:
    """The older files of the report, which the derived graph names."""
    found = list(store.quads_for_pattern(report, DCT.replaces, None, None))
    older = [quad.object for quad in found if isinstance(quad.object, NamedNode)]
    parts = (quad for node in older for quad in store.quads_for_pattern(node, None, None, None))
    return sorted([*found, *parts], key=str)


def _incoming(store: Store, node: NamedNode) -> list[Quad]:
    found = islice(store.quads_for_pattern(None, None, node, None), LOOKED_AT)
    return [quad for quad in found if isinstance(quad.subject, NamedNode) and "#" not in quad.subject.value]


def properties(graph: Graph, node: NamedNode) -> list[Property]:
    """What is said of `node`, property by property."""
    found: dict[NamedNode, set[tuple[str, bool]]] = defaultdict(set)
    for quad in graph.store.quads_for_pattern(node, None, None, None):
        found[quad.predicate].add((text_of(quad.object), isinstance(quad.object, NamedNode)))
    return [_property(graph, predicate, values) for predicate, values in sorted(found.items(), key=lambda entry: entry[0].value)]


def pointing(graph: Graph, node: NamedNode, count: int = 50) -> list[Property]:
    """What points to `node`: by property, the first things with their labels; among very many some."""
    found: dict[NamedNode, set[tuple[str, bool]]] = defaultdict(set)
    for quad in islice(graph.store.quads_for_pattern(None, None, node, None), count):
        if isinstance(quad.subject, NamedNode):
            found[quad.predicate].add((quad.subject.value, True))
    return [_property(graph, predicate, values) for predicate, values in sorted(found.items(), key=lambda entry: entry[0].value)]


def _property(graph: Graph, predicate: NamedNode, values: set[tuple[str, bool]]) -> Property:
    told = (Value(text, is_iri, name_of(graph, NamedNode(text)) if is_iri else "") for text, is_iri in sorted(values))
    return Property(predicate.value, name_of(graph, predicate), tuple(told))


def name_of(graph: Graph, node: NamedNode) -> str:
    """The Chinese label of a thing or a term, else its title or any label; "" where it has none."""
    for predicate in (SKOS.prefLabel, RDFS.label, DCT.title):
        labels = [term for term in graph.objects(node, predicate) if isinstance(term, Literal)]
        if labels:
            return min(labels, key=lambda label: (label.language != "zh", label.value)).value
    return _vocabulary().get(node.value, "")


@cache
def _vocabulary() -> dict[str, str]:
    """Labels of terms of other vocabularies by IRI."""
    written = yaml.safe_load(resources.files("search_app.views").joinpath("vocabulary.yaml").read_text(encoding="utf-8"))
    return {
        f"{PREFIXES[prefix]}{term}": label for (prefix, _, term), label in ((key.partition(":"), text) for key, text in written.items())
    }

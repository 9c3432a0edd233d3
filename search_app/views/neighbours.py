"""The neighbours of a thing in the graph, relation by relation, by bounded SPARQL that is shown to the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode, Store

from kg.store import rows
from ontology.terms import FA
from search_app.graph import Graph
from search_app.holdings import Holdings
from search_app.views.resource import name_of

# Neighbours shown of one relation; the count says how many there are.
SHOWN = 24
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Relation:
    """A way from a thing to others. `label` names the edge, `heading` the others; `inward`: the edge points to the thing; `by_text`:
    what several reports print in the same words stands once.
    """

    name: str
    label: str
    path: str
    kinds: tuple[str, ...]
    inward: bool = False
    by_text: bool = False
    heading: str = ""

    @property
    def title(self) -> str:
        """What the list of the others is called."""
        return self.heading or self.label


@dataclass(frozen=True, slots=True)
class Vertex:
    """A thing with its name and kind (单位, 项目 …)."""

    iri: str
    label: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Branch:
    """The neighbours of one relation: how many (at most 2,000 are counted) and the first of them."""

    relation: Relation
    count: int
    others: tuple[Vertex, ...]


@cache
def _written() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(resources.files("search_app").joinpath("relations.yaml").read_text(encoding="utf-8"))
    return found


@cache
def _relations() -> tuple[Relation, ...]:
    return tuple(Relation(**{**said, "kinds": tuple(said["kinds"])}) for said in _written()["relations"])


def prefixes() -> str:
    """The PREFIX lines of all queries here."""
    return "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in _written()["prefixes"].items())


def kind_of(iri: str, held: Holdings) -> str:
    """The key of the thing's kind: `unit`, `project` …; for a part of a report its ending (`duty`)."""
    path, _, fragment = iri.removeprefix(held.base).partition("#")
    if fragment:
        return next((kind for kind in _written()["kinds"] if fragment.endswith(f"-{kind}")), "part")
    return path.partition("/")[0]


def vertex(graph: Graph, held: Holdings, node: NamedNode) -> Vertex:
    """The thing with its name."""
    kind = kind_of(node.value, held)
    label = _report(node.value) if kind == "report" else name_of(graph, node) or graph.text(node, FA.text) or _end(node.value)
    return Vertex(node.value, label, kind, _written()["kinds"].get(kind, "节点"))


def _report(iri: str) -> str:
    """“2024年部门决算”."""
    year, kind = iri.split("/")[-2:]
    return f"{year}年{kind}"


def _end(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def branches(store: Store, held: Holdings, node: NamedNode) -> list[Branch]:
    """The relations of the thing that lead anywhere."""
    kind = kind_of(node.value, held)
    graph = Graph(store)
    found = [_branch(store, graph, held, node, one) for one in _relations() if kind in one.kinds]
    return [branch for branch in found if branch.count]


def _branch(store: Store, graph: Graph, held: Holdings, node: NamedNode, relation: Relation) -> Branch:
    asked = f"{prefixes()}\nSELECT DISTINCT ?other WHERE {{ {node} {relation.path} ?other FILTER(isIRI(?other)) }} LIMIT {_MOST}"
    nodes = [NamedNode(iri) for iri in sorted(row["other"] for row in rows(store, asked))]
    if relation.by_text:
        # The newest report's IRI sorts last.
        once = {one.label: one for one in (vertex(graph, held, other) for other in nodes)}
        return Branch(relation, len(once), tuple(once.values())[:SHOWN])
    return Branch(relation, len(nodes), _told_apart([vertex(graph, held, other) for other in nodes[:SHOWN]]))


def _told_apart(found: list[Vertex]) -> tuple[Vertex, ...]:
    """Projects of one name with their unit, subjects of one name with their year."""
    times = Counter(one.label for one in found)
    return tuple(one if times[one.label] == 1 else replace(one, label=_with_mark(one)) for one in found)


def _with_mark(one: Vertex) -> str:
    above = one.iri.split("/")[-2]
    return {"project": f"{one.label}（{above}）", "subject": f"{above}年{one.label}"}.get(one.kind, one.label)


def query(node: NamedNode, found: list[Branch]) -> str:
    """The SPARQL that gives all neighbours of the thing."""
    parts = [f"  {{ BIND({Literal(one.relation.title)} AS ?relation) {node} {one.relation.path} ?other }}" for one in found]
    body = "\n  UNION\n".join(parts)
    return (
        f"{prefixes()}\n\nSELECT DISTINCT ?relation ?other ?name WHERE {{\n{body}\n"
        "  OPTIONAL { ?other skos:prefLabel|fa:text|dct:title ?name }\n}\nORDER BY ?relation ?other\nLIMIT 1000"
    )


def as_json(one: Vertex, found: list[Branch], query_text: str, link: Mapping[str, str]) -> dict[str, Any]:
    """The thing and its branches for the script; `link` leads from an IRI to its page."""
    return {
        "node": _vertex(one, link),
        "branches": [
            {
                "name": branch.relation.name,
                "title": branch.relation.title,
                "label": branch.relation.label,
                "inward": branch.relation.inward,
                "count": branch.count,
                "others": [_vertex(other, link) for other in branch.others],
            }
            for branch in found
        ],
        "sparql": query_text,
    }


def _vertex(one: Vertex, link: Mapping[str, str]) -> dict[str, str]:
    return {"iri": one.iri, "label": one.label, "kind": one.kind, "title": one.title, "href": link[one.iri]}

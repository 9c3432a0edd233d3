"""Asking a store: one way, so that every query sees the union of all graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

Row = dict[str, str]
Answer = QuerySolutions | QueryTriples | QueryBoolean


def ask(store: Store, query: str) -> Answer:
    """The answer of a trusted query over the union of all graphs. A visitor's query belongs into a worker process."""
    return store.query(query, use_default_graph_as_union=True)


def rows(store: Store, query: str) -> Iterator[Row]:
    """The solutions of a SELECT as plain texts; an unbound variable gives the empty string."""
    found = ask(store, query)
    if not isinstance(found, QuerySolutions):
        raise TypeError("not a SELECT query")
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: _text(solution[name]) for name in names}


def construct(store: Store, query: str, graph: NamedNode) -> list[Quad]:
    """The triples of a CONSTRUCT as quads of `graph`, sorted, each once."""
    found = ask(store, query)
    if not isinstance(found, QueryTriples):
        raise TypeError("not a CONSTRUCT query")
    return [Quad(t.subject, t.predicate, t.object, graph) for t in sorted(set(found), key=str)]


def each_once(reports: Iterable[Iterable[Quad]]) -> Iterator[Quad]:
    """The quads of several reports; what two of them state alike (a unit's label) comes from the first alone.

    A triple in two graphs would be two solutions of a query over the union of all graphs, and a sum would count twice.
    """
    shared: set[Triple] = set()
    for report in reports:
        for quad in report:
            if not _own(quad):
                if quad.triple in shared:
                    continue
                shared.add(quad.triple)
            yield quad


def _own(quad: Quad) -> bool:
    """True for a statement about the report itself or a part of it, which no other report can make."""
    subject, graph = quad.subject, quad.graph_name
    return isinstance(subject, NamedNode) and isinstance(graph, NamedNode) and subject.value.split("#")[0] == graph.value


def _text(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode | Literal):
        return term.value
    raise TypeError(f"no text for {type(term).__name__}")

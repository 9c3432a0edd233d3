"""Asking a store: one way, so that every query sees the union of all graphs."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store

_WITH_TEXT = (NamedNode, Literal)

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
        yield dict(zip(names, map(_text, solution), strict=True))


def construct(store: Store, query: str, graph: NamedNode) -> list[Quad]:
    """The triples of a CONSTRUCT as quads of `graph`, sorted, each once."""
    found = ask(store, query)
    if not isinstance(found, QueryTriples):
        raise TypeError("not a CONSTRUCT query")
    return [Quad(t.subject, t.predicate, t.object, graph) for t in sorted(set(found), key=str)]


def _text(term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, _WITH_TEXT):
        return term.value
    raise TypeError(f"no text for {type(term).__name__}")

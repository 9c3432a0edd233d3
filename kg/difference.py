"""From the release that a store elsewhere holds to another one in one SPARQL Update request: the statements that go, and those that come.

SPARQL 1.1 wants an update request to be atomic; Oxigraph makes it one transaction, of which a query sees nothing or all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import IO

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse

from kg.remote import RemoteStore

_N_TRIPLES = "application/n-triples"


def write(out: IO[bytes], store: RemoteStore, graph: NamedNode, wanted: Collection[Triple]) -> None:
    """Add to the request in `out` what makes the graph in `store` hold the statements `wanted` and no other. There are no blank nodes."""
    there, here = _held(store, graph), set(wanted)
    _add(out, "DELETE", graph, there - here)
    _add(out, "INSERT", graph, here - there)


def statements(local: Store, graph: NamedNode) -> set[Triple]:
    """What a store on this machine holds in the graph; nothing for one that is not there."""
    return {quad.triple for quad in local.quads_for_pattern(None, None, None, graph)}


def _held(store: RemoteStore, graph: NamedNode) -> set[Triple]:
    found = store.ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}", _N_TRIPLES)
    return {quad.triple for quad in parse(found.body, format=RdfFormat.N_TRIPLES)}


def _add(out: IO[bytes], verb: str, graph: NamedNode, triples: Iterable[Triple]) -> None:
    lines = [f"{triple} ." for triple in triples]
    if lines:
        out.write("\n".join([f"{verb} DATA {{ GRAPH {graph} {{", *sorted(lines), "} } ;", ""]).encode())

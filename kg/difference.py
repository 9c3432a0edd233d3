"""What a store elsewhere is to hold, as one SPARQL Update request: the statements that go, and those that come.

SPARQL 1.1 wants an update request to be atomic; Oxigraph makes it one transaction, of which a query sees nothing or all. Statements are
written with prefixes, in a fifth of the length of N-Triples: stores take requests up to some length only.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection
from io import BytesIO
from typing import IO

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse, serialize

from kg.remote import RemoteStore
from ontology.terms import PREFIXES

_N_TRIPLES = "application/n-triples"
_IN_MEMORY = 8 << 20
_HEAD = (b"@base ", b"@prefix ")


class Request:
    """An update request that is written to `out`, with names relative to `base`. There are no blank nodes."""

    def __init__(self, out: IO[bytes], store: RemoteStore, base: str) -> None:
        self._out, self._store, self._base = out, store, base
        out.write("".join([f"BASE <{base}>\n", *(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())]).encode())

    def __len__(self) -> int:
        """Bytes written."""
        return self._out.tell()

    def bring(self, graph: NamedNode, local: Store) -> None:
        """Make the graph hold what it holds in the store on this machine; nothing, where it is not there."""
        if self._store.contains_named_graph(graph):
            self.change(graph, {quad.triple for quad in local.quads_for_pattern(None, None, None, graph)})
            return
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
            local.dump(body, RdfFormat.TURTLE, from_graph=graph, prefixes=PREFIXES, base_iri=self._base)
            body.seek(0)
            self._add("INSERT", graph, body)

    def change(self, graph: NamedNode, wanted: Collection[Triple]) -> None:
        """Make the graph hold these statements and no other."""
        there, here = self._held(graph), set(wanted)
        for verb, triples in (("DELETE", there - here), ("INSERT", here - there)):
            if triples:
                body = serialize(sorted(triples, key=str), format=RdfFormat.TURTLE, prefixes=PREFIXES, base_iri=self._base)
                self._add(verb, graph, BytesIO(body or b""))

    def _held(self, graph: NamedNode) -> set[Triple]:
        found = self._store.ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}", _N_TRIPLES)
        return {quad.triple for quad in parse(found.body, format=RdfFormat.N_TRIPLES)}

    def _add(self, verb: str, graph: NamedNode, turtle: IO[bytes]) -> None:
        """The statements without the lines at their head, which SPARQL writes in another way and the request has already."""
        line = turtle.readline()
        while line.startswith(_HEAD):
            line = turtle.readline()
        self._out.write(f"{verb} DATA {{ GRAPH {graph} {{\n".encode() + line)
        shutil.copyfileobj(turtle, self._out)
        self._out.write(b"} } ;\n")

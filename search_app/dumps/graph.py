"""The graph as N-Quads and as Turtle, compressed, written in one pass with flat memory.

The order is the store's own: it follows from the statements alone, so the bytes are the same for the same release. The time that
gzip can note is left at zero.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from kg.export import is_text_of_passage
from kg.files import replacing
from ontology.terms import PREFIXES

N_QUADS = "juesuan.nq.gz"
TURTLE = "juesuan.ttl.gz"
_LEVEL = 6


def write_graph(store: Store, folder: Path, *, text: bool) -> None:
    """Write both files; without `text` what the passages say is left out. The two are written at the same time."""
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_quads, store, folder, text), pool.submit(_turtle, store, folder, text)]:
            done.result()


def _quads(store: Store, folder: Path, text: bool) -> None:
    with replacing(folder / N_QUADS) as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed:
        out = cast("BinaryIO", packed)
        if text:
            store.dump(out, RdfFormat.N_QUADS)
        else:
            serialize(_without_text(store, None), out, RdfFormat.N_QUADS)


def _turtle(store: Store, folder: Path, text: bool) -> None:
    """The union of all graphs: one graph after the other, which is a Turtle document too."""
    with replacing(folder / TURTLE) as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed:
        out = cast("BinaryIO", packed)
        for graph in sorted((graph for graph in store.named_graphs() if isinstance(graph, NamedNode)), key=str):
            if text:
                store.dump(out, RdfFormat.TURTLE, from_graph=graph, prefixes=PREFIXES)
            else:
                triples = (quad.triple for quad in _without_text(store, graph))
                serialize(triples, out, RdfFormat.TURTLE, prefixes=PREFIXES)


def _without_text(store: Store, graph: NamedNode | None) -> Iterator[Quad]:
    return (quad for quad in store.quads_for_pattern(None, None, None, graph) if not is_text_of_passage(quad))

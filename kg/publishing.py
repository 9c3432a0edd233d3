"""Writes a release into a store elsewhere: the graphs whose content changed, and no other.

What is there is noted in the graph `<base_iri>graph/published`: the hash of every graph, and the release. With an address for SPARQL Update
all that changes is written in one request (`kg.difference`), and no query sees a part of it. Without one, and where a first release is too
long for one request, graphs are written one after the other (SPARQL 1.1 Graph Store Protocol): before anything changes the note of what
will change is taken back; then come the reports, then what speaks of all of them, and the release is noted last. So a run that is cut off
can be run again, and a reader sees whether a release is whole; meanwhile a query may see some of the old release and some of the new.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, serialize

from kg import difference
from kg.builders import Progress
from kg.channel import Channel
from kg.errors import StoreError
from kg.iris import Iris
from kg.release import Release
from kg.remote import RemoteStore
from ontology.terms import DCAT, DCT

_N_TRIPLES = "application/n-triples"
_WRITE_SECONDS = 600.0
_IN_MEMORY = 8 << 20
_CHUNK = 1 << 20
_TOO_LONG = 413
LONGEST = 128 << 20
"""Bytes of a first release that goes in one request: as much as Oxigraph takes."""


@dataclass(frozen=True, slots=True)
class Published:
    """How many graphs were written, deleted, and left as they were, and whether in one step."""

    written: int
    deleted: int
    kept: int
    one_step: bool = False


def publish(release: Release, store: RemoteStore, graph_store: str, progress: Progress, update: str = "") -> Published:
    """Make the graphs at `graph_store` those of the release; in one step where `update` is given.

    Raises `StoreError` where the store refuses or is out of reach.
    """
    iris = Iris(str(release.manifest["base_iri"]))
    channel = Channel(graph_store, _WRITE_SECONDS)
    local = release.open_store()
    graphs = _ordered(local, iris)
    there = _noted(store, iris)
    hashes = {graph: _hash(local, graph) for graph in graphs}
    changed = [graph for graph in graphs if there.get(graph) != hashes[graph]]
    gone = [graph for graph in there if graph not in hashes]
    kept = {graph: digest for graph, digest in hashes.items() if there.get(graph) == digest}
    before = store.release_id(iris)
    if not changed and not gone and before == release.id:
        return Published(0, 0, len(graphs))
    if update and _changed(update, release, store, _Changes(local, [*changed, *gone], hashes), progress, is_first=before is None):
        progress("publish", len(changed), len(changed))
        return Published(len(changed), len(gone), len(kept), one_step=True)
    _note(channel, iris, kept | {graph: there[graph] for graph in gone})
    for done, graph in enumerate(changed):
        progress("publish", done, len(changed))
        with _dumped(local, graph) as body:
            _put(channel, graph, body)
    for graph in gone:
        _expect(channel.graph("DELETE", graph.value).status, {200, 202, 204, 404}, channel)
    _note(channel, iris, hashes, release.id)
    progress("publish", len(changed), len(changed))
    return Published(len(changed), len(gone), len(kept))


@dataclass(frozen=True, slots=True)
class _Changes:
    """The graphs to write or empty, and the hashes of all graphs afterwards."""

    local: Store
    graphs: list[NamedNode]
    hashes: Mapping[NamedNode, str]


def _changed(update: str, release: Release, store: RemoteStore, changes: _Changes, progress: Progress, *, is_first: bool) -> bool:
    """Change all in one request; False where a first release is too long for that and nothing has changed."""
    iris, channel = Iris(str(release.manifest["base_iri"])), Channel(update, _WRITE_SECONDS)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
        request = difference.Request(body, store, iris.base)
        for done, graph in enumerate(changes.graphs):
            progress("publish", done, len(changes.graphs))
            request.bring(graph, changes.local)
            if is_first and len(request) > LONGEST:
                return False
        request.change(iris.published_graph, _notes(iris, changes.hashes, release.id))
        status = channel.update(body).status
    if is_first and status == _TOO_LONG:
        return False
    _expect(status, {200, 204}, channel)
    return True


def _ordered(store: Store, iris: Iris) -> list[NamedNode]:
    """The reports by name, then what speaks of all of them."""
    last = (iris.reference_graph, iris.derived_graph)
    named = [graph for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    return sorted(named, key=lambda graph: (last.index(graph) + 1 if graph in last else 0, graph.value))


def _noted(store: RemoteStore, iris: Iris) -> Mapping[NamedNode, str]:
    """The hash of every graph that was written before."""
    found = store.quads_for_pattern(None, DCT.identifier, None, iris.published_graph)
    return {quad.subject: quad.object.value for quad in found if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)}


def _note(channel: Channel, iris: Iris, hashes: Mapping[NamedNode, str], release: str = "") -> None:
    body = serialize(_notes(iris, hashes, release), format=RdfFormat.N_TRIPLES) or b""
    _put(channel, iris.published_graph, BytesIO(body))


def _notes(iris: Iris, hashes: Mapping[NamedNode, str], release: str) -> list[Triple]:
    triples = [Triple(graph, DCT.identifier, Literal(digest)) for graph, digest in hashes.items()]
    if release:
        triples.append(Triple(iris.dataset, DCAT.version, Literal(release)))
    return sorted(triples, key=str)


def _put(channel: Channel, graph: NamedNode, body: IO[bytes]) -> None:
    _expect(channel.graph("PUT", graph.value, body, _N_TRIPLES).status, {200, 201, 202, 204}, channel)


def _expect(status: int, good: set[int], channel: Channel) -> None:
    if status not in good:
        raise StoreError(
            f"answered {status} to a change", where=channel.name, hint="graph_store and store_update must be addresses that may be written"
        )


def _hash(store: Store, graph: NamedNode) -> str:
    digest = hashlib.sha256()
    with _dumped(store, graph) as body:
        while chunk := body.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _dumped(store: Store, graph: NamedNode) -> Iterator[IO[bytes]]:
    """The graph as N-Triples, in the store's order, which follows from its content."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
        store.dump(body, RdfFormat.N_TRIPLES, from_graph=graph)
        body.seek(0)
        yield body

"""Files that a newer file of the same report replaced: the data folder keeps their hashes, a release says so in the graph.

A bundle depends on its files alone, so this stands beside the bundles, in `replaced.json`: report IRI → SHA-256 of the older files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.bundle import Header
from kg.files import write_atomic
from kg.iris import Iris
from ontology.terms import DCT, FA, RDF

FILE = "replaced.json"
Replaced = Mapping[str, tuple[str, ...]]
NONE: Replaced = {}


def read(folder: Path) -> Replaced:
    """The hashes of the replaced files by report, from the oldest to the newest."""
    path = folder / FILE
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {report: tuple(hashes) for report, hashes in found.items()}


def note(folder: Path, old: Header | None, new: Header) -> None:
    """Write down which files of `old` the bundle `new` of the same report replaces; a file that counts again is replaced no more."""
    known = dict(read(folder))
    current = set(new.files.values())
    before = (*known.get(new.report_iri, ()), *(old.files.values() if old else ()))
    hashes = tuple(digest for digest in dict.fromkeys(before) if digest not in current)
    if hashes != known.get(new.report_iri, ()):
        _write(folder, {**known, new.report_iri: hashes})


def forget(folder: Path, report_iri: str) -> None:
    """Drop what the report replaced: it is taken out."""
    known = dict(read(folder))
    if known.pop(report_iri, ()):
        _write(folder, known)


def _write(folder: Path, known: Replaced) -> None:
    held = {report: list(hashes) for report, hashes in sorted(known.items()) if hashes}
    write_atomic(folder / FILE, json.dumps(held, ensure_ascii=False, indent=1).encode())


def lines(known: Replaced) -> list[str]:
    """What a release's id depends on."""
    return [" ".join((report, *hashes)) for report, hashes in sorted(known.items())]


def quads(known: Replaced, reports: Iterable[str], iris: Iris) -> Iterator[Quad]:
    """For those of `reports` that replaced files, in the derived graph: the older file by its hash, replaced by the report."""
    graph = iris.derived_graph
    for name in reports:
        report = NamedNode(name)
        for digest in known.get(name, ()):
            older = iris.part(report, f"replaced-{digest[:16]}")
            yield Quad(older, RDF.type, FA.SourceFile, graph)
            yield Quad(older, FA.fileHash, Literal(digest), graph)
            yield Quad(older, DCT.isReplacedBy, report, graph)
            yield Quad(report, DCT.replaces, older, graph)

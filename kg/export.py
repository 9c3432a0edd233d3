"""Exports: the tidy tables (SELECT queries over the graph) and the graph itself in every RDF format.

The bytes depend on the data alone: rows and triples are sorted, there is no clock in any of it.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from kg.errors import UsageError
from kg.files import replacing
from kg.store import rows
from ontology.terms import FA, PREFIXES, RDF
from queries import library

# The tables of the contract, in its order.
TABLES = (
    "reports",
    "observations",
    "budget_lines",
    "statements",
    "evaluations",
    "indicators",
    "projects",
    "duties",
    "divisions",
    "staffing",
    "mentions",
    "passages",
    "findings",
)

FORMATS = {
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}

COMPRESSED = (".gz", ".zst")

# A passage, and what is stated in it: the sentence around a figure, the words of a duty.
_PASSAGE = re.compile(r"#p\d+(o\d+-\d+)?$")


def export_tables(store: Store, directory: Path) -> dict[str, int]:
    """Write the tidy tables as `<name>.csv` (UTF-8, header, lines end with \\n) and return the number of rows of each."""
    directory.mkdir(parents=True, exist_ok=True)
    return {name: export_table(store, name, directory / f"{name}.csv") for name in TABLES}


def export_table(store: Store, name: str, path: Path) -> int:
    """Write one tidy table and return the number of its rows."""
    query = library.get("tables", name)
    count = 0
    with replacing(path) as out:
        writer = csv.writer(codecs.getwriter("utf-8")(out), lineterminator="\n")
        writer.writerow(columns(query.text))
        for row in rows(store, query.text):
            writer.writerow(row.values())
            count += 1
    return count


def columns(query: str) -> list[str]:
    """The column names of a SELECT in the order in which it names them."""
    head = query[query.index("SELECT") : query.index("WHERE")]
    return [word[1:] for word in head.split() if word.startswith("?")]


def export_rdf(store: Store, path: Path, report: str | None = None, *, text: bool = True) -> None:
    """Write the graph to `path`, or one `report` (its IRI) alone; the ending names the format, `.gz` and `.zst` compress.

    Formats of triples (.ttl .nt .rdf) leave the graph names out; `text` false leaves out what the passages say.
    Raises `UsageError` for another ending or report.
    """
    endings = path.suffixes[-2:] if path.suffix in COMPRESSED else path.suffixes[-1:]
    kind = FORMATS.get(endings[0]) if endings else None
    if kind is None:
        hint = f"end the name with one of {', '.join(FORMATS)}, then .gz or .zst if wanted"
        raise UsageError(f"no RDF format for {path.name}", hint=hint)
    quads = everything(store) if report is None else one_report(store, NamedNode(report))
    if not text:
        quads = (quad for quad in quads if not is_text_of_passage(quad))
    with replacing(path) as raw, _compressed(raw, path.suffix) as out:
        write_rdf(quads, out, kind)


def write_rdf(quads: Iterable[Quad], out: BinaryIO, kind: RdfFormat) -> None:
    """Write `quads` to `out` in the order in which they come."""
    if kind.supports_datasets:
        serialize(quads, out, kind, prefixes=PREFIXES)
    else:
        serialize((quad.triple for quad in quads), out, kind, prefixes=PREFIXES)


def everything(store: Store) -> Iterable[Quad]:
    """All quads, graph by graph, each graph sorted."""
    for graph in sorted((graph for graph in store.named_graphs() if isinstance(graph, NamedNode)), key=str):
        yield from sorted(store.quads_for_pattern(None, None, None, graph), key=str)


def one_report(store: Store, report: NamedNode) -> Iterable[Quad]:
    """The report's graph, with what other reports' graphs say of the units, projects … that it points to; sorted.

    The store holds a statement that several reports make in the graph of the first alone. Raises `UsageError` for an unknown report.
    """
    found = set(store.quads_for_pattern(None, None, None, report))
    if not found:
        raise UsageError(f"there is no report {report.value}", hint="`juesuan status` lists the reports")
    for thing in {quad.object for quad in found if isinstance(quad.object, NamedNode)}:
        for quad in store.quads_for_pattern(thing, None, None):
            if "#" not in thing.value and _is_report(store, quad.graph_name):
                found.add(Quad(quad.subject, quad.predicate, quad.object, report))
    return sorted(found, key=str)


def is_text_of_passage(quad: Quad) -> bool:
    """True for what `dump_text=false` withholds: the text of a passage, or the sentence that states a figure."""
    return quad.predicate == FA.text and isinstance(quad.subject, NamedNode) and bool(_PASSAGE.search(quad.subject.value))


def _is_report(store: Store, graph: object) -> bool:
    return isinstance(graph, NamedNode) and Quad(graph, RDF.type, FA.Report, graph) in store


@contextmanager
def _compressed(raw: BinaryIO, suffix: str) -> Iterator[BinaryIO]:
    if suffix == ".gz":
        with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as out:
            yield cast("BinaryIO", out)
    elif suffix == ".zst":
        with _zstandard().ZstdCompressor().stream_writer(raw, closefd=False) as out:
            yield out
    else:
        yield raw


def _zstandard() -> Any:
    try:
        return import_module("zstandard")
    except ImportError as error:
        raise UsageError("the package zstandard is not installed", hint="`pip install zstandard`, or end the name with .gz") from error

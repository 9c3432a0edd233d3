"""One report's part, from its quads alone.

The report is put into a store in memory, which answers several times faster than the store of a release: its own statements in one
graph, what it shares with others in a second, what is derived of its cells in a third.
"""

from __future__ import annotations

import gzip
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kg.iris import Iris
from kg.lines import Line, in_order
from kg.parts.part import Part
from kg.store import ask, rows
from ontology.load import region_quads
from ontology.terms import PREFIXES, RDF
from queries import library

if TYPE_CHECKING:
    from kg.columnar.columns import Table

# What is derived of one report alone: of its cells.
OF_CELLS = ("cell-level", "cell-place", "cube")
_CONSTRUCT = re.compile(r"CONSTRUCT\s*\{(.*?)\}\s*WHERE", re.DOTALL)
_LEVEL = 4
_TYPE = str(RDF.type).encode()


def part_of(report: str, quads: Iterable[Quad], iris: Iris, tables: Sequence[Table] = ()) -> Part:
    """The part of `report` (its IRI), whose bundle states `quads`; with its rows in `tables`."""
    graph, beside = NamedNode(report), iris.reference_graph
    own, shared = _sides(quads, report)
    store = Store()
    store.bulk_extend(quad for _, quad in own)
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, beside) for _, quad in shared)
    uses = {name: list(rows(store, query)) for name, query in _reference()}
    regions = [row["region"].rpartition("/")[2] for row in uses["regions"]]
    store.extend(region_quads(regions, iris.base, beside))
    for name in OF_CELLS:
        store.update(_insertion(name, graph, iris.derived_graph))
    stated = [line for line, _ in own]
    derived = _triples(store, iris.derived_graph)
    return Part(
        report,
        len(own) + len(shared),
        _packed(b"".join(stated) + _in_graph(derived, iris.derived_graph)),
        _packed(_turtle(store, graph) + _turtle(store, iris.derived_graph)),
        b"".join(_without_graph(line, graph) for line, _ in shared),
        {table.name: csv_of(store, table) for table in tables},
        uses | {"subjects": _counted(uses["subjects"])},
        _census(stated + derived),
    )


def csv_of(store: Store, table: Table) -> bytes:
    """The rows of `table` in `store` as CSV (SPARQL 1.1 Query Results CSV) without the header; lines end with \\r\\n."""
    found = ask(store, table.query)
    if not isinstance(found, QuerySolutions):
        raise TypeError("not a SELECT query")
    out = io.BytesIO()
    found.serialize(out, QueryResultsFormat.CSV)
    return out.getvalue().partition(b"\r\n")[2]


def _triples(store: Store, graph: NamedNode) -> list[bytes]:
    """The triples of a graph as lines of N-Triples, sorted."""
    out = io.BytesIO()
    store.dump(out, RdfFormat.N_TRIPLES, from_graph=graph)
    return sorted(out.getvalue().splitlines(keepends=True))


def _sides(quads: Iterable[Quad], report: str) -> tuple[list[Line], list[Line]]:
    """The statements about the report itself or a thing in it, which no other report can make; and the others."""
    beginnings = (f"<{report}>".encode(), f"<{report}#".encode())
    own: list[Line] = []
    shared: list[Line] = []
    for line in in_order(quads):
        (own if line[0].startswith(beginnings) else shared).append(line)
    return own, shared


def _in_graph(triples: list[bytes], graph: NamedNode) -> bytes:
    """Lines of N-Triples as N-Quads; a line's end stands nowhere inside it."""
    return b"".join(triples).replace(b" .\n", f" {graph} .\n".encode())


def _without_graph(line: bytes, graph: NamedNode) -> bytes:
    """A line of N-Quads as N-Triples."""
    return line.removesuffix(f" {graph} .\n".encode()) + b" .\n"


def _turtle(store: Store, graph: NamedNode) -> bytes:
    out = io.BytesIO()
    store.dump(out, RdfFormat.TURTLE, from_graph=graph, prefixes=PREFIXES)
    return out.getvalue()


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, _LEVEL, mtime=0)


def _reference() -> list[tuple[str, str]]:
    return [(query.name, query.text) for query in library.load("reference")]


def _counted(printings: list[dict[str, str]]) -> list[dict[str, str]]:
    """Each printing of a subject once, with how often it is printed."""
    counts = Counter((row["subject"], row["name"]) for row in printings)
    return [{"subject": subject, "name": name, "times": str(times)} for (subject, name), times in sorted(counts.items())]


def _census(triples: list[bytes]) -> dict[str, dict[str, int]]:
    """How many statements each property has and how many things each class, and the number of typed things in the report."""
    properties = Counter([line.split(b" ", 2)[1] for line in triples])
    types = [line.split(b" ", 3) for line in triples if _TYPE in line]
    classes = Counter(words[2] for words in types if words[1] == _TYPE)
    things = {words[0] for words in types if words[1] == _TYPE and b"#" in words[0]}
    return {"properties": _named(properties), "classes": _named(classes), "things": {"": len(things)}}


def _named(counts: Counter[bytes]) -> dict[str, int]:
    return {iri.decode()[1:-1]: number for iri, number in sorted(counts.items())}


def _insertion(name: str, graph: NamedNode, derived: NamedNode) -> str:
    """The CONSTRUCT query of `queries/derived` as an update that reads `graph` alone and adds to `derived`."""
    query = library.get("derived", name).text
    return _CONSTRUCT.sub(lambda found: f"WITH {graph} INSERT {{ GRAPH {derived} {{{found[1]}}} }} WHERE", query)

"""One report's part, from its quads alone.

What tables and the reference graph need is asked of a store in memory, which answers several times faster than the store of a release:
the report's own statements in one graph, what it shares with others in a second. Cells, which are most of it, stay out of that store:
what follows from them is made of their lines (`kg.parts.cells`).
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store, serialize
from pyoxigraph import Triple as Statement

from kg.iris import Iris
from kg.lines import Line, in_order
from kg.packing import packed
from kg.parts.cells import Cells, Triple, term, triples_of
from kg.parts.fact_rows import FACTS, fact_rows
from kg.parts.part import Part
from kg.parts.turtle import turtle_of
from kg.store import ask, rows
from ontology.load import region_quads
from ontology.terms import PREFIXES, RDF
from queries import library

if TYPE_CHECKING:
    from kg.columnar.columns import Table

_TYPE = term(RDF.type)


def part_of(report: str, quads: Iterable[Quad], iris: Iris, tables: Sequence[Table] = (), judged: Iterable[Quad] = ()) -> Part:
    """The part of `report` (its IRI), whose bundle states `quads`; with its rows in `tables`, and what the checks found (`judged`)."""
    return part_of_lines(report, in_order(quads), iris, tables, judged)


def part_of_lines(report: str, lines: Iterable[Line], iris: Iris, tables: Sequence[Table] = (), judged: Iterable[Quad] = ()) -> Part:
    """The same of quads that are in order."""
    graph, found = NamedNode(report), in_order(judged)
    own, shared = _sides(lines, report)
    stated = triples_of(own, graph)
    cells = Cells.of(stated)
    derived = cells.derived()
    store, uses = _beside_the_cells(zip(stated, own, strict=True), shared, cells, iris)
    return Part(
        report,
        len(own) + len(shared),
        packed(b"".join([line for line, _ in own]) + _quads(derived, iris.derived_graph) + b"".join([line for line, _ in found])),
        packed(_turtle(quad.triple for _, quad in own) + turtle_of(derived) + _turtle(quad.triple for _, quad in found)),
        b"".join(_without_graph(line, graph) for line, _ in shared),
        {table.name: packed(_rows(table, store, cells, derived)) for table in tables},
        uses | {"subjects": _counted([*uses["subjects"], *cells.subjects()])},
        _census([*stated, *derived, *triples_of(found, iris.derived_graph)]),
    )


def _beside_the_cells(
    own: Iterable[tuple[Triple, Line]], shared: Iterable[Line], cells: Cells, iris: Iris
) -> tuple[Store, dict[str, list[dict[str, str]]]]:
    """A store of what is no cell, and what that uses of the reference graph, which is in the store's second graph."""
    store, beside = Store(), iris.reference_graph
    found = [quad for (subject, _, _), (_, quad) in own if subject not in cells.cells]
    found += [Quad(quad.subject, quad.predicate, quad.object, beside) for _, quad in shared]
    store.bulk_extend(found)
    uses = {query.name: list(rows(store, query.text)) for query in library.load("reference")}
    regions = [row["region"].rpartition("/")[2] for row in uses["regions"]]
    store.extend(region_quads(regions, iris.base, beside))
    return store, uses


def _rows(table: Table, store: Store, cells: Cells, derived: Sequence[Triple]) -> bytes:
    return fact_rows(cells, derived, table.names) if table.name == FACTS else csv_of(store, table)


def csv_of(store: Store, table: Table) -> bytes:
    """The rows of `table` in `store` as CSV (SPARQL 1.1 Query Results CSV) without the header; lines end with \\r\\n."""
    found = ask(store, table.query)
    if not isinstance(found, QuerySolutions):
        raise TypeError("not a SELECT query")
    out = io.BytesIO()
    found.serialize(out, QueryResultsFormat.CSV)
    return out.getvalue().partition(b"\r\n")[2]


def _sides(lines: Iterable[Line], report: str) -> tuple[list[Line], list[Line]]:
    """The statements about the report itself or a thing in it, which no other report can make; and the others."""
    beginnings = (f"<{report}>".encode(), f"<{report}#".encode())
    own: list[Line] = []
    shared: list[Line] = []
    for line in lines:
        (own if line[0].startswith(beginnings) else shared).append(line)
    return own, shared


def _quads(triples: Iterable[Triple], graph: NamedNode) -> bytes:
    """Triples as N-Quads."""
    end = f" {graph} .\n".encode()
    return b"".join([b" ".join(triple) + end for triple in triples])


def _without_graph(line: bytes, graph: NamedNode) -> bytes:
    """A line of N-Quads as N-Triples."""
    return line.removesuffix(f" {graph} .\n".encode()) + b" .\n"


def _turtle(statements: Iterable[Statement]) -> bytes:
    return serialize(statements, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def _counted(printings: list[dict[str, str]]) -> list[dict[str, str]]:
    """Each printing of a subject once, with how often it is printed."""
    counts = Counter((row["subject"], row["name"]) for row in printings)
    return [{"subject": subject, "name": name, "times": str(times)} for (subject, name), times in sorted(counts.items())]


def _census(triples: Sequence[Triple]) -> dict[str, dict[str, int]]:
    """How many statements each property has and how many things each class, and the number of typed things in the report."""
    types = [(subject, value) for subject, predicate, value in triples if predicate == _TYPE]
    properties = Counter([predicate for _, predicate, _ in triples])
    classes = Counter([value for _, value in types])
    things = {subject for subject, _ in types if b"#" in subject}
    return {"properties": _named(properties), "classes": _named(classes), "things": {"": len(things)}}


def _named(counts: Counter[bytes]) -> dict[str, int]:
    return {iri.decode()[1:-1]: number for iri, number in sorted(counts.items())}

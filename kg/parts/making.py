"""One report's part, from its quads alone.

What tables and the reference graph need is asked of a store in memory, which answers several times faster than the store of a release:
the report's own statements in one graph, what it shares with others in a second. Cells, which are most of it, stay out of that store:
what follows from them is made of their lines (`kg.parts.cells`).
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kg.iris import Iris
from kg.packing import packed
from kg.parts.cells import Cells
from kg.parts.fact_rows import FACTS, fact_rows
from kg.parts.part import Part
from kg.store import ask, rows
from kg.things import Things, lines, of_quads, size, term, text, triples
from kg.turtle import trig_of, turtle_in, turtle_of
from ontology.load import region_quads
from ontology.terms import RDF
from queries import library

if TYPE_CHECKING:
    from kg.columnar.columns import Table

_TYPE = term(RDF.type)


def part_of(report: str, quads: Iterable[Quad], iris: Iris, tables: Sequence[Table] = (), judged: Iterable[Quad] = ()) -> Part:
    """The part of `report` (its IRI), whose bundle states `quads`; with its rows in `tables`, and what the checks found (`judged`)."""
    things = of_quads(quads)
    return part_of_things(report, things, trig_of(things, NamedNode(report)), iris, tables, judged)


def part_of_things(report: str, things: Things, trig: bytes, iris: Iris, tables: Sequence[Table] = (), judged: Iterable[Quad] = ()) -> Part:
    """The same of what the bundle states, and of its TriG."""
    graph, found = NamedNode(report), of_quads(judged)
    own, shared = _sides(things, report)
    cells = Cells.of(own)
    derived = cells.derived()
    store, uses = _beside_the_cells(cells, shared, graph, iris)
    return Part(
        report,
        size(things),
        packed(lines(triples(own), graph) + lines(chain(triples(derived), triples(found)), iris.derived_graph)),
        packed(turtle_in(trig, graph) + turtle_of(derived, graph) + turtle_of(found, graph)),
        lines(triples(shared)),
        {table.name: packed(_rows(table, store, cells, derived)) for table in tables},
        uses | {"subjects": _counted([*uses["subjects"], *cells.subjects()])},
        _census(own, derived, found),
    )


def _beside_the_cells(cells: Cells, shared: Things, graph: NamedNode, iris: Iris) -> tuple[Store, dict[str, list[dict[str, str]]]]:
    """A store of what is no cell, and what that uses of the reference graph, which is in the store's second graph."""
    store, beside = Store(), iris.reference_graph
    others = {subject: thing for subject, thing in cells.things.items() if subject not in cells.cells}
    store.load(lines(triples(others), graph) + lines(triples(shared), beside), RdfFormat.N_QUADS, lenient=True)
    queries = (query for folder in ("reference", "links") for query in library.load(folder))
    uses = {query.name: list(rows(store, query.text)) for query in queries}
    regions = [row["region"].rpartition("/")[2] for row in uses["regions"]]
    store.extend(region_quads(regions, iris.base, beside))
    return store, uses


def _rows(table: Table, store: Store, cells: Cells, derived: Things) -> bytes:
    return fact_rows(cells, derived, table.names) if table.name == FACTS else csv_of(store, table)


def csv_of(store: Store, table: Table) -> bytes:
    """The rows of `table` in `store` as CSV (SPARQL 1.1 Query Results CSV) without the header; lines end with \\r\\n."""
    found = ask(store, table.query)
    if not isinstance(found, QuerySolutions):
        raise TypeError("not a SELECT query")
    out = io.BytesIO()
    found.serialize(out, QueryResultsFormat.CSV)
    return out.getvalue().partition(b"\r\n")[2]


def _sides(things: Things, report: str) -> tuple[Things, Things]:
    """What is stated about the report itself or a thing in it, which no other report can state; and the other things."""
    beginnings = (f"<{report}>".encode(), f"<{report}#".encode())
    own, shared = Things(), Things()
    for subject, thing in things.items():
        (own if subject.startswith(beginnings) else shared)[subject] = thing
    return own, shared


def _counted(printings: list[dict[str, str]]) -> list[dict[str, str]]:
    """Each printing of a subject once, with how often it is printed."""
    counts = Counter((row["subject"], row["name"]) for row in printings)
    return [{"subject": subject, "name": name, "times": str(times)} for (subject, name), times in sorted(counts.items())]


def _census(*stated: Things) -> dict[str, dict[str, int]]:
    """How many statements each property has and how many things each class, and the number of typed things in the report."""
    every = [(subject, thing) for things in stated for subject, thing in things.items()]
    properties = Counter([predicate for _, thing in every for predicate in thing])
    properties += Counter([predicate for _, thing in every for predicate, values in thing.items() if len(values) > 1 for _ in values[1:]])
    typed = [(subject, thing[_TYPE]) for subject, thing in every if _TYPE in thing]
    classes = Counter([kind for _, kinds in typed for kind in kinds])
    things = {subject for subject, _ in typed if b"#" in subject}
    return {"properties": _named(properties), "classes": _named(classes), "things": {"": len(things)}}


def _named(counts: Counter[bytes]) -> dict[str, int]:
    return {text(iri): number for iri, number in sorted(counts.items())}

"""One report's part, from its quads alone.

Its statements as they are, what is derived of its cells (`kg.parts.cells`), and its rows: those of cells (`kg.parts.fact_rows`) and those
of what it says beside them (`kg.parts.tidy_rows`, `kg.parts.columnar_rows`); a table that has none there is asked of a store in memory.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kg.iris import Iris
from kg.packing import packed
from kg.parts import columnar_rows, tidy_rows
from kg.parts.cells import Cells
from kg.parts.fact_rows import FACTS, fact_rows
from kg.parts.names import names
from kg.parts.part import Part
from kg.parts.statements import Statements, as_csv
from kg.parts.texts import texts
from kg.parts.uses import uses
from kg.parts.years import years
from kg.store import ask
from kg.things import Things, lines, n_quads, of_quads, size, term, text, triples
from kg.turtle import trig_of, turtle_in, turtle_of
from ontology.load import region_quads
from ontology.terms import FA, RDF

if TYPE_CHECKING:
    from kg.columnar.columns import Table

_TYPE, _REGION = term(RDF.type), term(FA.region)
_ROWS = {rows.__name__: rows for rows in (*tidy_rows.ROWS, *columnar_rows.ROWS)}


def part_of(report: str, quads: Iterable[Quad], iris: Iris, tables: Sequence[Table] = (), judged: Iterable[Quad] = ()) -> Part:
    """The part of `report` (its IRI), whose bundle states `quads`; with its rows in `tables`, and what the checks found (`judged`)."""
    things = of_quads(quads)
    return part_of_things(report, things, trig_of(things, NamedNode(report)), iris, tables, of_quads(judged))


def part_of_things(report: str, things: Things, trig: bytes, iris: Iris, tables: Sequence[Table], found: Things) -> Part:
    """The same of what the bundle states, of its TriG, and of what the checks found."""
    graph = NamedNode(report)
    own, shared = _sides(things, report)
    cells = Cells.of(own)
    derived = cells.derived()
    beside = _beside_the_cells(cells, shared, iris)
    said = Statements(beside | found)
    return Part(
        report,
        size(things),
        packed(b"".join([n_quads(own, graph), *(n_quads(more, iris.derived_graph) for more in (derived, found))])),
        packed(turtle_in(trig, graph) + turtle_of(derived, graph) + turtle_of(found, graph)),
        lines(triples(shared)),
        {
            table.name: packed(fact_rows(cells, derived, table.names) if table.name == FACTS else _rows(table, said, beside))
            for table in tables
        },
        uses(said, cells),
        _census(own, derived, found),
        packed(texts(said)),
        json.dumps(years(said, cells), ensure_ascii=False).encode(),
        json.dumps(names(said), ensure_ascii=False).encode(),
    )


def _beside_the_cells(cells: Cells, shared: Things, iris: Iris) -> Things:
    """What is no cell, with the divisions that it names."""
    others = {subject: thing for subject, thing in cells.things.items() if subject not in cells.cells} | shared
    codes = {text(region).rpartition("/")[2] for thing in others.values() for region in thing.get(_REGION, ())}
    return _divisions(tuple(sorted(codes)), iris.base) | others


@lru_cache(maxsize=64)
def _divisions(codes: Sequence[str], base: str) -> Things:
    return of_quads(region_quads(codes, base, NamedNode(base)))


def _rows(table: Table, said: Statements, beside: Things) -> bytes:
    if made := _ROWS.get(table.name):
        return as_csv(made(said), table.names)
    store = Store()
    store.load(lines(triples(beside)), RdfFormat.N_TRIPLES, lenient=True)
    return csv_of(store, table)


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


def _census(*stated: Things) -> dict[str, dict[str, int]]:
    """How many statements each property has and how many things each class, and the number of typed things in the report."""
    every = [thing for things in stated for thing in things.values()]
    properties = Counter([predicate for thing in every for predicate, values in thing.items() if len(values) > 1 for _ in values[1:]])
    for predicates, times in Counter(map(tuple, every)).items():  # many things say the same of themselves
        properties.update(dict.fromkeys(predicates, times))
    typed = [(subject, thing[_TYPE]) for things in stated for subject, thing in things.items() if _TYPE in thing]
    classes = Counter([kind for _, kinds in typed for kind in kinds])
    things = {subject for subject, _ in typed if b"#" in subject}
    return {"properties": _named(properties), "classes": _named(classes), "things": {"": len(things)}}


def _named(counts: Counter[bytes]) -> dict[str, int]:
    return {text(iri): number for iri, number in sorted(counts.items())}

"""The rows that one bundle gives, table by table, as CSV.

A bundle's rows follow from the bundle alone, whatever else a release holds: so they are asked of a store in memory that holds this
report and no other, which is several times faster than the store of the release, and they are asked once for every bundle.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kg.bundle import BundleInfo
from kg.columnar.columns import Table
from kg.iris import Iris
from kg.store import ask
from ontology.load import region_quads
from queries import library

# What the tables need of the derived graph: it follows from one report.
_DERIVED = ("cell-place", "cell-level", "cube")
_CONSTRUCT = re.compile(r"CONSTRUCT\s*\{(.*?)\}\s*WHERE", re.DOTALL)


def rows_of(bundle: BundleInfo, iris: Iris, tables: Iterable[Table]) -> Iterator[tuple[Table, bytes]]:
    """Each table with the bundle's rows as CSV lines without a header."""
    store = _alone(bundle, iris)
    for table in tables:
        yield table, csv_of(store, table)


def csv_of(store: Store, table: Table) -> bytes:
    """The rows of `table` in `store` as CSV (SPARQL 1.1 Query Results CSV) without the header; lines end with \\r\\n."""
    found = ask(store, table.query)
    if not isinstance(found, QuerySolutions):
        raise TypeError("not a SELECT query")
    out = io.BytesIO()
    found.serialize(out, QueryResultsFormat.CSV)
    return out.getvalue().partition(b"\r\n")[2]


def _alone(bundle: BundleInfo, iris: Iris) -> Store:
    """A store with this report alone, its place, and what is derived of its cells, all in the report's graph."""
    store, graph = Store(), NamedNode(bundle.report_iri)
    store.bulk_load(path=str(bundle.path), format=RdfFormat.TRIG)
    store.extend(region_quads([bundle.header.region_code], iris.base, graph))
    for name in _DERIVED:
        store.update(_insertion(name, graph))
    return store


def _insertion(name: str, graph: NamedNode) -> str:
    """The CONSTRUCT query of `queries/derived` as an update of `graph` that reads no other."""
    return _CONSTRUCT.sub(lambda found: f"WITH {graph} INSERT {{{found[1]}}} WHERE", library.get("derived", name).text)

"""What a store holds: the reports, the reference graph that describes what they use, the graph derived from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from pyoxigraph import NamedNode, Quad, Store

from kg.census import Census
from kg.derived import derived_quads
from kg.iris import Iris
from kg.reference import reference_quads
from kg.store import each_once


def fill(store: Store, iris: Iris, reports: Iterable[Iterable[Quad]], judge: Callable[[Store], Iterable[Quad]] | None = None) -> None:
    """Put `reports` (quads as `kg.mapper` or `kg.bundle` give them, in the order of their IRIs) into an empty store.

    `judge` adds what the checks say of the reports in the store.
    """
    sizes: Counter[str] = Counter()
    census = Census()
    store.bulk_extend(census.counting(each_once(_counted(report, sizes) for report in reports)))
    store.bulk_extend(census.counting(reference_quads(store, iris)))
    store.bulk_extend(census.counting(derived_quads(store, iris, sorted(sizes.items()))))
    if judge is not None:
        store.bulk_extend(census.counting(judge(store)))
    store.bulk_extend(census.quads(iris))


def draft(iris: Iris, reports: Iterable[Iterable[Quad]]) -> Store:
    """A store in memory that answers like a release of these reports alone: for checks of files that are not in the data."""
    store = Store()
    fill(store, iris, reports)
    return store


def _counted(report: Iterable[Quad], sizes: Counter[str]) -> set[Quad]:
    found = set(report)
    sizes.update(quad.graph_name.value for quad in found if isinstance(quad.graph_name, NamedNode))
    return found

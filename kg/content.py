"""What a store holds: the reports, the reference graph that describes what they use, the graph derived from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.census import Census
from kg.derived import derived_quads
from kg.iris import Iris
from kg.links.rows import Stated
from kg.memory import give_back
from kg.packing import unpacked
from kg.parts import Part, part_of
from kg.reference import Uses, reference_quads
from kg.replaced import NONE, Replaced, quads
from kg.stream import stream

Judge = Callable[[Store], Iterable[Quad]]
_AT_ONCE = 20_000
REPORTS_AT_ONCE = 40
"""Reports in one bulk load, which holds its statements in memory: a third of the memory of loading 150 at once, a tenth more time."""


class Filling:
    """Fills a store with the parts of reports, which come in the order of the reports' IRIs; `held`: the own statements of these are in it.

    What several reports may state, and what follows from several, also goes to `common` as N-Quads.
    """

    def __init__(self, store: Store, iris: Iris, common: BinaryIO | None = None, held: Collection[str] = ()) -> None:
        self._store = store
        self._held = held
        self._iris = iris
        self._common = common
        self._census = Census()
        self._sizes: dict[str, int] = {}
        self._uses = Uses()
        self._stated = Stated()
        self._shared: dict[bytes, str] = {}

    def fill(self, parts: Iterable[Part], judge: Judge | None = None, older: Replaced = NONE) -> None:
        """Put all in; `judge` adds what the checks say of the reports in the store, `older` are the files that reports replaced."""
        own = self._own(parts)
        for first in own:
            load_own(self._store, chain([first], islice(own, REPORTS_AT_ONCE - 1)))
        reference = reference_quads(self._uses, self._iris)
        self._write(self._census.counting(chain(self._said_once(), reference)))
        derived = derived_quads(self._stated, reference, self._iris, sorted(self._sizes.items()))
        judged = judge(self._store) if judge else ()
        replaced = quads(older, sorted(self._sizes), self._iris)
        self._write(chain(self._census.counting(chain(derived, replaced, judged)), self._description()))

    def _own(self, parts: Iterable[Part]) -> Iterator[bytes]:
        """The statements that stand in one report alone, as N-Quads; what the parts say besides is noted."""
        for part in parts:
            self._sizes[part.report] = part.triples
            self._census.add(part.report, part.census)
            self._uses.add(part.uses)
            self._stated.add(part.uses)
            for line in part.shared.splitlines():
                self._shared.setdefault(line, part.report)
            if part.report not in self._held:
                yield unpacked(part.own)

    def _said_once(self) -> Iterator[Quad]:
        """What several reports state alike (a unit's label), from the first of them alone.

        A triple in two graphs would be two solutions of a query over the union of all graphs, and a sum would count twice.
        """
        lines = (line.removesuffix(b".") + f"<{report}> .\n".encode() for line, report in self._shared.items())
        return parse(input=stream(lines), format=RdfFormat.N_QUADS)

    def _description(self) -> Iterator[Quad]:
        """What the census says once all else has been counted."""
        yield from self._census.quads(self._iris)

    def _write(self, quads: Iterable[Quad]) -> None:
        self._store.bulk_extend(_copied(quads, self._common) if self._common else quads)


def load_own(store: Store, reports: Iterable[bytes]) -> None:
    """Put what `kg.parts` wrote of some reports, N-Quads, into the store in one load."""
    store.bulk_load(input=stream(reports), format=RdfFormat.N_QUADS, lenient=True)
    give_back()


def draft(iris: Iris, reports: Iterable[Iterable[Quad]]) -> Store:
    """A store in memory that answers like a release of these reports alone: for checks of files that are not in the data.

    A report's quads are as `kg.mapper` or `kg.bundle` give them.
    """
    store = Store()
    held = (set(report) for report in reports)
    Filling(store, iris).fill(part_of(_graph(quads), quads, iris) for quads in held if quads)
    return store


def _graph(quads: set[Quad]) -> str:
    """The one graph that a report's quads are in."""
    (graph,) = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    return graph


def _copied(quads: Iterable[Quad], out: BinaryIO) -> Iterator[Quad]:
    """The same quads, which are written to `out` as well."""
    source = iter(quads)
    while some := list(islice(source, _AT_ONCE)):
        serialize(some, out, RdfFormat.N_QUADS)
        yield from some

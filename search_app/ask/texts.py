"""What the reports say in words, read straight from the store: whether a word stands in them at all costs no query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Store

from kg.literals import year
from ontology.terms import FA

_DROPPED = str.maketrans("", "", '“”" ')
_SAID = (FA.text, FA.what)


def is_said(store: Store, targets: Iterable[tuple[str, int]], word: str) -> bool:
    """True where the narrative of a report of these units and years, or the wording of one of its figures, holds the folded `word`."""
    return any(word in said for unit, of_year in targets for graph in _reports(store, unit, of_year) for said in _words(store, graph))


def _reports(store: Store, unit: str, of_year: int) -> Iterator[NamedNode]:
    """The reports of a unit for a year, each in a graph of its own."""
    for quad in store.quads_for_pattern(None, FA.reportOf, NamedNode(unit), None):
        report = quad.subject
        if isinstance(report, NamedNode) and any(store.quads_for_pattern(report, FA.year, year(of_year), None)):
            yield report


def _words(store: Store, report: NamedNode) -> Iterator[str]:
    """Its passages and the wordings of its figures, as the queries of statements compare them."""
    for said in _SAID:
        for quad in store.quads_for_pattern(None, said, None, report):
            if isinstance(quad.object, Literal):
                yield quad.object.value.translate(_DROPPED).lower()

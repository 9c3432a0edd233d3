"""What the report of a unit and year says: its sentences, each with its headings and the place that it can be read from again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kg.literals import year
from ontology.terms import FA
from search_app.ask.characters import Folded, fold

_SENTENCE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?\n]?")
_NUMBER = re.compile(r"#p(\d+)$")


@dataclass(frozen=True)
class Sentence:
    """A part of what is printed at `place`: from character `start` of the literal of `column` (a property).

    `context`: the folded headings above it; `before`: what the same paragraph says before it, folded; `quote`: the whole of it.
    """

    place: str
    column: NamedNode
    start: int
    typed: Folded
    context: str
    before: str
    quote: str
    section: str

    @property
    def text(self) -> str:
        """The folded sentence."""
        return self.typed.text


def reports(store: Store, unit: str, of_year: int) -> Iterator[NamedNode]:
    """The reports of a unit for a year, each in a graph of its own."""
    for quad in store.quads_for_pattern(None, FA.reportOf, NamedNode(unit), None):
        report = quad.subject
        if isinstance(report, NamedNode) and any(store.quads_for_pattern(report, FA.year, year(of_year), None)):
            yield report


def paragraphs(store: Store, report: NamedNode) -> Iterator[Sentence]:
    """The sentences of its narrative in their order."""
    sections = texts(store, report, FA.section)
    numbered = sorted(
        (int(found[1]), place, text) for place, text in texts(store, report, FA.text).items() if (found := _NUMBER.search(place))
    )
    for _, place, text in numbered:
        section, before = sections.get(place, ""), ""
        context = fold(section).text
        for piece in _SENTENCE.finditer(text):
            typed = fold(piece.group())
            yield Sentence(place, FA.text, piece.start() + 1, typed, context, before, text, section)
            before += typed.text


def path_of(store: Store, report: str) -> str:
    """The file of a report."""
    return texts(store, NamedNode(report), FA.filePath).get(report, "")


def texts(store: Store, report: NamedNode, named: NamedNode) -> Mapping[str, str]:
    """What that property says in a report, by place; for a link its IRI."""
    quads = store.quads_for_pattern(None, named, None, report)
    return {
        quad.subject.value: quad.object.value
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal | NamedNode)
    }

"""Passages as the page of hits shows them: whose they are, where they stand, and the words that were asked for marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from search_app.addresses import page_of
from search_app.holdings import Holding, Holdings
from search_app.search import Hit

LONGEST = 420
_BEFORE = 80
_SENTENCE_END = re.compile(r"[。；！？\n]")
_OTHERS = 3

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Another place of the same text."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A passage on the page. `others` are places of the same text, `unnamed` how many more there are."""

    title: str
    href: str
    section: str
    html: Markup
    others: tuple[Place, ...]
    unnamed: int


def views(hits: Sequence[Hit], held: Holdings) -> list[HitView]:
    """The hits in their order."""
    by_iri = {report.iri: report for report in held.reports}
    return [_view(hit, held.base, by_iri) for hit in hits]


def _view(hit: Hit, base: str, reports: dict[str, Holding]) -> HitView:
    others = tuple(Place(_label(one["iri"], hit, reports), page_of(one["iri"], base)) for one in hit.also[:_OTHERS])
    return HitView(
        title=f"{hit.unit}　{hit.year}年{hit.type}",
        href=page_of(hit.iri, base),
        section=" › ".join(hit.section),
        html=excerpt(hit.text, hit.highlights),
        others=others,
        unnamed=hit.also_total - len(others),
    )


def _label(iri: str, hit: Hit, reports: dict[str, Holding]) -> str:
    """The other report by what tells it from the hit's: its year, or unit and year."""
    report = reports.get(iri.partition("#")[0])
    if report is None:
        return "另一处"
    kind = "" if report.type == hit.type else report.type
    return f"{report.year}年{kind}" if report.unit == hit.unit else f"{report.unit}{report.year}年{kind}"


def excerpt(text: str, spans: Sequence[Span]) -> Markup:
    """The text with its marks; a long one from the sentence of its first mark on, with … where it is cut."""
    start = _start(text, spans) if len(text) > LONGEST else 0
    end = min(len(text), start + LONGEST)
    pieces: list[Markup | str] = ["…" if start else ""]
    done = start
    for first, last in spans:
        if first >= done and last <= end:
            pieces += [escape(text[done:first]), Markup("<mark>{}</mark>").format(text[first:last])]
            done = last
    return Markup("").join([*pieces, escape(text[done:end]), "…" if end < len(text) else ""])


def _start(text: str, spans: Sequence[Span]) -> int:
    """Where a long text begins: the sentence of its longest mark, not too far before it."""
    if not spans:
        return 0
    first = max(spans, key=lambda span: span[1] - span[0])[0]
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, first)]
    start = max(ends[-1] if ends else 0, first - _BEFORE)
    return min(start, max(0, len(text) - LONGEST))

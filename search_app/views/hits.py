"""Passages as the page of hits shows them: whose they are, where they stand, and the words that were asked for marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup, escape

from search_app.addresses import page_of
from search_app.holdings import Holding, Holdings, annex_name
from search_app.search import Hit, SimilarPassages
from search_app.search.passages import Passage

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
    """A passage on the page. `others` are places of the same text, `unnamed` how many more there are; `file` is the name of the annex
    that prints it, "" for the report's own file."""

    title: str
    href: str
    section: str
    html: Markup
    others: tuple[Place, ...]
    unnamed: int
    similar_href: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage at its place."""

    title: str
    href: str
    section: str
    html: Markup


@dataclass(frozen=True, slots=True)
class SimilarView:
    """A passage, those most like it, and the same section of its unit in other years."""

    passage: PassageView
    others: list[PassageView]
    years: list[PassageView]


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
        html=excerpt(hit.text, hit.highlights, hit.sentence),
        others=others,
        unnamed=hit.also_total - len(others),
        similar_href=f"/similar?{urlencode({'iri': hit.iri})}",
        file=annex_name(hit.file, reports.get(hit.report)),
    )


def similar_view(found: SimilarPassages, base: str) -> SimilarView:
    """A passage, its likes and its counterparts of other years as a page shows them."""
    others, years = ([_place(passage, base) for passage in some] for some in (found.others, found.years))
    return SimilarView(_place(found.passage, base), others, years)


def _place(passage: Passage, base: str) -> PassageView:
    title = f"{passage.unit}　{passage.year}年{passage.type}"
    return PassageView(title, page_of(passage.iri, base), " › ".join(passage.section), excerpt(passage.text, []))


def _label(iri: str, hit: Hit, reports: dict[str, Holding]) -> str:
    """The other report by what tells it from the hit's: its year, or unit and year."""
    report = reports.get(iri.partition("#")[0])
    if report is None:
        return "另一处"
    kind = "" if report.type == hit.type else report.type
    return f"{report.year}年{kind}" if report.unit == hit.unit else f"{report.unit}{report.year}年{kind}"


def excerpt(text: str, spans: Sequence[Span], sentence: Span | None = None) -> Markup:
    """The text with its marks and the sentence nearest in meaning set off; a long one from that sentence (or its first mark) on."""
    start = _start(text, spans, sentence) if len(text) > LONGEST else 0
    end = min(len(text), start + LONGEST)
    inside = (max(sentence[0], start), min(sentence[1], end)) if sentence and sentence[0] < end and sentence[1] > start else (end, end)
    parts = [(start, inside[0], False), (*inside, True), (inside[1], end, False)]
    pieces = [_marked(text, spans, *part) for part in parts]
    return Markup("").join(["…" if start else "", *pieces, "…" if end < len(text) else ""])


def _marked(text: str, spans: Sequence[Span], start: int, end: int, nearest: bool) -> Markup:
    pieces: list[Markup | str] = []
    done = start
    for first, last in ((max(first, start), min(last, end)) for first, last in spans):
        if first < last:
            pieces += [escape(text[done:first]), Markup("<mark>{}</mark>").format(text[first:last])]
            done = last
    found = Markup("").join([*pieces, escape(text[done:end])])
    return Markup('<span class="near">{}</span>').format(found) if nearest and found else found


def _start(text: str, spans: Sequence[Span], sentence: Span | None) -> int:
    """Where a long text begins: the sentence nearest in meaning, else that of its longest mark, not too far before it."""
    if sentence:
        return min(sentence[0], max(0, len(text) - LONGEST))
    if not spans:
        return 0
    first = max(spans, key=lambda span: span[1] - span[0])[0]
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, first)]
    start = max(ends[-1] if ends else 0, first - _BEFORE)
    return min(start, max(0, len(text) - LONGEST))

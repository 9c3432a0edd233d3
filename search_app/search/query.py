"""The passages that answer a question, as `/api/search` gives them."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kg.errors import UsageError
from kg.release import Release
from search_app.search.columns import Facet, Filters, Mask, Scores
from search_app.search.highlights import Span, highlights
from search_app.search.index import SearchIndex, open_index
from search_app.search.passages import Passage
from search_app.search.ranking import Ranked
from search_app.search.terms import Term, terms

LONGEST_QUESTION = 1000
MOST_HITS = 100
ALSO_SHOWN = 20

_ORDERS: dict[str, Callable[[Passage], int]] = {
    "relevance": lambda _passage: 0,
    "newest": lambda passage: -passage.year,
    "oldest": lambda passage: passage.year,
}
SORTS = tuple(_ORDERS)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers. `also` are other places of the same text (20 at most, `also_total` in all).

    `scores` are BM25 and cosine, None where that way did not find it; `kind` is that of `Passage`.
    """

    iri: str
    report: str
    file: str
    unit: str
    year: int
    section: Sequence[str]
    text: str
    highlights: Sequence[Span]
    score: float
    scores: dict[str, float | None]
    also: Sequence[dict[str, str]]
    also_total: int
    type: str
    kind: str
    page: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits. `total` texts were found in all; `semantic` is false while the vectors are being made."""

    query: str
    took_ms: int
    total: int
    hits: Sequence[Hit]
    facets: dict[str, list[Facet]]
    semantic: bool

    def body(self) -> dict[str, Any]:
        """What `/api/search` answers."""
        return asdict(self)


def search(
    release: Release, text: str, k: int = 10, page: int = 1, filters: Filters | None = None, sort: str = "relevance"
) -> SearchResult:
    """Page `page` (from 1) of the passages that answer `text`, `k` a page; raises `UsageError` where something given makes no sense."""
    begun = time.perf_counter()
    asked = _check(text, k, page, sort)
    index = open_index(release.directory)
    scope = index.scope(_clean(text))
    allowed = index.columns.allowed(filters or Filters())
    passages = index.columns.passages(allowed)
    ranked = index.rank(scope, allowed)
    facets = index.columns.facets(ranked.texts, passages)
    best = _Best(index, passages, index.bonus(scope))
    places = best.order(ranked, sort)[(page - 1) * k : page * k]
    hits = [_hit(ranked, place, *best.passages(int(ranked.texts[place])), asked) for place in places]
    took = round(1000 * (time.perf_counter() - begun))
    return SearchResult(text, took, len(ranked.texts), hits, facets, index.dense is not None)


class _Best:
    """Chooses between the passages that have one text: those that pass the filters, the unit and year that were asked for first."""

    def __init__(self, index: SearchIndex, allowed: Mask, bonus: Scores) -> None:
        self._index = index
        self._worth = np.where(allowed, bonus, -np.inf)

    def passages(self, text: int) -> tuple[Passage, list[Passage]]:
        """The passage to show and the others."""
        first, found = self._index.passages_of(text)
        best = int(np.argmax(self._worth[first : first + len(found)]))
        return found[best], [passage for number, passage in enumerate(found) if number != best]

    def order(self, ranked: Ranked, sort: str) -> list[int]:
        """The places in `ranked` in the order that is asked for; what is equal stays as it is."""
        places = list(range(len(ranked.texts)))
        if sort == "relevance":
            return places
        key = _ORDERS[sort]
        return sorted(places, key=lambda place: key(self.passages(int(ranked.texts[place]))[0]))


def _hit(ranked: Ranked, place: int, passage: Passage, others: list[Passage], asked: Sequence[Term]) -> Hit:
    return Hit(
        iri=passage.iri,
        report=passage.report,
        file=passage.file,
        unit=passage.unit,
        year=passage.year,
        section=list(passage.section),
        text=passage.text,
        highlights=highlights(passage.text, asked),
        score=round(float(ranked.scores[place]), 4),
        scores={"lexical": _number(ranked.lexical[place]), "dense": _number(ranked.dense[place])},
        also=[{"iri": other.iri, "file": other.file} for other in others[:ALSO_SHOWN]],
        also_total=len(others),
        type=passage.type,
        kind=passage.kind,
        page=passage.page,
        line=passage.line,
    )


def _check(text: str, k: int, page: int, sort: str) -> list[Term]:
    """The words of the question."""
    if len(text) > LONGEST_QUESTION:
        raise UsageError(f"the question has {len(text)} characters, the limit is {LONGEST_QUESTION}", hint="ask in fewer words")
    if not 1 <= k <= MOST_HITS:
        raise UsageError(f"k is {k}, not 1 to {MOST_HITS}", hint="use page for more hits")
    if page < 1:
        raise UsageError(f"page is {page}, the first page is 1")
    if sort not in SORTS:
        raise UsageError(f"sort is {sort!r}, not one of {', '.join(SORTS)}")
    found = terms(_clean(text))
    if not found:
        raise UsageError("the question holds no word and no number", hint="for example: 公务接待费为什么减少")
    return found


def _clean(text: str) -> str:
    """`text` without half characters (surrogates), which no index can hold."""
    return text.encode("utf-8", "replace").decode()


def _number(score: np.float32) -> float | None:
    return None if math.isnan(score) else round(float(score), 4)

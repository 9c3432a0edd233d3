"""The passages that answer a question, as `/api/search` gives them."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kg.errors import UsageError
from kg.release import Release
from search_app.search.columns import Facet, Filters, Numbers
from search_app.search.highlights import Span, highlights
from search_app.search.index import SearchIndex, Wanted, open_index
from search_app.search.passages import Passage
from search_app.search.ranking import Ranked
from search_app.search.terms import Term, terms

LONGEST_QUESTION = 1000
MOST_HITS = 100
ALSO_SHOWN = 20

SORTS = ("relevance", "newest", "oldest")

# What stands in straight quotes or corner brackets must occur; in curved quotes where it stands apart: “三公”经费 is a name.
_PHRASE = re.compile(r"""["＂]([^"＂]{2,})["＂]|[「『]([^」』]{2,})[」』]|(?:^|(?<=\s))“([^”]{2,})”(?=\s|$)""")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers. `also` are other places of the same text (20 at most, `also_total` in all).

    `scores` are BM25 and nearness (cosine), None where that way did not find it; `kind` is that of `Passage`; `sentence` is the
    place [start, end) of the sentence that is nearest to the question.
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
    sentence: Span | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits. `total` texts were found in all; `semantic` is false where the vectors were not there yet.

    `scope` is what the question itself says of unit and years (hits from there come first), `terms` the official terms for its words.
    """

    query: str
    took_ms: int
    total: int
    hits: Sequence[Hit]
    facets: dict[str, list[Facet]]
    semantic: bool
    scope: dict[str, Any]
    terms: Sequence[str]

    def body(self) -> dict[str, Any]:
        """What `/api/search` answers."""
        return asdict(self)


def search(
    release: Release,
    text: str,
    k: int = 10,
    page: int = 1,
    filters: Filters | None = None,
    sort: str = "relevance",
    *,
    scoped: bool = True,
) -> SearchResult:
    """Page `page` (from 1) of the passages that answer `text`, `k` a page; raises `UsageError` where something given makes no sense.

    Without `scoped` the units and years that the question names are words like others.
    """
    begun = time.perf_counter()
    asked = _check(text, k, page, sort)
    index = open_index(release.directory)
    question = _clean(text)
    wanted = index.wanted(question, phrases(question), scoped=scoped)
    chosen = index.select(index.columns.allowed(filters or Filters()))
    ranked = index.rank(wanted, chosen)
    facets = index.columns.facets(ranked.texts, chosen)
    places = _order(index, ranked, sort)[(page - 1) * k : page * k]
    hits = [_hit(index, ranked, place, wanted, asked) for place in places.tolist()]
    took = round(1000 * (time.perf_counter() - begun))
    scope = {"unit": wanted.scope.unit, "years": sorted(wanted.scope.years)}
    return SearchResult(text, took, len(ranked.texts), hits, facets, wanted.vector is not None, scope, wanted.expansion.names)


def phrases(question: str) -> list[str]:
    """What the question has in quotes."""
    return [next(filter(None, groups)).strip() for groups in _PHRASE.findall(question)]


def _order(index: SearchIndex, ranked: Ranked, sort: str) -> Numbers:
    """The places in `ranked` in the order that is asked for; what is equal stays as it is."""
    if sort == "relevance":
        return np.arange(len(ranked.texts), dtype=np.int32)
    years = np.array(index.columns.value("year", ranked.passages), np.int32)
    return np.argsort(years if sort == "oldest" else -years, kind="stable").astype(np.int32)


def _hit(index: SearchIndex, ranked: Ranked, place: int, wanted: Wanted, asked: Sequence[Term]) -> Hit:
    text, shown = int(ranked.texts[place]), int(ranked.passages[place])
    passage = index.passage(text, shown)
    others = _others(index, text, shown)
    return Hit(
        iri=passage.iri,
        report=passage.report,
        file=passage.file,
        unit=passage.unit,
        year=passage.year,
        section=list(passage.section),
        text=passage.text,
        highlights=highlights(passage.text, asked, wanted.expansion.official),
        score=round(float(ranked.scores[place]), 4),
        scores={"lexical": _number(ranked.lexical[place]), "dense": _number(ranked.dense[place])},
        also=[{"iri": other.iri, "file": other.file} for other in others],
        also_total=int(index.texts.firsts[text + 1] - index.texts.firsts[text]) - 1,
        type=passage.type,
        kind=passage.kind,
        page=passage.page,
        line=passage.line,
        sentence=index.sentence(text, passage, wanted),
    )


def _others(index: SearchIndex, text: int, shown: int) -> list[Passage]:
    """Other places of a text, 20 at most."""
    first, end = index.texts.firsts[text : text + 2].tolist()
    numbers = [number for number in range(first, min(end, first + ALSO_SHOWN + 1)) if number != shown]
    return [index.passage(text, number) for number in numbers[:ALSO_SHOWN]]


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

"""The passages most like a given one, and the same section of its unit in other years: for reading side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kg.errors import UsageError
from kg.release import Release
from search_app.search.columns import EVERYTHING
from search_app.search.index import SearchIndex, Wanted, open_index
from search_app.search.passages import Passage

MOST = 10
_LONGEST = 400  # characters of a passage that others are compared with
_NUMBERING = re.compile(r"^[（(]?[\d一二三四五六七八九十]+[）)、.．]\s*|^第[一二三四五六七八九十]+[部章节]分?\s*")


@dataclass(frozen=True, slots=True)
class SimilarPassages:
    """`passage` itself, `others` most like it (best first), and `years`: the likest passage of the same section by year."""

    passage: Passage
    others: Sequence[Passage]
    years: Sequence[Passage]

    def body(self) -> dict[str, Any]:
        """What `/api/similar` answers."""
        return asdict(self)


def similar(release: Release, iri: str) -> SimilarPassages:
    """What is like the passage with that IRI; raises `UsageError` where no passage has it."""
    index = open_index(release.directory)
    text, number = index.texts.find(iri)
    if text < 0:
        raise UsageError("no passage has this IRI", where=iri[:200], hint="take it from a hit of /api/search")
    passage = index.passage(text, number)
    wanted = index.wanted(passage.text[:_LONGEST], scoped=False)
    ranked = index.rank(wanted, EVERYTHING)
    pairs = [pair for pair in zip(ranked.texts.tolist(), ranked.passages.tolist(), strict=True) if pair[0] != text]
    return SimilarPassages(passage, [index.passage(*pair) for pair in pairs[:MOST]], _years(index, passage, wanted))


def _years(index: SearchIndex, passage: Passage, wanted: Wanted) -> list[Passage]:
    """The best passage of each other year below the same innermost heading in a report of the unit, newest first."""
    headings = [value for value in index.columns.values["section"] if _same(value, passage.section)]
    allowed = {"unit": index.columns.named("unit", [passage.unit]), "section": index.columns.named("section", headings)}
    found: dict[int, Passage] = {}
    for year in index.columns.values["year"]:
        if headings and int(year) != passage.year:
            chosen = index.select({**allowed, "year": index.columns.named("year", [year])})
            best = index.likest(wanted, chosen)
            if best is not None:
                found[int(year)] = best
    return [found[year] for year in sorted(found, reverse=True)]


def _same(heading: str, section: Sequence[str]) -> bool:
    return bool(section) and _plain(heading) == _plain(section[-1])


def _plain(heading: str) -> str:
    return _NUMBERING.sub("", re.sub(r"(?:19|20)\d\d年?度?", "", heading)).strip()

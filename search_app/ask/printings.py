"""All that the reports of a unit and year print, as sentences; read once and kept while the release is served."""

from __future__ import annotations

from pyoxigraph import Store

from search_app.ask.lexicon import Lexicon
from search_app.ask.records import records
from search_app.ask.sentences import Sentence, paragraphs, reports

_KEPT = 64  # units and years whose sentences stay in memory: about 300 KB each


def printed_by(store: Store, lexicon: Lexicon, unit: str, of_year: int) -> tuple[Sentence, ...]:
    """The sentences of the narrative, then the rows."""
    kept: dict[tuple[str, int], tuple[Sentence, ...]] = lexicon.remember("sentences", lambda _: {})
    if (unit, of_year) not in kept:
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)))
        own = list(reports(store, unit, of_year))
        kept[unit, of_year] = tuple(one for read in (paragraphs, records) for report in own for one in read(store, report))
    return kept[unit, of_year]

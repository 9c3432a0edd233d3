"""Names in a row that share their end: 执法执勤、特种专业技术和其他用车 are three kinds of vehicles."""

from __future__ import annotations

from collections.abc import Sequence

from search_app.ask.lexicon import Lexicon
from search_app.ask.spans import Span
from search_app.ask.things import NAMING

_LEAST = 2  # characters of 用车


def with_shared_endings(lexicon: Lexicon, spans: list[Span], unknown: list[Span]) -> tuple[list[Span], list[Span]]:
    """The spans with those unknown words that are names with the end of a name further on in their row, and what is still unknown."""
    left: list[Span] = []
    for gap in reversed(unknown):
        named = _named(lexicon, gap, spans)
        spans = sorted([*spans, named], key=lambda span: span.start) if named else spans
        left = left if named else [gap, *left]
    return spans, left


def _named(lexicon: Lexicon, gap: Span, spans: Sequence[Span]) -> Span | None:
    last = _end_of_row(gap, spans)
    if last is None:
        return None
    for start in range(len(last.text) - _LEAST + 1):
        terms = tuple(term for term in lexicon.terms.get(gap.text + last.text[start:], ()) if term.kind in NAMING)
        if terms:
            return Span(gap.start, gap.end, gap.text + last.text[start:], terms)
    return None


def _end_of_row(gap: Span, spans: Sequence[Span]) -> Span | None:
    """The next name in the row, 、 or 和 between; None where the word stands in none."""
    after = [span for span in spans if span.start >= gap.end][:2]
    is_row = len(after) == 2 and after[0].start == gap.end and after[0].says("and") and after[1].of(*NAMING)
    return after[1] if is_row else None

"""Subordinate units that a question names by the end of their names, beside the unit that they are a part of: 局里的检验中心."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.spans import Span

_LEAST = 3  # characters of 执法队
_BELOW = re.compile("^(?:的|里|下面|下属|所属|下设|下辖|直属|管的|这个|那个)+")


def with_endings(lexicon: Lexicon, spans: list[Span], unknown: list[Span]) -> tuple[list[Span], list[Span]]:
    """The spans with those unknown words that end the name of just one division of the units named, and what is still unknown."""
    units = {iri for span in spans for iri in span.of("unit", "bare")}
    if not units:
        return spans, unknown
    left: list[Span] = []
    for gap in unknown:
        named = _ending(lexicon, gap, units)
        spans = [*spans, named] if named else spans
        left += [] if named else [gap]
    return sorted(spans, key=lambda span: span.start), left


def _ending(lexicon: Lexicon, gap: Span, units: set[str]) -> Span | None:
    before = _BELOW.match(gap.text)
    text = gap.text[before.end() :] if before else gap.text
    names = _divided(lexicon, units) if len(text) >= _LEAST else ()
    found = [name for name in names if folded(name).endswith(text)]
    if len(found) != 1:
        return None
    return Span(gap.end - len(text), gap.end, text, (Term("division", found[0]),))


def _divided(lexicon: Lexicon, units: set[str]) -> Sequence[str]:
    return [name for name, holders in lexicon.divisions.items() if not units.isdisjoint(holders)]

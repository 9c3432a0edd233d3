"""Projects and indicators that a question names in part: 预警平台建设经费 for 智慧化多点触发监测预警平台建设经费."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon, Term, Unit
from search_app.ask.spans import Span

_LEAST = 4  # characters that must stand together in the name


def partly_named(lexicon: Lexicon, text: str, gap: Span, units: Iterable[Unit]) -> Span | None:
    """The one project, else the one indicator, of `units` (of all where none) whose name holds the unknown words in `gap`.

    The words around them that the name goes on with count too. None where no name, or more than one, fits best.
    """
    iris = {unit.iri for unit in units}
    projects = {
        Term("project", project.iri): tuple(map(folded, project.names)) for project in lexicon.projects if not iris or project.unit in iris
    }
    indicators = {
        Term("indicator", name): (folded(name),) for name, holders in lexicon.indicators.items() if not iris or not iris.isdisjoint(holders)
    }
    return _best(text, gap, projects) or _best(text, gap, indicators)


def _best(text: str, gap: Span, named: Mapping[Term, tuple[str, ...]]) -> Span | None:
    best: dict[tuple[int, int], list[Term]] = {}
    for term, names in named.items():
        place = max((_longest(text, gap, name) for name in names), key=lambda span: span[1] - span[0])
        best.setdefault(place, []).append(term)
    start, end = max(best, key=lambda span: span[1] - span[0], default=(0, 0))
    if end - start < _LEAST or len(best[start, end]) > 1:
        return None
    return Span(start, end, text[start:end], tuple(best[start, end]))


def _longest(text: str, gap: Span, name: str) -> tuple[int, int]:
    """The longest part of `text` around `gap` that `name` holds; (0, 0) where it does not hold the gap."""
    start, end = gap.start, gap.end
    if text[start:end] not in name:
        return 0, 0
    while end < len(text) and text[start : end + 1] in name:
        end += 1
    while start > 0 and text[start - 1 : end] in name:
        start -= 1
    return start, end

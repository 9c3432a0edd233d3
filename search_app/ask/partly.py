"""Projects and indicators that a question names in part: 预警平台建设经费 for 智慧化多点触发监测预警平台建设经费."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon, Term, Unit
from search_app.ask.spans import Span

_LEAST = 4  # characters that must stand together in the name
_LEAST_BEFORE = 3  # the same before the word 项目


@dataclass(frozen=True, slots=True)
class _Named:
    """A project or indicator with its folded names and the units that have it."""

    term: Term
    names: tuple[str, ...]
    units: frozenset[str]


def partly_named(lexicon: Lexicon, text: str, gap: Span, units: Iterable[Unit]) -> Span | None:
    """The one project, else the one indicator, of `units` (of all where none) whose name holds the unknown words in `gap`.

    The words around them that the name goes on with count too. None where no name, or more than one, fits best.
    """
    iris = {unit.iri for unit in units}
    return _best(text, gap, iris, lexicon.remember("project names", _projects)) or _best(
        text, gap, iris, lexicon.remember("indicator names", _indicators)
    )


def _projects(lexicon: Lexicon) -> list[_Named]:
    return [_Named(Term("project", one.iri), tuple(map(folded, one.names)), frozenset({one.unit})) for one in lexicon.projects]


def _indicators(lexicon: Lexicon) -> list[_Named]:
    return [_Named(Term("indicator", name), (folded(name),), frozenset(holders)) for name, holders in lexicon.indicators.items()]


def _best(text: str, gap: Span, iris: set[str], named: Iterable[_Named]) -> Span | None:
    best: dict[tuple[int, int], list[Term]] = {}
    for one in named:
        holding = [name for name in one.names if gap.text in name]
        if holding and (not iris or not iris.isdisjoint(one.units)):
            place = max((_longest(text, gap, name) for name in holding), key=lambda span: span[1] - span[0])
            best.setdefault(place, []).append(one.term)
    start, end = max(best, key=lambda span: span[1] - span[0], default=(0, 0))
    least = _LEAST_BEFORE if text.startswith(("项目", "专项"), end) else _LEAST
    if end - start < least or len(best[start, end]) > 1:
        return None
    return Span(start, end, text[start:end], tuple(best[start, end]))


def _longest(text: str, gap: Span, name: str) -> tuple[int, int]:
    """The longest part of `text` around `gap` that `name`, which holds the gap, holds."""
    start, end = gap.start, gap.end
    while end < len(text) and text[start : end + 1] in name:
        end += 1
    while start > 0 and text[start - 1 : end] in name:
        start -= 1
    return start, end

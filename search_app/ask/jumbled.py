"""Names that a question gives by their words in another order, or with some left out: 更新软件网络. Said in the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search_app.ask.characters import folded
from search_app.ask.lexicon import Lexicon, Term
from search_app.ask.sounds import Heard
from search_app.ask.spans import Span

_LEAST = 5  # characters
_SHARE = 0.5  # of the name that they must make up
_BETWEEN = "用和与及的"  # what may stand between the words


@dataclass(frozen=True, slots=True)
class _Meant:
    """What is meant, and its name."""

    term: Term
    name: str


def with_jumbled(lexicon: Lexicon, spans: list[Span], unknown: list[Span]) -> tuple[list[Span], list[Span], tuple[Heard, ...]]:
    """The spans with those unknown words that are words of one name alone, what is still unknown, and what was recognized.

    The name of a subject; or of a project of the units named, which the known words beside may be a part of.
    """
    told: list[Heard] = []
    for gap in list(unknown):
        window = _window(spans, unknown, gap)
        found = _subject(lexicon, gap.text)
        found, place = (found, gap) if found else (_project(lexicon, spans, window.text), window)
        if found and gap in unknown:
            told.append(Heard(place.text, found.name, place.start))
            spans = sorted([*_outside(spans, place), Span(place.start, place.end, place.text, (found.term,))], key=lambda one: one.start)
            unknown = list(_outside(unknown, place))
    return spans, unknown, tuple(told)


def _outside(spans: Iterable[Span], place: Span) -> Iterator[Span]:
    return (span for span in spans if span.end <= place.start or place.end <= span.start)


def _window(spans: list[Span], unknown: list[Span], gap: Span) -> Span:
    """The unknown words with those that touch them: 家庭经济困难高, 中 and 生资助 are one."""
    near = {token.start: token for token in (*unknown, *(span for span in spans if len(span.text) == 1 and span.says("within", "and")))}
    text, end = gap.text, gap.end
    while end in near:
        text, end = text + near[end].text, near[end].end
    return Span(gap.start, end, text)


def _subject(lexicon: Lexicon, text: str) -> _Meant | None:
    named = ((Term("subject", f"{one.scheme}/{one.code}"), one.names) for one in lexicon.subjects)
    return _only(named, text)


def _project(lexicon: Lexicon, spans: list[Span], text: str) -> _Meant | None:
    units = {iri for span in spans for iri in span.of("unit", "bare")}
    named = ((Term("project", one.iri), one.names) for one in lexicon.projects if one.unit in units)
    return _only(named, text) if units and len(text) >= _LEAST else None


def _only(named: Iterable[tuple[Term, tuple[str, ...]]], text: str) -> _Meant | None:
    """The one thing whose name holds the words; None where none or several do."""
    text = text.strip(_BETWEEN)
    if len(text) < _LEAST:
        return None
    found = {term: name for term, names in named for name in names if _holds(folded(name), text)}
    return _Meant(*next(iter(found.items()))) if len(found) == 1 else None


def _holds(name: str, text: str) -> bool:
    """True where the text is made of pieces of the name, of two characters and more, and these make up half of it."""
    at, held = 0, 0
    while at < len(text):
        length = next((n for n in range(len(text) - at, 1, -1) if text[at : at + n] in name), 0)
        if not length and text[at] not in _BETWEEN:
            return False
        at, held = at + (length or 1), held + length
    return held >= _SHARE * len(name.removesuffix("支出"))

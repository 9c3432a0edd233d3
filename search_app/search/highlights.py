"""Which characters of a text a question's words are found in."""

from __future__ import annotations

from collections.abc import Iterable

from search_app.search.terms import Term, places, spans

Span = tuple[int, int]


def highlights(text: str, asked: Iterable[Term], wordings: Iterable[str] = ()) -> list[Span]:
    """The places [start, end) of the words and of whole `wordings` in `text`, joined where they touch.

    Single Han characters count only where nothing else was asked.
    """
    asked = list(asked)
    wanted = {term.text for term in asked if not term.weak} or {term.text for term in asked}
    found = [*spans(text, wanted), *((at, at + len(wording)) for wording in wordings for at in places(text, wording))]
    return _joined(sorted(found))


def _joined(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found

"""Lists that a report gives by its outline: the headings below a heading, the numbered paragraphs of a section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ontology.terms import FA
from search_app.ask.characters import fold
from search_app.ask.sentences import Sentence

_JOINED = " > "
_NUMBER = re.compile(r"^[(]?(?:[一二三四五六七八九十]+|\d{1,2})[)、.,]|^[一二三四五六七八九十]是")
_HEAD = re.compile(r"[^:,;。(]+")


@dataclass(frozen=True, slots=True)
class Outline:
    """`under` is the heading as a sentence; `items` are sentences, of each of which characters [start, end) are the item."""

    under: Sentence
    items: tuple[tuple[Sentence, int, int], ...]


def outlines(known: Sequence[Sentence]) -> Iterator[Outline]:
    """Every heading with two headings below it or more, and every section with two numbered paragraphs or more."""
    yield from _headings(known)
    for section, inside in groupby(known, key=lambda one: one.section):
        items = [item for sentence in inside if (item := _head(sentence))]
        if len(items) > 1:
            yield Outline(_heading(items[0][0], section), tuple(items))


def _headings(known: Sequence[Sentence]) -> Iterator[Outline]:
    below: dict[str, dict[str, Sentence]] = {}
    for sentence in known:
        levels = sentence.section.split(_JOINED)
        for depth in range(1, len(levels)):
            above, path = _JOINED.join(levels[:depth]), _JOINED.join(levels[: depth + 1])
            below.setdefault(above, {}).setdefault(path, sentence)
    for above, children in below.items():
        if len(children) > 1:
            yield Outline(_heading(next(iter(children.values())), above), tuple(_item(path, one) for path, one in children.items()))


def _heading(first: Sentence, path: str) -> Sentence:
    """The last heading of a path, below those before it."""
    above, _, last = path.rpartition(_JOINED)
    return replace(
        first,
        column=FA.section,
        start=len(above) + len(_JOINED) + 1 if above else 1,
        typed=fold(last),
        context=fold(above).text,
        before="",
    )


def _item(path: str, first: Sentence) -> tuple[Sentence, int, int]:
    heading = replace(_heading(first, path), quote=path)
    number = _NUMBER.match(heading.text)
    return heading, number.end() if number else 0, len(heading.text.rstrip("。;:,"))


def _head(sentence: Sentence) -> tuple[Sentence, int, int] | None:
    """What a numbered paragraph begins with, up to its first mark."""
    number = _NUMBER.match(sentence.text)
    found = _HEAD.search(sentence.text, number.end()) if number else None
    return (sentence, *found.span()) if found else None

"""Which patterns a text can hold at all: most passages hold none of the words that a pattern asks for, and need not be searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import import_module
from itertools import groupby
from typing import Any

from ingest.narrative.wordings import pattern

parser: Any = import_module("re._parser")  # what `re` itself compiles; nothing public shows it
_REPEATS = (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT)
_NOTHING: frozenset[str] = frozenset()


class _Pieces:
    """Characters and pairs of characters, to be looked for in texts."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._by_begin: dict[str, list[tuple[str, str]]] = {}
        for piece in pieces:
            self._by_begin.setdefault(piece[0], []).append((piece[-1], piece))
        self._begins = frozenset(self._by_begin)

    def found_in(self, text: str) -> Iterator[str]:
        """Those that `text` holds."""
        held = _characters(text)
        return (piece for begin in held & self._begins for end, piece in self._by_begin[begin] if end in held and piece in text)


@lru_cache(maxsize=4)  # several seek in one text, one right after the other
def _characters(text: str) -> frozenset[str]:
    return frozenset(text)


class Sought:
    """A pattern and its telltales: every text in which it is found holds a piece of each of them."""

    def __init__(self, pattern: re.Pattern[str], telltales: tuple[frozenset[str], ...]) -> None:
        self.pattern = pattern
        self.telltales = telltales
        self._pieces = tuple(map(_Pieces, telltales))

    def can_be_in(self, text: str) -> bool:
        """False where `text` cannot hold the pattern."""
        return all(any(pieces.found_in(text)) for pieces in self._pieces)

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """The matches in `text` from `start` on."""
        return self.pattern.finditer(text, start) if self.can_be_in(text) else iter(())


class Sieve:
    """Many patterns, of which a text can hold few."""

    def __init__(self, several: Iterable[Sought]) -> None:
        self._always: list[Sought] = []
        self._by_sign: dict[str, list[Sought]] = {}
        for one in several:
            for sign in one.telltales[0] if one.telltales else ():
                self._by_sign.setdefault(sign, []).append(one)
            if not one.telltales:
                self._always.append(one)
        self._signs = _Pieces(self._by_sign)

    def holdable(self, text: str) -> frozenset[Sought]:
        """Those that `text` can hold."""
        told = {one for sign in self._signs.found_in(text) for one in self._by_sign[sign]}
        return frozenset((*self._always, *(one for one in told if one.can_be_in(text))))


def sought(wording: str) -> Sought:
    """The pattern (without flags), compiled, with its telltales."""
    return Sought(re.compile(wording), tuple(sorted(_of_each(parser.parse(wording)), key=_telling, reverse=True)))


@cache
def sought_in(form: str, key: str) -> Sought:
    """The pattern under `key` of a form, or the patterns as one."""
    return sought(pattern(form, key).pattern)


def sign_of(several: Iterable[Sought]) -> re.Pattern[str]:
    """One pattern, quick to look for, that is in every text in which one of `several` is found."""
    signs = {sign for one in several for sign in (one.telltales[0] if one.telltales else {""})}
    return re.compile("|".join(map(re.escape, sorted(signs))))


def _telling(telltale: frozenset[str]) -> tuple[int, int]:
    """Pairs tell more than characters, few more than many."""
    return min(map(len, telltale)), -len(telltale)


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The most telling of the telltales of what must be there one after the other."""
    return max(_of_each(parts), key=_telling, default=_NOTHING)


def _of_each(parts: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """The telltales of all that must be there one after the other, the last first."""
    found: list[frozenset[str]] = []
    for is_word, run in groupby(parts, key=lambda part: part[0] is parser.LITERAL):
        if is_word:
            found.append(frozenset({"".join(chr(character) for _, character in run)[-2:]}))
        else:
            found += (_of_part(operation, value) for operation, value in run)
    return [one for one in reversed(found) if one]


def _of_part(operation: Any, value: Any) -> frozenset[str]:
    if operation is parser.IN:
        listed = all(kind is parser.LITERAL for kind, _ in value)
        return frozenset(chr(character) for _, character in value) if listed else _NOTHING
    if operation is parser.BRANCH:
        ways = [_of_sequence(way) for way in value[1]]
        return frozenset().union(*ways) if all(ways) else _NOTHING
    if operation is parser.ASSERT or operation is parser.SUBPATTERN:
        return _of_sequence(value[-1])
    if operation in _REPEATS and value[0]:
        return _of_sequence(value[2])
    return _NOTHING

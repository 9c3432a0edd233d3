"""Which patterns a text can hold at all: most passages hold none of the words that a pattern asks for, and need not be searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import groupby
from operator import add
from typing import Any

from ingest.narrative.wordings import pattern

parser: Any = import_module("re._parser")  # what `re` itself compiles; nothing public shows it
_REPEATS = (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT)
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sought:
    """A pattern and its telltales: every text in which it is found holds a piece of each of them."""

    pattern: re.Pattern[str]
    telltales: tuple[frozenset[str], ...]

    def can_be_in(self, held: Set[str]) -> bool:
        """False where no text of the pieces `held` can hold the pattern."""
        return not any(map(held.isdisjoint, self.telltales))

    def finditer(self, text: str, held: Set[str], start: int = 0) -> Iterator[re.Match[str]]:
        """The matches in `text` from `start` on; `held` are the pieces of `text`."""
        return self.pattern.finditer(text, start) if self.can_be_in(held) else iter(())


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


def pieces(text: str) -> set[str]:
    """The characters of `text` and the pairs of characters that stand side by side."""
    return {*text, *map(add, text, text[1:])}


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

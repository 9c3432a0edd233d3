"""Questions in one form: half width, simplified characters, no blanks but between two numbers, no quotation marks.

With the way back to what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s(?=\s*\d)")
_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_DROPPED = frozenset("“”\"'‘’「」『』《》〈〉")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded form of `typed`; character `i` of it comes from character `places[i]`."""

    typed: str
    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of `typed` that [start, end) of `text` stands for."""
        return (self.places[start], self.places[end - 1] + 1) if start < end else (0, 0)

    def with_words(self, start: int, length: int, meant: str) -> Folded:
        """The question with `meant` in place of the `length` characters from `start`."""
        text = self.text[:start] + meant + self.text[start + length :]
        stretched = tuple(self.places[start + min(number, length - 1)] for number in range(len(meant)))
        return replace(self, text=text, places=self.places[:start] + stretched + self.places[start + length :])


def fold(typed: str) -> Folded:
    """`typed` as it is compared with names."""
    kept = {found.start() for found in _BETWEEN_NUMBERS.finditer(typed)}
    pieces = [(number, " " if number in kept else _character(character)) for number, character in enumerate(typed)]
    return Folded(typed, "".join(piece for _, piece in pieces), tuple(number for number, piece in pieces for _ in piece))


def folded(name: str) -> str:
    """The folded form alone."""
    return "".join(map(_character, name))


def small_number(text: str) -> int:
    """三, 两, 十 and numbers in digits; 0 for anything else."""
    return int(text) if text.isdecimal() else _NUMERALS.get(text, 0)


@cache
def _simplified() -> dict[str, str]:
    text = resources.files("search_app.ask").joinpath("traditional.txt").read_text(encoding="utf-8")
    return {pair[0]: pair[1] for line in text.splitlines() if not line.startswith("#") for pair in line.split()}


def _character(character: str) -> str:
    """One character folded, empty where it says nothing."""
    if character.isspace() or character in _DROPPED:
        return ""
    plain = unicodedata.normalize("NFKC", character).lower()
    return "".join(_simplified().get(one, one) for one in plain if not one.isspace())

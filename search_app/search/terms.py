"""Words of a text for BM25: single Han characters and pairs of them, numbers, words of other scripts; with their places.

Full and half width, upper and lower case, traditional and simplified characters are one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from opencc import OpenCC

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|\d+(?:[.,]\d+)*|[^\W\d_{_HAN}]+")
_SINGLE = re.compile(f"[{_HAN}]")


@dataclass(frozen=True, slots=True)
class Term:
    """A word as it is indexed, and the characters [start, end) it stands for."""

    text: str
    start: int
    end: int

    @property
    def weak(self) -> bool:
        """True for a single Han character: most texts hold it."""
        return bool(_SINGLE.fullmatch(self.text))


def terms(text: str) -> list[Term]:
    """All words of `text`: 融资10.5万 gives 融, 资, 融资, 10.5, 万."""
    folded, places = _fold(text)
    return [
        Term(folded[at : at + size].replace(",", ""), places[at], places[at + size - 1] + 1)
        for run in _RUN.finditer(folded)
        for size in ((1, 2) if run["han"] else (len(run[0]),))
        for at in range(run.start(), run.end() - size + 1)
    ]


def words(text: str) -> list[str]:
    """The words alone; ten times as fast."""
    found: list[str] = []
    for run in _RUN.finditer(fold(text)):
        han = run["han"]
        found += [*han, *map("".join, pairwise(han))] if han else [run[0].replace(",", "")]
    return found


def _fold(text: str) -> tuple[str, list[int]]:
    """`text` in NFKC and lower case, character by character, and which character each came from."""
    folded = [_fold_character(character) for character in text]
    places = [number for number, piece in enumerate(folded) for _ in piece]
    return "".join(folded), places


@lru_cache(maxsize=16384)
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return _simplifier().convert(folded) if _SINGLE.fullmatch(folded) else folded


def fold(text: str) -> str:
    """`text` as words are compared: half width, lower case, simplified."""
    return "".join(map(_fold_character, text))


def simplify(text: str) -> str:
    """`text` with simplified characters for traditional ones, character by character: 雲溪 is 云溪."""
    return "".join(_fold_character(c) if _SINGLE.fullmatch(c) else c for c in text)


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")

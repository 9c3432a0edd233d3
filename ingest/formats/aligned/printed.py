"""Lines of text as pieces with their place: what two blanks part stands apart, and so do two numbers side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

_NUMBER = re.compile(r"[-−+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[%％]?")
_PIECE = re.compile(r"[^\s\u3000]+(?:[ \u3000][^\s\u3000]+)*")
_PRINTED = re.compile(r"[^ \u3000\t\f]+(?: [^ \u3000\t\f]+)*")
_SPACED = re.compile(r"(?<![\u4e00-\u9fff])(项|合|总|小|栏|行|收|支)([ \u3000]{1,12})(目|计|次|入|出)(?![\u4e00-\u9fff])")
_BESIDE = re.compile(r"(?<=[\d%]) (?=-?\d)|(?<=[\u4e00-\u9fff]) (?=\d[\d,.]*%?$)")  # 1 20, 5元/亩 20
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6“”‘’—…·①-⑳≥≤×Ⅰ-ⅻ]")


@dataclass(frozen=True, slots=True)
class Piece:
    """What is printed together on a line, and the positions that it takes: from `x0` up to `x1`."""

    text: str
    x0: int
    x1: int

    @property
    def is_number(self) -> bool:
        """True where all of it is one number."""
        return _is_number(self.text)

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.x0 + self.x1) / 2

    @property
    def ink(self) -> int:
        """Half-widths that it takes on paper, whatever positions it takes here."""
        return sum(2 if character > "\u00ff" and _WIDE.match(character) else 1 for character in self.text)

    def over(self, x0: int, x1: int) -> bool:
        """True where it shares a position with `x0` up to `x1`."""
        return self.x0 < x1 and x0 < self.x1


@lru_cache(maxsize=1 << 12)  # a piece is asked for it in every step
def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.replace(" ", "")))


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line: its number in the file, its page (from 1), its pieces, and how many blank lines stand above it."""

    line: int
    page: int
    pieces: tuple[Piece, ...]
    gap: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """The pieces' words."""
        return tuple(piece.text for piece in self.pieces)


def pieces(line: str, wide: int) -> tuple[Piece, ...]:
    """The pieces of a line; a full-width character takes `wide` positions."""
    joined = _SPACED.sub(lambda found: found[1] + "\u00a0" * len(found[2]) + found[3], line)
    at = _places(joined, wide)
    out: list[Piece] = []
    for found in _PRINTED.finditer(joined):
        start = found.start()
        for part in _BESIDE.split(found[0]):
            out.append(Piece(part, at[start], at[start + len(part)]))
            start += len(part) + 1
    return tuple(out)


def width_of(lines: Iterable[str]) -> int:
    """How many positions a full-width character takes: as many as bring more pieces below each other (1 or 2)."""
    sample = [line for line in lines if len(_PIECE.findall(line)) > 2]
    return max((1, 2), key=lambda wide: _aligned(sample, wide))


def _aligned(lines: Sequence[str], wide: int) -> int:
    """How many pieces begin or end where one of the line above does."""
    found = 0
    for above, row in pairwise(pieces(line, wide) for line in lines):
        lefts, rights = {piece.x0 for piece in above}, {piece.x1 for piece in above}
        found += sum(piece.x0 in lefts or piece.x1 in rights for piece in row)
    return found


def _places(line: str, wide: int) -> Sequence[int]:
    """The position where each character of `line` begins, and where the last one ends."""
    if wide == 1:
        return range(len(line) + 1)
    return list(accumulate((wide if character > "\u00ff" and _WIDE.match(character) else 1 for character in line), initial=0))

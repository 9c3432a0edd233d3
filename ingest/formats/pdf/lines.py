"""Glyphs put into printed lines, and lines into pieces where wide gaps part them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.formats.pdf.ink import Glyph

_BLANK = 0.25  # of the size: a gap that a blank between words leaves
_TOUCHING = 0.12  # of the size: what lies between the glyphs of one word
WIDE = 2.5  # of the size: a gap that parts what is printed side by side
NUMBER = re.compile(r"^[-−+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[%％]?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    page: int = 0

    @property
    def size(self) -> float:
        """Height of its tallest glyph, as near as the line tells."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2

    @property
    def is_number(self) -> bool:
        """True where all of it is one number."""
        return bool(NUMBER.match(self.text.replace(" ", "")))


def lines_of(glyphs: Iterable[Glyph], page: int = 0) -> list[Line]:
    """The glyphs as lines from top to bottom, a blank at every gap between words."""
    return [_line(row, page) for row in _rows(glyphs) if any(not g.text.isspace() for g in row)]


def pieces(glyphs: Iterable[Glyph], page: int = 0, gap: float = WIDE) -> list[list[Line]]:
    """The lines of the glyphs, each as the pieces that gaps of `gap` times the size leave."""
    return [[_line(piece, page) for piece in _parted(row, gap)] for row in _rows(glyphs) if any(not g.text.isspace() for g in row)]


def runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs that touch each other on a line, from left to right."""
    return (run for row in _rows(glyphs) for run in _parted(row, _TOUCHING))


def joined(lines: Sequence[Line]) -> Line:
    """Pieces or lines as one line over all of them."""
    return Line(
        " ".join(line.text for line in lines),
        min(line.x0 for line in lines),
        max(line.x1 for line in lines),
        min(line.top for line in lines),
        max(line.bottom for line in lines),
        lines[0].page,
    )


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.middle):
        if row and glyph.middle - middle > 0.5 * min(max(g.size for g in row[-8:]), glyph.size * 1.5):
            yield sorted(row, key=lambda g: g.x0)
            row = []
        if not row or not glyph.text.isspace():
            middle = glyph.middle if not row else (middle * len(row) + glyph.middle) / (len(row) + 1)
        row.append(glyph)
    if row:
        yield sorted(row, key=lambda g: g.x0)


def _parted(row: Sequence[Glyph], gap: float) -> Iterator[list[Glyph]]:
    part: list[Glyph] = []
    for glyph in (g for g in row if not g.text.isspace()):
        if part and glyph.x0 - part[-1].x1 > gap * max(glyph.size, part[-1].size):
            yield part
            part = []
        part.append(glyph)
    if part:
        yield part


def _line(row: Sequence[Glyph], page: int) -> Line:
    ink = [g for g in row if not g.text.isspace()]
    text: list[str] = []
    for before, glyph in zip([None, *ink], ink, strict=False):
        if before and glyph.x0 - before.x1 > _BLANK * glyph.size:
            text.append(" ")
        text.append(glyph.text)
    sizes = sorted(g.size for g in ink)
    size, middle = sizes[len(sizes) // 2], sum(g.middle for g in ink) / len(ink)
    return Line(
        "".join(text),
        ink[0].x0,
        max(g.x1 for g in ink),
        middle - size / 2,
        middle + size / 2,
        page,
    )

"""A page's ink as printed lines and tables, from top to bottom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ingest.formats.pdf.cuts import apart
from ingest.formats.pdf.ink import Glyph, PageInk
from ingest.formats.pdf.lattice import Frame, frames
from ingest.formats.pdf.lines import pieces
from ingest.formats.pdf.margins import Printed
from ingest.formats.pdf.open_tables import ruled_across, unruled
from ingest.formats.pdf.parts import CLOSING, Part, part_of
from kg.facts import Unresolved


@dataclass(frozen=True, slots=True)
class Layout:
    """One page: its printed lines outside tables and its tables; `notes`: tables that could not be read."""

    number: int
    height: float
    lines: tuple[Printed, ...]
    parts: tuple[Part, ...]
    notes: tuple[Unresolved, ...] = ()

    @property
    def cells(self) -> int:
        """How many cells its tables have."""
        return sum(len(row) for part in self.parts for row in part.rows)

    @property
    def texts(self) -> Iterator[str]:
        """All that it prints, in no certain order."""
        yield from (piece.text for line in self.lines for piece in line)
        yield from (cell.text for part in self.parts for row in part.rows for cell in row)

    def items(self, lines: Sequence[Printed]) -> Iterator[Printed | Part]:
        """`lines` (those of the page, or some of them) and the tables in reading order."""
        tops: list[tuple[float, int, Printed | Part]] = [(line[0].top, 1, line) for line in lines]
        tops += [(part.top, 0, part) for part in self.parts]
        return (item for _, _, item in sorted(tops, key=lambda t: t[:2]))


def layout(ink: PageInk) -> Layout:
    """The page's lines and tables."""
    parts, outside = _tables(_outermost(frames(ink.flat, ink.upright)), ink.glyphs, ink.number)
    drawn = [rule for rule in ink.flat if not any(part.top - 1 <= rule.at <= part.bottom + 1 for part in parts)]
    open_parts: list[Part] = []
    uncertain = 0
    for find in (partial(ruled_across, flat=drawn), unruled):
        tables = find(outside)
        more, outside = _tables([table.frame for table in tables if table.frame], outside, ink.number)
        open_parts += [replace(part, unruled=True) for part in more]
        # Numbers whose columns are not certain are no text either.
        outside = [glyph for glyph in outside if not any(table.holds(glyph) for table in tables)]
        uncertain += sum(1 for table in tables if not table.frame)
    notes = (Unresolved(f"page {ink.number}", "", "a table without rules: its columns are not certain"),) * uncertain
    return Layout(ink.number, ink.height, tuple(pieces(outside, ink.number)), (*parts, *open_parts), notes)


def _tables(found: Sequence[Frame], glyphs: Sequence[Glyph], page: int) -> tuple[list[Part], list[Glyph]]:
    """The tables in the frames, and the glyphs outside of them."""
    inside, outside = _sorted_out(glyphs, found)
    return [part for frame, held in zip(found, inside, strict=True) for part in apart(part_of(frame, held, page))], outside


def _outermost(found: Sequence[Frame]) -> list[Frame]:
    """Frames that don't lie inside another one."""
    return [frame for frame in found if not any(other is not frame and _within(frame, other) for other in found)]


def _within(inner: Frame, outer: Frame) -> bool:
    return outer.xs[0] < inner.xs[0] and inner.xs[-1] < outer.xs[-1] and outer.ys[0] < inner.ys[0] and inner.ys[-1] < outer.ys[-1]


def _sorted_out(glyphs: Sequence[Glyph], found: Sequence[Frame]) -> tuple[list[list[Glyph]], list[Glyph]]:
    inside: list[list[Glyph]] = [[] for _ in found]
    outside: list[Glyph] = []
    tops = [frame.ys[0] for frame in found]
    for glyph in glyphs:
        last = bisect_right(tops, glyph.middle)
        home = next((i for i in range(last - 1, -1, -1) if _holds(found[i], glyph)), None)
        (outside if home is None else inside[home]).append(glyph)
    return inside, outside


def _holds(frame: Frame, glyph: Glyph) -> bool:
    hangs = glyph.x1 - glyph.x0 if glyph.text in CLOSING else 0.0  # Word lets a mark hang over the border
    return frame.ys[0] <= glyph.middle <= frame.ys[-1] and frame.xs[0] <= glyph.centre <= frame.xs[-1] + hangs

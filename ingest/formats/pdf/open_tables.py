"""Tables without upright rules: columns found by the white between their numbers, drawn in as if they were ruled.

Rows are what stands between two rules; where there are none, every line must be a row of its own. What is not certain stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.pdf.columns import columns, free, whites
from ingest.formats.pdf.ink import Glyph, Rule
from ingest.formats.pdf.lattice import Frame, frames
from ingest.formats.pdf.lines import Line, pieces

_APART = 0.9  # of the size: the white between two columns
_ROWS = 3  # rows of numbers that make a table
_COLUMNS = 3
_SAME_END = 6.0  # points
_SPACING = 3.2  # of the size: lines of one table are at most this far apart
_HEAD_LINES = 4
_CAPTION = re.compile(r"表$|单位[:：]|部门[:：]|^注")

_FAR = 90.0  # points between two rules of one table

Pieces = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Found:
    """A table without upright rules: where it lies, and its frame, None where its columns are not certain."""

    x0: float
    x1: float
    top: float
    bottom: float
    frame: Frame | None

    def holds(self, glyph: Glyph) -> bool:
        """True for a glyph inside."""
        return self.top <= glyph.middle <= self.bottom and self.x0 <= glyph.centre <= self.x1


def ruled_across(glyphs: Sequence[Glyph], flat: Sequence[Rule]) -> list[Found]:
    """Tables whose rows are parted by rules of one length and whose columns are not."""
    found: list[Found] = []
    for stack in _stacks(flat):
        inside = [g for g in glyphs if stack[0].at < g.middle < stack[-1].at and stack[0].start - 2 <= g.centre <= stack[0].end + 2]
        rows = pieces(inside, gap=_APART)
        for group in _tables_in(stack, rows):
            bands = [[p for row in rows for p in row if top.at < p.middle <= low.at] for top, low in pairwise(group)]
            if sum(map(_is_body, bands)) >= _ROWS - 1:
                found.append(_found(bands, group))
    return sorted(found, key=lambda f: f.top)


def unruled(glyphs: Sequence[Glyph]) -> list[Found]:
    """Tables without any rule."""
    rows = pieces(glyphs, gap=_APART)
    return [_found(bands, _between(bands)) for bands in (rows[_head(rows, start) : end] for start, end in _bodies(rows))]


def _found(bands: Sequence[Pieces], flat: Sequence[Rule]) -> Found:
    made = frames(flat, _uprights(bands, flat))
    return Found(flat[0].start, flat[0].end, flat[0].at, flat[-1].at, made[0] if len(made) == 1 else None)


def _tables_in(stack: Sequence[Rule], rows: Sequence[Pieces]) -> Iterator[list[Rule]]:
    """The rules of each table: a caption or much white between two rules parts tables."""
    group: list[Rule] = [stack[0]]
    for above, rule in pairwise(stack):
        between = [p for row in rows for p in row if above.at < p.middle <= rule.at]
        if any(_CAPTION.search(piece.text) for piece in between) or rule.at - above.at > _FAR:
            if len(group) > _ROWS:
                yield group
            group = []
        group.append(rule)
    if len(group) > _ROWS:
        yield group


def _is_body(row: Pieces) -> bool:
    return len(row) >= _COLUMNS and sum(piece.is_number for piece in row) >= 2


def _stacks(flat: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Horizontal rules of one length above each other, from top to bottom."""
    left = list(flat)
    while left:
        first = left[0]
        alike = [r for r in left if abs(r.start - first.start) <= _SAME_END and abs(r.end - first.end) <= _SAME_END]
        left = [r for r in left if r not in alike]
        if len(alike) > _ROWS:
            yield alike


def _bodies(rows: Sequence[Pieces]) -> Iterator[tuple[int, int]]:
    """Ranges of lines from the first to the last row of numbers of a table."""
    body = [i for i, row in enumerate(rows) if _is_body(row)]
    start = 0
    for k in range(1, len(body) + 1):
        if k == len(body) or not _near(rows, body[k - 1], body[k]):
            if k - start >= _ROWS:
                yield body[start], body[k - 1] + 1
            start = k


def _near(rows: Sequence[Pieces], i: int, k: int) -> bool:
    return k - i <= 2 and rows[k][0].middle - rows[i][0].middle <= _SPACING * rows[i][0].size * (k - i)


def _head(rows: Sequence[Pieces], start: int) -> int:
    """Index of the first line of the head above the body that begins at `start`."""
    top = start
    while top and start - top < _HEAD_LINES and len(rows[top - 1]) > 1 and _near(rows, top - 1, top):
        if any(_CAPTION.search(piece.text) for piece in rows[top - 1]):
            break
        top -= 1
    return top


def _between(rows: Sequence[Pieces]) -> list[Rule]:
    """Rules as they could be drawn between the lines, above the first and below the last."""
    x0 = min(piece.x0 for row in rows for piece in row) - 2
    x1 = max(piece.x1 for row in rows for piece in row) + 2
    tops = [min(piece.top for piece in row) for row in rows]
    bottoms = [max(piece.bottom for piece in row) for row in rows]
    ats = [tops[0] - 1, *((b + t) / 2 for b, t in zip(bottoms, tops[1:], strict=False)), bottoms[-1] + 1]
    return [Rule(at, x0, x1) for at in ats]


def _uprights(bands: Sequence[Pieces], flat: Sequence[Rule]) -> list[Rule]:
    """Upright rules in the white between the columns, left out where a label of the head stands over several; none if not certain."""
    first = next(i for i, band in enumerate(bands) if _is_body(band))
    spans = columns(bands[:first], bands[first:])
    if not spans:
        return []
    drawn = [*whites(spans, bands[:first]), flat[0].start, flat[0].end]
    return [Rule(x, top.at, low.at) for band, (top, low) in zip(bands, pairwise(flat), strict=True) for x in free(band, drawn)]

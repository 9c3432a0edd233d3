"""Printed lines as paragraphs: a line that reaches the right margin goes on with the next one, unless that is indented or set apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.document import Block, Grid, Paragraph
from ingest.formats.cleaning import clean
from ingest.formats.pdf.lines import Line
from ingest.formats.pdf.margins import Printed
from ingest.sections import starts_item

_RAGGED = 2.3  # of the size: how far from the margin a full line may end, as punctuation may not begin a line
_INDENT = 1.2  # of the size
_SPACED = 1.3  # of the usual distance of lines: a larger one parts paragraphs
_ALIKE = 0.08  # of the size
_END = re.compile(r"[。；！？：;:]$")
_STOP = re.compile(r"[。！？]$")
_LEADER = re.compile(r"\s*[.…·．‥・]{3,}\s*[-—]?\d{0,4}[-—]?\s*$")
_NOTE = re.compile(r"^(?:[①-⑳*※]|\[\d+\]|注\d?[:：]|\d{1,2}\s)")
_SMALL = 0.92  # of the usual size: a footnote is smaller
_LOW = 0.55  # of the page's height: a footnote stands below


@dataclass(frozen=True, slots=True)
class Measure:
    """The text column of a document: its left and right margin, the usual size and distance of its lines."""

    left: float
    right: float
    size: float
    pitch: float


def measure(lines: Sequence[Line]) -> Measure:
    """The text column that the lines stand in; all zero without lines."""
    long = [line for line in lines if len(line.text) >= 15] or list(lines)
    if not long:
        return Measure(0.0, 0.0, 0.0, 0.0)
    lefts = Counter(round(line.x0 / 4) for line in long)
    rights = sorted(line.x1 for line in long)
    steps = Counter(
        round(b.middle - a.middle)
        for a, b in zip(lines, lines[1:], strict=False)
        if a.page == b.page and 0 < b.middle - a.middle < 4 * a.size
    )
    size = Counter(round(line.size, 1) for line in long).most_common(1)[0][0]
    left = min(x for x, n in lefts.items() if n >= max(lefts.values()) / 4) * 4
    return Measure(left, rights[int(len(rights) * 0.9)], size, steps.most_common(1)[0][0] if steps else 2 * size)


def paragraphs(items: Iterable[Printed | Grid], column: Measure, heights: Mapping[int, float]) -> Iterator[Block]:
    """Lines joined to paragraphs between the grids, in the order of `items`; footnotes follow the paragraph they interrupt."""
    held: list[Line] = []
    notes: list[list[Line]] = []
    for item in items:
        if isinstance(item, Grid) or len(item) > 1:
            yield from _closed(held, notes)
            held, notes = [], []
            yield from (item,) if isinstance(item, Grid) else (_paragraph([piece]) for piece in item)
            continue
        line = item[0]
        if _is_note(line, column, heights) or (notes and notes[-1][-1].page == line.page and line.size < _SMALL * column.size):
            _add_note(notes, line)
        elif held and _continues(held, line, column):
            held.append(line)
        else:
            yield from _closed(held, notes)
            held, notes = [line], []
    yield from _closed(held, notes)


def _closed(held: Sequence[Line], notes: Sequence[Sequence[Line]]) -> Iterator[Paragraph]:
    return (_paragraph(lines) for lines in (held, *notes) if lines and clean(lines[0].text))


def _paragraph(lines: Sequence[Line]) -> Paragraph:
    return Paragraph(clean(_LEADER.sub("", " ".join(line.text for line in lines))), page=lines[0].page)


def _is_note(line: Line, column: Measure, heights: Mapping[int, float]) -> bool:
    low = line.top > _LOW * heights[line.page]
    return low and line.size < _SMALL * column.size and bool(_NOTE.match(line.text))


def _add_note(notes: list[list[Line]], line: Line) -> None:
    if notes and not _NOTE.match(line.text):
        notes[-1].append(line)
    else:
        notes.append([line])


def _continues(held: Sequence[Line], line: Line, column: Measure) -> bool:
    """True where `line` is the next line of the paragraph `held`."""
    last = held[-1]
    if abs(last.size - line.size) > _ALIKE * last.size or last.x1 < column.right - _RAGGED * last.size or _LEADER.search(last.text):
        return False
    if line.page == last.page and line.middle - last.middle > max(_SPACED * column.pitch, 1.2 * last.size):
        return False
    if _END.search(last.text) and starts_item(line.text):
        return False
    if line.page != last.page and _STOP.search(last.text) and held[0].x0 < column.left + _INDENT * line.size:
        return False  # no indent and no distance would tell a new paragraph
    left = min(column.left, held[0].x0) if len(held) == 1 else min(held_line.x0 for held_line in held[1:])
    return line.x0 < max(left, column.left) + _INDENT * line.size

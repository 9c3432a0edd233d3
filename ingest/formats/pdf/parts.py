"""A table as it stands on one page: rows of cells with their places, and the text in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.formats.cleaning import clean
from ingest.formats.pdf.ink import Glyph
from ingest.formats.pdf.lattice import Box, Frame
from ingest.formats.pdf.lines import Line, joined, pieces, runs

_ASIDE = 1.2  # of the size: numbers this far apart on one line are two numbers
CLOSING = "，。；：、！？）》”%％"
_CUT = 0.12  # of a glyph's width: a border this far inside it runs through it
_OVERHANG = 4  # glyphs that may hang over a border
_ROOM = 1.2  # of the size: a line that leaves this much room was not wrapped


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: its left and right border, its text ("" for blank). `full`: its last line reaches the right border."""

    x0: float
    x1: float
    text: str = ""
    full: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table on a page. A merged cell stands in its first row.

    `borders` are the borders between the cells beside each other at the height of each row; `whole[i]` is True where no cell
    reaches from the row above into row i. `unruled`: its columns were found without rules between them.
    """

    page: int
    rows: tuple[Row, ...]
    borders: tuple[tuple[float, ...], ...]
    whole: tuple[bool, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    unruled: bool = False


def part_of(frame: Frame, glyphs: Sequence[Glyph], page: int) -> Part:
    """The drawn table with its text."""
    held = _sorted_out(glyphs, frame)
    starting: dict[int, list[int]] = {}
    for i, box in enumerate(frame.boxes):
        starting.setdefault(box.row, []).append(i)
    rows: list[Row] = []
    borders: list[tuple[float, ...]] = []
    whole: list[bool] = []
    for number, owners in enumerate(frame.owner):
        new = starting.get(number, [])
        printed = list(_printed_rows([(frame.boxes[i], _lines(held.get(i, []), page)) for i in new], frame))
        rows += printed
        borders += [_borders(owners, frame)] * len(printed)
        whole += [set(owners) <= set(new)] * len(printed)
    return Part(page, tuple(rows), tuple(borders), tuple(whole), frame.xs[0], frame.xs[-1], frame.ys[0], frame.ys[-1])


def _sorted_out(glyphs: Sequence[Glyph], frame: Frame) -> dict[int, list[Glyph]]:
    """The glyphs of every box; a word that runs over a border stays whole."""
    held: dict[int, list[Glyph]] = {}
    for run in runs(glyphs):
        homes = [frame.box_at(min(glyph.centre, frame.xs[-1] - 0.1), glyph.middle) for glyph in run]
        for i in range(1, len(run)):
            if homes[i] != homes[i - 1]:
                _keep_whole(run, homes, i, frame)
        for glyph, home in zip(run, homes, strict=True):
            if home is not None:
                held.setdefault(home, []).append(glyph)
    return held


def _keep_whole(run: Sequence[Glyph], homes: list[int | None], i: int, frame: Frame) -> None:
    """Change `homes` where the glyphs before `i` and from `i` on are one word over a border."""
    if run[i].text in CLOSING:  # begins no cell
        homes[i] = homes[i - 1]
        return
    if run[i - 1].text in CLOSING:
        return
    rest = len(run) - i
    straddles = any(g.x0 + _CUT * (g.x1 - g.x0) < x < g.x1 - _CUT * (g.x1 - g.x0) for g in run[i - 1 : i + 1] for x in frame.xs)
    if not straddles or min(i, rest) > _OVERHANG or (run[i - 1].text.isdigit() and run[i].text.isdigit()):
        return
    if rest <= i:
        homes[i:] = [homes[i - 1]] * rest
    else:
        homes[:i] = [homes[i]] * i


def _borders(owners: Sequence[int], frame: Frame) -> tuple[float, ...]:
    return tuple(frame.xs[c] for c in range(1, len(owners)) if owners[c] != owners[c - 1])


def _lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    return [_side_by_side(parts) for parts in pieces(glyphs, page, _ASIDE)]


def _side_by_side(parts: Sequence[Line]) -> Line:
    """One line; two numbers beside each other in one cell stay two, so that nobody reads them as one."""
    line = joined(parts)
    if sum(part.is_number for part in parts) < 2:
        return line
    return replace(line, text="；".join(part.text for part in parts))


def _printed_rows(cells: Sequence[tuple[Box, list[Line]]], frame: Frame) -> Iterator[Row]:
    """The row of cells between two rules, or the several rows that are printed there without rules between them."""
    anchors = _anchors(cells, frame)
    if cells and not anchors:
        yield tuple(_cell(box, lines, frame) for box, lines in cells)
    for i in range(len(anchors)):
        yield tuple(_cell(box, [line for line in lines if _nearest(line, anchors) == i], frame) for box, lines in cells)


def _anchors(cells: Sequence[tuple[Box, list[Line]]], frame: Frame) -> list[float]:
    """Heights of the rows of numbers printed between two rules; none where only wrapped cells are there."""
    stacked = [lines for box, lines in cells if box.row_end == box.row + 1 and _is_stack(box, lines, frame)]
    longest = max(stacked, key=len, default=[])
    return [line.middle for line in longest] if len(stacked) > 1 or len(longest) > 2 else []


def _is_stack(box: Box, lines: Sequence[Line], frame: Frame) -> bool:
    width = frame.xs[box.column_end] - frame.xs[box.column]
    roomy = all(line.x1 - line.x0 + _ROOM * line.size < width for line in lines[:-1])
    return len(lines) > 1 and roomy and all(line.is_number for line in lines)


def _nearest(line: Line, anchors: Sequence[float]) -> int:
    return min(range(len(anchors)), key=lambda i: abs(anchors[i] - line.middle))


def _cell(box: Box, lines: Sequence[Line], frame: Frame) -> Cell:
    x0, x1 = frame.xs[box.column], frame.xs[box.column_end]
    if not lines:
        return Cell(x0, x1)
    last = lines[-1]
    full = last.x1 - last.x0 + _ROOM * last.size >= x1 - x0 - 4
    return Cell(x0, x1, clean(" ".join(line.text for line in lines)), full)

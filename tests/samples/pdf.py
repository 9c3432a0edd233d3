"""A sample report as a PDF: wrapped lines, ruled tables with merged cells, page numbers, tables cut by the page in several ways."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.samples.scribe import Block, Table, Text
from tests.samples.spans import Placed, placed

FONT = "STSong-Light"
_NO_START = "，。；：、！？）》”%"
_SIZES = {0: 12.0, 1: 18.0, 2: 15.0, 3: 13.0}


@dataclass(frozen=True)
class Look:
    """How a report is printed.

    `rules`: lines, boxes (every cell a rectangle), bars (thin filled rectangles) or rows (no upright rules).
    `head`: what a table's next page repeats of its head: all, last (its last row), none.
    """

    rules: str = "lines"
    head: str = "all"
    wide: bool = False
    indent: bool = True
    header: str = ""
    bold: bool = False
    watermark: str = ""
    size: float = 8.0


@cache
def _font() -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return FONT


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines of at most `width` points; no line begins with a closing mark."""
    lines = [""]
    for c in text:
        if c == "\n" or (lines[-1] and c not in _NO_START and pdfmetrics.stringWidth(lines[-1] + c, _font(), size) > width):
            lines.append("")
        lines[-1] += c.strip("\n")
    return lines


@dataclass
class Printer:
    """Prints blocks on pages from top to bottom; `y` is where the next thing goes, counted from the top."""

    look: Look
    out: io.BytesIO = field(default_factory=io.BytesIO)
    margin: float = 64.0
    page: int = 1
    y: float = 64.0

    def __post_init__(self) -> None:
        self.width, self.height = landscape(A4) if self.look.wide else A4
        # invariant: the same blocks give the same bytes
        self.canvas = Canvas(self.out, pagesize=(self.width, self.height), invariant=1)
        self._dress()

    @property
    def left(self) -> float:
        """Height that is left on the page."""
        return float(self.height - self.margin - self.y)

    def turn(self) -> None:
        """The next page."""
        self.canvas.showPage()
        self.page += 1
        self.y = self.margin
        self._dress()

    def _dress(self) -> None:
        self.write(self.width / 2 - 8, self.height - 40, f"- {self.page} -", 9)
        if self.look.header:
            self.write(self.margin, 36, self.look.header, 9)
        if self.look.watermark:
            self.canvas.saveState()
            self.canvas.translate(150, 300)
            self.canvas.rotate(40)
            self.canvas.setFillGray(0.85)
            self.canvas.setFont(_font(), 60)
            self.canvas.drawString(0, 0, self.look.watermark)
            self.canvas.restoreState()

    def write(self, x: float, y: float, text: str, size: float) -> None:
        """Text with its top left corner at a point, printed twice where the look is bold."""
        for shift in (0.0, 0.3) if self.look.bold else (0.0,):
            self.canvas.setFont(_font(), size)
            self.canvas.drawString(x + shift, self.height - y - size * 0.88, text)

    def paragraph(self, text: str, level: int = 0) -> None:
        """A paragraph with the first line indented, or a heading."""
        size = _SIZES.get(level, 12.0)
        first = "\u3000\u3000" if self.look.indent and not level else ""
        for i, line in enumerate(wrapped(first + text, self.width - 2 * self.margin, size)):
            if self.left < size * 1.6:
                self.turn()
            shift = 2 * size if first and i == 0 else 0.0
            self.write(self.margin + shift, self.y, line.lstrip("\u3000"), size)
            self.y += size * 1.6
        self.y += 0 if self.look.indent and not level else size * 0.8

    def caption(self, left: str, right: str) -> None:
        """What stands left and right above a table."""
        self.write(self.margin, self.y, left, 10)
        self.write(self.width - self.margin - pdfmetrics.stringWidth(right, _font(), 10), self.y, right, 10)
        self.y += 16

    def table(self, cells: Sequence[Placed], head_rows: int) -> None:
        """A ruled table; a row that doesn't fit goes on the next page, below what the look repeats of the head."""
        grid = _Grid.of(cells, self.width - 2 * self.margin, self.look.size)
        rows = list(range(len(grid.heights)))
        head = rows[:head_rows]
        repeated = {"all": head, "last": head[-1:], "none": []}[self.look.head]
        if self.left < sum(grid.heights[: head_rows + 1]) + 4:
            self.turn()
        held: list[int] = []
        for row in rows:
            if sum(grid.heights[r] for r in [*held, row]) > self.left:
                self._rows(grid, held)
                self.turn()
                held = list(repeated)
            held.append(row)
        self._rows(grid, held)
        self.y += 8

    def _rows(self, grid: _Grid, rows: Sequence[int]) -> None:
        tops = {row: self.y + sum(grid.heights[r] for r in rows[:i]) for i, row in enumerate(rows)}
        bottom = self.y + sum(grid.heights[r] for r in rows)
        for cell in grid.cells:
            if cell.row not in tops:
                continue
            x0, x1 = self.margin + grid.lefts[cell.column], self.margin + grid.lefts[cell.column + cell.columns]
            y0, y1 = tops[cell.row], tops.get(cell.row + cell.rows, bottom)
            self._border(x0, y0, x1, y1)
            for i, line in enumerate(grid.texts[cell.row, cell.column]):
                room = x1 - x0 - 4 - pdfmetrics.stringWidth(line, _font(), grid.size)
                self.write(x0 + 2 + (room if cell.number else 0), y0 + 2 + i * grid.size * 1.2, line, grid.size)
        self.y = bottom

    def _border(self, x0: float, y0: float, x1: float, y1: float) -> None:
        top, bottom = self.height - y0, self.height - y1
        if self.look.rules == "boxes":
            self.canvas.rect(x0, bottom, x1 - x0, y1 - y0)
            return
        sides = [(x0, top, x1, top), (x0, bottom, x1, bottom)]
        sides += [] if self.look.rules == "rows" else [(x0, bottom, x0, top), (x1, bottom, x1, top)]
        for xa, ya, xb, yb in sides:
            if self.look.rules == "bars":
                self.canvas.rect(xa, ya, max(xb - xa, 0.6), max(yb - ya, 0.6), stroke=0, fill=1)
            else:
                self.canvas.line(xa, ya, xb, yb)

    def done(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self.out.getvalue()


@dataclass(frozen=True)
class _Grid:
    cells: tuple[Placed, ...]
    lefts: tuple[float, ...]
    heights: tuple[float, ...]
    texts: dict[tuple[int, int], list[str]]
    size: float

    @classmethod
    def of(cls, cells: Sequence[Placed], width: float, size: float) -> _Grid:
        """Columns as wide as their text wants, scaled to `width`; rows as high as their wrapped text."""
        count = max(c.column + c.columns for c in cells)
        wants = [3.0] * count
        for c in cells:
            if c.columns == 1:
                wants[c.column] = max(wants[c.column], min(14.0, len(c.text) * (0.6 if c.number else 1.0) + 1))
        lefts = [0.0]
        for want in wants:
            lefts.append(lefts[-1] + want * width / sum(wants))
        texts = {(c.row, c.column): wrapped(c.text, lefts[c.column + c.columns] - lefts[c.column] - 4, size) for c in cells}
        heights = [size * 1.2 + 5] * (max(c.row + c.rows for c in cells))
        for c in sorted(cells, key=lambda c: c.rows):
            missing = len(texts[c.row, c.column]) * size * 1.2 + 5 - sum(heights[c.row : c.row + c.rows])
            if missing > 0:
                heights[c.row + c.rows - 1] += missing
        return cls(tuple(cells), tuple(lefts), tuple(heights), texts, size)


def pdf(blocks: Sequence[Block], look: Look | None = None) -> bytes:
    """The report as a PDF."""
    printer = Printer(look or Look())
    for block in blocks:
        if isinstance(block, Text):
            for text in block.lines or (block.text,):
                printer.paragraph(text, block.level)
        else:
            _statement(printer, block)
    return printer.done()


def _statement(printer: Printer, block: Table) -> None:
    printer.paragraph(block.title, 3)
    if block.number:
        printer.caption("", block.number)
        printer.caption(f"部门：{block.owner}", f"单位：{block.unit}")
    printer.table(placed(block), block.head_rows)
    for note in (*block.notes, *([block.sentence] if block.sentence else [])):
        printer.paragraph(note)

"""Text as it arrives from converters: four styles of tables between paragraphs.

markdown      `| a | b |` rows, a separator row, a table cut by a page goes on under an empty header
tabbed        one row a line, cells separated by tabs; a long cell may be wrapped over lines
cell-a-line   one cell a line behind a tab, an empty line ends the row; merged cells are printed once
aligned       nothing but blanks between the cells, as `pdftotext -layout` prints them (ingest.formats.aligned)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ingest.document import Block, Document, Grid, Paragraph
from ingest.formats.aligned import is_aligned, read_aligned
from ingest.formats.cleaning import clean
from ingest.formats.encoding import decode
from ingest.formats.small_print import is_caption, with_small_print_apart
from ingest.limits import Limits

_CELL_LINE = re.compile(r"^[ ]?\t[^\t]*$")
_CODE = re.compile(r"\d{3}(\d\d){0,2}$")
_DIGIT = re.compile(r"\d")
_PIPE = re.compile(r"(?<!\\)\|")
_SEPARATOR = re.compile(r"^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$")
_NEAR_ROWS = 8
_FEW = 3  # lines of a known style that blanks and stray tabs can make
_ROW_START = re.compile(r"^(\d{3,7}$|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|合计|总计|栏次|本年|年初|年末|其中)")


def read(data: bytes, name: str, _limits: Limits) -> Document:
    """The document in the bytes of a text file. Raises FileUnreadable where they are empty or no text."""
    return read_text(decode(data, name), name)


def read_text(text: str, name: str) -> Document:
    """The document in `text` (line ends `\\n`): paragraphs as printed, one a line, and grids. Lines count from 1."""
    lines = text.split("\n")
    style = _style(lines)
    if style == "aligned":
        blocks, unread = read_aligned(lines)
        return Document(name, style, tuple(with_small_print_apart(blocks)), tuple(unread))
    make = {"cell-a-line": _cell_blocks, "tabbed": _tabbed_blocks, "markdown": _markdown_blocks}[style]
    return Document(name, style, tuple(with_small_print_apart(make(lines))))


def _style(lines: list[str]) -> str:
    tabbed = [line for line in lines if "\t" in line]
    cells = sum(1 for line in tabbed if _CELL_LINE.match(line))
    tabs = sum(1 for line in tabbed if line.count("\t") > 1)
    pipes = sum(1 for line in lines if _is_piped(line))
    if max(cells, tabs, pipes) < _FEW and is_aligned(lines):
        return "aligned"
    if pipes >= max(cells, tabs):
        return "markdown"
    return "cell-a-line" if cells > tabs else "tabbed"


def _paragraph(line: str, number: int) -> Iterator[Block]:
    text = clean(line)
    if text:
        yield Paragraph(text, line=number)


def _grid(rows: list[tuple[int, list[str]]]) -> Grid:
    return Grid(tuple(tuple(cells) for _, cells in rows), tuple(number for number, _ in rows), line=rows[0][0])


# markdown ------------------------------------------------------------------------------------------------------------------


def _markdown_blocks(lines: list[str]) -> Iterator[Block]:
    rows: list[tuple[int, list[str]]] = []
    for i, line in enumerate(lines):
        if _is_piped(line):
            cells = _pipe_cells(line)
            # an empty first row is the head that a page cut put in
            if not _SEPARATOR.match(line) and (any(cells) or (i and _is_piped(lines[i - 1]))):
                rows.append((i + 1, cells))
        elif line and not line.isspace():
            if rows:
                yield _grid(rows)
                rows = []
            yield from _paragraph(line, i + 1)
    if rows:
        yield _grid(rows)


def _is_piped(line: str) -> bool:
    """True for a row of a Markdown table."""
    return "|" in line and line.lstrip().startswith("|")


def _pipe_cells(text: str) -> list[str]:
    inner = text.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    if "\\|" not in inner:
        return list(map(clean, inner.split("|")))
    return [clean(cell.replace("\\|", "|")) for cell in _PIPE.split(inner)]


# tabbed --------------------------------------------------------------------------------------------------------------------


def _tabbed_blocks(lines: list[str]) -> Iterator[Block]:
    rows: list[tuple[int, list[str]]] = []
    for i, line in enumerate(lines):
        if "\t" in line or (rows and _is_wrapped_inside(lines, i)):
            rows.append((i + 1, line.split("\t")))
        elif line and not line.isspace():
            yield from _tabbed_grid(rows)
            rows = []
            yield from _paragraph(line, i + 1)
    yield from _tabbed_grid(rows)


def _is_wrapped_inside(lines: list[str], i: int) -> bool:
    """A line without tab right between two table lines: a piece of a wrapped cell."""
    between = 0 < i < len(lines) - 1 and "\t" in lines[i - 1] and "\t" in lines[i + 1]
    return between and 0 < len(lines[i].strip()) < 20 and not is_caption([clean(lines[i])])


def _tabbed_grid(rows: list[tuple[int, list[str]]]) -> Iterator[Block]:
    if not rows:
        return
    joined: list[tuple[int, list[str]]] = []
    for i, (number, cells) in enumerate(rows):
        if joined and (_continues(joined[-1], number, cells, rows, i) or _is_broken_name(joined[-1][1], cells, rows, i)):
            last = joined[-1][1]
            last[-1] += cells[0]
            last.extend(cells[1:])
        else:
            joined.append((number, list(cells)))
    yield _grid([(number, [clean(cell) for cell in cells]) for number, cells in joined])


def _is_broken_name(before: list[str], cells: list[str], rows: list[tuple[int, list[str]]], i: int) -> bool:
    """True where `before` is a code and half a name, `cells` the rest of the row, wherever tables of other widths are near."""
    if len(before) != 2 or not _CODE.match(before[0].strip()) or _DIGIT.search(before[1]):
        return False
    near = (len(other) for _, other in rows[max(0, i - _NEAR_ROWS) : i + _NEAR_ROWS + 1])
    return len(cells) > 2 and not _DIGIT.search(cells[0]) and len(cells) + 1 in near


def _usual_width(rows: list[tuple[int, list[str]]], i: int) -> int:
    """Cells of most rows around row `i`: tables of other widths may touch."""
    near = rows[max(0, i - _NEAR_ROWS) : i + _NEAR_ROWS + 1]
    return Counter(len(cells) for _, cells in near).most_common(1)[0][0]


def _continues(before: tuple[int, list[str]], number: int, cells: list[str], rows: list[tuple[int, list[str]]], i: int) -> bool:
    """True where `cells`, row `i` of `rows`, is the rest of the row `before` whose cell was wrapped over two lines."""
    first = cells[0].strip()
    if not first or _ROW_START.match(first) or number - before[0] > 3 or is_caption(before[1]) or is_caption(cells):
        return False
    if len(cells) == 1:
        return True
    return len(before[1]) + len(cells) - 1 == _usual_width(rows, i)


# cell-a-line ---------------------------------------------------------------------------------------------------------------


def _cell_blocks(lines: list[str]) -> Iterator[Block]:
    rows: list[tuple[int, list[str]]] = []
    row: tuple[int, list[str]] | None = None
    blanks = 0
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            if blanks > 1:
                yield from _cell_grid(rows)
                rows = []
            row = row or (number, [])
            row[1].extend(map(clean, line.lstrip(" ").removeprefix("\t").split("\t")))
            blanks = 0
        elif not line or line.isspace():
            if row:
                rows.append(row)
                row = None
            blanks += 1
        elif row:  # the rest of a wrapped cell
            row[1][-1] = clean(row[1][-1] + line)
        else:
            yield from _cell_grid(rows)
            rows = []
            blanks = 0
            yield from _paragraph(line, number)
    yield from _cell_grid([*rows, row] if row else rows)


def _cell_grid(rows: list[tuple[int, list[str]]]) -> Iterator[Block]:
    """A grid, or paragraphs where the cells are only a caption (title, table number, unit)."""
    texts = [(number, cell) for number, cells in rows for cell in cells if cell]
    if any(sum(map(bool, cells)) > 3 for _, cells in rows) or len(texts) > 6:
        yield _grid(rows)
    else:
        yield from (Paragraph(cell, line=number) for number, cell in texts)

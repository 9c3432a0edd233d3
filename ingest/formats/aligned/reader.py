"""Aligned text as blocks: pages without their margins, tables where lines stand in columns, paragraphs elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice, pairwise

from ingest.document import Block, Grid, Paragraph
from ingest.formats.aligned.printed import Row, pieces, width_of
from ingest.formats.aligned.table import Table
from ingest.formats.cleaning import clean
from ingest.formats.lines import lines_of
from ingest.formats.small_print import is_caption
from ingest.heads import is_column_numbers
from ingest.sections import starts_item
from kg.facts import Unresolved

WHY = "these lines look like a table, but its columns are not certain"
_GAPPED = re.compile(r"\S(?: {2,}|\u3000{2,})\S+(?: {2,}|\u3000{2,})\S")
_LEAST = 3  # lines in columns that make a text aligned, and a table
_PAGE_NUMBER = re.compile(r"^[-—–－\s·]*(?:第?\s*\d{1,4}\s*页?(?:[\s/共,，]*\d{1,4}\s*页?)?)[-—–－\s·]*$")
_DIGITS = re.compile(r"\d+")
_RUNNING = 3  # pages that print a line of a running header
_GAP = 3  # blank lines between the rows of one table
_SHORT = 24  # characters of a label that stands alone on its line
_PROSE = re.compile(r"[。；]|^(注|说明|备注)[:：\d]|^第[一二三四五六七八九十]+部分|^附\s*[件表]")
_LEADER = re.compile(r"[.…·]{4,}")
_TITLE = re.compile(r"^\S{0,40}表(?:[（(]\S{1,12}[）)])?$")
_INNER_HEAD = re.compile(r"^一级指标?$")  # below the rows of a project's money
_MOST = 40  # pieces of a line; more is no table of a report
_DECIMAL = re.compile(r"\d[.,]\d")


def is_aligned(lines: Iterable[str]) -> bool:
    """True for a text with lines of three and more pieces that only blanks part."""
    return len(list(islice(filter(_GAPPED.search, lines), _LEAST))) == _LEAST


def read_aligned(lines: Sequence[str]) -> tuple[list[Block], list[Unresolved]]:
    """The blocks of the lines of a text, and the tables whose columns are not certain."""
    wide = width_of(lines)
    rows = list(_without_margins(_rows(lines, wide)))
    out: list[Block] = []
    notes: list[Unresolved] = []
    at = 0
    for start, end in _tables(rows):
        out += _paragraphs(rows[at:start], lines)
        made = list(_grids(rows[start:end]))
        out += made
        if not made:
            notes.append(Unresolved(f"line {rows[start].line}", clean(lines[rows[start].line - 1])[:60], WHY))
        at = end
    return [*out, *_paragraphs(rows[at:], lines)], notes


def _paragraphs(rows: Iterable[Row], lines: Sequence[str]) -> Iterator[Block]:
    return (Paragraph(text, line=row.line) for row in rows for text in lines_of(lines[row.line - 1]))


# pages ---------------------------------------------------------------------------------------------------------------------


def _rows(lines: Sequence[str], wide: int) -> list[Row]:
    out: list[Row] = []
    page, gap = 1, 0
    for number, line in enumerate(lines, 1):
        if "\f" in line:
            page += line.count("\f")
        found = pieces(line, wide)
        if not found:
            gap += 1
            continue
        out.append(Row(number, page, found, gap))
        gap = 0
        page += bool(_is_page_number(out[-1]))
    return out


def _is_page_number(row: Row) -> bool:
    return len(row.pieces) == 1 and bool(_PAGE_NUMBER.match(row.texts[0])) and row.gap > 0


def _without_margins(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows without page numbers and running headers; the first row of a page follows the last one of the page before."""
    first = [row for i, row in enumerate(rows) if i and row.page != rows[i - 1].page]
    often = {key for key, n in Counter(map(_key, first)).items() if n >= _RUNNING and not _TITLE.match(key)}
    opening = {row.line for row in first}
    is_new = False
    for row in rows:
        if _is_page_number(row) or (row.line in opening and _key(row) in often):
            is_new = True
            continue
        yield Row(row.line, row.page, row.pieces, 0) if is_new else row
        is_new = False


def _key(row: Row) -> str:
    return _DIGITS.sub("#", clean("".join(row.texts)))


# tables --------------------------------------------------------------------------------------------------------------------


def _tables(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Ranges of rows that are tables."""
    start: int | None = None
    for i, row in enumerate([*rows, None]):
        inside = row is not None and _may_belong(row) and (start is None or row.gap <= _GAP)
        if inside:
            start = i if start is None else start
            continue
        if start is not None:
            yield from _trimmed(rows, start, i)
        start = i if row is not None and _may_belong(row) else None


def _may_belong(row: Row) -> bool:
    if any(_LEADER.search(text) for text in row.texts) or _is_small_print(row):
        return False
    if len(row.pieces) > 1:
        return len(row.pieces) <= _MOST
    text = clean(row.texts[0])
    return len(text) <= _SHORT and not _PROSE.search(text)


def _is_small_print(row: Row) -> bool:
    cells = [clean(text) for text in row.texts]
    return is_caption(cells) or (len(cells) == 1 and bool(_TITLE.match(cells[0])))


def _trimmed(rows: Sequence[Row], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The range without the lines above and below that are no part of the table; nothing where it is none."""
    wide = [i for i in range(start, end) if len(rows[i].pieces) > 1]
    if len(wide) < _LEAST or not _is_table([rows[i] for i in wide]):
        return
    first, last = wide[0], wide[-1]
    usual = max(rows[i].gap for i in range(first, last + 1))
    while first > start and rows[first].gap <= 1 and not starts_item(clean(rows[first - 1].texts[0])):
        first -= 1
    while last + 1 < end and rows[last + 1].gap <= min(usual, 1) and not starts_item(clean(rows[last + 1].texts[0])):
        last += 1
    heads = [i for i in range(first + 1, last + 1) if any(_INNER_HEAD.match(clean(text)) for text in rows[i].texts)]
    yield from pairwise([first, *(i for i in heads if i - 1 not in heads), last + 1])


def _is_table(rows: Sequence[Row]) -> bool:
    """True for lines with numbers in at least three columns, or with amounts in two, or with a row that counts the columns."""
    if any(is_column_numbers(row.texts) for row in rows):
        return True
    numbered = [row for row in rows if any(piece.is_number for piece in row.pieces[1:])]
    if len(numbered) < _LEAST - 1:
        return False
    return any(len(row.pieces) > 2 for row in numbered) or any(_DECIMAL.search(row.texts[-1]) for row in numbered)


def _grids(rows: Sequence[Row]) -> list[Grid]:
    """The tables in the rows, mostly one; nothing where the columns are not certain."""
    pages = [list(group) for _, group in groupby(rows, key=lambda row: row.page)]
    out: list[Table] = []
    for page in pages:
        if out and (more := out[-1].with_more(page)):
            out[-1] = more
        else:
            out.append(Table.of(page))
    if any(not table.is_certain for table in out):
        return []
    return [table.grid for table in out]

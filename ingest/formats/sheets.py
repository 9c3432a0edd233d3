"""XLSX, XLS and other workbooks: the tables on their visible sheets as a print-out shows them.

The page of a table is the number of its sheet in the workbook, its line the row of the sheet. A workbook holds tables only; whose they
are is in their titles and captions, and in the names of the sheets.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ingest.document import Block, Document, Grid, Paragraph
from ingest.formats import sheet_records
from ingest.formats.lines import cell_text, lines_of
from ingest.formats.number_formats import formatted, plain
from ingest.formats.sheet_parts import EMPTY_AREA, Sheet, sheets
from ingest.formats.small_print import is_caption, with_small_print_apart
from ingest.limits import Limits
from kg.amounts import fold
from kg.errors import FileUnreadable

_ZIP = b"PK\x03\x04"
_PANIC = "pyo3_runtime"  # where the exception of a failed check in calamine comes from; it is no Exception
_GENERIC = re.compile(r"(sheet|工作表|表格)\s*\d*", re.IGNORECASE)
_TITLE = re.compile(r"^(?!.*\d+表).{4,}表([(（].{1,12}[)）])?$")

Row = tuple[int, list[str]]  # row of the sheet (from 1) and its texts


def read(data: bytes, name: str, limits: Limits) -> Document:
    """The document in the bytes of a workbook. Raises FileUnreadable where they are damaged, locked or hold too many cells."""
    known = sheets(data, name, limits) if data.startswith(_ZIP) else sheet_records.sheets(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        blocks = tuple(_Reader(book, known, name, limits).blocks())
    except PasswordError as error:
        raise FileUnreadable("the workbook is locked with a password", where=name, hint="save it without the password") from error
    except (CalamineError, ValueError) as error:
        raise _damaged(name) from error
    except BaseException as error:
        if type(error).__module__ != _PANIC:
            raise
        raise _damaged(name) from error
    return Document(name, "sheets", blocks)


def _damaged(name: str) -> FileUnreadable:
    return FileUnreadable("the workbook is damaged, or not what its ending says", where=name, hint="save it as .xlsx again")


@dataclass(slots=True)
class _Reader:
    """Walks one workbook; counts the cells as it goes."""

    book: CalamineWorkbook
    known: dict[str, Sheet]
    name: str
    limits: Limits
    cells: int = 0

    def blocks(self) -> Iterator[Block]:
        for number, about in enumerate(self.book.sheets_metadata, 1):
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
                rows = self._rows(self.book.get_sheet_by_name(about.name), self.known.get(about.name, Sheet()))
                if _lists_the_others(rows):
                    continue
                if rows and not _GENERIC.fullmatch(fold(about.name)):
                    yield from (Paragraph(line, page=number) for line in lines_of(about.name))
                for table in _tables(rows):
                    yield from _blocks(table, number)

    def _rows(self, sheet: CalamineSheet, known: Sheet) -> list[Row]:
        """The rows as printed: merged cells once, without hidden rows and columns."""
        self.limits.check("cells", sheet.total_height * sheet.total_width, self.limits.cells * EMPTY_AREA, "max_cells", self.name)
        covered = _covered(sheet)
        rows: list[Row] = []
        for i, values in enumerate(sheet.to_python(skip_empty_area=False)):
            if i in known.hidden_rows:
                continue
            texts = [
                "" if (i, j) in covered else _text(value, known.formats.get((i, j), ""), known.zeros)
                for j, value in enumerate(values)
                if j not in known.hidden_columns
            ]
            self.cells += sum(map(bool, texts))
            self.limits.check("cells", self.cells, self.limits.cells, "max_cells", self.name)
            if any(texts) or (rows and any(rows[-1][1])):  # of blank rows one parts tables as well as a thousand
                rows.append((i + 1, texts))
        return rows


def _covered(sheet: CalamineSheet) -> set[tuple[int, int]]:
    """The places below merged cells; they may still hold what was there before."""
    height, width = sheet.total_height + 1, sheet.total_width + 1
    out: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        places = ((i, j) for i in range(top, min(bottom + 1, height)) for j in range(left, min(right + 1, width)))
        out.update(place for place in places if place != (top, left))
    return out


def _text(value: object, code: str, zeros: bool) -> str:
    if value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return "" if value == 0 and not zeros else formatted(value, code) if code else plain(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return cell_text(lines_of(str(value)))


def _lists_the_others(rows: Sequence[Row]) -> bool:
    """True for the sheet that is the contents page of the workbook: 目录 stands above its first table row."""
    words = (fold(text) for _, texts in rows for text in texts if text)
    return any(word == "目录" for word, _ in zip(words, range(3), strict=False))


# tables --------------------------------------------------------------------------------------------------------------------


def _tables(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The tables of a sheet: side by side where each has a title and blank columns part them, below each other where a caption follows."""
    for part in _side_by_side(rows):
        held: list[Row] = []
        for i, (number, texts) in enumerate(part):
            if held and any(texts) and is_caption(texts) and not any(part[i - 1][1]):
                yield held
                held = []
            held.append((number, texts))
        yield held


def _side_by_side(rows: Sequence[Row]) -> Iterator[list[Row]]:
    width = max((len(texts) for _, texts in rows), default=0)
    blank = [not any(texts[j : j + 1] != [""] for _, texts in rows if j < len(texts)) for j in range(width)]
    starts = [0]
    for j in range(1, width):
        if blank[j - 1] and not blank[j] and _has_title(rows, starts[-1], j) and _has_title(rows, j, width):
            starts.append(j)
    for start, end in zip(starts, [*starts[1:], width], strict=True):
        columns = [j for j in range(start, end) if not blank[j]]
        yield [(number, [texts[j] if j < len(texts) else "" for j in columns]) for number, texts in rows]


def _has_title(rows: Sequence[Row], start: int, end: int) -> bool:
    """True where the first words between the columns are a table's title."""
    words = (text for _, texts in rows for text in texts[start:end] if text)
    return any(_TITLE.match(fold(text)) for text, _ in zip(words, range(3), strict=False))


def _blocks(rows: Sequence[Row], page: int) -> Iterator[Block]:
    while rows and not any(rows[-1][1]):
        rows = rows[:-1]
    while rows and not any(rows[0][1]):
        rows = rows[1:]
    if all(sum(map(bool, texts)) < 2 for _, texts in rows):
        yield from (Paragraph(text, line=number, page=page) for number, texts in rows for text in texts if text)
        return
    lines = tuple(number for number, _ in rows)
    yield from with_small_print_apart([Grid(tuple(tuple(texts) for _, texts in rows), lines, line=lines[0], page=page)])

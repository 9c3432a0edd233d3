"""What the XML of an XLSX says beyond the values of its cells: number formats, hidden rows and columns, zeros that are not printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.formats.markup import Package
from ingest.formats.number_formats import BUILT_IN
from ingest.limits import Limits

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
EMPTY_AREA = 20  # blank cells that a sheet may have for each cell allowed: the area is as large as its farthest cell
_ROWS, _COLUMNS = 1_048_576, 16_384
_ON = ("1", "true")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: (row, column) → number format; hidden rows and columns (all from 0); whether zeros are printed."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    zeros: bool = True


def sheets(data: bytes, name: str, limits: Limits) -> dict[str, Sheet]:
    """Name → what is known of the sheet; nothing for XLSB and ODS. Raises FileUnreadable where one is larger than the limits allow."""
    package = Package(data, name, limits)
    path = package.related("", "officeDocument") or "xl/workbook.xml"
    book = package.part(path) if path.endswith(".xml") else None
    if book is None:
        return {}
    parts = package.relations(path, "worksheet")
    formats = _formats(package, path)
    out: dict[str, Sheet] = {}
    for entry in book.iter(f"{_S}sheet"):
        root = package.part(parts.get(str(entry.get(f"{_R}id", "")), "") or "-")
        if root is not None:
            out[str(entry.get("name", ""))] = _sheet(root, formats, limits, name)
    return out


def _formats(package: Package, path: str) -> list[str]:
    """The number format of each cell style."""
    found = package.related(path, "styles")
    root = package.part(found) if found else None
    cell_styles = None if root is None else root.find(f"{_S}cellXfs")
    if root is None or cell_styles is None:
        return []
    own = {f.get("numFmtId"): str(f.get("formatCode", "")) for f in root.iter(f"{_S}numFmt")}
    ids = [str(style.get("numFmtId", "0")) for style in cell_styles]
    return [own.get(i, BUILT_IN.get(int(i), "") if i.isdigit() else "") for i in ids]


def _sheet(root: etree._Element, formats: list[str], limits: Limits, name: str) -> Sheet:
    printed: dict[tuple[int, int], str] = {}
    farthest_row = farthest_column = 0
    for row, column, cell in _cells(root):
        farthest_row, farthest_column = max(farthest_row, row), max(farthest_column, column)
        style = str(cell.get("s", "0"))
        if style.isdigit() and int(style) < len(formats) and formats[int(style)]:
            printed[row, column] = formats[int(style)]
    limits.check("cells", (farthest_row + 1) * (farthest_column + 1), limits.cells * EMPTY_AREA, "max_cells", name)
    view = root.find(f"{_S}sheetViews/{_S}sheetView")
    return Sheet(
        printed, frozenset(_hidden_rows(root)), frozenset(_hidden_columns(root)), view is None or view.get("showZeros", "1") in _ON
    )


def _cells(root: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """The cells that hold something, with row and column from 0. A place that no sheet has counts as the farthest there is."""
    for cell in root.iter(f"{_S}c"):
        place = _PLACE.fullmatch(str(cell.get("r", "A1")))
        if len(cell):
            yield (int(place[2]) - 1, _column(place[1]), cell) if place else (_ROWS, _COLUMNS, cell)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _hidden_rows(root: etree._Element) -> Iterator[int]:
    hidden = (row for row in root.iter(f"{_S}row") if row.get("hidden") in _ON)
    return (int(row.get("r", "0")) - 1 for row in hidden if str(row.get("r", "")).isdigit())


def _hidden_columns(root: etree._Element) -> Iterator[int]:
    for column in root.iter(f"{_S}col"):
        first, last = str(column.get("min", "")), str(column.get("max", ""))
        if column.get("hidden") in _ON and first.isdigit() and last.isdigit():
            yield from range(int(first) - 1, min(int(last), 16_384))

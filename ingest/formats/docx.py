"""DOCX (ISO 29500): paragraphs and tables in the order of the body, also those in content controls and text boxes.

Automatic numbers are printed, headings carry their outline level; headers, footers, footnotes, comments, deleted and hidden text are
left out. A Word file knows no pages and no lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.document import Block, Document, Paragraph
from ingest.formats.docx_numbers import Numbers, numbers
from ingest.formats.docx_styles import Style, W, list_item, number, outline_of, styles, value
from ingest.formats.docx_text import printed
from ingest.formats.lines import lines_of
from ingest.formats.markup import Package
from ingest.formats.merged import Cell, table_blocks
from ingest.limits import Limits
from kg.amounts import fold
from kg.errors import FileUnreadable

_WIDEST = 1_000  # columns a cell may cover
_PAGE_NUMBER = re.compile(r"[\t.…·\s]+\d{1,3}\s*$")
_CONTENTS = "目录"
_INSIDE = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


def read(data: bytes, name: str, limits: Limits) -> Document:
    """The document in the bytes of a DOCX file. Raises FileUnreadable where they are damaged or hold more than the limits allow."""
    package = Package(data, name, limits)
    path = package.related("", "officeDocument") or "word/document.xml"
    root = package.part(path)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise FileUnreadable("there is no Word document in this file", where=name, hint="save it as .docx again")
    reader = _Reader(name, limits, styles(_part(package, path, "styles")), numbers(_part(package, path, "numbering")))
    return Document(name, "docx", tuple(reader.blocks(body)))


def _part(package: Package, path: str, kind: str) -> etree._Element | None:
    found = package.related(path, kind)
    return package.part(found) if found else None


@dataclass(slots=True)
class _Reader:
    """Walks one document; counts lists and cells as it goes."""

    name: str
    limits: Limits
    styles: dict[str, Style]
    numbers: Numbers
    cells: int = 0
    contents: bool = False  # the contents page, or a line 目录, came before

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        for child in container:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _INSIDE:
                yield from self.blocks(child)

    # paragraphs

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        style_id = value(None if properties is None else properties.find(f"{W}pStyle"))
        style = self.styles.get(style_id, Style())
        found = printed(element)
        text = found.text
        if style.contents or found.contents:
            text = _PAGE_NUMBER.sub("", text)
        if text.strip():
            text = self._number(properties, style, style_id) + text
        level = outline_of(properties)
        yield from self._paragraphs(text, style.outline if level is None else level, style.contents or found.contents)
        for box in found.boxes:
            yield from self.blocks(box)

    def _paragraphs(self, text: str, level: int, contents: bool) -> Iterator[Paragraph]:
        for line in lines_of(text):
            self.contents = self.contents or fold(line) == _CONTENTS
            if contents and not self.contents:  # a contents page without its heading
                self.contents = True
                yield Paragraph(_CONTENTS)
            yield Paragraph(line, level=0 if contents else level)

    def _number(self, properties: etree._Element | None, style: Style, style_id: str) -> str:
        own = list_item(properties)
        item = own or style.item
        return self.numbers.printed(item, "" if own else style_id) if item else ""

    # tables

    def _table(self, element: etree._Element) -> Iterator[Block]:
        cells: list[Cell] = []
        above: dict[int, int] = {}  # column → index in `cells` of the cell that may go on below
        for row, line in enumerate(_rows(element)):
            column = _grid_before(line)
            below: dict[int, int] = {}
            for cell in _cells(line):
                properties = cell.find(f"{W}tcPr")
                merge = None if properties is None else properties.find(f"{W}vMerge")
                if merge is not None and value(merge) != "restart" and column in above:
                    at = above[column]
                    cells[at] = _longer(cells[at])
                    below[column] = at
                else:
                    below[column] = len(cells)
                    cells.append(Cell(row, column, 1, tuple(self.blocks(cell))))
                column += _span(properties)
            above = below
            self.cells += len(below)
            self.limits.check("cells", self.cells, self.limits.cells, "max_cells", self.name)
        yield from table_blocks(cells)


def _longer(cell: Cell) -> Cell:
    return Cell(cell.row, cell.column, cell.rows + 1, cell.blocks)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also those in content controls; deleted rows are left out."""
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in _INSIDE:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _INSIDE:
            yield from _cells(child)


def _span(properties: etree._Element | None) -> int:
    return number(value(None if properties is None else properties.find(f"{W}gridSpan")), 1, _WIDEST)


def _grid_before(row: etree._Element) -> int:
    return number(value(row.find(f"{W}trPr/{W}gridBefore")), 0, _WIDEST)

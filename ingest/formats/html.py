"""HTML as government sites publish it and as Word exports it: the report's paragraphs and tables, without what stands around it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.document import Block, Document, Paragraph
from ingest.formats.lines import lines_of
from ingest.formats.merged import Cell, table_blocks
from ingest.formats.number_shapes import han
from ingest.formats.web_page import chrome_line, page
from ingest.limits import Limits
from kg.amounts import fold
from kg.errors import FileUnreadable

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_CHINESE = ("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "hz-gb-2312")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_WHITE = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "main", "header", "center",
     "blockquote", "pre", "hr", "form", "fieldset", "address", "body", "html", "td", "th", "tr")
)  # fmt: skip
_WIDEST = 200  # columns a cell may cover
_NO_NUMBERS = re.compile(r"list-style(-type)?\s*:\s*none", re.IGNORECASE)
_HAN_NUMBERS = re.compile(r"list-style(-type)?\s*:\s*(cjk-ideographic|simp-chinese|trad-chinese)", re.IGNORECASE)
_LINKED = 0.8  # share of a line in links that makes it a list of links


def read(data: bytes, name: str, limits: Limits) -> Document:
    """The document in the bytes of a page. Raises FileUnreadable where they hold no text or more than the limits allow."""
    text = _DECLARATION.sub("", decoded(data)).replace("\0", "")
    try:
        root = document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise FileUnreadable("there is no text on this page", where=name, hint="check the download and ingest it again") from error
    found = page(root)
    reader = _Reader(name, limits)
    blocks = reader.blocks(found.content)
    return Document(name, "html", (*_heading(found.title, found.published, blocks), *blocks))


def decoded(data: bytes) -> str:
    """The text of a page: by its byte order mark, the encoding it declares where that fits, UTF-8 or GB18030."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for encoding in (*_declared(data), "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(next(iter(_declared(data)), "utf-8"), "replace")


def _declared(data: bytes) -> Iterator[str]:
    for found in _CHARSET.finditer(data[:8192]):
        name = found[1].decode("ascii").lower()
        encoding = "gb18030" if name in _CHINESE else name
        if _is_text_encoding(encoding):
            yield encoding


def _is_text_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding and not name.startswith(("utf-16", "utf-32"))
    except LookupError:
        return False


def _heading(title: str, published: str, blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Title and day of publication where the page prints them outside of the report."""
    first = [fold(block.text) for block, _ in zip(blocks, range(12), strict=False) if isinstance(block, Paragraph)]
    if title and fold(title) not in "".join(first):
        yield Paragraph(next(lines_of(title)))
    if published:
        yield Paragraph(f"发布日期：{published}")


@dataclass(slots=True)
class _Reader:
    """Walks one page; counts the cells as it goes."""

    name: str
    limits: Limits
    cells: int = 0

    def blocks(self, element: HtmlElement) -> tuple[Block, ...]:
        """The paragraphs and grids of an element."""
        flow = _Flow(self)
        flow.enter(element)
        flow.end_line()
        return tuple(flow.out)

    def table(self, element: HtmlElement) -> Iterator[Block]:
        """What a table holds."""
        for caption in element.iterchildren("caption"):
            yield from self.blocks(caption)
        rows = [row for row in _rows(element) if not _is_prop(row)]
        cells: list[Cell] = []
        taken: dict[int, int] = {}  # column → rows below that a cell from above still covers
        for number, row in enumerate(rows):
            column, below = 0, {c: left - 1 for c, left in taken.items() if left > 1}
            for cell in row.iterchildren("td", "th"):
                while column in taken:
                    column += 1
                down = _count(cell, "rowspan", len(rows) - number)
                cells.append(Cell(number, column, down, self.blocks(cell), row.sourceline))
                for _ in range(_count(cell, "colspan", _WIDEST)):
                    if down > 1:
                        below[column] = down - 1
                    column += 1
            taken = below
            self.limits.check("cells", self.cells + len(cells), self.limits.cells, "max_cells", self.name)
        self.cells += len(cells)
        yield from table_blocks(cells, element.sourceline)


@dataclass(slots=True)
class _Flow:
    """Text as it flows: lines end at block elements; a table stands between lines."""

    reader: _Reader
    out: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    linked: int = 0
    level: int = 0
    line: int | None = None

    def enter(self, element: HtmlElement) -> None:
        """Add what the element holds."""
        self._say(element.text, element)
        number = _Numbering(element)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, number)
            self._say(child.tail, element)

    def _child(self, child: HtmlElement, number: _Numbering) -> None:
        tag = child.tag
        if tag == "table":
            self.end_line()
            self.out += self.reader.table(child)
        elif tag == "br":
            self.text.append("\n")
        elif tag in _BLOCKS:
            self.end_line()
            self.level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else self.level
            self.text.append(number.next() if tag == "li" else "")
            self.enter(child)
            self.end_line()
            self.level = 0
        elif tag == "a" and "#" not in child.get("href", "#"):
            before = len(self.text)
            self.enter(child)
            self.linked += sum(len(text.strip()) for text in self.text[before:])
        else:
            self.enter(child)

    def _say(self, text: str | None, element: HtmlElement) -> None:
        if text and text.strip():
            self.line = element.sourceline if self.line is None else self.line
        if text:
            self.text.append(text if element.tag == "pre" else _WHITE.sub(" ", text))

    def end_line(self) -> None:
        """Put the text so far out as paragraphs, unless it is a list of links."""
        text = "".join(self.text)
        if self.linked < _LINKED * max(len(text.strip()), 1):
            lines = (line for line in lines_of(text) if not chrome_line().fullmatch(fold(line)))
            self.out += [Paragraph(line, line=self.line, level=self.level) for line in lines]
        self.text, self.linked, self.line = [], 0, None


class _Numbering:
    """The numbers that a browser prints before the items of an <ol>."""

    def __init__(self, element: HtmlElement) -> None:
        style = element.get("style", "")
        self._printed = element.tag == "ol" and not _NO_NUMBERS.search(style) and element.get("type", "1") == "1"
        self._han = bool(_HAN_NUMBERS.search(style))
        start = element.get("start", "1")
        self._count = int(start) - 1 if start.isdigit() and len(start) < 5 else 0

    def next(self) -> str:
        """The number of the next item, "" where none is printed."""
        self._count += 1
        if not self._printed:
            return ""
        return f"{han(self._count)}、" if self._han else f"{self._count}."


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from child.iterchildren("tr")


def _is_prop(row: HtmlElement) -> bool:
    """True for the blank row of no height with which Word fixes the widths of the columns."""
    return row.get("height") == "0" and not "".join(row.itertext()).strip()


def _count(cell: HtmlElement, name: str, most: int) -> int:
    """How many rows or columns the cell covers; 0 covers all there are."""
    text = cell.get(name, "1").strip()
    if not re.fullmatch(r"\d{1,6}", text):
        return 1
    return min(int(text) or (most if name == "rowspan" else 1), max(most, 1))

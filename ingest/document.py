"""A report as it arrived: headings, paragraphs and tables in order, each with its place. No meaning yet."""

from __future__ import annotations

from dataclasses import replace

from kg.facts import Annex, Unresolved
from kg.record import record

# Stands behind a number that was read with low confidence, and for a character that the file does not name: no fact is made of either.
DOUBT = "\ufffd"


@record
class Paragraph:
    """A paragraph with wrapped lines joined. `level` > 0: a heading (1 the outermost); `section`: the headings above it.

    `file` is the path of the annex it stands in, "" for the report's own file (also of a grid).
    """

    text: str
    line: int | None = None
    page: int | None = None
    level: int = 0
    section: tuple[str, ...] = ()
    file: str = ""

    def below(self, section: tuple[str, ...], level: int = 0) -> Paragraph:
        """The paragraph below those headings, as a heading of that level itself or (0) as none."""
        return Paragraph(self.text, self.line, self.page, level, section, self.file)


@record
class Grid:
    """A table's cells as printed, row by row ("" for blank); rows may differ in length. `lines`: first line of each row.

    `unruled`: no rules part its columns, they were found by the labels of the head and the white between the numbers.
    """

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()
    line: int | None = None
    page: int | None = None
    section: tuple[str, ...] = ()
    file: str = ""
    unruled: bool = False

    def below(self, section: tuple[str, ...]) -> Grid:
        """The grid below those headings."""
        return replace(self, section=section)


Block = Paragraph | Grid


@record
class Document:
    """One file, read. `style` says how it arrived (markdown, tabbed, cell-a-line, docx, …); `unread`: places the reader could not read.

    A document of a report in several files (`ingest.joining`) has the `annexes`, whose blocks follow those of the first file.
    """

    name: str
    style: str
    blocks: tuple[Block, ...]
    unread: tuple[Unresolved, ...] = ()
    annexes: tuple[Annex, ...] = ()

    def style_of(self, file: str) -> str:
        """How the file arrived that a block stands in (its `file`)."""
        return next((annex.style for annex in self.annexes if annex.path == file), self.style)

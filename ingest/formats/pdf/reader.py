"""A PDF file as a Document: pages laid out, scanned ones read by OCR, margins dropped, tables and paragraphs put together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from time import monotonic

from ingest.document import Block, Document
from ingest.formats import scan
from ingest.formats.pdf.cuts import grid_of
from ingest.formats.pdf.layout import Layout, layout
from ingest.formats.pdf.margins import without_margins
from ingest.formats.pdf.over_pages import whole_tables
from ingest.formats.pdf.paragraphs import measure, paragraphs
from ingest.formats.pdf.parts import Part
from ingest.formats.pdf.source import pages
from ingest.formats.small_print import with_small_print_apart
from ingest.limits import Limits
from kg.errors import FileUnreadable
from kg.facts import Unresolved

_FEW = 60  # characters of covers and stamps beside scanned pages: not worth a document
_LETTERS = re.compile(r"[^\W\d_]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FOR_PAGES = 0.8  # of the time of a file; the rest is for making its facts
_SHARE = 0.1  # of the letters that are Chinese: with fewer, the text layer names wrong characters


def read(data: bytes, name: str, limits: Limits) -> Document:
    """The document in the bytes of a PDF. Raises FileUnreadable where it is encrypted, damaged, empty, too long or needs OCR.

    Of scanned pages, as many as the time allows are read, from the first; the others are named. This is the one place where the
    bytes of a report may depend on the machine, and the report says so.
    """
    until = monotonic() + _FOR_PAGES * limits.seconds
    found = [(ink.image, layout(ink)) for ink in pages(data, name, limits)]
    needed = _needs_ocr(found)
    if not needed:
        return _document(name, "pdf", [page for _, page in found], limits)
    if scan.available():
        recognised = _recognised(data, needed, name, until)
        left = [number for number in needed if number not in recognised]
        if left and not recognised:
            raise _no_time(len(needed), name, limits)
        read = [recognised.get(page.number, page) for _, page in found if page.number not in left]
        return _document(name, "scan", read, limits, tuple(_left_out(number, len(needed)) for number in left))
    rest = [page for _, page in found if page.number not in needed]
    if sum(len(text) for page in rest for text in page.texts) < _FEW:
        hint = f"install the extra with {scan.INSTALL} and ingest it again"
        raise FileUnreadable(f"scanned: needs OCR (pages {_ranges(needed)})", where=name, hint=hint)
    why = f"scanned: needs OCR, {scan.INSTALL}"
    return _document(name, "pdf", rest, limits, tuple(Unresolved(f"page {number}", "", why) for number in needed))


def _recognised(data: bytes, numbers: Sequence[int], name: str, until: float) -> dict[int, Layout]:
    """The scanned pages by number, from the first, as long as one more is sure to be read before `until` (a time of `monotonic`)."""
    found: dict[int, Layout] = {}
    slowest = scan.SECONDS_A_PAGE
    pages_read = scan.scanned_pages(data, numbers, name)
    for _ in numbers:
        begun = monotonic()
        if begun + slowest > until:
            break
        ink = next(pages_read)
        found[ink.number] = layout(ink)
        took = monotonic() - begun
        slowest = max(slowest, took) if len(found) > 1 else took
    return found


def _no_time(count: int, name: str, limits: Limits) -> FileUnreadable:
    asked = _asked(count)
    message = f"{count} scanned pages take about {asked} seconds to read, the limit is {limits.seconds:g}"
    return FileUnreadable(message, where=name, hint=f"set read_seconds to {2 * asked}, or split the file")


def _left_out(number: int, count: int) -> Unresolved:
    why = (
        f"scanned, and not read: the time for this file was over; set read_seconds to {2 * _asked(count)}, remove the report, ingest again"
    )
    return Unresolved(f"page {number}", "", why)


def _asked(count: int) -> int:
    """Seconds that so many scanned pages take."""
    return math.ceil(count * scan.SECONDS_A_PAGE)


def blocks_of(layouts: Sequence[Layout]) -> Iterator[Block]:
    """The paragraphs and grids of pages that were laid out."""
    heights = {page.number: page.height for page in layouts}
    kept = without_margins([page.lines for page in layouts], list(heights.values()))
    column = measure([line[0] for lines in kept for line in lines if len(line) == 1])
    items = whole_tables([item for page, lines in zip(layouts, kept, strict=True) for item in page.items(lines)])
    return with_small_print_apart(paragraphs((grid_of(i) if isinstance(i, Part) else i for i in items), column, heights))


def _document(name: str, style: str, layouts: Sequence[Layout], limits: Limits, unread: tuple[Unresolved, ...] = ()) -> Document:
    limits.check("cells", sum(page.cells for page in layouts), limits.cells, "max_cells", name)
    notes = tuple(note for page in layouts for note in page.notes)
    return Document(name, style, tuple(blocks_of(layouts)), (*unread, *notes))


def _needs_ocr(found: Sequence[tuple[bool, Layout]]) -> list[int]:
    """The numbers of pages that are pictures; all pages where the text layer as a whole is no Chinese."""
    letters = [c for _, page in found for text in page.texts for c in _LETTERS.findall(text)]
    wrong = len(letters) > _FEW and sum(1 for c in letters if _CHINESE.match(c)) < _SHARE * len(letters)
    return [page.number for image, page in found if image or wrong]


def _ranges(numbers: Sequence[int]) -> str:
    """1-3, 7: page numbers as a reader writes them."""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)

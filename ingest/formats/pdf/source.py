"""A PDF file opened with pdfplumber, page after page as ink; each page is forgotten once it is read."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

import pdfplumber
from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ingest.formats.pdf.characters import Object, glyphs, lightness, unreadable_share
from ingest.formats.pdf.ink import Glyph, PageInk, Rule
from ingest.formats.pdf.rules import rules
from ingest.limits import Limits
from kg.errors import FileUnreadable

# What pdfminer raises while it reads a file that breaks the rules of PDF.
_BROKEN = (
    PdfminerException,
    MalformedPDFException,
    PDFException,
    PSException,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    OSError,
    EOFError,
    struct.error,
    zlib.error,
)
_COVERS = 0.5  # of the page: a picture this large is the page itself
_PART = 0.2  # of a page without text that is a picture
_HIDDEN = re.compile(rb"\b3\s+Tr\b")
_FEW = 30  # glyphs: a page number or a stamp, not the text of a page
_GARBAGE = 0.3  # of the glyphs without a known character: the text layer is of no use
_DARK = 0.5


def _salvaged(data: bytes) -> bytes:
    """A packed stream whose checksum is wrong. pdfminer's own way goes byte by byte, in time that grows with the square of its size."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[2:])


pdftypes.decompress_corrupted = _salvaged
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # its warnings are about fonts, and quote the file


def pages(data: bytes, name: str, limits: Limits) -> Iterator[PageInk]:
    """The pages of a PDF from the first. Raises FileUnreadable for encrypted, damaged, empty and too long files."""
    with _opened(data, name) as pdf:
        count = _count(pdf, name)
        if not count:
            raise FileUnreadable("the PDF has no page", where=name, hint="check the download and ingest it again")
        limits.check("pages", count, limits.pages, "max_pages", name)
        for number in range(1, count + 1):
            yield _ink(pdf, number, name)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[PDF]:
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except _BROKEN as error:
        raise _unreadable(error, name) from error
    try:
        yield pdf
    finally:
        with suppress(*_BROKEN):  # it visits every page, also those that are broken
            pdf.close()


def _unreadable(error: Exception, name: str) -> FileUnreadable:
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args, error.__cause__, error.__context__)):
        return FileUnreadable("the PDF is encrypted", where=name, hint="save it without a password and ingest it again")
    return FileUnreadable("the PDF is damaged", where=name, hint="download it again, or print it to a new PDF file")


def _count(pdf: PDF, name: str) -> int:
    try:
        return len(pdf.pages)
    except _BROKEN as error:
        raise _unreadable(error, name) from error


def _ink(pdf: PDF, number: int, name: str) -> PageInk:
    page = pdf.pages[number - 1]
    try:
        return _turned(_read(page, number))
    except _BROKEN as error:
        where = f"{name}, page {number}"
        raise FileUnreadable("the PDF is damaged", where=where, hint="download it again, or print it to a new PDF file") from error
    finally:
        page.close()


def _read(page: Page, number: int) -> tuple[PageInk, int]:
    width, height = float(page.width), float(page.height)
    dark = [r for r in page.rects if r.get("fill") and lightness(r.get("non_stroking_color")) < _DARK]
    chars: Sequence[Object] = page.chars
    found = glyphs(chars, dark, width, height)
    flat, upright = rules(page.lines, page.rects, page.curves)
    covered = max((_area(image) for image in page.images), default=0.0) / max(1.0, width * height)
    picture = covered > _PART if len(found) < _FEW else covered > _COVERS and not upright and _is_hidden(page)
    image = picture or unreadable_share(found) > _GARBAGE
    return PageInk(number, width, height, found, flat, upright, image), _turn(chars)


def _is_hidden(page: Page) -> bool:
    """True where the text is printed invisibly over the picture of a scan: another program's OCR, of unknown quality."""
    return any(_HIDDEN.search(stream.get_data()) for stream in page.page_obj.contents)


def _area(image: Object) -> float:
    return float((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]))


def _turn(chars: Sequence[Object]) -> int:
    """1 where most glyphs run upwards, -1 where they run downwards, else 0."""
    up = sum(1 for c in chars if c["matrix"][1] > abs(c["matrix"][0]))
    down = sum(1 for c in chars if -c["matrix"][1] > abs(c["matrix"][0]))
    return (up * 2 > len(chars)) - (down * 2 > len(chars))


def _turned(read: tuple[PageInk, int]) -> PageInk:
    """The page turned so that its text runs from left to right."""
    ink, turn = read
    if not turn:
        return ink
    return replace(
        ink,
        width=ink.height,
        height=ink.width,
        glyphs=tuple(_turned_glyph(g, ink, turn) for g in ink.glyphs),
        flat=_mirrored(ink.upright, along=ink.height) if turn > 0 else _mirrored(ink.upright, across=ink.width),
        upright=_mirrored(ink.flat, across=ink.height) if turn > 0 else _mirrored(ink.flat, along=ink.width),
    )


def _mirrored(lines: Sequence[Rule], along: float = 0.0, across: float = 0.0) -> tuple[Rule, ...]:
    """Rules counted from the other end: `along` their length, or `across` it."""
    moved = (Rule(across - r.at, r.start, r.end) if across else Rule(r.at, along - r.end, along - r.start) for r in lines)
    return tuple(sorted(moved, key=lambda r: (r.at, r.start)))


def _turned_glyph(glyph: Glyph, ink: PageInk, turn: int) -> Glyph:
    if turn > 0:  # upwards: the bottom of the page becomes its left side
        return replace(glyph, x0=ink.height - glyph.bottom, x1=ink.height - glyph.top, top=glyph.x0, bottom=glyph.x1)
    return replace(glyph, x0=glyph.top, x1=glyph.bottom, top=ink.width - glyph.x1, bottom=ink.width - glyph.x0)

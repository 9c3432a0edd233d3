"""Scanned pages read by OCR: the same ink, glyphs and rules that a PDF with text has. What the extra `ocr` brings is imported only then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.formats.pdf.ink import PageInk

INSTALL = "pip install 'juesuan[ocr]'"
SECONDS_A_PAGE = 7.0  # a full page of tables on two cores


def available() -> bool:
    """True where the extra `ocr` is installed."""
    return find_spec("rapidocr_onnxruntime") is not None


def scanned_pages(data: bytes, numbers: Sequence[int], name: str) -> Iterator[PageInk]:
    """The pages of a PDF with these numbers, read from their pictures. Raises FileUnreadable where one cannot be drawn."""
    from ingest.formats.scan.pages import scanned_pages as read

    return read(data, numbers, name)

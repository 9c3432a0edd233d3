"""What stands on every page beside its text: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.formats.pdf.lines import Line
from kg.amounts import fold

Printed = Sequence[Line]  # the pieces of one printed line

_ZONE = 0.1  # of the page's height, at its top and bottom
_PAGES = 3
_SHARE = 0.4  # of the pages: a line printed on more of them is no text
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"^[-—–－―~·.•|]*(?:第?\d{1,4}页?(?:[/共,，-]*\d{1,4}页?)?|[ivxlIVXⅠ-ⅻ]{1,6})[-—–－―~·.•|]*$")
_CAPTION = re.compile(r"表|[:：]|续")


def without_margins(pages: Sequence[Sequence[Printed]], heights: Sequence[float]) -> list[list[Printed]]:
    """The printed lines of every page but for page numbers and lines that come again on most pages at the same place."""
    edges = [list(_edge_lines(lines, height)) for lines, height in zip(pages, heights, strict=True)]
    counts = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = {key for key, n in counts.items() if n >= max(_PAGES, _SHARE * len(pages)) and not _CAPTION.search(key[0])}
    return [[line for line in lines if not _is_margin(line, height, often)] for lines, height in zip(pages, heights, strict=True)]


def _is_margin(line: Printed, height: float, often: set[tuple[str, bool]]) -> bool:
    return _at_edge(line, height) and (bool(_NUMBER.match(_text(line))) or _key(line) in often)


def _edge_lines(lines: Sequence[Printed], height: float) -> Iterator[Printed]:
    return (line for line in lines if _at_edge(line, height))


def _at_edge(line: Printed, height: float) -> bool:
    return line[0].bottom < _ZONE * height or line[0].top > (1 - _ZONE) * height


def _text(line: Printed) -> str:
    return fold("".join(piece.text for piece in line))


def _key(line: Printed) -> tuple[str, bool]:
    return _DIGITS.sub("#", _text(line)), line[0].top < 100

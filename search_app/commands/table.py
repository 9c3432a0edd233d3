"""Rows as aligned text; a Chinese character takes two columns of a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_GAP = "  "


def aligned(columns: Sequence[str], rows: Sequence[Sequence[str]], longest: int = 60) -> str:
    """The rows below their columns; a cell wider than `longest` is cut with …."""
    cells = [[_cut(" ".join(cell.split()), longest) for cell in row] for row in (columns, *rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    return "\n".join(_GAP.join(_filled(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in cells)


def width(text: str) -> int:
    """Columns that `text` takes: two for wide and full-width characters, none for marks that stand on others."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _filled(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _cut(text: str, longest: int) -> str:
    if width(text) <= longest:
        return text
    while width(text) > longest - 1:
        text = text[:-1]
    return text + "…"

"""Printed text of a paragraph or a cell as the lines it is made of, each free of artefacts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.formats.cleaning import clean
from ingest.sections import is_caption
from kg.amounts import fold

# Captions on one line stand apart by tabs or wide gaps: 部门：…      2024年度      单位：万元
_GAP = re.compile(r"\t+|[ \u00a0\u3000]{2,}|[ \u00a0\u3000](?=(?:金额|计量)?单位[:：])")
_YEAR = re.compile(r"[(（]?20\d\d年度?[)）]?")
_MINUS = re.compile(r"^\s*[-−－]\s+(?=[\d.])")  # a minus sign, not the dash of a list
_UNFINISHED = re.compile(r"(\d\.\d?|\d,\d{0,2})$")  # the start of a number that goes on in the next line


def lines_of(text: str) -> Iterator[str]:
    """The lines of `text` without artefacts; captions side by side on one line are lines of their own."""
    for line in text.splitlines():
        parts = [part for part in _GAP.split(line.strip()) if part]
        if len(parts) > 1 and all(is_caption(fold(part)) or _YEAR.fullmatch(fold(part)) for part in parts):
            yield from map(clean, parts)
        elif cleaned := clean(_MINUS.sub("-", line)):
            yield cleaned


def cell_text(lines: Iterable[str]) -> str:
    """The lines of a cell as one text. Two numbers below each other stay two; a number that the line broke is put together."""
    out = ""
    for line in lines:
        apart = out[-1:].isdigit() and line[:1].isdigit() and not _UNFINISHED.search(out)
        latin = out[-1:].isascii() and out[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha()
        out += ("；" if apart else " " if latin else "") + line
    return clean(_MINUS.sub("-", out))

"""Artefacts of whole rows: cells dropped, added and shifted, rows broken over lines. Applied to the text as it is laid out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tests.noise.forms import Artefact
from tests.samples.layout import expanded
from tests.samples.scribe import Block, Cell, Row, Table

_NUMBER = re.compile(r"^[\d.,]+$")


def _in_rows(change: Callable[[list[Cell]], list[Cell]], applies: Callable[[Row], bool]) -> Artefact:
    """Body rows of the statements with other cells; merged cells are spread first. Only where a cell stands in its column."""

    def one(block: Block) -> Block:
        if not isinstance(block, Table) or not block.number:
            return block
        body = [tuple(change(_spread(row))) if applies(row) else row for row in block.rows[block.head_rows :]]
        return replace(block, rows=(*block.rows[: block.head_rows], *body))

    return lambda report: report if report.style == "lines" else replace(report, blocks=tuple(map(one, report.blocks)))


def _spread(row: Row) -> list[Cell]:
    texts = expanded(row)
    by_text = iter(row)
    out: list[Cell] = []
    for cell in by_text:
        out += [replace(cell, span=1), *[Cell()] * (cell.span - 1)]
    assert len(out) == len(texts)
    return out


def _dropped(which: Callable[[list[Cell]], int]) -> Callable[[list[Cell]], list[Cell]]:
    """The row without one of its blank cells."""

    def change(cells: list[Cell]) -> list[Cell]:
        at = which(cells)
        return cells if at < 0 else [*cells[:at], *cells[at + 1 :]]

    return change


def _blank(cells: list[Cell], last: bool) -> int:
    blanks = [i for i, cell in enumerate(cells) if not cell.text and i > 1]
    return (blanks[-1] if last else blanks[0]) if blanks else -1


def _coded(row: Row) -> bool:
    return bool(re.fullmatch(r"\d{3,7}", row[0].text))


def _any(_row: Row) -> bool:
    return True


def _all_blanks(cells: list[Cell]) -> list[Cell]:
    return [cell for i, cell in enumerate(cells) if cell.text or i < 2]


def _one_to_the_right(cells: list[Cell]) -> list[Cell]:
    return [Cell(), *cells[:-1]] if not cells[-1].text else cells


def _longer(cells: list[Cell]) -> list[Cell]:
    return [*cells, Cell()]


def _text(change: Callable[[str], str], *styles: str) -> Artefact:
    """The laid-out text changed, in the styles named."""
    return lambda report: replace(report, after=(*report.after, change)) if report.style in styles else report


def _trimmed(text: str) -> str:
    return re.sub(r"[\t ]+$", "", text, flags=re.MULTILINE)


def _broken_labels(text: str) -> str:
    """Each fifth long label of a tabbed row broken over two lines."""
    out = []
    for i, line in enumerate(text.split("\n")):
        cells = line.split("\t")
        at = next((k for k, cell in enumerate(cells) if i % 5 == 0 and k and len(cell) > 6 and not re.search(r"\d", cell)), 0)
        if at:
            cells[at] = f"{cells[at][:4]}\n{cells[at][4:]}"
        out.append("\t".join(cells))
    return "\n".join(out)


def _broken_numbers(text: str) -> str:
    """The last digit of each seventh tabbed amount on a line of its own."""
    out = []
    lines = text.split("\n")
    for i, line in enumerate(lines):
        cells = line.split("\t")
        inside = i % 7 == 0 and i + 1 < len(lines) and "\t" in lines[i + 1]  # a digit below the table is a page number to any reader
        at = next((k for k, cell in enumerate(cells) if inside and k > 1 and re.fullmatch(r"[\d,]+\.\d\d", cell)), 0)
        if at:
            cells[at] = f"{cells[at][:-1]}\n{cells[at][-1]}"
        out.append("\t".join(cells))
    return "\n".join(out)


def _blank_lines(text: str) -> str:
    return text.replace("\n", "\n\n")


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


LINES: dict[str, Artefact] = {
    "row: last blank dropped": _in_rows(_dropped(lambda cells: _blank(cells, True)), _coded),
    "row: first blank dropped": _in_rows(_dropped(lambda cells: _blank(cells, False)), _coded),
    "row: blanks dropped": _in_rows(_all_blanks, _coded),
    "row: first blank dropped, all rows": _in_rows(_dropped(lambda cells: _blank(cells, False)), _any),
    "row: one column to the right": _in_rows(_one_to_the_right, _coded),
    "row: trailing blanks cut": _text(_trimmed, "tabbed"),
    "row: labels over two lines": _text(_broken_labels, "tabbed"),
    "row: numbers over two lines": _text(_broken_numbers, "tabbed"),
    "row: blank lines between": _text(_blank_lines, "tabbed"),
    "text: carriage returns": _text(_crlf, "tabbed", "markdown", "lines"),
    "row: a blank more": _in_rows(_longer, _any),
}

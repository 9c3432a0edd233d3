"""Artefacts in the printed characters: wrapped cells and numbers, split digits, width, LaTeX, page numbers between lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tests.noise.composed import Composed
from tests.noise.forms import Artefact
from tests.samples.scribe import Block, Cell, Table, Text

_WIDE = str.maketrans("0123456789.,%()-", "０１２３４５６７８９．，％（）－")


def _in_cells(change: Callable[[str], str], applies: Callable[[Cell], bool] = lambda cell: bool(cell.text), every: bool = True) -> Artefact:
    """The text of the cells changed; the gold stays."""

    def one(block: Block) -> Block:
        if not isinstance(block, Table) or not (every or block.number):
            return block
        rows = [tuple(replace(c, text=change(c.text)) if applies(c) else c for c in row) for row in block.rows]
        return replace(block, rows=tuple(rows))

    return lambda report: replace(report, blocks=tuple(map(one, report.blocks)))


def _is_amount(cell: Cell) -> bool:
    return cell.record is not None


def _after_point(text: str) -> str:
    return re.sub(r"\.(\d)", r". \1", text, count=1)


def _split_end(text: str) -> str:
    return f"{text[:-1]} {text[-1]}" if len(text) > 3 else text


def _after_comma(text: str) -> str:
    return text.replace(",", ", ")


def _latex(text: str) -> str:
    return f"${text}$" if re.fullmatch(r"[\d.,]+", text) else re.sub(r"≥\s*(\d+)%", r"$\\geq \1\\%$", text)


def _spread(text: str) -> str:
    return " ".join(text) if re.fullmatch(r"[\u4e00-\u9fff]{2,6}", text) else text


def _double_percent(text: str) -> str:
    return re.sub(r"(\d)%$", r"\1%%", text)


def _bold(text: str) -> str:
    return f"**{text}**"


def _wrapped_lines(text: str) -> str:
    """Numbers broken after the last but one digit, labels in the middle, as a narrow cell breaks them."""
    if re.fullmatch(r"[\d.,]{5,}", text):
        return f"{text[:-1]}\n{text[-1]}"
    return f"{text[:6]}\n{text[6:]}" if len(text) > 8 and re.fullmatch(r"[\u4e00-\u9fff、（）]+", text) else text


def _page_numbers(text: Callable[[int], str]) -> Artefact:
    """A page number between paragraphs, every few blocks."""

    def change(report: Composed) -> Composed:
        out: list[Block] = []
        for i, block in enumerate(report.blocks):
            out.append(block)
            if i % 7 == 6:
                out.append(Text(text(i // 7 + 1)))
        return replace(report, blocks=tuple(out))

    return change


def _only_lines(artefact: Artefact) -> Artefact:
    """For styles in which a cell can hold a line break."""
    return lambda report: artefact(report) if report.style == "lines" else report


def _breaks(report: Composed) -> Composed:
    """A line break in a cell as converters to Markdown leave it."""
    if report.style != "markdown":
        return report
    return _in_cells(lambda text: _wrapped_lines(text).replace("\n", "<br>"))(report)


MARKS: dict[str, Artefact] = {
    "digits: blank after the point": _in_cells(_after_point, _is_amount),
    "digits: last one apart": _in_cells(_split_end, _is_amount),
    "digits: blank after the comma": _in_cells(_after_comma, _is_amount),
    "width: full": _in_cells(lambda text: text.translate(_WIDE), _is_amount),
    "width: full, codes and labels": _in_cells(lambda text: text.translate(_WIDE), every=False),
    "width: ideographic blanks": _in_cells(lambda text: "\u3000".join(text) if re.fullmatch(r"[\u4e00-\u9fff]{2}", text) else text),
    "blanks: between characters": _in_cells(_spread, every=False),
    "wrap: lines in cells": _only_lines(_in_cells(_wrapped_lines, every=False)),
    "wrap: <br>": _breaks,
    "latex": _in_cells(_latex),
    "percent: twice": _in_cells(_double_percent),
    "bold": _in_cells(_bold, every=False),
    "pages: numbers between": _page_numbers(str),
    "pages: - 3 -": _page_numbers(lambda n: f"- {n} -"),
    "pages: 第3页": _page_numbers(lambda n: f"第{n}页"),
    "pages: 第3页，共40页": _page_numbers(lambda n: f"第{n}页，共40页"),
    "pages: 3 / 40": _page_numbers(lambda n: f"{n} / 40"),
}  # fmt: skip

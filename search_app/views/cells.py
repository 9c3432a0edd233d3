"""A table to draw: rows of cells, each with its anchor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """What the graph says of a cell, as far as drawing needs it. `label` is the path of the heads above it, joined by `/`."""

    row: int
    column: int
    is_total: bool = False
    code: str = ""
    printed: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell to draw. `style` is its CSS classes, "" for a number; a code that stands before the name has its own anchor."""

    text: str
    anchor: str
    style: str = ""
    is_label: bool = False
    columns: int = 1
    rows: int = 1
    code: str = ""
    code_anchor: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row to draw."""

    anchor: str
    cells: tuple[Cell, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table to draw. In a form, most cells are words: the style "n" is a number's, "x" running text's."""

    head: tuple[Row, ...]
    body: tuple[Row, ...]
    is_form: bool = False

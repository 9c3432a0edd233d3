"""The head of a printed table: its rows with their spans.

Where a row came without its blank cells, the heads are those that the facts know.
"""

from __future__ import annotations

from collections.abc import Iterator

from search_app.views.cells import Cell, Row
from search_app.views.sheet import Sheet
from search_app.views.spans import Spans, is_ordinal


def head(sheet: Sheet) -> tuple[Row, ...]:
    """The head rows to draw."""
    if sheet.head_lacks_cells:
        return tuple(_rows(sheet, _known(sheet), anchored=False))
    return tuple(_rows(sheet, [[sheet.joined(row, group) for group in sheet.groups] for row in sheet.head], anchored=True))


def _known(sheet: Sheet) -> list[list[str]]:
    """Head rows made of the paths of the facts' heads (预算数/公务用车/小计); a head that goes on stands once, with blanks beside it."""
    paths = [_path(sheet, group) for group in sheet.groups]
    texts = [[""] * len(paths) for _ in range(max(map(len, paths), default=0))]
    for place, path in enumerate(paths):
        before = paths[place - 1] if place else []
        for row, text in enumerate(path):
            goes_on = row + 1 < len(path) and path[: row + 1] == before[: row + 1] and row + 1 < len(before)
            texts[row][place] = "" if goes_on else text
    return texts


def _path(sheet: Sheet, group: tuple[int, ...]) -> list[str]:
    """The heads over a group of columns, the outermost first."""
    label = next((fact.label for fact in sheet.facts if fact.column - 1 == group[-1] and fact.label), "")
    if label and group[-1] in sheet.numeric:
        return label.split("/")
    whole = [row for row in sheet.head if sheet.is_whole(row) and not is_ordinal([text for text in sheet.rows[row] if text])]
    name = sheet.joined(whole[-1], group) if whole else ""
    return [name] if name else []


def _rows(sheet: Sheet, texts: list[list[str]], *, anchored: bool) -> Iterator[Row]:
    spans = Spans(texts)
    for index in range(len(texts)):
        row = sheet.head[index] if anchored else None
        yield Row("" if row is None else sheet.row_anchor(row), tuple(_cells(sheet, texts, spans, index, row)))


def _cells(sheet: Sheet, texts: list[list[str]], spans: Spans, index: int, row: int | None) -> Iterator[Cell]:
    ordinals = is_ordinal(texts[index])
    for place, group in enumerate(sheet.groups):
        if not ordinals and spans.is_covered(index, place):
            continue
        columns, rows = (1, 1) if ordinals else spans.of(index, place)
        anchor = "" if row is None else sheet.anchor(row, group[0])
        yield Cell(texts[index][place], anchor, _style(sheet, place, ordinals, columns), columns=columns, rows=rows)


def _style(sheet: Sheet, place: int, ordinals: bool, columns: int) -> str:
    """`c1` for the first column of labels; then how the text stands."""
    numeric = sheet.groups[place][-1] in sheet.numeric
    stands = "ord" if ordinals else "c" if columns > 1 else "n" if numeric else ""
    return f"{'c1' if place == 0 and not numeric else ''} {stands}".strip()

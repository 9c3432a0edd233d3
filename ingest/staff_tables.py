"""Posts and staff (编制, 年末实有) that a report prints as a table: kinds in the rows, in the columns or in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.document import Document
from ingest.heads import Head, read_head
from ingest.narrative.headcount_kinds import group_of, kind_of, part
from ingest.narrative.staffing import time_in
from ingest.narrative.topics import is_overview, topics_of
from ingest.narrative.wordings import plain, wordings
from ingest.tables import Captioned
from kg.amounts import fold, read_number
from kg.facts import CellPlace, Headcount, Passage, Table

_COUNT = re.compile(r"\d{1,3}(?:,?\d{3})*[人名个]?")
_WORD = re.compile(r"[\u4e00-\u9fff]")


def tabled_headcounts(captioned: Iterable[Captioned], passages: Sequence[Passage], document: Document) -> tuple[Headcount, ...]:
    """The headcounts in tables that stand where a report speaks of its staff, each kind and number once.

    `when` is the time that the column's head or the text beside the table names, "" where neither does. Of rows for single units
    only the total counts.
    """
    rows: dict[tuple[str, str], Headcount] = {}
    for one in captioned:
        if one.form is None and one.table.kind == "other" and one.table.same_as is None and _speaks_of_staff(one.table):
            listed = document.style_of(one.table.file) == "cell-a-line"  # merged cells are printed once
            for row in _of_table(one.table, _time_beside(one.table, passages), listed):
                rows.setdefault((row.what, row.quantity.text), row)
    return tuple(rows.values())


def _speaks_of_staff(table: Table) -> bool:
    """True for a table under a heading, or with a title, that speaks of the unit itself; never for one of money."""
    if table.unit:
        return False
    topics = frozenset(wordings("staffing")["topics"])
    headings = (*table.section, table.title.removesuffix("表"))
    return any(topics.intersection(topics_of(heading)) or is_overview(heading) for heading in headings if heading)


def _time_beside(table: Table, passages: Sequence[Passage]) -> str:
    """The last time that the text under the table's heading names."""
    times = (time_in(plain(p.text)) for p in passages if p.section == table.section and p.file == table.file)
    return next((time for time in reversed(list(times)) if time[:1].isdigit()), "")


def _of_table(table: Table, when: str, listed: bool) -> Iterator[Headcount]:
    head = read_head(table.grid, listed)
    if head is None:
        return
    grid = _with_first_cells(table.grid, head.size)
    for i in _body(grid, head):
        row = grid[i]
        shift = max(head.width - len(row), 0) if listed else 0
        for j, cell in enumerate(row):
            path = head.paths[j + shift] if j + shift < len(head.paths) else ()
            what = _kind(_labels(reversed(path)), _labels(reversed(row[:j]))) if _COUNT.fullmatch(fold(cell)) else ""
            quantity = read_number(re.sub(r"[人名个]$", "", fold(cell)), "人") if what else None
            if quantity:
                line = table.lines[i] if i < len(table.lines) else None
                yield Headcount(what, quantity, when or time_in("".join(path)), CellPlace(table.number, i + 1, j + 1, table.page, line))


def _body(grid: Sequence[Sequence[str]], head: Head) -> list[int]:
    """The rows that speak of the whole unit: all whose labels are kinds of people or a total; the only row whatever its label."""
    body = [i for i in range(head.size, len(grid)) if any(_COUNT.fullmatch(fold(cell)) for cell in grid[i])]
    return body if len(body) == 1 else [i for i in body if all(map(_is_known, _labels(grid[i])))]


def _with_first_cells(grid: Sequence[Sequence[str]], start: int) -> list[tuple[str, ...]]:
    """The rows with the label of a merged first cell in each row that it stands beside."""
    rows, label = [tuple(row) for row in grid], ""
    for i in range(start, len(rows)):
        label = rows[i][0] if rows[i] and rows[i][0] else label
        rows[i] = (label, *rows[i][1:])
    return rows


def _labels(cells: Iterable[str]) -> list[str]:
    """The words of cells, each without its ordinal and brackets; cells that print numbers alone are left out."""
    trim = wordings("staffing")["table"]["trim"]
    words = [plain(fold(cell)) for cell in cells if cell and _WORD.search(cell)]
    return list(dict.fromkeys(re.sub(trim, "", re.sub(trim, "", word)) or word for word in words))


def _is_known(label: str) -> bool:
    return bool(kind_of(label) or part(label, "编制") or re.search(wordings("staffing")["table"]["says_nothing"], label))


def _kind(column: Sequence[str], row: Sequence[str]) -> str:
    """What a cell counts, by the labels of its column and its row, the nearest first; "" where they name no kind of people."""
    if any(re.search(wordings("staffing")["table"]["other_year"], label) for label in column):
        return ""
    above, beside = _told(column), _told(row)
    group = group_of(above) if above else None
    own = group_of(beside) if beside else None
    if group is None:  # the row names the kind, the column at most a part of it
        return _part((*column, *row), own or "") or ("" if any(not _is_known(label) for label in column) else kind_of(beside))
    if own is None or own in ("编制", "在职"):
        return _part((*column, *row), group) or ("" if _part(row, "编制") else kind_of(above))
    return kind_of(beside) if group == "在职" else ""


def _told(labels: Sequence[str]) -> str:
    """The nearest label that names a kind of people, or ""."""
    return next((label for label in labels if kind_of(label)), "")


def _part(labels: Sequence[str], group: str) -> str:
    """The part of the group that the labels name: 行政 beside 年末实有人数, 行政编制 beside it."""
    bare = (re.sub("(?:人员)?编制?$", "", label) for label in labels)
    return next((found for label in bare if (found := part(label, group))), "")

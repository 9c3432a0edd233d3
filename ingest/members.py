"""Lists of 决算单位 and 内设机构 that a report prints as a table: one unit or division a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.forms import load
from ingest.narrative.topics import topics_of
from ingest.tables import Captioned
from kg.amounts import fold
from kg.facts import CellPlace, Division, Table

_NOTE = re.compile(r"[(（][^()（）]*[)）]$")
_NAME = re.compile(r"^[\u4e00-\u9fff][^\d，。；：]{2,40}$")
_TOTAL = re.compile(r"^[合总小]计$")
_RELATIONS = {"subunits": "subunit", "divisions": "division"}


def listed_members(captioned: Iterable[Captioned], unit: str) -> tuple[Division, ...]:
    """The units and divisions in tables that stand under such a heading, in order, each once; a bare 本级 gets the unit's name."""
    found = (row for one in captioned if one.form is None and one.table.same_as is None for row in _members(one.table, unit))
    return tuple({(row.name, row.relation): row for row in found}.values())


def _members(table: Table, unit: str) -> Iterator[Division]:
    relation = _relation(table)
    head = next(((i, j) for i, row in enumerate(table.grid[:3]) for j, cell in enumerate(row) if _is_head(cell)), None)
    if not relation or head is None:
        return
    row_of_head, column = head
    for i, row in enumerate(table.grid[row_of_head + 1 :], row_of_head + 1):
        name = _NOTE.sub("", row[column].strip()) if column < len(row) else ""
        if _NAME.match(name) and not _TOTAL.match(fold(name)) and not _is_head(name):
            line = table.lines[i] if i < len(table.lines) else None
            place = CellPlace(table.number, i + 1, column + 1, table.page, line)
            yield Division(f"{unit}本级" if re.fullmatch("(单位|部门|机关)?本级", name) else name, relation, "current", place)


def _relation(table: Table) -> str:
    """subunit or division: what the table's title or the nearest heading that says so names; "" for any other table."""
    headings: Sequence[str] = (*table.section, table.title)
    for heading in reversed(headings):
        topics = [topic for topic in topics_of(heading.removesuffix("表")) if topic in _RELATIONS] if heading else []
        if topics:
            return _RELATIONS["subunits" if "subunits" in topics else "divisions"]
    return ""


def _is_head(cell: str) -> bool:
    return any(re.fullmatch(pattern, fold(cell)) for pattern in load("members")["name_columns"])

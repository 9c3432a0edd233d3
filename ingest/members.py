"""Lists of 决算单位 and 内设机构 that a report prints as a table: one unit or division a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ingest.forms import load
from ingest.narrative.organisation import with_owner
from ingest.narrative.topics import is_overview, topics_of
from ingest.narrative.wordings import plain, wordings
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
    heads = ((i, j, said) for i, row in enumerate(table.grid[:3]) for j, cell in enumerate(row) if (said := _column(cell)) is not None)
    row_of_head, column, said = next(heads, (0, 0, ""))
    relation = _relation(table, said)
    found = list(_named(table, row_of_head + 1, column)) if relation else []
    if any(name != unit for name, _ in found):  # a table of the unit alone lists no units
        yield from (Division(with_owner(name, unit), relation, "current", place) for name, place in found)


def _named(table: Table, start: int, column: int) -> Iterator[tuple[str, CellPlace]]:
    """The names in a column from the row `start` on, without the notes in brackets behind them, each with its place."""
    for i, row in enumerate(table.grid[start:], start):
        name = _bare(row[column].strip()) if column < len(row) else ""
        if _NAME.match(name) and not _TOTAL.match(fold(name)) and _column(name) is None:
            line = table.lines[i] if i < len(table.lines) else None
            yield name, CellPlace(table.number, i + 1, column + 1, table.page, line)


def _bare(name: str) -> str:
    note = _NOTE.search(name)
    return name if not note or re.fullmatch(wordings("organisation")["kept_brackets"], plain(note[0])) else name[: note.start()]


def _relation(table: Table, said: str) -> str:
    """subunit or division: what the head of the column of names (`said`), else the nearest heading says; "" for any other table."""
    headings = [heading for heading in (*table.section, table.title) if heading]
    topics = [frozenset(topics_of(heading.removesuffix("表"))) for heading in reversed(headings)]
    if said and (any(one.intersection(load("members")["topics"]) for one in topics) or any(map(is_overview, headings))):
        return said
    told = (topic for one in topics for topic in _RELATIONS if topic in one)
    return _RELATIONS.get(next(told, ""), "")


@lru_cache(maxsize=1 << 10)  # the heads of most tables come many times
def _column(cell: str) -> str | None:
    """What a head of a column of names says that it lists: subunit, division or "" where it does not say; None for any other cell."""
    columns = load("members")["name_columns"].items()
    return next((said for said, known in columns if any(re.fullmatch(one, fold(cell)) for one in known)), None)

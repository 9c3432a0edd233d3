"""Which columnar tables there are, and the type of each of their columns: read from the headers of the queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.export import TABLES
from queries import library
from queries.library import Query

# The types that `# types:` of a query may name, as DuckDB types. Without a type a column is text.
SQL_TYPES = {
    "text": "VARCHAR",
    "iri": "VARCHAR",
    "boolean": "BOOLEAN",
    "integer": "INTEGER",
    "year": "SMALLINT",
    "decimal": "DECIMAL(18, 4)",
}

FACTS = "facts"
# The tidy table of cells is a part of the wide one.
PART_OF_FACTS = "observations"
FINDINGS = "findings"
"""The table to which the rules over years add rows."""
# Rows that follow from several reports are asked of the whole release; all others follow from one bundle.
_OF_THE_RELEASE = ("subjects",)
_WORDS_OF_THE_REPORT = {"statements": "text"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, Chinese label and type (a key of `SQL_TYPES`)."""

    name: str
    label: str
    type: str = "text"

    @property
    def sql(self) -> str:
        """The type in DuckDB."""
        return SQL_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class Table:
    """A columnar table: what it is called, its columns in order, its query.

    `of_release`: asked of the whole release; `tidy`: also a tidy table of `juesuan export --tables`; `key`: the columns that together
    differ from row to row, none where rows may repeat.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    query: str
    tidy: bool
    of_release: bool = False
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]


@cache
def tables(*, text: bool = True) -> tuple[Table, ...]:
    """All columnar tables, tidy ones first; without `text` the paragraphs and sentences of the reports are left out."""
    found = [_table(library.get("tables", name), tidy=True) for name in TABLES if text or name != "passages"]
    return (*found, *(_table(query, tidy=False) for query in library.load("columnar")))


def withheld(table: Table) -> str:
    """The column that holds sentences of the report, "" where there is none."""
    return _WORDS_OF_THE_REPORT.get(table.name, "")


def _table(query: Query, *, tidy: bool) -> Table:
    key = tuple(query.header.get("key", "").split())
    return Table(query.name, query.title, tuple(_columns(query)), query.text, tidy, query.name in _OF_THE_RELEASE, key)


def _columns(query: Query) -> Iterator[Column]:
    pairs = (pair.split() for pair in query.header.get("types", "").split(",") if pair.strip())
    types = {name: kind for name, kind in pairs}
    for name, label in query.columns.items():
        yield Column(name, label, types.get(name, "text"))

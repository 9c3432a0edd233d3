"""What one unit's reports state, as far as links over reports need it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from pyoxigraph import Store

from kg.store import Row, rows
from queries import library


@dataclass(frozen=True, slots=True)
class Record:
    """What one report states of a project. `executed` is in 元."""

    project: str
    report: str
    year: int
    names: tuple[str, ...]
    purpose: str
    executed: Decimal | None


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A printed duty."""

    duty: str
    report: str
    year: int
    text: str


@dataclass(slots=True)
class UnitRows:
    """All rows of one unit, in the order of years."""

    unit: str
    name: str = ""
    records: list[Record] = field(default_factory=list)
    duties: list[DutyRow] = field(default_factory=list)


def unit_rows(store: Store, unit: str = "") -> Iterator[UnitRows]:
    """The rows of each unit that reports state a project of, by IRI; of `unit` alone where one is given."""
    found: dict[str, UnitRows] = {}
    values = {"unit": unit} if unit else {}
    for row in rows(store, library.get("links", "projects").bound(values)):
        of_unit = found.setdefault(row["unit"], UnitRows(row["unit"], row["unit_name"]))
        of_unit.records.append(_record(row))
    for row in rows(store, library.get("links", "duties").bound(values)):
        if row["unit"] in found:
            found[row["unit"]].duties.append(DutyRow(row["duty"], row["report"], int(row["year"]), row["text"]))
    for name in sorted(found):
        yield found[name]


def _record(row: Row) -> Record:
    names = (row["name"], *row["also"].split("；")) if row["also"] else (row["name"],)
    executed = Decimal(row["executed"]) if row["executed"] else None
    return Record(row["project"], row["report"], int(row["year"]), names, row["purpose"], executed)

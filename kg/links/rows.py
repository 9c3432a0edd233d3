"""What one unit's reports state, as far as links over reports need it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kg.store import Row


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


class Stated:
    """What the reports say that links and relations over reports follow from: rows of `queries/links`, taken in report by report."""

    def __init__(self) -> None:
        self.affiliations: list[Row] = []
        self.levels: set[tuple[str, str]] = set()
        self._units: dict[str, UnitRows] = {}
        self._duties: dict[str, list[DutyRow]] = defaultdict(list)

    def add(self, rows: Mapping[str, Iterable[Row]]) -> None:
        """Take in the rows of a report by the query's name."""
        self.affiliations += rows["affiliations"]
        self.levels.update((row["indicator"], row["level"]) for row in rows["indicators"])
        for row in rows["projects"]:
            self._units.setdefault(row["unit"], UnitRows(row["unit"], row["unit_name"])).records.append(_record(row))
        for row in rows["duties"]:
            self._duties[row["unit"]].append(DutyRow(row["duty"], row["report"], int(row["year"]), row["text"]))

    def units(self) -> Iterator[UnitRows]:
        """The rows of each unit that reports state a project of, by IRI."""
        for name in sorted(self._units):
            held = self._units[name]
            yield UnitRows(name, held.name, sorted(held.records, key=_turn), sorted(self._duties.get(name, ()), key=_turn))


def _turn(row: Record | DutyRow) -> tuple[int, str]:
    """By year and report; those of a report come in their order."""
    return row.year, row.report


def _record(row: Row) -> Record:
    names = (row["name"], *row["also"].split("；")) if row["also"] else (row["name"],)
    executed = Decimal(row["executed"]) if row["executed"] else None
    return Record(row["project"], row["report"], int(row["year"]), names, row["purpose"], executed)

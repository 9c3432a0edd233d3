"""Which cells and figures a name of an identity means: conditions by attribute, as a rule file writes them.

`table` (a kind), or `from: text` with or without `measure`, says among which; `row`, `column`, `what`, `section` are patterns that
must be found; `not_row` … patterns that must not; every other key is a value or a list of values (`""`: not stated).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from kg.checks.reading import Report
from kg.checks.records import Cell, Figure

_PATTERNS = ("row", "column", "what", "section")
# Conditions that many rules begin with and that leave few places: tried before the others; patterns last.
_FIRST = ("side", "level")


@dataclass(frozen=True, slots=True)
class Condition:
    """A value of `key` is one of those wanted, or has that pattern (`absent`: has it not)."""

    key: str
    wanted: frozenset[str] | re.Pattern[str]
    absent: bool = False

    def fitting(self, values: Iterable[str]) -> Set[str]:
        """Those that fit, or more."""
        if isinstance(self.wanted, frozenset):
            return self.wanted
        search = self.wanted.search
        return {value for value in set(values) if (search(value) is None) == self.absent}


@dataclass(frozen=True, slots=True)
class Source:
    """The cells of a kind of table, or the figures of the text: of some measures, or all."""

    table: str = ""
    measures: tuple[str, ...] = ()

    def of(self, report: Report) -> Sequence[Cell | Figure]:
        """Its places in a report; figures of another year are left out."""
        if self.table:
            return report.cells_of.get(self.table, [])
        figures = report.measured(self.measures) if self.measures else report.figures
        return [figure for figure in figures if not figure.compared]


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """What a condition leaves of a wider selection, in order. `name` is the same for the same conditions."""

    name: str
    wider: Selection | Source
    condition: Condition | None = None

    def of(self, report: Report) -> Sequence[Cell | Figure]:
        """The places in a report, found once for all rules that begin with the same conditions."""
        found = report.selected.get(self.name)
        if found is None:
            found = report.selected[self.name] = self._found(self.wider.of(report))
        return found

    def _found(self, items: Sequence[Cell | Figure]) -> Sequence[Cell | Figure]:
        if self.condition is None or not items:
            return items
        values = attribute(items, self.condition.key)
        fitting = self.condition.fitting(values)
        return [item for item, value in zip(items, values, strict=True) if value in fitting]


def selection(conditions: Mapping[str, Any]) -> Selection:
    """The places that the conditions of a rule file mean. Raises KeyError where they name neither a table nor the text."""
    left = dict(conditions)
    measures: tuple[str, ...] = ()
    if left.pop("from", "") != "text":
        source = Source(table=left.pop("table"))
    else:
        measures = _listed(left.pop("measure", ()))
        source = Source(measures=measures)
    found = Selection(f"{source.table}:{measures}", source)
    for key, wanted in sorted(left.items(), key=_order):
        found = Selection(f"{found.name}, {key}: {wanted!r}", found, _condition(key, wanted))
    return found


def attribute(items: Iterable[Cell | Figure], key: str) -> list[str]:
    """That attribute of each place."""
    return [item.attributes.get(key, "") for item in items]


def _condition(key: str, wanted: Any) -> Condition:
    if key.startswith("not_"):
        return Condition(key.removeprefix("not_"), re.compile(str(wanted)), absent=True)
    return Condition(key, re.compile(str(wanted)) if key in _PATTERNS else frozenset(_listed(wanted)))


def _listed(wanted: Any) -> tuple[str, ...]:
    return tuple(map(str, wanted)) if isinstance(wanted, (list, tuple)) else (str(wanted),)


def _order(condition: tuple[str, Any]) -> tuple[bool, bool, str]:
    key, _ = condition
    return key in _PATTERNS or key.startswith("not_"), key not in _FIRST, key

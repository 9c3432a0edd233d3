"""Sums that a table of 决算公开 prints of itself: 合计 and 总计, codes and their parts, 小计 beside its parts.

They tell whether the columns of a table were found rightly where no rules are drawn between them. Whether the report's own sums
are right is another question (`kg.checks`): here a sum that does not hold is a reason to look at the file again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.amounts import fold
from kg.facts import CellPlace, Observation, Table, Unresolved

_ROUNDING = Decimal("0.01")  # of one printed amount in its unit
_SUM = re.compile(r"[合小]计$")
_OF_WHICH = re.compile(r"^其中")
_GRAND = re.compile(r"^总计$")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A printed sum and what should make it up."""

    place: CellPlace
    holds: bool


def doubtful(table: Table, cells: Sequence[Observation]) -> Iterator[Unresolved]:
    """A note where sums of a table, whose columns were found by their labels, do not hold."""
    found = sums(cells)
    wrong = [one for one in found if not one.holds]
    if wrong:
        why = (
            f"doubtful: its columns were found by their labels, and {len(wrong)} of {len(found)} sums do not hold: compare it with the file"
        )
        yield Unresolved(wrong[0].place.fragment, table.title, why)


def sums(cells: Sequence[Observation]) -> tuple[Sum, ...]:
    """The sums of one table."""
    columns: dict[tuple[str, int], list[Observation]] = defaultdict(list)
    rows: dict[tuple[str, int], list[Observation]] = defaultdict(list)
    for o in cells:
        columns[o.side, o.place.column].append(o)
        rows[o.side, o.place.row].append(o)
    shared = {row for (_, row), held in rows.items() if len({o.row for o in held}) > 1}  # 人员经费合计 beside 公用经费合计
    down = (
        found for column in columns.values() for found in (_by_code(column, shared) if any(o.code for o in column) else _by_rows(column))
    )
    across = (found for row in rows.values() for found in _across(row))
    return (*down, *across, *_both_sides(cells))


def _sum(total: Observation, parts: Sequence[Observation]) -> Sum:
    off = abs(total.quantity.number - sum((o.quantity.number for o in parts), Decimal(0)))
    return Sum(total.place, off <= _ROUNDING * max(len(parts), 1))


def _by_code(column: Sequence[Observation], shared: set[int]) -> Iterator[Sum]:
    """A code is the sum of the next finer ones; 合计, alone in its row and column, of the outermost."""
    codes = {o.code for o in column if o.code}
    parts: dict[str, list[Observation]] = defaultdict(list)
    for o in column:
        if o.code:
            parts[max((code for code in codes if code != o.code and o.code.startswith(code)), key=len, default="")].append(o)
    totals = [o for o in column if o.level == "total" and not o.code]
    if len(totals) == 1 and totals[0].place.row not in shared:
        yield _sum(totals[0], parts[""])
    yield from (_sum(o, parts[o.code]) for o in column if parts.get(o.code) and o.code)


def _by_rows(column: Sequence[Observation]) -> Iterator[Sum]:
    """Each total of a side is the sum of the total before it and of the rows between."""
    between: list[Observation] = []
    for o in sorted(column, key=lambda o: o.place.row):
        if o.level == "total":
            if len(between) > 1:
                yield _sum(o, between)
            between = [o]
        elif o.level != "ofWhich":
            between.append(o)


def _across(row: Sequence[Observation]) -> Iterator[Sum]:
    """合计 or 小计 is the sum of the columns beside it under the same label."""
    for total in (o for o in row if o.column and _SUM.search(fold(o.column[-1]))):
        parts = list(_beside(total.column[:-1], [o for o in row if o is not total]))
        if len(parts) > 1:
            yield _sum(total, parts)


def _beside(above: Path, row: Iterable[Observation]) -> Iterator[Observation]:
    """The columns right under the label `above`; of a group below it, its 小计."""
    for o in row:
        rest = [fold(label) for label in o.column[len(above) :]]
        is_under = o.column[: len(above)] == above and not any(_OF_WHICH.match(label) for label in rest)
        if is_under and (len(rest) == 1 or (len(rest) == 2 and _SUM.search(rest[-1]))):
            yield o


def _both_sides(cells: Sequence[Observation]) -> Iterator[Sum]:
    """总计 of the income is 总计 of the expenditure, in the first column of each."""
    grand = [o for o in cells if o.side and _GRAND.match(fold(o.row))]
    for o in (o for o in grand if o.side == "收入"):
        others = [p for p in grand if p.side == "支出" and p.place.row == o.place.row]
        if others and o.place.column == min(p.place.column for p in grand if p.side == "收入"):
            yield _sum(o, [min(others, key=lambda p: p.place.column)])

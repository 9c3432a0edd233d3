"""The sums of the sample reports hold, but for the planted faults; a value in another column breaks one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.formats.text import read_text
from ingest.pipeline import facts
from ingest.totals import sums
from kg.facts import Observation, ReportFacts
from tests.noise.composed import composed

MANY = {"incomeExpenditure": 5, "income": 100, "expenditure": 90, "fiscalSummary": 30, "generalPublic": 40, "threePublic": 4}


@pytest.fixture(scope="module")
def found() -> ReportFacts:
    """A sample without a fault in its tables."""
    return facts(read_text(composed("s01").text, "s01.txt"), "0" * 64)


def cells(found: ReportFacts, kind: str) -> list[Observation]:
    number = next(table.number for table in found.tables if table.kind == kind)
    return [o for o in found.observations if o.place.table == number]


@pytest.mark.parametrize("kind", MANY)
def test_sums_hold(found: ReportFacts, kind: str) -> None:
    said = sums(cells(found, kind))
    assert len(said) >= MANY[kind] and all(one.holds for one in said)


@pytest.mark.parametrize("kind", MANY)
def test_a_row_whose_values_moved_by_a_column_breaks_a_sum(found: ReportFacts, kind: str) -> None:
    held = cells(found, kind)
    row = max(
        (o.place.row for o in held if o.quantity.number), key=lambda i: len([o for o in held if o.place.row == i and o.quantity.number])
    )
    in_row = [o for o in held if o.place.row == row]
    numbers = [replace(o.quantity, number=Decimal("7.77")) for o in in_row[:1]] + [o.quantity for o in in_row[:-1]]
    moved = [*(o for o in held if o.place.row != row), *(replace(o, quantity=q) for o, q in zip(in_row, numbers, strict=True))]
    assert not all(one.holds for one in sums(moved))

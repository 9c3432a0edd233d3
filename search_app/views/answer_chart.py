"""The total that an answer gives, beside it: what was planned for the year, and budget against final over the years of its unit."""

from __future__ import annotations

from dataclasses import dataclass

from search_app.ask import Answer
from search_app.holdings import Holdings, UnitRow
from search_app.shelf import Reading
from search_app.totals import Cell, Totals, measures, percent, totals
from search_app.views.charts import Chart, pairs
from search_app.views.money import budget_name


@dataclass(frozen=True, slots=True)
class Planned:
    """“年初预算” with the cell that prints it, and how much of it was spent: “完成61.18%”."""

    name: str
    budget: Cell
    unit: str
    done: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an answer; None where the report does not print it."""

    planned: Planned | None = None
    chart: Chart | None = None


def beside(reading: Reading, held: Holdings, given: Answer) -> Beside:
    """What belongs to the measure whose cell the answer quotes; nothing for more than one unit, and for what is no total of a report."""
    units = {unit for unit, _ in given.reading.targets}
    row = held.unit("/" + units.pop().removeprefix(held.base)) if len(units) == 1 else None
    if row is None or not given.sources or len(given.values) != 1:
        return Beside()
    found = totals(reading, [row])
    key = _measure(found, row.href, {source.place for source in given.sources})
    return Beside(_planned(found, row, key, given), _chart(found, row, key)) if key else Beside()


def _measure(found: Totals, href: str, places: set[str]) -> str:
    """The key of the measure that one of the places prints, "" for none."""
    return next((key for key in measures() if any(cell.source in places for cell in found.of(href, key).values())), "")


def _planned(found: Totals, row: UnitRow, key: str, given: Answer) -> Planned | None:
    """The budget of the year that is asked for; None where the answer computes with it."""
    measure, years = measures()[key], {year for _, year in given.reading.targets}
    if given.reading.operation.name != "value" or len(years) != 1:
        return None
    (year,) = years
    final, budget = found.of(row.href, key).get(year), found.of(row.href, measure.budget).get(year)
    if final is None or budget is None or final.source not in {source.place for source in given.sources}:
        return None
    done = percent(final.value, budget.value)
    return Planned(budget_name(measure), budget, measure.unit, f"完成{done}" if done else "")


def _chart(found: Totals, row: UnitRow, key: str) -> Chart | None:
    measure = measures()[key]
    return pairs(key, measure, found.of(row.href, key), found.of(row.href, measure.budget), budget_name(measure), row.years)

"""The chart beside an answer: the total that it gives, over the years of its unit, budget against final."""

from __future__ import annotations

from search_app.ask import Answer
from search_app.holdings import Holdings
from search_app.shelf import Reading
from search_app.totals import Totals, measures, totals
from search_app.views.charts import Chart, pairs
from search_app.views.money import budget_name


def answer_chart(reading: Reading, held: Holdings, given: Answer) -> Chart | None:
    """The chart of the measure whose cell the answer quotes; None for more than one unit, and for what is no total of a report."""
    units = {unit for unit, _ in given.reading.targets}
    row = held.unit("/" + units.pop().removeprefix(held.base)) if len(units) == 1 else None
    if row is None or not given.sources or len(given.values) != 1:
        return None
    found = totals(reading, [row])
    key = _measure(found, row.href, {source.place for source in given.sources})
    if not key:
        return None
    measure = measures()[key]
    return pairs(key, measure, found.of(row.href, key), found.of(row.href, measure.budget), budget_name(measure), row.years)


def _measure(found: Totals, href: str, places: set[str]) -> str:
    """The key of the measure that one of the places prints, "" for none."""
    return next((key for key in measures() if any(cell.source in places for cell in found.of(href, key).values())), "")

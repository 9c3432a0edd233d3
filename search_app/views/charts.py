"""Charts as data: what is drawn, the table behind it, and where its numbers come from. static/charts.js draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from search_app.totals import Measure, Years

# Lines that colours and markers tell apart.
_TOLD_APART = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of the table behind a chart; `href` leads to the place that prints it. An empty text is a blank."""

    text: str
    href: str = ""
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its kind and data (`spec`), title, unit, the head and rows of the table behind it, and a note."""

    anchor: str
    title: str
    unit: str
    spec: dict[str, Any]
    head: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    note: str = ""
    height: str = ""

    @property
    def drawn(self) -> dict[str, Any]:
        """All that the script needs."""
        return {**self.spec, "title": self.title, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Series:
    """A line of numbers by year with its name."""

    name: str
    years: Years


def span(series: Iterable[Years]) -> list[int]:
    """Every year from the first to the last that has a number, also those between that have none."""
    found = sorted({year for years in series for year in years})
    return list(range(found[0], found[-1] + 1)) if found else []


def pairs(anchor: str, measure: Measure, final: Years, budget: Years, budget_name: str, loaded: Sequence[int]) -> Chart | None:
    """Budget against final over the years, None for fewer than two years; `loaded`: years with a report at all."""
    years = span((final, budget))
    if len(years) < 2:
        return None
    series = [Series(budget_name, budget)] * bool(budget) + [Series("决算", final)]
    spec = {
        "kind": "pairs",
        "years": years,
        "missing": [year for year in years if year not in loaded],
        "budget": {"name": budget_name, "values": _values(years, budget)} if budget else None,
        "final": {"name": "决算", "values": _values(years, final)},
    }
    return Chart(anchor, measure.label, measure.unit, spec, *_by_year(series, years))


def lines(anchor: str, title: str, unit: str, series: Sequence[Series], years: Sequence[int]) -> Chart:
    """Several units over the years, more than five in a small picture each; a year that is missing breaks the line."""
    many = len(series) > _TOLD_APART
    spec = {
        "kind": "multiples" if many else "lines",
        "years": list(years),
        "series": [{"name": one.name, "values": _values(years, one.years)} for one in series],
    }
    return Chart(anchor, title, unit, spec, *_by_year(series, years), height="tall" if many else "")


def _values(years: Sequence[int], found: Years) -> list[float | None]:
    return [float(found[year].value) if year in found else None for year in years]


def _by_year(series: Sequence[Series], years: Sequence[int]) -> tuple[tuple[str, ...], tuple[tuple[Entry, ...], ...]]:
    head = ("年度", *(one.name for one in series))
    rows = tuple((Entry(str(year), is_number=False), *(_entry(one.years, year) for one in series)) for year in years)
    return head, rows


def _entry(found: Years, year: int) -> Entry:
    return Entry(found[year].text, found[year].source) if year in found else Entry("")

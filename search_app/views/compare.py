"""Units beside each other: a measure by unit and year, as it is, per head, as a share, or against the first year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from search_app import sql
from search_app.holdings import UnitRow
from search_app.shelf import Reading
from search_app.totals import Cell, Measure, Totals, Years, change, measures, number
from search_app.views.charts import Chart, Series, lines
from search_app.wording import spans

_HUNDRED = Decimal(100)
_RATES = ("executionRate", "score")
SHOWS = {"value": "原值", "head": "人均", "share": "占比", "index": "以首年为100"}


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's numbers of a measure by year, with the change from the last year but one to the last that are next to each other."""

    unit: UnitRow
    years: Years
    more: str = ""
    rate: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure of all units: its title and unit as shown, the lines, the chart (None for a single year)."""

    measure: Measure
    title: str
    unit: str
    lines: tuple[Line, ...]
    chart: Chart | None

    @property
    def is_empty(self) -> bool:
        """True where no unit prints the measure in these years."""
        return not any(line.years for line in self.lines)


@dataclass(frozen=True, slots=True)
class Headed:
    """A unit's number of a year for each person at its end, with the two cells that it is made of."""

    unit: UnitRow
    whole: Cell
    staff: Cell
    each: str


def per_head(found: Totals, units: Sequence[UnitRow], measure: Measure, years: Sequence[int]) -> tuple[int, tuple[Headed, ...]]:
    """The newest of the years in which a unit prints both the measure and its staff, and the units that do; none where none does."""
    for year in sorted(years, reverse=True) if measure.per_head else ():
        cells = [(unit, found.of(unit.href, measure.key).get(year), found.of(unit.href, "staff").get(year)) for unit in units]
        rows = tuple(
            Headed(unit, whole, staff, number(whole.value / staff.value))
            for unit, whole, staff in cells
            if whole and staff and staff.value > 0
        )
        if rows:
            return year, rows
    return 0, ()


def other_measures(found: Totals, units: Sequence[UnitRow], shown: Measure, years: Sequence[int]) -> list[Measure]:
    """Rates and scores of the whole expenditure (整体支出) that these units print too."""
    rates = [measure for key, measure in measures().items() if key in _RATES and measure is not shown]
    return [one for one in rates if any(year in years for unit in units for year in found.of(unit.href, one.key))]


def comparison(found: Totals, units: Sequence[UnitRow], measure: Measure, years: Sequence[int], show: str) -> Comparison:
    """The measure of the units in the years; `show` is a key of `SHOWS`."""
    shown = [(unit, _shown(found, unit.href, measure, years, show)) for unit in units]
    title, unit = _title(measure, show, years)
    series = [Series(row.name, numbers) for row, numbers in shown]
    chart = lines(measure.key, title, unit, series, years) if len(years) > 1 else None
    return Comparison(measure, title, unit, tuple(_line(row, numbers, years) for row, numbers in shown), chart)


def shows(measure: Measure) -> list[str]:
    """The ways in which a measure can be shown."""
    fits = {"head": measure.per_head, "share": bool(measure.share_of)}
    return [key for key in SHOWS if fits.get(key, True)]


def _title(measure: Measure, show: str, years: Sequence[int]) -> tuple[str, str]:
    if show == "head":
        return f"人均{measure.label}（按年末人数）", f"{measure.unit} / 人"
    if show == "share":
        return f"{measure.label}占{measures()[measure.share_of].label}", "%"
    if show == "index":
        return f"{measure.label}，以{years[0]}年为100", f"{years[0]}年=100"
    return measure.label, measure.unit


def _shown(found: Totals, href: str, measure: Measure, years: Sequence[int], show: str) -> Years:
    own = {year: cell for year, cell in found.of(href, measure.key).items() if year in years}
    if show == "value":
        return own
    if show == "index":
        first = own.get(years[0])
        by = dict.fromkeys(own, first.value / _HUNDRED) if first else {}
    else:
        other = found.of(href, "staff" if show == "head" else measure.share_of)
        by = {year: cell.value / (_HUNDRED if show == "share" else 1) for year, cell in other.items()}
    return {year: replace(cell, value=cell.value / by[year], unit="") for year, cell in own.items() if by.get(year, 0) > 0}


def _line(unit: UnitRow, years: Years, asked: Sequence[int]) -> Line:
    last = max(asked)
    if last not in years or last - 1 not in years:
        return Line(unit, years)
    now, before = years[last].value, years[last - 1].value
    more = number(now - before)
    return Line(unit, years, more if more.startswith("−") else f"+{more}", change(now, before))


def cautions(reading: Reading, units: Sequence[UnitRow], years: Sequence[int]) -> list[str]:
    """Where the numbers do not cover the same: reports of another type, or that consolidate subunits in some years alone."""
    scopes = {row["report"]: row["scope"] for row in sql.rows(reading, "scopes", [r.file_path for u in units for r in u.reports])}
    found, kinds = [], set()
    for unit in units:
        reports = [report for report in unit.reports if report.year in years and report.type != "绩效自评报告"]
        summed = sorted({report.year for report in reports if scopes.get(report.file_path) == "consolidated"})
        single = sorted({report.year for report in reports if scopes.get(report.file_path) == "single"})
        kinds |= {"汇总下级单位"} if summed else set()
        kinds |= {"只含本级"} if single else set()
        if summed and single:
            found.append(f"{unit.name}{_told(summed)}汇总下级单位，{_told(single)}只含本级，前后不完全可比。")
    if len(kinds) > 1 and not found and len(units) > 1:
        found.append("有的单位汇总了下级单位，有的只含本级，不完全可比。")
    return found


def _told(years: list[int]) -> str:
    return f"{spans(years)}年"

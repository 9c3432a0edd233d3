"""`/compare?unit=…&unit=…&year=…&measure=…`: any units, years and measures beside each other; as a page or as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, request
from werkzeug.datastructures import MultiDict

from search_app.holdings import Holdings, UnitRow, holdings
from search_app.language import render
from search_app.reading import pinned
from search_app.spreadsheet import csv_file
from search_app.totals import Measure, Totals, measures, totals
from search_app.views.compare import SHOWS, cautions, comparison, other_measures, per_head, shows

pages = Blueprint("compare", __name__)
MOST_UNITS = 8
# More units than these are not offered as a list to choose from.
_OFFERED = 400
_COLUMNS = ("unit", "region", "year", "measure", "label", "value", "value_unit", "printed", "printed_unit", "report", "source")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for; `unknown`: names that no unit has."""

    units: tuple[UnitRow, ...]
    unknown: tuple[str, ...]
    years: tuple[int, ...]
    measures: tuple[Measure, ...]
    show: str

    def arguments(self, **other: object) -> MultiDict[str, str]:
        """The address of this choice as arguments, some of them other ones: `without` a unit, another `show` or `measure`."""
        without = other.get("without")
        chosen = [("unit", path(unit)) for unit in self.units if unit is not without]
        chosen += [("measure", str(other["measure"]))] if "measure" in other else [("measure", one.key) for one in self.measures]
        chosen += [("from", str(self.years[0])), ("to", str(self.years[-1]))] if self.years else []
        show = str(other.get("show", self.show))
        chosen += [("show", show)] if show != "value" else []
        chosen += [("format", str(other["format"]))] if "format" in other else []
        return MultiDict(chosen)


@pages.get("/compare")
def compare() -> Response:
    """The comparison; without a unit the form alone."""
    reading = pinned()
    held = holdings(reading)
    choice = _choice(held)
    found = totals(reading, choice.units)
    if request.args.get("format") == "csv":
        return csv_file("compare.csv", _COLUMNS, _rows(choice, found))
    shown = [comparison(found, choice.units, measure, choice.years, choice.show) for measure in choice.measures] if choice.years else []
    is_plain = len(choice.measures) == 1 and choice.show == "value"
    return make_response(
        render(
            "compare.html",
            choice=choice,
            comparisons=shown,
            heads=per_head(found, choice.units, choice.measures[0], choice.years) if is_plain else (0, ()),
            others=other_measures(found, choice.units, choice.measures[0], choice.years) if is_plain else [],
            cautions=cautions(reading, choice.units, choice.years) if choice.units else [],
            measures=measures(),
            shows={key: SHOWS[key] for key in shows(choice.measures[0])},
            offered=held.units if len(held.units) <= _OFFERED else (),
            held=held,
            most=MOST_UNITS,
            path=path,
        )
    )


def path(unit: UnitRow) -> str:
    """`990102/示例单位`: how the address names a unit."""
    return unit.href.removeprefix("/unit/")


def _choice(held: Holdings) -> Choice:
    named = [text.strip() for text in request.args.getlist("unit") if text.strip()]
    found = {text: _unit(held, text) for text in dict.fromkeys(named)}
    units = tuple({unit.href: unit for unit in found.values() if unit}.values())[:MOST_UNITS]
    keys = request.args.getlist("measure")
    chosen = [one for key, one in measures().items() if key in keys or "all" in keys] or [measures()["expenditure"]]
    show = request.args.get("show", "value")
    return Choice(
        units,
        tuple(text for text, unit in found.items() if unit is None),
        _years(units),
        tuple(chosen),
        show if show in shows(chosen[0]) and len(chosen) == 1 else "value",
    )


def _unit(held: Holdings, text: str) -> UnitRow | None:
    """The unit by its path or IRI, else by its name."""
    found = held.unit("/unit/" + text.removeprefix(held.base).removeprefix("unit/"))
    return found or next((row for row in held.units if row.name == text), None)


def _years(units: tuple[UnitRow, ...]) -> tuple[int, ...]:
    """The years asked for, else all from the first to the last of the units' reports."""
    loaded = sorted({year for unit in units for year in unit.years})
    if not loaded:
        return ()
    asked = sorted({year for year in request.args.getlist("year", type=int) if loaded[0] <= year <= loaded[-1]})
    if asked:
        return tuple(asked)
    first, last = request.args.get("from", loaded[0], type=int), request.args.get("to", loaded[-1], type=int)
    return tuple(range(max(loaded[0], min(first, last)), min(loaded[-1], max(first, last)) + 1)) or tuple(loaded)


def _rows(choice: Choice, found: Totals) -> Iterator[tuple[object, ...]]:
    """One row a unit, year and measure that is printed; budgets follow what they plan."""
    for unit in choice.units:
        for measure in choice.measures:
            for key, label in ((measure.key, measure.label), (measure.budget, f"{measure.label}预算")):
                for year, cell in sorted(found.of(unit.href, key).items()):
                    if year in choice.years:
                        value = f"{cell.value:f}".rstrip("0").rstrip(".") if "." in f"{cell.value:f}" else f"{cell.value:f}"
                        printed = (cell.printed, cell.unit, cell.report.file_path, cell.source)
                        yield (unit.name, unit.region, year, key, label, value, measure.unit, *printed)

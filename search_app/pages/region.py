"""`/region/<code>`: a place: what lies in it, its units and what they spent."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, request
from pyoxigraph import NamedNode

from ontology.terms import SKOS
from search_app.holdings import UnitRow
from search_app.language import render
from search_app.pages.named import Named, named
from search_app.paging import asked_page
from search_app.totals import Cell, measures, totals

pages = Blueprint("region", __name__)
COLUMNS = ("income", "expenditure", "fiscal", "threePublic")
UNITS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A unit of the place with its totals of one year by measure."""

    unit: UnitRow
    cells: dict[str, Cell]


@pages.get("/region/<code>")
def region(code: str) -> str:
    """The place's page; `?year=` picks the year of the numbers."""
    thing = named("region", "地区")
    units = [row for row in thing.held.units if row.region == code]
    years = sorted({year for row in units for year in row.years})
    year = asked if (asked := request.args.get("year", type=int)) in years else max(years, default=0)
    paging = asked_page(len(units), UNITS_A_PAGE)
    above = [node for node in thing.graph.objects(thing.node, SKOS.broader) if isinstance(node, NamedNode)]
    return render(
        "region.html",
        thing=thing,
        code=code,
        above=[(node.value, thing.graph.label(node)) for node in above],
        below=[(node.value, thing.graph.label(node)) for node in thing.graph.subjects(SKOS.broader, thing.node)],
        lines=_lines(thing, paging.of(units), year),
        columns=[measures()[key] for key in COLUMNS],
        years=years,
        year=year,
        paging=paging,
    )


def _lines(thing: Named, units: list[UnitRow], year: int) -> list[Line]:
    """The units with their totals of the year, the largest expenditure first; those without any last."""
    found = totals(thing.reading, units, year, COLUMNS)
    lines = [Line(row, {key: cells[year] for key in COLUMNS if year in (cells := found.of(row.href, key))}) for row in units]
    return sorted(lines, key=lambda line: (-float(line.cells["expenditure"].value) if "expenditure" in line.cells else 1, line.unit.href))

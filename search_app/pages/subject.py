"""`/subject/<functional|economic>/<year>/<code>`: a subject: where it stands, and who spent how much under it, year by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from search_app import sql
from search_app.holdings import Holdings
from search_app.language import render
from search_app.pages.named import named
from search_app.paging import asked_page
from search_app.totals import WAN, Cell

pages = Blueprint("subject", __name__)
SCHEMES = {"functional": "功能分类科目", "economic": "经济分类科目"}
UNITS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """What a unit spent under the subject, by year."""

    unit: str
    href: str
    years: dict[int, Cell]


@pages.get("/subject/<scheme>/<int:year>/<code>")
def subject(scheme: str, year: int, code: str) -> str:
    """The subject's page."""
    thing = named("subject", "科目")
    concepts = sql.rows(thing.reading, "subjects", scheme, code)
    known = next(iter(sql.rows(thing.reading, "subject_units", scheme, code)))
    paging = asked_page(known["units"], UNITS_A_PAGE)
    uses = sql.rows(thing.reading, "subject_uses", scheme, code, paging.first, UNITS_A_PAGE)
    broader = next((row["broader"] for row in concepts if row["code"] == code and row["year"] == year), "")
    return render(
        "subject.html",
        thing=thing,
        scheme=SCHEMES.get(scheme, "科目"),
        kind=scheme,
        year=year,
        code=code,
        above=_named(thing.held.base, scheme, year, broader) if broader else None,
        above_name=next((row["name"] for row in concepts if row["code"] == broader), broader),
        below=[row for row in concepts if row["broader"] == code and row["year"] == year],
        versions=[row for row in concepts if row["code"] == code],
        lines=_lines(thing.held, uses),
        paging=paging,
        years=list(range(known["first"], known["last"] + 1)) if uses else [],
    )


def _named(base: str, scheme: str, year: int, code: str) -> str:
    return f"{base}subject/{scheme}/{year}/{code}"


def _lines(held: Holdings, rows: list[dict[str, Any]]) -> list[Line]:
    """The units in the order of the rows."""
    found: dict[str, Line] = {}
    for row in rows:
        report = held.by_file[row["report"]]
        line = found.setdefault(report.unit_href, Line(report.unit, report.unit_href, {}))
        place = row["statement"] or "原文"
        line.years.setdefault(row["year"], Cell(row["amount"] / WAN, row["printed"], row["unit"], place, row["source"], report))
    return list(found.values())

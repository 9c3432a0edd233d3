"""`/`: the search box with questions to begin with, and what is loaded."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, current_app, request
from pyoxigraph import NamedNode

from queries import library
from search_app import sql
from search_app.dumps import changes
from search_app.graph import Graph
from search_app.holdings import MARKS, Holdings, holdings
from search_app.language import render
from search_app.paging import asked_page
from search_app.questions import questions
from search_app.reading import pinned
from search_app.shelf import Reading
from search_app.views.findings import STAMPS

pages = Blueprint("home", __name__)
UNITS_A_PAGE = 30
_CHANGES = 3


@pages.get("/")
def home() -> str:
    """The search box, and the reports as a grid of units and years."""
    reading = pinned()
    held = holdings(reading)
    regions = _regions(reading, held)
    region = request.args.get("region", "")
    units = [row for row in held.units if row.region == region] if region in regions else held.units
    paging = asked_page(len(units), UNITS_A_PAGE)
    return render(
        "home.html",
        held=held,
        questions=questions(reading),
        places=[(regions[code], list(rows)) for code, rows in groupby(paging.of(units), key=lambda row: row.region)],
        regions=regions if len(regions) > 1 and len(held.units) > UNITS_A_PAGE else {},
        region=region,
        paging=paging,
        marks=[(mark, kind) for kind, mark in MARKS.items() if any(report.type == kind for report in held.reports)],
        reports_query=library.get("tables", "reports").text,
        errors=_errors(reading),
        changes=_changes(reading),
        found=_severities(reading),
        drafts=current_app.extensions["settings"].draft_checks,
    )


def _regions(reading: Reading, held: Holdings) -> dict[str, str]:
    """The names of the places that have units, by their codes; looked up once a release."""
    found = reading.memory.get("regions")
    if not isinstance(found, dict):
        graph = Graph(reading.store)
        codes = dict.fromkeys(row.region for row in held.units)
        found = reading.memory["regions"] = {code: graph.label(NamedNode(f"{held.base}region/{code}")) for code in codes}
    return found


def _changes(reading: Reading) -> list[dict[str, object]]:
    """The date and the counts of the newest releases; worked out once a release, as a list of changes may be long."""
    found = reading.memory.get("changes")
    if not isinstance(found, list):
        told = (("added", "新增"), ("replaced", "重新读取"), ("removed", "撤下"))
        found = reading.memory["changes"] = [
            {"date": one.date[:10], "said": "　".join(f"{word}{len(iris)}份" for name, word in told if (iris := getattr(one, name)))}
            for one in changes(reading.release)[:_CHANGES]
        ]
    return found


def _severities(reading: Reading) -> list[tuple[tuple[str, str, str], int]]:
    """How many findings there are of each severity, by its stamp; counted once a release."""
    found = reading.memory.get("severities")
    if not isinstance(found, list):
        counts = {row["severity"]: row["findings"] for row in sql.rows(reading, "finding_severities")}
        found = reading.memory["severities"] = [(stamp, counts[name]) for name, stamp in STAMPS.items() if name in counts]
    return found


def _errors(reading: Reading) -> dict[str, int]:
    """How many errors the checks found in each report that has any, by its file; worked out once a release."""
    found = reading.memory.get("errors")
    if not isinstance(found, dict):
        found = reading.memory["errors"] = {row["report"]: row["errors"] for row in sql.rows(reading, "finding_counts")}
    return found

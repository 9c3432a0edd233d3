"""`/`: the search box with questions to begin with, and what is loaded."""

from __future__ import annotations

from flask import Blueprint, request

from queries import library
from search_app import sql
from search_app.dumps import changes
from search_app.holdings import MARKS, holdings
from search_app.language import render
from search_app.questions import questions
from search_app.reading import pinned
from search_app.shelf import Reading

pages = Blueprint("home", __name__)
UNITS_A_PAGE = 60
_CHANGES = 3


@pages.get("/")
def home() -> str:
    """The search box, and the reports as a grid of units and years."""
    reading = pinned()
    held = holdings(reading)
    number = min(max(request.args.get("page", 1, type=int), 1), max(1, -(-len(held.units) // UNITS_A_PAGE)))
    first = (number - 1) * UNITS_A_PAGE
    return render(
        "home.html",
        held=held,
        questions=questions(reading),
        rows=held.units[first : first + UNITS_A_PAGE],
        page=number,
        pages=-(-len(held.units) // UNITS_A_PAGE),
        marks=[(mark, kind) for kind, mark in MARKS.items() if any(report.type == kind for report in held.reports)],
        reports_query=library.get("tables", "reports").text,
        errors=_errors(reading),
        changes=_changes(reading),
    )


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


def _errors(reading: Reading) -> dict[str, int]:
    """How many errors the checks found in each report that has any, by its file; worked out once a release."""
    found = reading.memory.get("errors")
    if not isinstance(found, dict):
        found = reading.memory["errors"] = {row["report"]: row["errors"] for row in sql.rows(reading, "finding_counts")}
    return found

"""`/`: the search box with questions to begin with, and what is loaded."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from queries import library
from search_app.holdings import MARKS, holdings
from search_app.questions import questions
from search_app.reading import pinned

pages = Blueprint("home", __name__)
UNITS_A_PAGE = 60


@pages.get("/")
def home() -> str:
    """The search box, and the reports as a grid of units and years."""
    reading = pinned()
    held = holdings(reading)
    number = min(max(request.args.get("page", 1, type=int), 1), max(1, -(-len(held.units) // UNITS_A_PAGE)))
    first = (number - 1) * UNITS_A_PAGE
    return render_template(
        "home.html",
        held=held,
        questions=questions(reading),
        rows=held.units[first : first + UNITS_A_PAGE],
        page=number,
        pages=-(-len(held.units) // UNITS_A_PAGE),
        marks=[(mark, kind) for kind, mark in MARKS.items() if any(report.type == kind for report in held.reports)],
        reports_query=library.get("tables", "reports").text,
    )

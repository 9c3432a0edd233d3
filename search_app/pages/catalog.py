"""`/catalog` and `/.well-known/void`: what the data is, who may use it, where its files and services are."""

from __future__ import annotations

from flask import Blueprint, Response, make_response

from kg.mapping.report import RIGHTS
from search_app.citation import licence, publisher
from search_app.dumps import files
from search_app.dumps.catalogue import ABOUT, TITLE, catalogue, void
from search_app.dumps.changes import date_of
from search_app.holdings import holdings
from search_app.language import render
from search_app.reading import pinned
from search_app.representations import by_ending, data, wanted
from search_app.sparql.formats import GRAPHS, HTML, Format, by_name

pages = Blueprint("catalog", __name__)
_TURTLE = GRAPHS[0]


@pages.get("/catalog")
def catalog() -> Response:
    """The catalogue as a page, or as RDF by Accept."""
    return _answer(wanted(HTML))


@pages.get("/catalog.<ending>")
def catalog_as(ending: str) -> Response:
    """The catalogue in the format of the ending."""
    _, chosen = by_ending(f"catalog.{ending}")
    return _answer(chosen or by_name(ending, GRAPHS))


@pages.get("/.well-known/void")
def well_known_void() -> Response:
    """The VoID description; Turtle where the client has no wish, and for browsers."""
    chosen = wanted(_TURTLE)
    return data(void(), _TURTLE if chosen is HTML else chosen)


def _answer(chosen: Format) -> Response:
    if chosen is not HTML:
        return data(catalogue(), chosen)
    reading = pinned()
    found = files(reading.release.directory)
    facts = {"title": TITLE, "about": ABOUT, "rights": RIGHTS, "licence": licence(), "publisher": publisher()}
    date = date_of(reading.release.directory)
    return make_response(render("catalog.html", held=holdings(reading), files=found, date=date, **facts))

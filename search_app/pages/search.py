"""`/search`, `/api/search` and `/api/ask`: the search box, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, make_response, request

from search_app import asked as requests
from search_app.answers import LONGEST_TYPED, answer, completed, lexicon, passages, similar_passages
from search_app.ask import Answer
from search_app.asked import Asked
from search_app.holdings import Holdings, holdings
from search_app.language import render
from search_app.questions import questions
from search_app.reading import pinned
from search_app.search import SearchResult
from search_app.search.background import VectorProgress, progress
from search_app.shelf import Reading, Shelf
from search_app.views import facets
from search_app.views.answer import AnswerView, is_about_data, view
from search_app.views.answer_chart import Beside, beside
from search_app.views.comparison import Comparison, comparison
from search_app.views.hits import HitView, similar_view, views
from search_app.views.preparing import preparing

pages = Blueprint("search", __name__)


@pages.get("/api/search")
def api_search() -> Response:
    """The passages as JSON."""
    found = passages(pinned(), requests.read(request.args))
    _depends_on(found)
    return jsonify(found.body())


@pages.get("/api/similar")
def api_similar() -> Response:
    """The passages most like the one with the IRI `iri`, and the same section of its unit in other years."""
    return jsonify(similar_passages(pinned(), request.args.get("iri", "").strip()).body())


@pages.get("/similar")
def similar_page() -> Response:
    """The same as a page, for reading side by side."""
    reading = pinned()
    found = similar_passages(reading, request.args.get("iri", "").strip())
    return make_response(render("similar.html", found=similar_view(found, holdings(reading).base)))


@pages.get("/api/ask")
def api_ask() -> Response:
    """The answer as JSON."""
    return jsonify(answer(pinned(), requests.question(request.args)).body())


@pages.get("/api/complete")
def api_complete() -> Response:
    """What the question in `q` may go on with."""
    reading = pinned()
    typed = request.args.get("q", "")[:LONGEST_TYPED]
    return jsonify(query=typed, completions=[asdict(one) for one in completed(reading, typed)])


@pages.get("/search")
def search() -> Response:
    """Answer and passages on one page, or both as JSON; without a question the box with questions to begin with."""
    reading = pinned()
    is_page = request.accept_mimetypes.best_match(["text/html", "application/json"]) != "application/json"
    if is_page and not request.args.get("q", "").strip():
        return make_response(render("search.html", asked=None, found=None, questions=questions(reading)))
    asked = requests.read(request.args)
    result = passages(reading, asked)
    given = answer(reading, asked.text) if lexicon(reading) else None
    _depends_on(result)
    if not is_page:
        return jsonify(_both(given, result))
    found = _found(reading, asked, given, result)
    return make_response(render("search.html", asked=asked, found=found, questions=[]))


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows. `aside` says why a question that was half understood has no number."""

    held: Holdings
    card: AnswerView | None
    compared: Comparison | None
    beside: Beside
    aside: str
    hits: list[HitView]
    total: int
    groups: list[facets.Group]
    chosen: list[facets.Chosen]
    scope: list[facets.Chosen]
    terms: Sequence[str]
    orders: list[facets.Choice]
    pages: list[facets.Choice]
    preparing: tuple[str, str] | None


def _found(reading: Reading, asked: Asked, given: Answer | None, result: SearchResult) -> Found:
    held, names = holdings(reading), lexicon(reading)
    about_data = given is not None and is_about_data(given)
    return Found(
        held=held,
        card=view(given, held, asked) if given and about_data else None,
        compared=comparison(reading.store, names, given) if given and names else None,
        beside=beside(reading, held, given) if given else Beside(),
        aside=given.reason if given and given.reading.parts and not about_data else "",
        hits=views(result.hits, held),
        total=result.total,
        groups=facets.groups(asked, result),
        chosen=facets.chosen(asked),
        scope=facets.scope(asked, result),
        terms=result.terms,
        orders=facets.orders(asked),
        pages=facets.pages(asked, result.total),
        preparing=None if result.semantic else preparing(_progress()),
    )


def _both(given: Answer | None, result: SearchResult) -> dict[str, Any]:
    return {"ask": given.body() if given else None, "search": result.body()}


def _progress() -> VectorProgress:
    shelf: Shelf = current_app.extensions["shelf"]
    return progress(shelf.folder.path)


def _depends_on(result: SearchResult) -> None:
    """Until the vectors are there, what is found changes while the release stays: the ETag says how far they are."""
    if not result.semantic:
        now = _progress()
        g.variant = f"{now.state}{now.percent}"

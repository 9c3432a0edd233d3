"""`/id/…` and `/doc/…`: every thing of the graph at its own address, for people and for programs."""

from __future__ import annotations

import io

from flask import Blueprint, Response, make_response, redirect, render_template, request
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.export import write_rdf
from search_app.addresses import here, iri_of, page_of
from search_app.faults import PageFault
from search_app.graph import Graph
from search_app.holdings import Holdings, holdings
from search_app.pages.report import absent
from search_app.reading import pinned
from search_app.sparql.formats import GRAPHS, HTML, Format, accepted
from search_app.views.resource import described, properties

pages = Blueprint("documents", __name__)
TRIG = Format("trig", "application/trig", True)
_OFFERED = (*GRAPHS, TRIG, HTML)


@pages.get("/id/<path:_path>")
def thing(_path: str) -> Response:
    """303 to what describes the thing (Cool URIs for the Semantic Web, 4.2), in the kind of document that the client reads."""
    held = holdings(pinned())
    iri = iri_of(request, "/id/", held.base)
    _check(held, iri)
    path = iri.removeprefix(held.base)
    chosen = accepted(request.headers.get("Accept", ""), _OFFERED)
    page = page_of(iri, held.base)
    target = f"/doc/{path}.{chosen.name}" if chosen is not HTML or page.startswith("/id/") else page
    return make_response(redirect(here(target), 303))


@pages.get("/doc/<path:_path>")
def document(_path: str) -> Response:
    """What the graph says of a thing; for a report all that it states. The ending fixes the format, else Accept does."""
    held = holdings(pinned())
    iri, chosen = _asked(held)
    _check(held, iri)
    if chosen is HTML:
        page = page_of(iri, held.base)
        return make_response(_page(held, iri) if page.startswith("/id/") else redirect(here(page), 303))
    return _data(described(pinned().store, NamedNode(iri)), chosen)


def _asked(held: Holdings) -> tuple[str, Format]:
    iri = iri_of(request, "/doc/", held.base)
    stem, _, ending = iri.rpartition(".")
    for offer in _OFFERED:
        if offer.name == ending:
            return stem, offer
    return iri, accepted(request.headers.get("Accept", ""), _OFFERED)


def _check(held: Holdings, iri: str) -> None:
    if iri in held.gone:
        raise absent(held, iri)
    try:
        known = Graph(pinned().store).holds(NamedNode(iri))
    except ValueError:
        known = False
    if not known:
        raise PageFault(404, "not_found", "图里没有这个名字", "名字以单位、报告、项目、科目的页面上写的为准")


def _data(quads: list[Quad], chosen: Format) -> Response:
    kind = RdfFormat.from_media_type(chosen.media_type)
    assert kind is not None  # noqa: S101
    out = io.BytesIO()
    write_rdf(quads, out, kind)
    return make_response(out.getvalue(), 200, {"Content-Type": chosen.content_type})


def _page(held: Holdings, iri: str) -> str:
    graph = Graph(pinned().store)
    node = NamedNode(iri)
    return render_template("resource.html", held=held, iri=iri, label=graph.label(node), rows=properties(graph, node))

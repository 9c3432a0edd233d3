"""`/id/…` and `/doc/…`: every thing of the graph at its own address, for people and for programs."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, request
from pyoxigraph import Literal, NamedNode, Quad

from ontology.terms import DCT, FOAF
from search_app import signposting
from search_app.addresses import DATASET, here, iri_of, page_of
from search_app.dumps.catalogue import catalogue
from search_app.faults import PageFault
from search_app.graph import Graph
from search_app.holdings import Holdings, holdings
from search_app.language import render
from search_app.pages.report import absent
from search_app.reading import pinned
from search_app.representations import RDF, by_ending, data, wanted
from search_app.signposting import SAFE
from search_app.sparql.formats import HTML, Format, accepted
from search_app.views.resource import described, pointing, properties

pages = Blueprint("documents", __name__)
# An error for programs; who asks for RDF by name gets RDF.
_ERROR = Format("json", "application/json", False)


@pages.get("/id/<path:_path>")
def thing(_path: str) -> Response:
    """303 to what describes the thing (Cool URIs for the Semantic Web, 4.2), in the kind of document that the client reads."""
    held = holdings(pinned())
    iri = iri_of(request, "/id/", held.base)
    return _there(held, iri, None) or _see_other(held, iri)


def _see_other(held: Holdings, iri: str) -> Response:
    path = iri.removeprefix(held.base)
    chosen = wanted()
    page = page_of(iri, held.base)
    target = f"/doc/{path}.{chosen.name}" if chosen is not HTML or page.startswith("/id/") else page
    return make_response(redirect(here(target), 303))


@pages.get("/doc/<path:_path>")
def document(_path: str) -> Response:
    """What the graph says of a thing; for a report all that it states. The ending fixes the format, else Accept does."""
    held = holdings(pinned())
    iri, fixed = by_ending(iri_of(request, "/doc/", held.base))
    return _there(held, iri, fixed) or _document(held, iri, fixed or wanted())


def _document(held: Holdings, iri: str, chosen: Format) -> Response:
    path = iri.removeprefix(held.base)
    page = page_of(iri, held.base)
    if chosen is HTML and not page.startswith("/id/"):
        return make_response(redirect(here(page), 303))
    signposting.document(path, chosen)
    if chosen is HTML:
        return make_response(_page(held, iri))
    node = NamedNode(iri)
    return data(catalogue() if path == DATASET else described(pinned().store, node), chosen)


def _there(held: Holdings, iri: str, fixed: Format | None) -> Response | None:
    """None for a thing that is there; else 404 or 410, as RDF where RDF is asked for. Raises PageFault for people and programs."""
    fault = _missing(held, iri)
    if fault is None:
        return None
    chosen = fixed or accepted(request.headers.get("Accept", ""), (HTML, _ERROR, *RDF))
    if chosen not in RDF:
        raise fault
    return data(_told(fault, iri), chosen, fault.status)


def _missing(held: Holdings, iri: str) -> PageFault | None:
    if iri in held.gone:
        return absent(held, iri)
    try:
        known = Graph(pinned().store).holds(NamedNode(iri))
    except ValueError:
        known = False
    return None if known else PageFault(404, "not_found", "图里没有这个名字", "名字以单位、报告、项目、科目的页面上写的为准")


def _told(fault: PageFault, iri: str) -> list[Quad]:
    """The fault as statements about the document that was asked for."""
    asked = NamedNode(quote(request.base_url, safe=SAFE))
    found = [
        Quad(asked, DCT.title, Literal(f"{fault.status} {fault.message}", language="zh")),
        Quad(asked, DCT.description, Literal(fault.hint, language="zh")),
    ]
    try:
        return [*found, Quad(asked, FOAF.primaryTopic, NamedNode(iri))]
    except ValueError:
        return found


def _page(held: Holdings, iri: str) -> str:
    graph = Graph(pinned().store)
    node = NamedNode(iri)
    path = f"/{iri.removeprefix(held.base)}"
    rows, incoming = properties(graph, node), pointing(graph, node)
    return render("resource.html", held=held, iri=iri, path=path, label=graph.label(node), rows=rows, incoming=incoming)

"""`/graph?node=…`: a thing and its neighbours, relation by relation; `/graph.json` gives the same to the script."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response, request
from pyoxigraph import NamedNode

from search_app.addresses import here, page_of
from search_app.faults import PageFault, Suggestion
from search_app.graph import Graph
from search_app.holdings import Holdings, holdings
from search_app.language import render, said_all
from search_app.reading import pinned
from search_app.views.neighbours import Branch, Vertex, as_json, branches, query, vertex

pages = Blueprint("graph", __name__)
_STARTS = 24


@pages.get("/graph")
def graph() -> Response:
    """The picture with the list of relations beside it; without a node some units to begin with."""
    held = holdings(pinned())
    asked = request.args.get("node", "").strip()
    if not asked:
        return make_response(render("graph.html", starts=held.units[:_STARTS], start=None, base=held.base))
    node = _node(held, asked)
    one, found, text = _around(held, node)
    spec = as_json(one, found, text, _links(held, one, found))
    return make_response(
        render("graph.html", starts=(), start=one, branches=found, sparql=text, spec=spec, page=here(page_of(one.iri, held.base)))
    )


@pages.get("/graph.json")
def neighbours() -> Response:
    """The neighbours of a node: a bounded number of each relation, and the SPARQL that gives all."""
    held = holdings(pinned())
    one, found, text = _around(held, _node(held, request.args.get("node", "").strip()))
    response = jsonify(said_all(as_json(one, found, text, _links(held, one, found))))
    response.vary.add("Cookie")
    return response


def _around(held: Holdings, node: NamedNode) -> tuple[Vertex, list[Branch], str]:
    store = pinned().store
    found = branches(store, held, node)
    return vertex(Graph(store), held, node), found, query(node, found) if found else ""


def _links(held: Holdings, one: Vertex, found: list[Branch]) -> dict[str, str]:
    return {each.iri: here(page_of(each.iri, held.base)) for each in (one, *(other for branch in found for other in branch.others))}


def _node(held: Holdings, asked: str) -> NamedNode:
    """The node of an IRI, of a path below the base, or the unit of a name. Raises PageFault where there is none."""
    unit = next((row for row in held.units if row.name == asked), None)
    iri = held.base + unit.href[1:] if unit else asked if asked.startswith(held.base) else held.base + asked.lstrip("/")
    try:
        node = NamedNode(iri)
    except ValueError:
        node = None
    if node is None or not Graph(pinned().store).holds(node):
        hint = "名字以单位、项目、科目的页面上写的为准"
        near = tuple(Suggestion(row.name, f"/graph?node={row.href[1:]}") for row in held.nearest(asked.rpartition("/")[2]))
        raise PageFault(404, "not_found", f"图里没有“{asked}”", "名字最接近的单位是：" if near else hint, near)
    return node

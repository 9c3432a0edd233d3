"""`/project/<code>/<unit>/<name>`: a project over the years: who carries it out, under which subject, money, score, indicators."""

from __future__ import annotations

from flask import Blueprint
from pyoxigraph import NamedNode

from ontology.terms import FA, OBEU_DIMENSION
from search_app.language import render
from search_app.pages.named import Named, named
from search_app.views.performance import ORDER, counts, efforts, resource, stamped, target
from search_app.views.resource import name_of

pages = Blueprint("project", __name__)


@pages.get("/project/<path:_path>")
def project(_path: str) -> str:
    """The project's page."""
    thing = named("project", "项目")
    graph, node = thing.graph, thing.node
    evaluations = graph.subjects(FA.evaluates, node)
    found = efforts(graph, evaluations)
    rows = [
        target(graph, resource(graph, row), str(one.year)) for one in reversed(found) for row, _ in stamped(graph, NamedNode(one.place))
    ]
    rows.sort(key=lambda row: (-int(row.effort), ORDER.index(row.stamp)))
    return render(
        "project.html",
        thing=thing,
        units=_things(thing, FA.carriedOutBy),
        subjects=[(iri, f"{name}（{iri.split('/')[-2]}年）") for iri, name in _things(thing, FA.fundedUnder)],
        duties=_duties(thing),
        same=_things(thing, FA.possiblySame),
        efforts=found,
        targets=rows,
        counts=counts([row.stamp for row in rows]),
        told=[(one.value, _report(one)) for one in graph.subjects(OBEU_DIMENSION.project, node)],
    )


def _things(thing: Named, predicate: NamedNode) -> list[tuple[str, str]]:
    """IRI and label of what the predicate leads to."""
    nodes = [term for term in thing.graph.objects(thing.node, predicate) if isinstance(term, NamedNode)]
    return [(node.value, name_of(thing.graph, node) or thing.graph.label(node)) for node in nodes]


def _duties(thing: Named) -> list[tuple[str, str]]:
    """IRI and text of the duties that the project serves; what several reports print in the same words once, from the newest."""
    nodes = [term for term in thing.graph.objects(thing.node, FA.servesDuty) if isinstance(term, NamedNode)]
    newest = {thing.graph.text(node, FA.text): node.value for node in nodes}  # the newest report's IRI sorts last
    return [(iri, text) for text, iri in newest.items()]


def _report(place: NamedNode) -> str:
    """“2024年部门决算”, of a place in a report."""
    year, kind = place.value.partition("#")[0].split("/")[-2:]
    return f"{year}年{kind}"

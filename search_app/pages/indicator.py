"""`/indicator/<level 2>/<name>`: a performance indicator: who set it, with which target and result, year by year."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint
from pyoxigraph import NamedNode

from ontology.terms import FA, SKOS
from search_app.holdings import Holding
from search_app.language import render
from search_app.pages.named import named
from search_app.views.performance import Target, counts, resource, target

pages = Blueprint("indicator", __name__)
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Use:
    """An indicator row of a report."""

    target: Target
    report: Holding


@pages.get("/indicator/<path:_path>")
def indicator(_path: str) -> str:
    """The indicator's page."""
    thing = named("indicator", "指标")
    graph = thing.graph
    reports = {report.iri: report for report in thing.held.reports}
    uses = []
    for node in graph.subjects(FA.indicator, thing.node):
        said = resource(graph, node)
        evaluation = said.term(FA.partOfEvaluation)
        name = graph.text(evaluation, FA.projectName) or "整体支出" if evaluation else ""
        if report := reports.get(node.value.partition("#")[0]):
            uses.append(Use(target(graph, said, name), report))
    uses.sort(key=lambda use: (-use.report.year, use.report.unit_href, use.target.place))
    above = [node for node in graph.objects(thing.node, SKOS.broader) if isinstance(node, NamedNode)]
    level = [(node.value, graph.label(node)) for node in above]
    return render(
        "indicator.html", thing=thing, above=level, uses=uses[:SHOWN], count=len(uses), counts=counts([use.target.stamp for use in uses])
    )

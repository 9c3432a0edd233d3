"""Links inside a report: the relation itself and, where it was concluded, a `fa:Link` that says on what basis."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.facts import Evaluation, Project, ReportFacts
from kg.links.within import Agreement, agreements, fundings, named_projects
from kg.mapping.graph import Node, ReportGraph
from kg.mapping.projects import ProjectNames
from ontology.terms import FA, OBEU_DIMENSION, concept


def map_links(graph: ReportGraph, facts: ReportFacts, names: ProjectNames) -> None:
    """Project → subject, evaluation and project → cells, figure → project."""
    for one in fundings(facts):
        subject = graph.iris.functional(graph.info.year, one.functional)
        place = f"{one.project.place.fragment}-fundedUnder-{one.functional}"
        _link(graph, place, names.node(one.project.name), FA.fundedUnder, subject, one.basis)
    for agreement in agreements(facts):
        _agreement(graph, agreement, names)
    for figure, project in named_projects(facts):
        graph.add(graph.part(figure.place.fragment), FA.namesProject, names.node(project.name))


def _agreement(graph: ReportGraph, agreement: Agreement, names: ProjectNames) -> None:
    cell = agreement.cell.place.fragment
    if isinstance(agreement.subject, Evaluation):
        form = agreement.subject.fragment
        _link(graph, f"{form}-agreesWith-{cell}", graph.part(form), FA.agreesWith, graph.part(cell), agreement.basis)
    elif isinstance(agreement.subject, Project):
        project = names.node(agreement.subject.name)
        _link(graph, f"{cell}-project", graph.part(cell), OBEU_DIMENSION.project, project, agreement.basis)


def _link(graph: ReportGraph, fragment: str, source: bytes, predicate: NamedNode, target: Node, basis: str) -> None:
    graph.add(source, predicate, target)
    link = graph.new(fragment, FA.Link)
    graph.add(link, FA.linkFrom, source)
    graph.add(link, FA.linkProperty, predicate)
    graph.add(link, FA.linkTo, target)
    graph.add(link, FA.linkBasis, concept("linkBasis", basis))

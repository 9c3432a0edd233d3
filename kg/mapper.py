"""Facts to statements: one report, one named graph."""

from __future__ import annotations

from pyoxigraph import Quad

from kg import things
from kg.facts import ReportFacts, Unresolved
from kg.iris import Iris
from kg.mapping.changes import map_changes
from kg.mapping.graph import ReportGraph
from kg.mapping.links import map_links
from kg.mapping.narrative import map_budget_lines, map_figures, map_mentions, map_passages
from kg.mapping.organisation import map_divisions, map_duties, map_headcounts
from kg.mapping.performance import map_evaluations, map_indicators
from kg.mapping.projects import ProjectNames, map_projects
from kg.mapping.report import map_reading, map_report
from kg.mapping.tables import map_tables
from kg.things import Things
from kg.version import VERSION
from ontology.terms import FA


def quads(facts: ReportFacts, iris: Iris, extractor: str = VERSION) -> list[Quad]:
    """All that `facts` state, in the graph named by the report's IRI, each once, in order; no blank nodes."""
    return things.quads(stated(facts, iris, extractor), iris.report(facts.info))


def stated(facts: ReportFacts, iris: Iris, extractor: str = VERSION) -> Things:
    """The same by the things that it is about (`kg.things`)."""
    graph = ReportGraph(facts.info, iris)
    names = ProjectNames(graph, facts.projects)
    map_report(graph, extractor)
    map_reading(graph, facts.reading)
    map_tables(graph, facts.tables, facts.observations)
    map_passages(graph, facts.passages)
    map_mentions(graph, facts.mentions)
    map_figures(graph, facts.figures, facts.passages)
    map_budget_lines(graph, facts.budget_lines, names)
    map_evaluations(graph, facts.evaluations, names)
    map_indicators(graph, facts.indicators)
    map_projects(graph, facts.projects, names)
    map_duties(graph, facts.duties)
    map_divisions(graph, facts.divisions)
    map_headcounts(graph, facts.headcounts)
    map_changes(graph, facts.changes)
    map_links(graph, facts, names)
    _unresolved(graph, facts.unresolved)
    return graph.things()


def _unresolved(graph: ReportGraph, places: tuple[Unresolved, ...]) -> None:
    for number, place in enumerate(places, 1):
        node = graph.new(f"unresolved{number}", FA.Unresolved)
        graph.add(node, FA.statedIn, graph.report)
        graph.add(node, FA.where, place.where)
        graph.add(node, FA.printedText, place.printed)
        graph.add(node, FA.why, place.why)

"""Changes of the unit as `org:ChangeEvent`s: what it was, what it became, the sentence that says so."""

from __future__ import annotations

from kg.facts import UnitChange
from kg.mapping.graph import ReportGraph
from kg.mapping.narrative import passage_node
from kg.mapping.projects import JOINER
from ontology.terms import FA, ORG, concept


def map_changes(graph: ReportGraph, changes: tuple[UnitChange, ...]) -> None:
    """One event a change; the units before and after it are organizations of the report's place, whether loaded or not."""
    for change in changes:
        node = graph.new(f"{change.place.fragment}-change", ORG.ChangeEvent)
        graph.add(node, FA.changeKind, concept("changeKind", change.kind))
        for name in change.original:
            graph.add(node, ORG.originalOrganization, graph.organization(name, graph.info.region_code))
        for name in change.resulting:
            graph.add(node, ORG.resultingOrganization, graph.organization(name, graph.info.region_code))
        graph.add(node, FA.formerName, JOINER.join(change.former))
        graph.add(node, FA.newName, JOINER.join(change.current))
        graph.add(node, FA.statedAt, change.when)
        graph.add(node, FA.text, change.text)
        graph.add(node, FA.statedIn, passage_node(graph, change.place.passage))
        graph.add(node, FA.page, change.place.page)
        graph.add(node, FA.line, change.place.line)

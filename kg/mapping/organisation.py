"""What a report says of its unit: duties, divisions, subunits and parents, posts and persons. All of it holds for that report."""

from __future__ import annotations

from kg.facts import Division, Duty, Headcount
from kg.mapping.graph import ReportGraph
from kg.mapping.narrative import map_value
from ontology.concepts import headcount_kind
from ontology.terms import FA, ORG, concept


def map_duties(graph: ReportGraph, duties: tuple[Duty, ...]) -> None:
    """One duty a printing; `fa:position` 0 where it has no number."""
    for duty in duties:
        node = graph.new(f"{duty.place.fragment}-duty", FA.Duty)
        graph.add(node, FA.dutyOf, graph.unit)
        graph.add(node, FA.statedIn, graph.report)
        graph.add(node, FA.section, duty.section)
        graph.add(node, FA.position, duty.number)
        graph.add(node, FA.text, duty.text)
        graph.add(node, FA.page, duty.place.page)
        graph.add(node, FA.line, duty.place.line)


def map_divisions(graph: ReportGraph, divisions: tuple[Division, ...]) -> None:
    """Divisions as parts of the unit; subunits and parents as affiliations between two units."""
    for division in divisions:
        inside = division.relation == "division"
        suffix, kind = ("division", ORG.OrganizationalUnit) if inside else ("affiliation", FA.Affiliation)
        node = graph.new(f"{division.place.fragment}-{suffix}", kind)
        graph.add(node, FA.relation, concept("relation", division.relation))
        graph.add(node, FA.status, concept("status", division.status))
        graph.add(node, FA.statedIn, graph.report)
        graph.add(node, FA.page, division.place.page)
        graph.add(node, FA.line, division.place.line)
        if inside:
            graph.label(node, division.name)
            graph.add(node, ORG.unitOf, graph.unit)
            continue
        other = graph.organization(division.name, division.region_code)
        child, parent = (graph.unit, other) if division.relation == "parent" else (other, graph.unit)
        graph.add(node, FA.child, child)
        graph.add(node, FA.parent, parent)


def map_headcounts(graph: ReportGraph, headcounts: tuple[Headcount, ...]) -> None:
    """Posts and persons, as the report words them and by kind."""
    for headcount in headcounts:
        node = graph.new(f"{headcount.place.fragment}-headcount", FA.Headcount)
        graph.add(node, FA.headcountOf, graph.unit)
        graph.add(node, FA.headcountKind, headcount_kind(headcount.what))
        graph.add(node, FA.what, headcount.what)
        map_value(graph, node, headcount.quantity)
        graph.add(node, FA.statedAt, headcount.when)
        graph.add(node, FA.statedIn, graph.report)
        graph.add(node, FA.page, headcount.place.page)
        graph.add(node, FA.line, headcount.place.line)

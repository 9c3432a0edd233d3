"""Self-evaluations (绩效自评): the form's money and score, and its indicators."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.amounts import money_unit, read_number
from kg.facts import Evaluation, IndicatorResult
from kg.iris import display_name
from kg.literals import chinese, day
from kg.mapping.graph import ReportGraph
from kg.mapping.projects import ProjectNames
from kg.targets import Comparison, Named, compare
from ontology.terms import FA, SKOS, concept

# Property and field; all are printed beside their value.
_NUMBERS = {
    "initialBudget": "initial_budget",
    "fullBudget": "full_budget",
    "executed": "executed",
    "executionRate": "execution_rate",
    "totalScore": "score",
    "totalWeight": "total_weight",
    "executionWeight": "execution_weight",
    "executionScore": "execution_score",
}


def map_evaluations(graph: ReportGraph, evaluations: tuple[Evaluation, ...], projects: ProjectNames) -> None:
    """Every form as an evaluation of the unit or of a project."""
    for evaluation in evaluations:
        node = graph.new(evaluation.fragment, FA.Evaluation)
        whole = evaluation.project is None
        form = None if evaluation.is_listed else evaluation.table
        subject = graph.unit if evaluation.project is None else projects.node(evaluation.project, form)
        graph.add(node, FA.evaluates, subject)
        graph.add(node, FA.evaluationScope, concept("evaluationScope", "whole" if whole else "project"))
        graph.add(node, FA.projectName, evaluation.project)
        graph.add(node, FA.year, graph.year)
        graph.add(node, FA.statedIn, graph.part(f"t{evaluation.table:02d}"))
        for name, field in _NUMBERS.items():
            graph.amount(node, name, getattr(evaluation, field))
        unit = money_unit(evaluation.executed, evaluation.full_budget, evaluation.initial_budget)
        graph.add(node, FA.printedUnit, unit)
        graph.add(node, FA.responsible, evaluation.responsible)
        graph.add(node, FA.grade, evaluation.grade)
        graph.add(node, FA.goal, evaluation.goal)
        graph.add(node, FA.result, evaluation.result)
        graph.add(node, FA.rowIndex, evaluation.row)
        graph.add(node, FA.page, evaluation.page)
        graph.add(node, FA.line, evaluation.line)
        _funds(graph, node, evaluation, unit)


def _funds(graph: ReportGraph, node: bytes, evaluation: Evaluation, unit: str) -> None:
    """The funding block row by row, as printed and in 元."""
    for number, (label, *amounts) in enumerate(evaluation.funds, 1):
        row = graph.new(f"t{evaluation.table:02d}-funds{number}", FA.FundRow)
        graph.add(node, FA.funds, row)
        graph.add(row, FA.position, number)
        graph.add(row, FA.lineItem, label)
        for name, printed in zip(("initialBudget", "fullBudget", "executed"), amounts, strict=True):
            graph.amount(row, name, read_number(printed, unit))


def map_indicators(graph: ReportGraph, indicators: tuple[IndicatorResult, ...]) -> None:
    """Every indicator row of every form."""
    for result in indicators:
        node = graph.new(result.place.fragment, FA.IndicatorResult)
        graph.add(node, FA.partOfEvaluation, graph.part(_fragment(result.place.table)))
        graph.add(node, FA.rowIndex, result.place.row)
        _names(graph, node, result)
        graph.add(node, FA.targetText, result.target)
        graph.add(node, FA.actualText, result.actual)
        named = Named(result.level3 or "", result.level2 or "", graph.info.year)
        _comparison(graph, node, compare(result.target or "", result.actual or "", named))
        graph.number(node, "level1Weight", result.level1_weight)
        graph.number(node, "weight", result.weight)
        graph.number(node, "score", result.score)
        graph.add(node, FA.deviationReason, result.reason)
        for field in result.inferred:
            graph.add(node, FA.inferred, field)


def _names(graph: ReportGraph, node: bytes, result: IndicatorResult) -> None:
    """Levels and name, as printed and as concepts; the printed level only where it is not the concept's label."""
    for field, name in (("level1", result.level1), ("level2", result.level2)):
        if name:
            graph.add(node, FA[field], _level(graph, name))
            graph.add(node, FA[f"{field}Text"], name if name != display_name(name) else None)
    if result.level3:
        concept_node = graph.iris.indicator(result.level2 or "", result.level3)
        graph.classify(concept_node, FA.Indicator)
        graph.add(concept_node, SKOS.prefLabel, chinese(display_name(result.level3)))
        graph.add(node, FA.indicator, concept_node)
        graph.add(node, FA.indicatorName, result.level3)


def _level(graph: ReportGraph, name: str) -> NamedNode:
    node = graph.iris.indicator_level(name)
    graph.classify(node, SKOS.Concept)
    graph.add(node, SKOS.prefLabel, chinese(display_name(name)))
    return node


def _comparison(graph: ReportGraph, node: bytes, found: Comparison | None) -> None:
    if found is None:
        return
    graph.add(node, FA.comparator, concept("comparator", found.comparator) if found.comparator else None)
    graph.add(node, FA.targetValue, found.target)
    graph.add(node, FA.targetValueUpper, found.upper)
    graph.add(node, FA.targetDate, day(found.due) if found.due else None)
    graph.add(node, FA.actualComparator, concept("comparator", found.reached) if found.reached else None)
    graph.add(node, FA.actualValue, found.actual)
    graph.add(node, FA.actualValueUpper, found.actual_upper)
    graph.add(node, FA.actualDate, day(found.done) if found.done else None)
    graph.add(node, FA.valueUnit, found.unit)
    graph.add(node, FA.betterment, concept("betterment", found.better) if found.better else None)
    graph.add(node, FA.met, found.met)
    graph.add(node, FA.notComparable, concept("notComparable", found.why) if found.why else None)


def _fragment(table: int) -> str:
    return f"t{table:02d}-evaluation"

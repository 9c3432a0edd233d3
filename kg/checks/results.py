"""Outcomes as quads of the derived graph: findings one by one, everything else as counts; the rules they speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.checks.catalogue import Rule, rules
from kg.checks.engine import Checked
from kg.checks.outcomes import FAILED, NOT_APPLICABLE, Result
from kg.iris import Iris
from kg.literals import chinese, decimal, integer
from ontology.terms import DCT, FA, RDF, SH, SKOS, concept

_SHACL = {"error": SH.Violation, "warning": SH.Warning, "info": SH.Info}


def result_quads(iris: Iris, checked: Checked) -> Iterator[Quad]:
    """All that the derived graph says of these results of a report; those of one rule belong together."""
    graph, report = iris.derived_graph, NamedNode(checked.report)
    numbers: Counter[str] = Counter()
    for result in checked.findings:
        numbers[result.rule] += 1
        node = iris.part(report, f"check-{result.rule}-{numbers[result.rule]}")
        yield from _finding(iris, node, report, result, graph)
    yield from _counts(iris, report, checked.results, graph)


def rule_quads(iris: Iris) -> Iterator[Quad]:
    """All that the derived graph says of the rules."""
    for rule in rules():
        yield from _rule(iris, rule, iris.derived_graph)


def rule_iri(iris: Iris, rule: str) -> NamedNode:
    """`rule/<id>`."""
    return NamedNode(f"{iris.base}rule/{rule}")


def _rule(iris: Iris, rule: Rule, graph: NamedNode) -> Iterator[Quad]:
    node = rule_iri(iris, rule.id)
    yield Quad(node, RDF.type, FA.CheckRule, graph)
    yield Quad(node, SKOS.prefLabel, chinese(rule.title), graph)
    yield Quad(node, FA.identity, Literal(rule.identity), graph)
    yield Quad(node, FA.group, Literal(rule.family), graph)
    yield Quad(node, FA.severity, concept("severity", rule.severity), graph)
    yield Quad(node, DCT.source, Literal(rule.source), graph)


def _finding(iris: Iris, node: NamedNode, report: NamedNode, result: Result, graph: NamedNode) -> Iterator[Quad]:
    severity = result.severity or "info"
    yield Quad(node, RDF.type, FA.CheckResult, graph)
    yield Quad(node, FA.rule, rule_iri(iris, result.rule), graph)
    yield Quad(node, FA.checks, report, graph)
    yield Quad(node, FA.outcome, concept("outcome", result.outcome), graph)
    yield Quad(node, FA.severity, concept("severity", severity), graph)
    texts = {
        FA.where: result.where,
        FA.stated: result.stated,
        FA.expected: result.expected,
        FA.message: result.message,
        FA.group: result.group,
    }
    for predicate, text in texts.items():
        if text:
            yield Quad(node, predicate, Literal(text), graph)
    for predicate, number in ((FA.difference, result.difference), (FA.tolerance, result.tolerance)):
        if number is not None:
            yield Quad(node, predicate, decimal(number), graph)
    for place in result.at:
        yield Quad(node, FA.at, NamedNode(place), graph)
    if result.culprit:
        yield Quad(node, FA.culprit, NamedNode(result.culprit), graph)
    if result.outcome == FAILED:
        yield Quad(node, RDF.type, SH.ValidationResult, graph)
        yield Quad(node, SH.resultSeverity, _SHACL[severity], graph)
        yield Quad(node, SH.focusNode, NamedNode(result.culprit or (result.at[0] if result.at else report.value)), graph)
        yield Quad(node, SH.resultMessage, chinese(result.message), graph)


def _counts(iris: Iris, report: NamedNode, results: Iterable[Result], graph: NamedNode) -> Iterator[Quad]:
    """How often each rule had each outcome; what does not apply stands in the table of obligations alone."""
    counted = Counter((result.rule, result.outcome) for result in results if result.outcome != NOT_APPLICABLE)
    for (rule, outcome), number in sorted(counted.items()):
        node = iris.part(report, f"count-{rule}-{outcome}")
        yield Quad(node, RDF.type, FA.CheckCount, graph)
        yield Quad(node, FA.rule, rule_iri(iris, rule), graph)
        yield Quad(node, FA.checks, report, graph)
        yield Quad(node, FA.outcome, concept("outcome", outcome), graph)
        yield Quad(node, FA.count, integer(number), graph)

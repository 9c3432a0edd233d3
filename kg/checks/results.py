"""Outcomes as quads of the derived graph: findings one by one, everything else as counts; the rules they speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from kg.checks.catalogue import Rule, rules
from kg.checks.engine import Checked
from kg.checks.outcomes import FAILED, NOT_APPLICABLE, Result
from kg.iris import Iris
from kg.literals import chinese, decimal, integer
from kg.things import Things, ordered, quads, term
from ontology.terms import DCT, FA, RDF, SH, SKOS, concept

Said = tuple[bytes, bytes]
"""A predicate and an object."""
_TYPE, _CHECKS = term(RDF.type), term(FA.checks)
_COUNT = (_TYPE, term(FA.CheckCount))
_SHACL = {"error": SH.Violation, "warning": SH.Warning, "info": SH.Info}


def result_quads(iris: Iris, checked: Checked) -> list[Quad]:
    """All that the derived graph says of these results of a report; those of one rule belong together."""
    return quads(result_things(checked, iris), iris.derived_graph)


def result_things(checked: Checked, iris: Iris) -> Things:
    """The same by the things that it is said of."""
    stated: dict[bytes, set[Said]] = {}
    numbers: Counter[str] = Counter()
    for result in checked.findings:
        numbers[result.rule] += 1
        node = _iri(f"{checked.report}#check-{result.rule}-{numbers[result.rule]}")
        stated[node] = {*_shared(iris.base, checked.report, result.rule, result.outcome), *_finding(checked.report, result)}
    counted = Counter([(result.rule, result.outcome) for result in checked.results if result.outcome != NOT_APPLICABLE])
    for (rule, outcome), number in counted.items():
        node = _iri(f"{checked.report}#count-{rule}-{outcome}")
        stated[node] = {*_shared(iris.base, checked.report, rule, outcome), _COUNT, _number(number)}
    return ordered(stated)


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


def _shared(base: str, report: str, rule: str, outcome: str) -> tuple[Said, Said, Said]:
    """What findings and counts both say."""
    return _of_rule(base, rule), (_CHECKS, _iri(report)), _of_outcome(outcome)


def _finding(report: str, result: Result) -> Iterator[Said]:
    severity = result.severity or "info"
    yield _TYPE, term(FA.CheckResult)
    yield term(FA.severity), term(concept("severity", severity))
    texts = {
        FA.where: result.where,
        FA.stated: result.stated,
        FA.expected: result.expected,
        FA.message: result.message,
        FA.group: result.group,
    }
    for predicate, text in texts.items():
        if text:
            yield term(predicate), term(Literal(text))
    for predicate, number in ((FA.difference, result.difference), (FA.tolerance, result.tolerance)):
        if number is not None:
            yield term(predicate), term(decimal(number))
    for place in result.at:
        yield term(FA.at), _iri(place)
    if result.culprit:
        yield term(FA.culprit), _iri(result.culprit)
    if result.outcome == FAILED:
        yield _TYPE, term(SH.ValidationResult)
        yield term(SH.resultSeverity), term(_SHACL[severity])
        yield term(SH.focusNode), _iri(result.culprit or (result.at[0] if result.at else report))
        yield term(SH.resultMessage), term(chinese(result.message))


# A release says the same few hundred things of all reports.
@lru_cache(maxsize=1024)
def _of_rule(base: str, rule: str) -> Said:
    return term(FA.rule), _iri(f"{base}rule/{rule}")


@lru_cache(maxsize=64)
def _of_outcome(outcome: str) -> Said:
    return term(FA.outcome), term(concept("outcome", outcome))


@lru_cache(maxsize=1024)
def _number(count: int) -> Said:
    """How often a rule had an outcome; what does not apply stands in the table of obligations alone."""
    return term(FA.count), term(integer(count))


def _iri(value: str) -> bytes:
    return f"<{value}>".encode()

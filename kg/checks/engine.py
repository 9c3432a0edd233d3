"""All rules on one report, and those over years on the reports of a unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from pyoxigraph import Quad, Store

from kg.checks import catalogue, forms, identities, sparql
from kg.checks.catalogue import Rule
from kg.checks.doubts import systematic
from kg.checks.grouping import grouped
from kg.checks.judging import named
from kg.checks.outcomes import EXECUTION_ERROR, FAILED, NOT_APPLICABLE, PARSE_ERROR, Result
from kg.checks.reading import Report, read
from kg.facts import ReportFacts
from kg.iris import Iris
from kg.mapper import stated
from kg.things import Things, of_quads

Stored = Callable[[], Store]
"""A store of the report, made for the first rule that asks it."""
_PLACE = re.compile(r"#t(\d+)(?:r(\d+)(?:c(\d+))?)?")
_UNREAD = re.compile(r"^t(\d+)(?:r(\d+)(?:c(\d+))?)?$")


@dataclass(frozen=True, slots=True)
class Checked:
    """A report with the results of all rules, in the order of the catalogue."""

    report: str
    results: tuple[Result, ...]

    @property
    def findings(self) -> tuple[Result, ...]:
        """What a reader has to look at."""
        return tuple(result for result in self.results if result.is_finding)


def check_facts(facts: ReportFacts, iris: Iris) -> Checked:
    """The facts of a file that need not be in the data."""
    return check_things(iris.report(facts.info).value, stated(facts, iris))


def check_quads(report: str, graph: Iterable[Quad]) -> Checked:
    """The report with that IRI, whose graph (as in its bundle) is `graph`."""
    return check_things(report, of_quads(graph))


def check_things(report: str, things: Things) -> Checked:
    """The same of a graph that is held by its things."""
    reading = read(report, things)
    store = cache(lambda: sparql.store_of(report, things))
    found = [result for rule in catalogue.rules() if rule.scope == "report" for result in run(rule, reading, store)]
    return Checked(report, grouped(found))


def run(rule: Rule, report: Report, store: Stored) -> list[Result]:
    """The results of one rule; a rule that breaks says so and has not passed."""
    if not rule.applies(report.type, report.year):
        return [Result(rule.id, NOT_APPLICABLE)]
    found = guarded(rule, lambda: [named(result, rule.id, rule.severity) for result in _FORMS[rule.form](rule, report, store)])
    found = systematic(rule, found) or [Result(rule.id, NOT_APPLICABLE)]
    return [_doubted(result, report) for result in found] if report.unresolved else found


def guarded(rule: Rule, work: Callable[[], list[Result]]) -> list[Result]:
    """What `work` returns, or one executionError of the rule."""
    try:
        return work()
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, OSError, SyntaxError) as error:
        message = f"规则“{rule.title}”未能运行：{type(error).__name__}: {error}"
        return [Result(rule.id, EXECUTION_ERROR, rule.title, "warning", message=message)]


def _doubted(result: Result, report: Report) -> Result:
    """A failure beside a place that could not be read may be the reader's: it is a parseError."""
    if result.outcome != FAILED:
        return result
    unread = [m for place in report.unresolved if (m := _UNREAD.match(place))]
    for place in result.at:
        here = _PLACE.search(place)
        if here and any(_touches(here, other) for other in unread):
            message = f"{result.message}（所在表格有未能读准的单元格，请先核对原文）"
            return result._replace(outcome=PARSE_ERROR, severity="info", message=message)
    return result


def _touches(here: re.Match[str], other: re.Match[str]) -> bool:
    """Same table, and same row or column where the unread place names one."""
    if int(here[1]) != int(other[1]):
        return False
    return other[2] is None or here[2] == other[2] or (other[3] is not None and here[3] == other[3])


def _python(rule: Rule, report: Report, _store: Stored) -> Iterator[Result]:
    return _function(str(rule.body["python"]))(rule, report)


@cache
def _function(path: str) -> Callable[[Rule, Report], Iterator[Result]]:
    """The function of `kg.checks.words` that a rule names: module.function."""
    module, _, name = path.rpartition(".")
    function: Callable[[Rule, Report], Iterator[Result]] = getattr(import_module(f"kg.checks.words.{module}"), name)
    return function


def _cells(rule: Rule, report: Report, _store: Stored) -> Iterator[Result]:
    return identities.results(rule, report)


def _numbers(rule: Rule, report: Report, _store: Stored) -> Iterator[Result]:
    return forms.results(rule, report)


def _sparql(rule: Rule, _report: Report, store: Stored) -> Sequence[Result]:
    return sparql.results(rule, store())


_FORMS: dict[str, Callable[[Rule, Report, Stored], Iterable[Result]]] = {
    "cells": _cells,
    "numbers": _numbers,
    "python": _python,
    "sparql": _sparql,
}

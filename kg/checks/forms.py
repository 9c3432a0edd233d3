"""Identities over the numbers of one printed form: a self-evaluation, a row of it, a first-level indicator, a line of the narrative.

`each` says which form is one obligation, `numbers` which of its numbers a name means; `indicators.score` are those of all its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.checks.catalogue import Rule
from kg.checks.judging import Claim, judge, missing
from kg.checks.outcomes import FAILED, INSUFFICIENT, PASSED, Result
from kg.checks.reading import Report
from kg.checks.records import Indicator
from kg.checks.terms import Term

Terms = Mapping[str, Sequence[Term]]
"""The numbers of an identity, by name."""


@dataclass(frozen=True, slots=True)
class Form:
    """Something printed with numbers of its own: what a reader calls it, and its numbers; of rows, None for one that prints none."""

    key: str
    where: str
    numbers: Mapping[str, Sequence[Term | None]]


def results(rule: Rule, report: Report) -> Iterator[Result]:
    """One result a form that prints all of the numbers (`alone`: the left side), in the order of their keys."""
    wanted: Mapping[str, str] = rule.body["numbers"]
    required = [rule.formula.left] if rule.body.get("alone") else [name for name in wanted if name not in optional(rule)]
    for form in sorted(_FORMS[rule.body["each"]](report), key=lambda form: form.key):
        held = {name: form.numbers.get(number, ()) for name, number in wanted.items()}
        if all(held[name] for name in required):
            yield _result(rule, form, held)


def optional(rule: Rule) -> Sequence[str]:
    """The names of its identity that a form need not print."""
    return str(rule.body.get("optional", "")).split()


def _result(rule: Rule, form: Form, held: Mapping[str, Sequence[Term | None]]) -> Result:
    where = f"{form.where} {rule.body['where']}" if "where" in rule.body else form.where
    terms = {name: [Term(name, *t[1:6], where, t.qualifier) for t in found if t] for name, found in held.items()}
    complete = _needs(rule, form) and not any(None in found for found in held.values())
    return obligation(rule, where, terms, complete)


def _needs(rule: Rule, form: Form) -> bool:
    """`needs: 甲 if 乙`: nothing is judged without 甲, where 乙 is printed."""
    if "needs" not in rule.body:
        return True
    needed, _, condition = str(rule.body["needs"]).partition(" if ")
    asked = not condition or bool(form.numbers.get(condition))
    return not asked or bool(form.numbers.get(needed))


def obligation(rule: Rule, where: str, terms: Terms, complete: bool = True) -> Result:
    """The rule's identity with these numbers; not to be judged where one is absent that it needs, or they are not `complete`."""
    formula, free = rule.formula, optional(rule)
    left = terms[formula.left]
    parts = [(operand.sign, term) for operand in formula.right for term in terms[operand.name]]
    divisor = terms[formula.divisor.name] if formula.divisor else []
    absent = any(not terms[operand.name] and operand.name not in free for operand in formula.right)
    if not left:
        return Result("", INSUFFICIENT, where)
    claim = Claim(left[0], tuple(parts), rule.identity, formula.relation, divisor[0] if divisor else None, where)
    if absent or (formula.divisor and not divisor) or not complete:
        return missing(claim)
    result = judge(claim, rule.severity)
    certain = tuple([(operand.sign, term) for operand in formula.right if operand.name not in free for term in terms[operand.name]])
    other = judge(claim._replace(parts=certain), rule.severity) if result.outcome == FAILED and len(certain) < len(parts) else result
    return other if other.outcome == PASSED else result  # a form may count the optional part among the others already


def _evaluations(report: Report) -> Iterator[Form]:
    for evaluation in report.evaluations:
        rows = evaluation.indicators
        of_rows = {"indicators.weight": [row.weight for row in rows], "indicators.score": [row.score for row in rows]}
        yield Form(evaluation.iri, evaluation.where, _printed(**evaluation.numbers) | of_rows)


def _indicators(report: Report) -> Iterator[Form]:
    for rows in report.indicators.values():
        for row in rows:
            yield Form(row.iri, f"{row.form} {row.name}", _printed(weight=row.weight, score=row.score))


def _first_levels(report: Report) -> Iterator[Form]:
    """The rows of an evaluation below each 一级指标 that prints a weight of its own."""
    totals = {evaluation.iri: evaluation.numbers.get("totalScore") for evaluation in report.evaluations}
    for evaluation, rows in report.indicators.items():
        levels: dict[str, list[Indicator]] = {}
        for row in rows:
            levels.setdefault(report.one(row.iri, "level1"), []).append(row)
        for level, members in levels.items():
            own = _printed(totalScore=totals.get(evaluation), level1Weight=_of_level(report, evaluation, members) if level else None)
            name = level.rpartition("/")[2]
            yield Form(
                evaluation + level, f"{members[0].form} 一级指标 {name}", own | {"indicators.weight": [row.weight for row in members]}
            )


def _of_level(report: Report, evaluation: str, members: Sequence[Indicator]) -> Term | None:
    """The weight printed beside a first-level indicator, not one that follows from the form."""
    for row in members:
        if row.level1_weight and "level1Weight" not in report.things[row.iri].get("inferred", ()):
            value = report.one(row.iri, "level1Weight")
            return Term("", Decimal(value), value, "分", at=evaluation)
    return None


def _lines(report: Report) -> Iterator[Form]:
    for line in report.lines:
        section = report.passages[line.passage].section
        if section:
            numbers = _printed(initialBudget=line.initial, final=line.final, completionRate=line.rate)
            yield Form(line.iri, f"{section.rpartition(' > ')[2]} {line.name}", numbers)


def _printed(**numbers: Term | None) -> dict[str, list[Term | None]]:
    return {name: [term] for name, term in numbers.items() if term}


_FORMS: dict[str, Callable[[Report], Iterator[Form]]] = {
    "evaluation": _evaluations,
    "indicator": _indicators,
    "level1": _first_levels,
    "line": _lines,
}

"""Identities over named cells and figures: the names of a rule are filled group by group, each group is one obligation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kg.checks.catalogue import Rule
from kg.checks.formula import Formula, Operand
from kg.checks.judging import Claim, best, judge
from kg.checks.outcomes import ERROR, FAILED, INSUFFICIENT, NOT_APPLICABLE, WARNING, Result
from kg.checks.reading import Report
from kg.checks.records import Cell, Figure
from kg.checks.selection import select
from kg.checks.terms import Term, in_unit

Found = dict[str, list[Cell | Figure]]
# Sections of the attached self-evaluation, whose amounts may have another scope than the accounts'.
EVALUATION = re.compile("自评|评价报告")
# Keys of a name that say how its places are grouped, not which they are.
_OF_GROUPS = ("of", "above")


def results(rule: Rule, report: Report) -> Iterator[Result]:
    """One result a group of the rule; a single one where the report has no place for it."""
    formula = rule.formula
    groups = list(_groups(rule, report, formula))
    for found in groups:
        yield _result(rule, formula, found)
    if not groups:
        yield Result("", NOT_APPLICABLE)


def _groups(rule: Rule, report: Report, formula: Formula) -> Iterator[Found]:
    """The places of every group, by name; groups without the left side or without any other are left out."""
    each: list[str] = rule.body.get("each", [])
    names: Mapping[str, Any] = rule.body["cells"]
    keyed: dict[tuple[str, ...], Found] = defaultdict(lambda: defaultdict(list))
    everywhere: Found = {}
    for name in formula.names:
        several = names[name] if isinstance(names[name], list) else [names[name]]
        items = [item for one in several for item in _items(report, dict(one))]
        conditions = dict(several[0])
        keys = {key: conditions.pop(key, "") if key == "of" else key for key in each}
        if not items:
            continue
        if any(key in ("figure",) for key in each) and name != formula.left:
            everywhere[name] = list(items)
            continue
        for item in items:
            key = tuple(item.term.at if key == "figure" else item[attribute or key] for key, attribute in keys.items())
            if "of" not in each or key[each.index("of")]:
                keyed[key][name].append(item)
    unless = rule.body.get("unless")
    barred = {tuple(item[name] for name in each) for item in _items(report, dict(unless))} if unless else set()
    for key in sorted(keyed.keys() - barred):
        found = {**everywhere, **_above(names, keyed[key])}
        if formula.left in found and (len(found) > 1 or rule.body.get("alone")):
            yield found


def places_of(report: Report, conditions: Mapping[str, Any]) -> list[Cell | Figure]:
    """The cells or figures that a name of a rule means."""
    return _items(report, dict(conditions))


def _items(report: Report, conditions: dict[str, Any]) -> list[Cell | Figure]:
    """The places that the conditions of a name mean."""
    for key in _OF_GROUPS:
        conditions.pop(key, None)
    return select(_source(report, conditions), conditions)


def _above(names: Mapping[str, Any], found: Found) -> Found:
    """`above: 名` keeps the rows above that name's row: what is printed below a total is no part of it."""
    kept: Found = {}
    for name, items in found.items():
        limit = found.get(str(names[name].get("above", "")), []) if isinstance(names[name], dict) else []
        rows = [item for item in items if not limit or int(item["line"]) < int(limit[0]["line"])]
        if rows:
            kept[name] = rows
    return kept


def _source(report: Report, conditions: dict[str, Any]) -> Sequence[Cell | Figure]:
    """The figures of the text or the cells of the kind of table that the conditions name."""
    if conditions.pop("from", "") == "text":
        measure = conditions.get("measure")
        figures = report.figures if measure is None else report.measured([measure] if isinstance(measure, str) else measure)
        return [figure for figure in figures if not figure.compared]
    return report.cells_of.get(conditions.pop("table"), [])


def _result(rule: Rule, formula: Formula, found: Found) -> Result:
    left, severity = _single(found[formula.left]), _severity(rule, found[formula.left][0])
    if rule.body.get("either") and left is not None:
        return _either(rule, severity, formula, left, found)
    parts: list[tuple[int, Term]] = []
    complete = left is not None
    for operand in formula.right:
        terms = _terms(operand, found)
        complete &= terms is not None and (bool(terms) or operand.many or operand.name in rule.body.get("optional", []))
        parts += [(operand.sign, term) for term in terms or []]
    divisor = _terms(formula.divisor, found) if formula.divisor else None
    if left is None or not complete or len(parts) < int(rule.body.get("least", 1)) or (formula.divisor and not divisor):
        places = [item.term for items in found.values() for item in items]
        return Result("", INSUFFICIENT, places[0].where, at=tuple(dict.fromkeys(term.at for term in places)))
    claim = Claim(left, tuple(parts), rule.identity, formula.relation, divisor[0] if divisor else None)
    total = sum((sign * term.number for sign, term in parts), Decimal(0))
    result = judge(claim, rule.body.get("short", severity) if total < left.number else severity)
    return _turned(claim, result) if rule.body.get("turn") and result.outcome == FAILED else result


def _turned(claim: Claim, result: Result) -> Result:
    """The sum is what is at fault, not the number that it has to reach."""
    stated, unit = claim.stated, claim.stated.unit
    texts = [term.text.replace(",", "") for _, term in claim.parts]
    total = in_unit(sum((term.number for _, term in claim.parts), Decimal(0)), unit, 2)
    shown = f"{'+'.join(texts)}={total}"
    where = f"{claim.parts[0][1].where} 等{len(texts)}项之和"
    gap = in_unit(abs(result.difference or Decimal(0)), unit, 2)
    message = f"{where}为{shown}，按“{claim.identity}”应为{stated.printed}（{stated.where}），相差{gap}。"
    return replace(result, where=where, stated=shown, expected=stated.printed, message=message)


def _severity(rule: Rule, item: Cell | Figure) -> str:
    """The rule's, but no more than a warning for figures whose words (`doubtful`) or section leave open what they are."""
    words = rule.body.get("doubtful")
    doubted = words is not None and re.search(str(words), item["what"])
    other_scope = rule.family == "文表" and EVALUATION.search(item["section"])
    return WARNING if rule.severity == ERROR and (doubted or other_scope) else rule.severity


def _either(rule: Rule, severity: str, formula: Formula, left: Term, found: Found) -> Result:
    """The stated number may mean any of the places of the other side: it fails where it is none of them."""
    items = found.get(formula.right[0].name, [])
    return best([judge(Claim(left, ((1, item.term),), rule.identity, formula.relation), severity) for item in items])


def _terms(operand: Operand, found: Found) -> list[Term] | None:
    """The terms of a name; None where one number is meant and different ones are printed."""
    items = found.get(operand.name, [])
    if operand.many or not items:
        return [item.term for item in items]
    single = _single(items)
    return None if single is None else [single]


def _single(items: Sequence[Cell | Figure]) -> Term | None:
    first = items[0].term
    return first if all(item.term.number == first.number for item in items) else None

"""Identities over named cells and figures: the names of a rule are filled group by group, each group is one obligation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kg.checks.catalogue import Rule
from kg.checks.formula import Formula, Operand
from kg.checks.judging import Claim, judge
from kg.checks.outcomes import FAILED, INFO, INSUFFICIENT, NOT_APPLICABLE, PASSED, Result
from kg.checks.reading import Cell, Figure, Report
from kg.checks.selection import select
from kg.checks.terms import Term, in_unit

Found = dict[str, list[Cell | Figure]]
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
        return report.figures if measure is None else report.measured([measure] if isinstance(measure, str) else measure)
    return report.cells_of.get(conditions.pop("table"), [])


def _result(rule: Rule, formula: Formula, found: Found) -> Result:
    left = _single(found[formula.left])
    if rule.body.get("either") and left is not None:
        return _either(rule, formula, left, found)
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
    result = judge(claim, rule.body.get("short", rule.severity) if total < left.number else rule.severity)
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


def _either(rule: Rule, formula: Formula, left: Term, found: Found) -> Result:
    """The stated number may mean any of the places of the other side: it fails where it is none of them."""
    items = found.get(formula.right[0].name, [])
    judged = [judge(Claim(left, ((1, item.term),), rule.identity, formula.relation), rule.severity) for item in items]
    fitting = [result for result in judged if result.outcome == PASSED] + [result for result in judged if result.severity == INFO]
    return (fitting or judged)[0]


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

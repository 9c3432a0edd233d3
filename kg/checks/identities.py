"""Identities over named cells and figures: the names of a rule are filled group by group, each group is one obligation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import repeat
from typing import Any

from kg.checks.catalogue import Rule
from kg.checks.formula import Formula, Operand
from kg.checks.judging import Claim, best, judge
from kg.checks.outcomes import ERROR, FAILED, INSUFFICIENT, NOT_APPLICABLE, WARNING, Result
from kg.checks.reading import Report
from kg.checks.records import Cell, Figure
from kg.checks.selection import Selection, attribute, selection
from kg.checks.terms import Term, in_unit

Places = Sequence[Cell | Figure]
Found = dict[str, Places]
Key = tuple[str, ...]
# Sections of the attached self-evaluation, whose amounts may have another scope than the accounts'.
EVALUATION = re.compile("自评|评价报告")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a rule: which places it means, the attributes that tell its groups apart, the name above whose row they stand."""

    name: str
    selections: tuple[Selection, ...]
    keys: tuple[str, ...]
    above: str

    def of(self, report: Report) -> Places:
        """The places of a report."""
        first, *rest = (selection.of(report) for selection in self.selections)
        return [*first, *(item for more in rest for item in more)] if rest else first

    def groups(self, items: Places) -> dict[Key, list[Cell | Figure]]:
        """Its places by what tells groups apart: a figure is a group of its own."""
        found: dict[Key, list[Cell | Figure]] = defaultdict(list)
        columns = [[item.term.at for item in items] if key == "figure" else attribute(items, key) for key in self.keys]
        for key, item in zip(zip(*columns, strict=True) if columns else repeat(()), items, strict=bool(columns)):
            found[key].append(item)
        return found


@cache
def names(rule: Rule) -> dict[str, Name]:
    """The names of its identity, the left side first."""
    return {name: _name(name, rule.body["cells"][name], rule.body.get("each", [])) for name in rule.formula.names}


def _name(name: str, conditions: Any, each: Sequence[str]) -> Name:
    """The name as a rule file writes it: `of` is the attribute that the group `of` means, `above` another name."""
    several = conditions if isinstance(conditions, list) else [conditions]
    of, above = several[0].get("of", ""), "" if isinstance(conditions, list) else conditions.get("above", "")
    selections = [selection({key: value for key, value in one.items() if key not in ("of", "above")}) for one in several]
    return Name(name, tuple(selections), tuple(of if key == "of" else key for key in each), above)


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
    held, least = _held(rule, report), _least(rule)
    if len(held) < least:
        return
    everywhere = {name: items for name, items in held.items() if "figure" in each and name != formula.left}
    own = names(rule)
    limited = any(name.above for name in own.values())
    grouped = {name: own[name].groups(items) for name, items in held.items() if name not in everywhere}
    kept = grouped[formula.left].keys() - _barred(rule, report)
    if len(everywhere) + 1 < least:
        kept &= {key for name, groups in grouped.items() if name != formula.left for key in groups}
    for key in sorted(key for key in kept if "of" not in each or key[each.index("of")]):
        of_key: Found = {name: groups[key] for name, groups in grouped.items() if key in groups}
        found = everywhere | (_above(own, of_key) if limited else of_key)
        if formula.left in found and len(found) >= least:
            yield found


def _least(rule: Rule) -> int:
    """The number of names that a group must have places of."""
    return 1 if rule.body.get("alone") else 2


def _held(rule: Rule, report: Report) -> Found:
    """All places of its names in the report; none where the left side, which comes first, has none."""
    held: Found = {}
    for name in names(rule).values():
        if items := name.of(report):
            held[name.name] = items
        elif not held:
            break
    return held


def _barred(rule: Rule, report: Report) -> set[Key]:
    """The groups in which the rule's `unless` stands."""
    unless = _unless(rule)
    return set(unless.groups(unless.of(report))) if unless else set()


@cache
def _unless(rule: Rule) -> Name | None:
    return _name("unless", rule.body["unless"], rule.body["each"]) if "unless" in rule.body else None


def _above(own: Mapping[str, Name], found: Found) -> Found:
    """`above: 名` keeps the rows above that name's row: what is printed below a total is no part of it."""
    limits = {name: items[0] for name in found if (items := found.get(own[name].above))}
    kept = {name: [item for item in found[name] if int(item["line"]) < int(limit["line"])] for name, limit in limits.items()}
    return {name: items for name in found if (items := kept.get(name, found[name]))} if limits else found


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
    if "short" in rule.body and sum((sign * term.number for sign, term in parts), Decimal(0)) < left.number:
        severity = rule.body["short"]
    result = judge(claim, severity)
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
    return result._replace(where=where, stated=shown, expected=stated.printed, message=message)


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
    return first if len(items) == 1 or all(item.term.number == first.number for item in items) else None

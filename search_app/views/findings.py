"""A finding (勾稽问题) as the pages show it: a stamp, the rule's title, one sentence, both sides with difference and tolerance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.amounts import YUAN_PER_UNIT
from kg.checks.catalogue import by_id
from kg.checks.outcomes import Result
from kg.checks.terms import in_unit, plain

# CSS class, character and name of each severity; the worst first.
STAMPS = {"error": ("e", "错", "错误"), "warning": ("w", "疑", "疑点"), "info": ("i", "注", "提示")}
OUTCOMES = {
    "passed": "通过",
    "failed": "没通过",
    "notApplicable": "不适用",
    "insufficientData": "缺数",
    "parseError": "读不出",
    "executionError": "执行出错",
}
_UNIT = re.compile(r"^[\d.,]+[余多]?(?P<unit>%|[^\d\s（(，]{1,3})?")
_PLACES = 4


@dataclass(frozen=True, slots=True)
class FindingView:
    """What a page shows of a finding. `calc` holds labels with what is printed, expected, the difference and the tolerance."""

    stamp: tuple[str, str, str]
    title: str
    rule: str
    where: str
    href: str
    message: str
    calc: tuple[tuple[str, str], ...]
    doubt: str = ""

    @property
    def label(self) -> str:
        """“错误：执行率与金额”, for those who do not see the stamp."""
        return f"{self.stamp[2]}：{self.title}"


@dataclass(frozen=True, slots=True)
class Group:
    """Findings with one root cause: the one at the likeliest culprit, and the others."""

    lead: FindingView
    others: tuple[FindingView, ...] = ()


def shown(result: Result, href: Callable[[str], str]) -> FindingView:
    """The finding; `href` says where a link to a place leads."""
    rule = by_id().get(result.rule)
    return FindingView(
        stamp=STAMPS.get(result.severity, STAMPS["info"]),
        title=rule.title if rule else result.rule,
        rule=result.rule,
        where=result.where,
        href=href(place(result)),
        message=result.message,
        calc=_calc(result),
        doubt="" if result.outcome == "failed" else OUTCOMES[result.outcome],
    )


def place(result: Result) -> str:
    """The IRI most likely at fault, else the one of the stated side; "" for a finding without a place."""
    return result.culprit or (result.at[0] if result.at else "")


def rank(result: Result) -> int:
    """0 for the worst severity."""
    return list(STAMPS).index(result.severity) if result.severity in STAMPS else len(STAMPS)


def grouped(results: Iterable[Result]) -> list[list[Result]]:
    """A report's findings with those of one root cause together, the likeliest culprit first; the worst group first."""
    members: dict[object, list[Result]] = {}
    for number, result in enumerate(results):
        members.setdefault(result.group or number, []).append(result)
    groups = [sorted(found, key=lambda one: (rank(one), one.at[:1] != (one.culprit,))) for found in members.values()]
    return sorted(groups, key=lambda found: rank(found[0]))


def group_of(found: Sequence[Result], href: Callable[[str], str]) -> Group:
    """A group as the pages show it."""
    return Group(shown(found[0], href), tuple(shown(one, href) for one in found[1:]))


def _calc(result: Result) -> tuple[tuple[str, str], ...]:
    match = _UNIT.match(result.stated)
    unit = (match["unit"] or "") if match else ""
    sides = (("原文", result.stated), ("应为", result.expected))
    gaps = (("相差", result.difference), ("容差", result.tolerance)) if result.difference else ()
    numbers = [(label, _amount(abs(number), unit)) for label, number in gaps if number is not None]
    return tuple((label, text) for label, text in (*sides, *numbers) if text)


def _amount(number: Decimal, unit: str) -> str:
    """A difference, 元 for money: in the printed unit; of rates in points; money and rates with two decimals at least."""
    if unit == "%":
        return f"{_short(number, 2)}个百分点"
    if unit in YUAN_PER_UNIT:
        return _short(Decimal(in_unit(number, unit, _PLACES).removesuffix(unit)), 2) + unit
    return _short(number, 0) + unit


def _short(number: Decimal, least: int) -> str:
    """At most four decimals and `least` at least; 0 has none."""
    whole, _, rest = plain(round(number, _PLACES)).partition(".")
    kept = rest.rstrip("0").ljust(least if number else 0, "0")
    return f"{whole}.{kept}" if kept else whole

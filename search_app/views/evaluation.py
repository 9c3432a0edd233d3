"""The self-evaluations (绩效自评) of a report as its page shows them: money, score, indicators, each with its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ontology.terms import FA
from search_app.graph import Resource, Statements

# Order on the page: the missed first, then what cannot be told, then the met.
_OUTCOMES = {"false": ("n", "未", "未达标"), "": ("q", "难", "难以判定"), "true": ("y", "达", "达标")}


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator row. `stamp`: CSS class, character and name of whether the target was met."""

    href: str
    name: str
    level1: str
    level2: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str
    stamp: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """One form. `money` holds label, printed amount and unit of what is printed; `counts` stamps with their number."""

    anchor: str
    table: str
    name: str
    responsible: str
    money: tuple[tuple[str, str, str], ...]
    score: str
    full_score: str
    grade: str
    goal: str
    result: str
    indicators: tuple[IndicatorView, ...]
    counts: tuple[tuple[tuple[str, str, str], int], ...]


_MONEY = (("initialBudgetText", "年初预算"), ("fullBudgetText", "全年预算"), ("executedText", "全年执行"), ("executionRateText", "执行率"))


def evaluations(said: Statements, label: Callable[[NamedNode], str]) -> tuple[EvaluationView, ...]:
    """All forms of a report, in the order of print. `label` names a concept, which another report's graph may have said first."""
    rows: dict[NamedNode | None, list[Resource]] = {}
    for result in said.each(FA.IndicatorResult):
        rows.setdefault(result.term(FA.partOfEvaluation), []).append(result)
    return tuple(_evaluation(one, rows.get(one.node, []), label) for one in said.each(FA.Evaluation))


def _evaluation(one: Resource, rows: list[Resource], label: Callable[[NamedNode], str]) -> EvaluationView:
    unit = one.text(FA.printedUnit)
    money = [(word, text, "%" if name == "executionRateText" else unit) for name, word in _MONEY if (text := one.text(FA[name]))]
    indicators = [_indicator(row, label) for row in sorted(rows, key=lambda row: row.place)]
    stamps = [indicator.stamp for indicator in indicators]
    indicators.sort(key=lambda indicator: list(_OUTCOMES.values()).index(indicator.stamp))
    return EvaluationView(
        anchor=one.fragment,
        table=one.fragment.partition("-")[0],
        name=one.text(FA.projectName) or "整体支出",
        responsible=one.text(FA.responsible),
        money=tuple(money),
        score=one.text(FA.totalScoreText),
        full_score=one.text(FA.totalWeightText),
        grade=one.text(FA.grade),
        goal=one.text(FA.goal),
        result=one.text(FA.result),
        indicators=tuple(indicators),
        counts=tuple((stamp, stamps.count(stamp)) for stamp in reversed(_OUTCOMES.values()) if stamp in stamps),
    )


def _indicator(row: Resource, label: Callable[[NamedNode], str]) -> IndicatorView:
    return IndicatorView(
        href=f"#{row.fragment}",
        name=row.text(FA.indicatorName),
        level1=_level(row, label, "level1"),
        level2=_level(row, label, "level2"),
        target=row.text(FA.targetText),
        actual=row.text(FA.actualText),
        weight=row.text(FA.weightText) or row.text(FA.weight),
        score=row.text(FA.scoreText) or row.text(FA.score),
        reason=row.text(FA.deviationReason),
        stamp=_OUTCOMES.get(row.text(FA.met), _OUTCOMES[""]),
    )


def _level(row: Resource, label: Callable[[NamedNode], str], name: str) -> str:
    printed = row.text(FA[f"{name}Text"])
    node = row.term(FA[name])
    return printed or (label(node) if node else "")

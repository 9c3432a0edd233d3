"""How the projects of a unit did in a year: money, score, indicators met and missed, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import NamedNode

from ontology.terms import FA
from search_app.graph import Graph, Resource, Term

Stamp = tuple[str, str, str]
# CSS class, character and name of whether a target was met; the missed first, then what cannot be told.
MISSED, UNSURE, MET = ("n", "未", "未达标"), ("q", "难", "难以判定"), ("y", "达", "达标")
ORDER = (MISSED, UNSURE, MET)
_OUTCOMES = {"false": MISSED, "true": MET}


@dataclass(frozen=True, slots=True)
class Effort:
    """A self-evaluation (绩效自评): of a project, or of the whole expenditure where `is_whole`. Amounts as printed, in `unit`."""

    name: str
    href: str
    place: str
    is_whole: bool
    unit: str
    budget: str
    full: str
    executed: str
    rate: str
    score: str
    grade: str
    year: int

    @property
    def meter(self) -> float | None:
        """The rate as a number for a bar, None where none is printed."""
        try:
            return float(Decimal(self.rate.rstrip("%")))
        except InvalidOperation:
            return None


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator with its target and result as printed."""

    name: str
    href: str
    place: str
    effort: str
    level1: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str
    stamp: Stamp


def efforts(graph: Graph, evaluations: Iterable[NamedNode]) -> list[Effort]:
    """The evaluations in the order of print, the whole one first."""
    found = [effort(graph, resource(graph, node)) for node in sorted(evaluations, key=_place)]
    return sorted(found, key=lambda one: (one.year, not one.is_whole))


def effort(graph: Graph, said: Resource) -> Effort:
    """One evaluation."""
    name = said.text(FA.projectName)
    about = said.term(FA.evaluates)
    return Effort(
        name=name or "整体支出",
        href=about.value if about and name else said.node.value,
        place=said.node.value,
        is_whole=not name,
        unit=said.text(FA.printedUnit),
        budget=said.text(FA.initialBudgetText),
        full=said.text(FA.fullBudgetText),
        executed=said.text(FA.executedText),
        rate=said.text(FA.executionRateText),
        score=said.text(FA.totalScoreText),
        grade=said.text(FA.grade),
        year=said.integer(FA.year) or 0,
    )


def stamped(graph: Graph, evaluation: NamedNode) -> list[tuple[NamedNode, Stamp]]:
    """The indicators of an evaluation in the order of print, each with whether it was met."""
    nodes = sorted(graph.subjects(FA.partOfEvaluation, evaluation), key=_place)
    return [(node, outcome(graph, node)) for node in nodes]


def outcome(graph: Graph, node: NamedNode) -> Stamp:
    """Whether the target of an indicator row was met."""
    return _OUTCOMES.get(graph.text(node, FA.met), UNSURE)


def outcome_of(met: bool | None) -> Stamp:
    """The same of what a table says of the row."""
    return UNSURE if met is None else MET if met else MISSED


def target(graph: Graph, said: Resource, effort_name: str) -> Target:
    """One indicator row."""
    level, concept = said.term(FA.level1), said.term(FA.indicator)
    return Target(
        name=said.text(FA.indicatorName),
        href=concept.value if concept else said.node.value,
        place=said.node.value,
        effort=effort_name,
        level1=said.text(FA.level1Text) or (graph.label(level) if level else ""),
        target=said.text(FA.targetText),
        actual=said.text(FA.actualText),
        weight=said.text(FA.weightText) or said.text(FA.weight),
        score=said.text(FA.scoreText) or said.text(FA.score),
        reason=said.text(FA.deviationReason),
        stamp=_OUTCOMES.get(said.text(FA.met), UNSURE),
    )


def counts(stamps: Iterable[Stamp]) -> list[tuple[Stamp, int]]:
    """How many were met, missed, and cannot be told; what there is none of is left out."""
    times = Counter(stamps)
    return [(stamp, times[stamp]) for stamp in reversed(ORDER) if stamp in times]


def resource(graph: Graph, node: NamedNode) -> Resource:
    """All that is said of a node, in one look-up."""
    values: dict[NamedNode, list[Term]] = {}
    for quad in graph.store.quads_for_pattern(node, None, None, None):
        terms = values.setdefault(quad.predicate, [])
        if quad.object not in terms:
            terms.append(quad.object)
    return Resource(node, {key: sorted(terms, key=str) if len(terms) > 1 else terms for key, terms in values.items()})


def _place(node: NamedNode) -> tuple[str, tuple[int, ...]]:
    said = Resource(node, {})
    return node.value.partition("#")[0], said.place

"""The totals that a unit's page shows for each report, each with the cell that prints it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from ontology.terms import CHARACTERS, DCT, FA, OBEU_DIMENSION, QB, concept
from search_app.graph import Graph


@dataclass(frozen=True, slots=True)
class Total:
    """One total: the kind of table that prints it, and what its cell says. `column`: the whole header path, where that is what tells it."""

    key: str
    label: str
    table: str
    having: tuple[tuple[NamedNode, NamedNode], ...]
    lacking: tuple[NamedNode, ...] = ()
    column: str = ""


_TOTAL = (FA.level, concept("level", "total"))
_WHOLE = r"([^/]+/)?合计"

TOTALS = (
    Total(
        "income", "本年收入", "incomeExpenditure", (_TOTAL, (OBEU_DIMENSION.operationCharacter, CHARACTERS["income"])), (FA.balanceItem,)
    ),
    Total(
        "expenditure",
        "本年支出",
        "incomeExpenditure",
        (_TOTAL, (OBEU_DIMENSION.operationCharacter, CHARACTERS["expenditure"])),
        (FA.balanceItem,),
    ),
    Total("basic", "基本支出", "expenditure", (_TOTAL, (FA.expenditureKind, concept("expenditure", "basic")))),
    Total("project", "项目支出", "expenditure", (_TOTAL, (FA.expenditureKind, concept("expenditure", "project")))),
    Total("fiscal", "一般公共预算财政拨款支出", "generalPublic", (_TOTAL,), (FA.expenditureKind, FA.balanceItem)),
    # Where a table prints both, the budget of the whole year (全年预算数) counts.
    Total(
        "threePublicBudget", "“三公”经费预算", "threePublic", ((OBEU_DIMENSION.budgetPhase, concept("phase", "revised")),), column=_WHOLE
    ),
    Total(
        "threePublicBudget", "“三公”经费预算", "threePublic", ((OBEU_DIMENSION.budgetPhase, concept("phase", "approved")),), column=_WHOLE
    ),
    Total("threePublic", "“三公”经费决算", "threePublic", ((OBEU_DIMENSION.budgetPhase, concept("phase", "executed")),), column=_WHOLE),
)
LABELS = {total.key: total.label for total in TOTALS}


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed total: text and unit as printed, and the place it is read from."""

    key: str
    printed: str
    unit: str
    fact: str
    statement: str
    row: str
    column: str

    @property
    def is_zero(self) -> bool:
        """True for a printed 0."""
        return not re.search(r"[1-9]", self.printed)


@dataclass(slots=True)
class _Cells:
    """The facts of a table with what is needed to choose among them."""

    statement: str
    facts: list[NamedNode] = field(default_factory=list)


def figures(graph: Graph, report: NamedNode) -> dict[str, Figure]:
    """The totals of one report by key; a total that is not printed is not there."""
    tables = _tables(graph, report)
    found: dict[str, Figure] = {}
    for total in TOTALS:
        if total.key not in found and (cells := tables.get(concept("tableKind", total.table))):
            fact = next((fact for fact in cells.facts if _is(graph, fact, total)), None)
            if fact is not None:
                found[total.key] = _figure(graph, total.key, fact, cells.statement)
    return found


def _tables(graph: Graph, report: NamedNode) -> dict[NamedNode, _Cells]:
    """The first table of each kind that has facts."""
    found: dict[NamedNode, _Cells] = {}
    for table in graph.subjects(DCT.isPartOf, report):
        kind = graph.node(table, FA.tableKind)
        if kind is not None and kind not in found and (facts := graph.subjects(QB.dataSet, table)):
            facts.sort(key=_place)
            found[kind] = _Cells(graph.text(table, FA.statement), facts)
    return found


def _place(fact: NamedNode) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", fact.value.rpartition("#")[2])]


def _is(graph: Graph, fact: NamedNode, total: Total) -> bool:
    if total.column and not re.fullmatch(total.column, graph.text(fact, FA.columnLabel)) and graph.text(fact, FA.lineItem) != "合计":
        return False
    return all(value in graph.objects(fact, predicate) for predicate, value in total.having) and not any(
        graph.objects(fact, predicate) for predicate in total.lacking
    )


def _figure(graph: Graph, key: str, fact: NamedNode, statement: str) -> Figure:
    def text(predicate: NamedNode) -> str:
        return graph.text(fact, predicate)

    return Figure(key, text(FA.printedText), text(FA.printedUnit), fact.value, statement, text(FA.rowIndex), text(FA.columnIndex))

"""What cells of tables state: what is printed there, and what it means.

A report has some 400 of them, and most of what they say they say alike: each text, code and meaning is written once a report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter

from pyoxigraph import Literal, NamedNode

from kg.facts import Observation, Table
from kg.mapping.graph import ReportGraph, said
from kg.things import Thing, term
from ontology.terms import CHARACTERS, FA, OBEU_DIMENSION, OBEU_MEASURE, QB, RDF, concept

# The fields of an observation, and what the text of each states of the cell: predicate and object.
_FIELDS: dict[str, tuple[NamedNode, Callable[[ReportGraph, str], NamedNode | Literal]]] = {
    "side": (FA.side, lambda _, text: Literal(text)),
    "code": (FA.printedCode, lambda _, text: Literal(text)),
    "under": (FA.under, lambda _, text: Literal(text)),
    "functional": (FA.functionalSubject, lambda graph, code: graph.iris.functional(graph.info.year, code)),
    "economic": (FA.economicSubject, lambda graph, code: graph.iris.economic(graph.info.year, code)),
    "fund": (FA.fundSource, lambda _, name: concept("fund", name)),
    "expenditure": (FA.expenditureKind, lambda _, name: concept("expenditure", name)),
    "phase": (OBEU_DIMENSION.budgetPhase, lambda _, name: concept("phase", name)),
    "character": (OBEU_DIMENSION.operationCharacter, lambda _, name: CHARACTERS[name]),
    "balance": (FA.balanceItem, lambda _, name: concept("balance", name)),
    "level": (FA.level, lambda _, name: concept("level", name)),  # the last: a printed code says it already
}
# Stated on the data set where every cell says the same.
_SHARED = ("fund", "expenditure", "phase", "character")
# Of what most cells state.
_TYPE, _DATA_SET, _LINE_ITEM, _COLUMN, _PRINTED, _IS_LEAF = map(
    term, (RDF.type, QB.dataSet, FA.lineItem, FA.columnLabel, FA.printedText, FA.isLeaf)
)
_BUDGET_FACT, _AMOUNT, _QUANTITY_FACT, _VALUE, _UNIT = map(
    term, (FA.BudgetFact, OBEU_MEASURE.amount, FA.QuantityFact, FA.value, FA.valueUnit)
)


class Cells:
    """States the cells of one report."""

    def __init__(self, graph: ReportGraph) -> None:
        self._graph = graph
        self._meanings = {field: _Meanings(graph, field) for field in _FIELDS}

    def state(self, data_set: bytes, table: Table, observations: Sequence[Observation]) -> None:
        """The cells of `table` in that data set, and on the data set itself what all of them say."""
        fields = list(_FIELDS)
        for field in _SHARED:
            if shared := _only([getattr(observation, field) for observation in observations]):
                self._graph.add(data_set, _FIELDS[field][0], self._meanings[field][shared][1])
                fields.remove(field)
        texts, meanings = attrgetter(*fields), [self._meanings[field] for field in fields]
        for observation in observations:
            stated = _stated(observation, data_set)
            for meaning, text in zip(meanings[:-1] if observation.code else meanings, texts(observation), strict=False):
                if text:
                    predicate, value = meaning[text]
                    stated[predicate] = [value]
            fact = self._graph.state(observation.place.fragment, stated)
            self._rest(fact, table, observation)

    def _rest(self, fact: bytes, table: Table, observation: Observation) -> None:
        """What few cells state."""
        place, quantity = observation.place, observation.quantity
        if quantity.qualifier:
            self._graph.add(fact, FA.qualifier, quantity.qualifier)
        if quantity.unit != table.unit and quantity.yuan is not None:
            self._graph.add(fact, FA.printedUnit, quantity.unit)
        if place.page != table.page:
            self._graph.add(fact, FA.page, place.page)


class _Meanings(dict[str, tuple[bytes, bytes]]):
    """Predicate and object by the text of one field."""

    def __init__(self, graph: ReportGraph, field: str) -> None:
        super().__init__()
        self._graph = graph
        self._predicate, self._value = _FIELDS[field]

    def __missing__(self, text: str) -> tuple[bytes, bytes]:
        self[text] = made = term(self._predicate), term(self._value(self._graph, text))
        return made


def _only(texts: Sequence[str]) -> str:
    """The one text that all are, else none."""
    return texts[0] if len(set(texts)) == 1 else ""


def _stated(observation: Observation, data_set: bytes) -> Thing:
    """What every cell states."""
    quantity, money = observation.quantity, observation.quantity.yuan
    stated = {
        _TYPE: [_QUANTITY_FACT if money is None else _BUDGET_FACT],
        _DATA_SET: [data_set],
        _LINE_ITEM: [_label(observation.row)],
        _COLUMN: [_label("/".join(observation.column))],
        _PRINTED: [said(quantity.printed)],
        _IS_LEAF: [said(observation.is_leaf)],
        _VALUE if money is None else _AMOUNT: [said(quantity.number if money is None else money)],
    }
    if money is None:
        stated[_UNIT] = [_label(quantity.unit)]
    return stated


@lru_cache(maxsize=1024)
def _label(text: str) -> bytes:
    return said(text)

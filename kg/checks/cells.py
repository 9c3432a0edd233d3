"""The numbers of a report's tables, each with what rules select it by (`Cell.attributes`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from kg.amounts import fold
from kg.checks.records import Cell, Table
from kg.checks.statements import concept, first, plain, segment
from kg.checks.terms import Term, common_places, half_unit
from kg.checks.upright import turn
from kg.things import Thing, Things, term
from ontology.terms import FA, OBEU_DIMENSION, OBEU_MEASURE, QB

_PLACE = re.compile(r"#t(\d+)r(\d+)c(\d+)")
_DATA_SET, _AMOUNT, _VALUE, _PRINTED = map(term, (QB.dataSet, OBEU_MEASURE.amount, FA.value, FA.printedText))
_TEXTS = [term(FA[name]) for name in ("printedCode", "lineItem", "columnLabel", "side", "under", "valueUnit", "qualifier")]
_CONCEPTS = [term(FA[name]) for name in ("level", "balanceItem")]
_SUBJECTS = [term(FA[name]) for name in ("functionalSubject", "economicSubject")]
# What a cell or else its table says.
_SHARED = [
    term(predicate) for predicate in (FA.fundSource, FA.expenditureKind, OBEU_DIMENSION.budgetPhase, OBEU_DIMENSION.operationCharacter)
]
_UNIT = term(FA.printedUnit)
_NONE = (b'""',)
_LEVELS = {3: "class", 5: "group", 7: "item"}
_FISCAL = ("general", "governmentFund", "stateCapital")
# The last label of a column that stands for its whole group.
_WHOLE = re.compile(r"小计|合计|总计|金额|决算数|预算数|支出数|收入数")
_PART = re.compile(r"其中|教育收费|财政专户")
_GROUPS = re.compile(r"基本支出|项目支出|经营支出|事业收入|财政拨款收入|财政拨款$|其他收入|上级补助|用车购置")


def cells(things: Things, facts: Iterable[tuple[str, Thing]], tables: Iterable[Table]) -> tuple[Cell, ...]:
    """Those of these facts that stand in one of the tables, in the order of tables, rows and columns."""
    numbered = {table.number: table for table in tables}
    held: dict[int, list[str]] = defaultdict(list)
    placed = []
    for iri, own in facts:
        if place := _PLACE.search(iri):
            table, row, column = map(int, place.groups())
            held[table].append(first(own, _PRINTED))
            placed.append((iri, own, table, row, column))
    places = {table: min(common_places(printed), 2) for table, printed in held.items()}
    found = [_cell(things, iri, own, numbered[t], r, c, places[t]) for iri, own, t, r, c in placed if t in numbered]
    turn(found)
    _add_parents(found)
    return tuple(sorted(found, key=lambda cell: (cell.table, cell.row, cell.column)))


def _cell(things: Things, iri: str, own: Thing, table: Table, row: int, column: int, places: int) -> Cell:
    data_set = things.get(own.get(_DATA_SET, _NONE)[0], {})
    code, label, path, side, under, unit, qualifier = [plain(own[name][0]) if name in own else "" for name in _TEXTS]
    level, balance = [concept(own[name][0]) if name in own else "" for name in _CONCEPTS]
    functional, economic = [segment(own[name][0]) if name in own else "" for name in _SUBJECTS]
    fund, expenditure, phase, character = [(own.get(name) or data_set.get(name) or _NONE)[0] for name in _SHARED]
    subject = code if code.isdigit() else functional
    attributes = {
        "table": table.kind,
        "side": side,
        "row": fold(label),
        "column": fold(path),
        "code": code,
        "level": level or _LEVELS.get(len(code), ""),
        "fund": concept(fund),
        "expenditure": concept(expenditure),
        "phase": concept(phase),
        "character": segment(character),
        "balance": balance,
        "under": under,
        "subject": subject,
        "class3": subject[:3],
        "economic": economic,
        "number": str(table.number),
        "line": str(row),
        **_columns(fold(path)),
    }
    if money := _AMOUNT in own:
        unit = plain((own.get(_UNIT) or data_set.get(_UNIT) or _NONE)[0])
    text = first(own, _PRINTED)
    where = " ".join([part for part in (*table.names, code, label, path) if part])
    value = Decimal(first(own, _AMOUNT if money else _VALUE))
    return Cell(
        Term(label or path, value, text, unit, half_unit(text, unit, places), iri, where, qualifier), table.number, row, column, attributes
    )


@lru_cache(maxsize=1 << 12)
def _columns(path: str) -> Mapping[str, str]:
    """`tail`, the last label of a column; `band`, those above it; `inner`: an 其中 column, which no sum adds."""
    band, _, tail = path.rpartition("/")
    return {"tail": tail, "band": band, "inner": "true" if _PART.search(tail) else ""}


def _add_parents(cells: Sequence[Cell]) -> None:
    """`parent`: the nearest code above a row's own that its table prints; `inner`, too: a column whose group has a total beside it."""
    _mark_groups(cells)
    _mark_kinds(cells)
    codes: dict[int, set[str]] = defaultdict(set)
    held = [(cell, code) for cell in cells if (code := cell.attributes["code"]).isdigit()]
    for cell, code in held:
        codes[cell.table].add(code)
    for cell, code in held:
        above = (code[:n] for n in (5, 3) if n < len(code))
        cell.attributes["parent"] = next((code for code in above if code in codes[cell.table]), "")


def _mark_groups(cells: Sequence[Cell]) -> None:
    """本年支出/基本支出/小计 is the column 基本支出 of 本年支出; the columns beside it are parts."""
    whole = {tail for tail in {cell.attributes["tail"] for cell in cells} if _WHOLE.fullmatch(tail)}
    groups = {band for band in {cell.attributes["band"] for cell in cells} if _GROUPS.search(band)}
    within = [cell for cell in cells if cell.attributes["band"] in groups]
    places = [(cell.table, cell.row, cell.attributes["band"]) for cell in within]
    totals = {place for place, cell in zip(places, within, strict=True) if cell.attributes["tail"] in whole}
    for cell, place in zip(within, places, strict=True):
        if place in totals and cell.attributes["tail"] not in whole:
            cell.attributes["inner"] = "true"
        elif place in totals:
            cell.attributes["band"] = cell.attributes["band"].rpartition("/")[0]


def _mark_kinds(cells: Sequence[Cell]) -> None:
    """The kinds of 财政拨款收入 that are printed below it are parts of it."""
    fiscal = [cell for cell in cells if cell.attributes["fund"] == "fiscal" and "财政拨款收入" in cell.attributes["row"]]
    whole = {(cell.table, cell.attributes["side"]) for cell in fiscal}
    for cell in cells if whole else ():
        own = cell.attributes
        if own["fund"] in _FISCAL and own["level"] != "total" and (cell.table, own["side"]) in whole:
            own["inner"] = "true"

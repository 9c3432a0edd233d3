"""The money of a self-evaluation: 年初预算数, 全年预算数, 全年执行数 with 分值, 执行率 and 得分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.performance.alignment import align
from ingest.performance.cells import Cell, Row, amount, is_band
from ingest.performance.heads import Head, fund_pairs
from ingest.performance.parts import Block
from ingest.performance.wording import fits, meaning
from ingest.rates import rate
from kg.amounts import Quantity, fold
from kg.facts import Unresolved

_AMOUNTS = ("initial", "full", "executed")
_UNIT = re.compile("百万元|万元|千元|亿元|元")
_UNIT_OF_ROW = re.compile(r"[(:](百万元|万元|千元|亿元|元)\)?$")
_LABELLED = re.compile(r"^(?P<label>\D+?)[:：](?P<value>[-\d.,]+(?:万元|万|元)?)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of money: its label, the printed amounts and points by column.

    `is_final`: its score is that of the whole evaluation, and `grade` stands beside it.
    """

    row: Row
    label: str
    is_total: bool
    quantities: dict[str, Quantity]
    is_final: bool = False
    grade: str | None = None

    @property
    def has_amounts(self) -> bool:
        return any(role in self.quantities for role in _AMOUNTS)

    @property
    def has_money(self) -> bool:
        return any(self.quantities[role].number for role in _AMOUNTS if role in self.quantities)

    def printed(self, role: str) -> str:
        return self.quantities[role].text if role in self.quantities else ""


@dataclass(frozen=True, slots=True)
class Money:
    """The money of one evaluation. `amounts` is the row whose amounts count, `points` the row with rate and score (often the same)."""

    amounts: Line | None
    points: Line | None
    lines: tuple[tuple[str, str, str, str], ...]
    unresolved: tuple[Unresolved, ...]

    def amount(self, role: str) -> Quantity | None:
        return self.amounts.quantities.get(role) if self.amounts else None

    def point(self, role: str) -> Quantity | None:
        return self.points.quantities.get(role) if self.points and not (role == "score" and self.points.is_final) else None

    @property
    def final_score(self) -> Quantity | None:
        """The score of the whole evaluation, where the form prints it beside the money."""
        return self.points.quantities.get("score") if self.points and self.points.is_final else None


def money(blocks: Sequence[Block], pairs: Sequence[Row], unit: str) -> Money:
    """The money under the heads of `blocks` and in rows of label and amount; `unit` is the table's own, "" where not printed."""
    printed = {role: quantity for row in reversed(pairs) for role, quantity in _paired(row, unit).items()}
    lines = [Line(pairs[0], "", True, printed)] if pairs else []
    natures: list[tuple[str, str, str, str]] = []
    notes: list[Unresolved] = []
    for block in blocks:
        own = _unit(block.head) or unit
        plain, by_nature = _apart(block.rows)
        lines += _lines(plain, block.head, own, notes)
        natures += [entry for row in by_nature for entry in _by_nature(row)]
    total = next((line for line in lines if line.is_total), None)
    sums = [(line.label, line.printed("initial"), line.printed("full"), line.printed("executed")) for line in lines if line.has_amounts]
    return Money(_amounts(total, lines), total, (*sums, *natures), tuple(notes))


def _unit(head: Head) -> str:
    found = (_UNIT.search(fold(text)) for text in head.printed)
    return next((match.group() for match in found if match), "")


def _amounts(total: Line | None, lines: Sequence[Line]) -> Line | None:
    """The total row, or the one row that prints money where the total row prints none."""
    if total and total.has_amounts:
        return total
    parts = [line for line in lines if line.has_money]
    return parts[0] if len(parts) == 1 else total


def _apart(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Rows under the columns, and from 按收入性质分 on the rows that print an amount beside each label."""
    start = next((i for i, row in enumerate(rows) if any(_is_nature(cell) for cell in row.cells)), len(rows))
    plain = [*rows[:start]]
    later = [row for row in rows[start:] if any(_is_total(cell.text) for cell in row.cells)]
    return [*plain, *later], [row for row in rows[start:] if row not in later]


def _is_nature(cell: Cell) -> bool:
    """True for 按收入性质分, 按支出性质分 and their kin, alone or with an amount."""
    found = _LABELLED.match(fold(cell.text))
    return meaning("fund_rows", found["label"] if found else cell.text.rstrip("：:")) == "nature"


def _bare(label: str) -> str:
    return re.sub(r"^其中[:：]", "", label).rstrip("：:")


def _is_total(label: str) -> bool:
    return meaning("fund_rows", label) == "total"


def _lines(rows: Sequence[Row], head: Head, unit: str, notes: list[Unresolved]) -> Iterator[Line]:
    shift, is_final = 0, head.has("grade") and not head.has("weight")
    for row in rows:
        grade = next((cell for cell in row.cells if is_final and fits("grade", cell.text)), None)
        labels = [cell for cell in row.cells if cell != grade and not cell.is_number and cell.kind != "quantity" and not is_band(cell.text)]
        label = _bare(labels[0].text) if labels else ""
        values = [cell for cell in row.cells if cell.is_number]
        if not values or (not label and len(rows) > 1):
            continue
        found = align(values, head.columns, head.fit(row, "fund"), head.expected(row, shift))
        shift = found.shift
        notes += [Unresolved(row.at(cell), cell.text, "an amount without a column") for cell in found.dropped]
        quantities = _quantities(found.cells, _unit_of(row) or unit)
        yield Line(row, label, _is_total(label) or not label, quantities, is_final, grade.text if grade else None)


def _unit_of(row: Row) -> str:
    """The unit that a label of the row prints: 年度预算申请（万元）."""
    return next((found[1] for cell in row.cells if (found := _UNIT_OF_ROW.search(fold(cell.text)))), "")


def _quantities(cells: Mapping[str, Cell], unit: str) -> dict[str, Quantity]:
    out: dict[str, Quantity] = {}
    for role, cell in cells.items():
        quantity = rate(cell.text) if role == "rate" else amount(cell.text, unit if role in _AMOUNTS else "")
        if quantity:
            out[role] = quantity
    return out


def _paired(row: Row, unit: str) -> dict[str, Quantity]:
    own = next((found.group() for cell in row.cells if (found := _UNIT.search(fold(cell.text)))), unit)
    return _quantities(fund_pairs(row), own)


def _by_nature(row: Row) -> Iterator[tuple[str, str, str, str]]:
    """Labels with one amount each, printed without a column: income stands with what was budgeted, spending with what was spent."""
    label, side = "", ""
    for cell in row.cells:
        together = _LABELLED.match(fold(cell.text))
        text = together["label"] if together else cell.text
        if together or not cell.is_number:
            label = _bare(text)
            side = "spending" if side or meaning("fund_rows", label) == "spending" or "支出" in label else ""
        value = amount(together["value"] if together else cell.text)
        if value and label and (together or cell.is_number):
            yield (label, "", "", value.text) if side else (label, "", value.text, "")

"""Prints the cells, headers and rows that the statements are made of, with the gold of every number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from tests.samples.accounts import Accounts
from tests.samples.form import Form, blanks, labels
from tests.samples.scribe import Cell, Record, Row, Table
from tests.samples.spec import catalog, subject

ORDINALS = "一二三四五六七八九十"
NEW_CLASSES = ("223", "231", "232", "234")  # not in the form of 22 classes
TITLES = {
    "incomeExpenditure": "收入支出决算总表",
    "income": "收入决算表",
    "expenditure": "支出决算表",
    "fiscalSummary": "财政拨款收入支出决算总表",
    "generalPublic": "一般公共预算财政拨款支出决算表",
    "basicItems": "一般公共预算财政拨款基本支出决算明细表",
    "governmentFund": "政府性基金预算财政拨款收入支出决算表",
    "stateCapital": "国有资本经营预算财政拨款支出决算表",
    "threePublic": "财政拨款“三公”经费支出决算表",
}


def ordinal(number: int) -> str:
    """一, 二, … 二十六."""
    tens, ones = divmod(number, 10)
    return (ORDINALS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (ORDINALS[ones - 1] if ones else "")


@dataclass
class Printer:
    """Prints the statements of one report; `faults` maps (table, row or code, column) of a cell to its wrong print."""

    books: Accounts
    form: Form
    faults: dict[tuple[str, str, str], str] = field(default_factory=dict)
    replaced: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def title(self, kind: str) -> str:
        """The title printed above a table."""
        return str(self.books.spec.table("titles").get(kind, TITLES[kind]))

    def table(self, kind: str, number: str, head: list[Row], body: list[Row], sentence: str = "") -> Table:
        """A statement with its note."""
        notes = tuple(f"注：{x}" if not x[0].isdigit() or x[0] == "1" else x for x in catalog()["notes"][kind])
        return Table(self.title(kind), number, self.books.spec.unit, "万元", (*head, *body), len(head), notes, sentence)

    def cell(
        self,
        number: str,
        kind: str,
        column: str,
        value: Decimal,
        row: str | None,
        *,
        code: str = "",
        side: str = "",
        text: str | None = None,
    ) -> Cell:
        """A cell that prints `value`, with its gold unless it stays blank."""
        key = (number, code or row or "", column)
        printed = self.form.cell(value) if text is None else text
        if key in self.faults:
            self.replaced[key], printed = printed, self.faults[key]
        if not printed:
            return Cell()
        record: Record = {"k": "cell", "report": self.books.spec.id, "table": number, "title": self.title(kind), "side": side or None}
        record |= {"row": row, "code": code or None, "column": column, "value": printed.replace(",", ""), "unit": "万元"}
        return Cell(printed, 1, record)

    def classes(self) -> list[str]:
        """The 类 that the expenditure side lists."""
        every = [str(c) for c in catalog()["functional"] if len(str(c)) == 3]
        if self.form.classes == "all":
            return every
        if self.form.classes == "old":
            return [c for c in every if c not in NEW_CLASSES]
        used = {c[:3] for c in self.books.codes()}
        return [c for c in every if c in used or c < "207"]

    def head(self, columns: list[str], groups: Row | None = None) -> list[Row]:
        """项目 over code and name, then the columns, then 栏次."""
        width = len(columns)
        first = (Cell("项目", 2), *(groups or labels(*columns)))
        inner = [c.rpartition("/")[2] if "/" in c else "" for c in columns]
        gaps = [blanks(width + 2)] * 2 if self.form.style == "lines" else []
        return [
            first,
            (Cell(self.form.code_label), Cell("科目名称"), *labels(*inner)),
            *gaps,
            (Cell("栏次", 2), *labels(*map(str, range(1, width + 1)))),
        ]

    def by_subject(
        self, kind: str, number: str, columns: list[str], pots: tuple[str, ...], value: Callable[[str, str], Decimal]
    ) -> list[Row]:
        """The 合计 row and a row for each 类, 款 and 项; `value(code, column)`."""
        cells = [self.cell(number, kind, c, value("", c), "合计") for c in columns]
        lead = (Cell("合计", 2),) if self.form.total_in_code else (Cell(), Cell("合计"))
        rows: list[Row] = [(*lead, *cells)]
        for code in self.books.codes(pots, self.form.items_only):
            cells = [self.cell(number, kind, c, value(code, c), subject(code), code=code) for c in columns]
            rows.append((Cell(code), Cell(subject(code)), *cells))
        return rows

    def empty(self, kind: str, number: str, columns: list[str]) -> list[Row]:
        """The body of a table without data: zeros, 无 or blanks, then blank rows, as the styles print it."""
        if self.form.style == "markdown":
            zeros = [self.cell(number, kind, c, Decimal(0), "合计", text="0") for c in columns]
            return [(Cell("合计", 2), *zeros), *[blanks(len(columns) + 2)] * 4]
        if self.form.style == "tabbed":
            return [(Cell("合计", 2), Cell("无"), *blanks(len(columns) - 1))]
        return [(Cell("合计", 2), *blanks(len(columns))), blanks(len(columns) + 2)]

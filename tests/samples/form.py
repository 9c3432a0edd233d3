"""How a style prints: numbers, words of change, the set of tables and the labels of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tests.samples.scribe import Cell


@dataclass(frozen=True)
class Form:
    """A printed form.

    `zero` is what a table cell prints for 0 ("" leaves it blank), `trim` drops trailing zeros in sentences, `items_only` prints
    only 项 rows, `classes` all or used (the expenditure side of tables 01 and 04), `order` the kinds of table as they come.
    """

    style: str
    zero: str
    thousands: bool
    trim: bool
    items_only: bool
    classes: str
    amount_label: str
    code_label: str
    total_in_code: bool
    state_capital: bool
    fall: str
    order: tuple[str, ...]

    def cell(self, value: Decimal) -> str:
        """An amount in a table cell."""
        if value == 0:
            return self.zero
        return f"{value:,.2f}" if self.thousands else f"{value:.2f}"

    def number(self, value: Decimal) -> str:
        """An amount or rate in a sentence."""
        if not self.trim:
            return f"{value:,.2f}"
        text = f"{value:,.2f}" if self.thousands else f"{value:.2f}"
        return text.rstrip("0").rstrip(".") if self.zero == "" or value == value.to_integral() else text

    def money(self, value: Decimal) -> str:
        """Such as 654.42万元."""
        return f"{self.number(value)}万元"

    def percent(self, value: Decimal) -> str:
        """Such as 60.05%."""
        return f"{self.number(value)}%"


EIGHT = ("incomeExpenditure", "income", "expenditure", "fiscalSummary", "generalPublic", "basicItems", "threePublic", "governmentFund")
NINE = (*EIGHT[:6], "governmentFund", "stateCapital", "threePublic")

FORMS = {
    "markdown": Form("markdown", "0.00", False, True, False, "old", "金额", "功能分类 科目编码", False, False, "减少", EIGHT),
    "markdown9": Form("markdown", "0.00", False, True, False, "all", "金额", "功能分类 科目编码", True, True, "减少", NINE),
    "tabbed": Form("tabbed", "", False, True, True, "used", "决算数", "功能分类 科目编码", True, True, "减少", NINE),
    "lines": Form("lines", "0.00", True, False, False, "all", "金额", "科目代码", True, True, "下降", NINE),
}


def blanks(count: int) -> tuple[Cell, ...]:
    """Blank cells."""
    return tuple(Cell() for _ in range(count))


def labels(*texts: str) -> tuple[Cell, ...]:
    """Plain cells; `3:收入` spans three columns."""
    cells = []
    for text in texts:
        span, _, rest = text.partition(":")
        cells.append(Cell(rest, int(span)) if span.isdigit() and rest else Cell(text))
    return tuple(cells)

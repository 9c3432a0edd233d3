"""The two-sided statements: 01 收入支出决算总表 and 04 财政拨款收入支出决算总表."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.samples.accounts import FISCAL, SOURCES
from tests.samples.form import blanks, labels
from tests.samples.printer import Printer, ordinal
from tests.samples.scribe import Cell, Row, Table
from tests.samples.spec import subject

FUND_LABELS = {"general": "一般公共预算财政拨款", "fund": "政府性基金预算财政拨款", "state": "国有资本经营预算财政拨款"}
Left = list[tuple[str, Decimal | None]]
Right = list[tuple[str, list[Decimal]]]


def _two_sided(p: Printer, number: str, kind: str, left: Left, right: Right, columns: list[str]) -> list[Row]:
    """Rows of 收入 beside 支出; the last `tail` rows of both sides are aligned by their order."""
    rows = []
    for position in range(len(left)):
        name, value = left[position]
        plain = name.split("、")[-1].strip()
        side = p.cell(number, kind, p.form.amount_label, value, plain, side="收入") if value is not None else Cell()
        label, values = right[position]
        plain = label.split("、")[-1].strip()
        cells = [p.cell(number, kind, c, v, plain, side="支出") for c, v in zip(columns, values, strict=False)] or list(
            blanks(len(columns))
        )
        rows.append((Cell(name), Cell(str(position + 1)), side, Cell(label), Cell(str(len(left) + position + 1)), *cells))
    return rows


def income_expenditure(p: Printer, number: str) -> Table:
    """01 收入支出决算总表."""
    kind, books = "incomeExpenditure", p.books
    funds = [("一般公共预算财政拨款收入", "general"), ("政府性基金预算财政拨款收入", "fund"), ("国有资本经营预算财政拨款收入", "state")]
    sources = [(name, books.fiscal_income(pots=(pot,))) for name, pot in funds[: 3 if p.form.state_capital else 2]]
    sources += [(name, books.income(name)) for name in SOURCES[1:]]
    left: Left = [(f"{ordinal(i)}、{name}", value) for i, (name, value) in enumerate(sources, 1)]
    right = [(f"{ordinal(i)}、{subject(c)}", [books.spent(c)]) for i, c in enumerate(p.classes(), 1)]
    left += [("", None)] * (len(right) + 1 - len(left))
    right += [("", [])] * (len(left) - len(right))
    left += [
        ("本年收入合计", books.income_total),
        ("使用非财政拨款结余（含专用结余）", books.surplus),
        ("年初结转和结余", books.balance("opening")),
    ]
    right += [("本年支出合计", [books.spent()]), ("结余分配", [books.allocation]), ("年末结转和结余", [books.balance("closing")])]
    left, right = [*left, ("总计", books.total)], [*right, ("总计", [books.total])]
    label = p.form.amount_label
    head = [labels("3:收入", "3:支出"), labels("项目", "行次", label, "项目", "行次", label), labels("栏次", "", "1", "栏次", "", "2")]
    return p.table(kind, number, head, _two_sided(p, number, kind, left, right, [label]))


def fiscal_summary(p: Printer, number: str) -> Table:
    """04 财政拨款收入支出决算总表."""
    kind, books = "fiscalSummary", p.books
    pots = ["general", "fund", "state"][: 3 if p.form.state_capital else 2]
    columns = ["合计", *(FUND_LABELS[p] for p in pots)]

    def across(one: Callable[[tuple[str, ...]], Decimal]) -> list[Decimal]:
        return [one(tuple(pots)), *(one((pot,)) for pot in pots)]

    left: Left = [(f"{ordinal(i)}、{FUND_LABELS[p]}", books.fiscal_income(pots=(p,))) for i, p in enumerate(pots, 1)]
    right = [(f"{ordinal(i)}、{subject(c)}", across(lambda p, c=c: books.spent(c, p))) for i, c in enumerate(p.classes(), 1)]  # type: ignore[misc]
    left += [("", None)] * (len(right) - len(left))
    left += [("本年收入合计", books.fiscal_income()), ("年初财政拨款结转和结余", books.balance("opening", pots=FISCAL))]
    left += [(f"  {FUND_LABELS[p]}", books.balance("opening", pots=(p,))) for p in pots]
    right += [
        ("本年支出合计", across(lambda p: books.spent("", p))),
        ("年末财政拨款结转和结余", across(lambda p: books.balance("closing", "", p))),
    ]
    right += [("", [])] * len(pots)
    total = across(lambda p: books.fiscal_income("", p) + books.balance("opening", "", p))
    left, right = [*left, ("总计", books.fiscal_total)], [*right, ("总计", total)]
    head = [labels("3:收入", f"{len(columns) + 2}:支出"), labels("项目", "行次", p.form.amount_label, "项目", "行次", *columns)]
    head.append(labels("栏次", "", "1", "栏次", "", *(str(i + 2) for i in range(len(columns)))))
    return p.table(kind, number, head, _two_sided(p, number, kind, left, right, columns))
